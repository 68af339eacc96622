"""Who sits at an article's form, and what they typed and have not saved: kept every few seconds, so
that no crash, no closed tab and no session that ends costs a word."""

import re
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from staff.drafts import load_fields

from ..models import Article, Sitting
from .models import HEARTBEAT_TIMEOUT

# Characters of a form, packed.
MAX_FORM_CHARACTERS = 3_000_000
# Unsaved ones that are kept of a person; the oldest go first.
MAX_UNSAVED_PER_PERSON = 40
UNSAVED_KEPT = timedelta(days=30)
_KEY = re.compile(r"[0-9a-f]{32}")


class UnknownSitting(Exception):
    """What came is none of ours."""


class TooLong(Exception):
    """What was typed is more than is kept."""


def heartbeat(user, key: str, article: Article | None, typed: str | None = None) -> Sitting:
    """The form is still open; `typed` is what stands in it, where that has changed; "" when it
    stands there again as it was opened.

    What was saved or comes late, from a page that was left, is not unsaved any more. NotKept when
    this is no form of that person's; TooLong.
    """
    if not _KEY.fullmatch(key):
        raise UnknownSitting
    if typed and len(typed) > MAX_FORM_CHARACTERS:
        raise TooLong
    now = timezone.now()
    with transaction.atomic():
        # Locked: a save that ends meanwhile must not be written over.
        sitting, begun = Sitting.objects.select_for_update().get_or_create(
            key=key, defaults={"user": user, "article": article, "seen_at": now}
        )
        if sitting.user_id != user.pk:
            raise UnknownSitting
        if sitting.saved_at is not None:
            return sitting  # what comes late, of a new article from before it had its number
        if sitting.article_id != (article and article.pk):
            raise UnknownSitting
        sitting.seen_at = now
        if typed is not None and typed != sitting.fields:
            sitting.fields, sitting.dropped_at = typed, None
            sitting.typed_at = now if typed else None
        sitting.save(update_fields=["seen_at", "fields", "typed_at", "dropped_at"])
        if begun:
            _sweep(user)
    return sitting


def close(user, key: str) -> None:
    """The form is closed."""
    Sitting.objects.filter(user=user, key=key).update(seen_at=None)


def end_with_save(user, key: str, article: Article) -> None:
    """To be called in the transaction of the save: whatever of that form comes in later is old."""
    if not _KEY.fullmatch(key):
        return
    now = timezone.now()
    values = {"article": article, "saved_at": now, "seen_at": None, "fields": "", "typed_at": None}
    of_form = Sitting.objects.filter(user=user, key=key)
    if not of_form.update(**values):
        _, begun = Sitting.objects.get_or_create(key=key, defaults={"user": user, **values})
        if not begun:
            of_form.update(**values)  # its first beat came in between


def put_aside(user, key: str) -> None:
    """The person chose what is stored. It can be opened all the same (`KEPT_FOR`)."""
    Sitting.objects.filter(user=user, key=key).update(dropped_at=timezone.now())


def find_put_aside(user, key: str, article: Article | None) -> Sitting | None:
    """That one of theirs, if it is put aside; None where it is not, or was typed into since."""
    found = Sitting.objects.unsaved().filter(user=user, key=key, article=article)
    return found.filter(dropped_at__isnull=False).first()


def delete_text(sitting: Sitting) -> bool:
    """Its words are gone for good; False where it was typed into since, and they are kept.

    Its row stays until the next sweep: it tells what comes in late.
    """
    same = Sitting.objects.filter(pk=sitting.pk, dropped_at=sitting.dropped_at)
    return bool(same.update(fields="", typed_at=None, dropped_at=None))


def other_sittings(user, article: Article, key: str) -> list[Sitting]:
    """Who else has it open now, longest first; another window of one's own too."""
    there = article.sittings.there().exclude(key=key)
    return list(there.select_related("user").defer("fields").order_by("opened_at"))


def unsaved(user, article: Article | None) -> list[Sitting]:
    """What this person typed and did not save, of that article or of new ones; the latest first."""
    found = Sitting.objects.unsaved().filter(user=user, article=article)
    return list(found.order_by("-typed_at")[:10])


def typed(user, key: str, article: Article | None) -> list[tuple[str, str]] | None:
    """The fields of that form of theirs as they were typed; None if there is none."""
    found = Sitting.objects.unsaved().filter(user=user, key=key, article=article).first()
    return load_fields(found.fields) if found else None


def is_there(sitting: Sitting) -> bool:
    """Whether its form is open before somebody's eyes."""
    return sitting.seen_at is not None and abs(timezone.now() - sitting.seen_at) < HEARTBEAT_TIMEOUT


def title(sitting: Sitting) -> str:
    """Of the article, as it was typed."""
    return field_text(sitting, "title")


def field_text(sitting: Sitting, field: str) -> str:
    """What was typed into that field."""
    return dict(load_fields(sitting.fields)).get(field, "").strip()


def _sweep(user) -> None:
    own, now = Sitting.objects.filter(user=user), timezone.now()
    own.filter(typed_at__lt=now - UNSAVED_KEPT).delete()
    own.filter(typed_at=None, opened_at__lt=now - timedelta(days=1)).delete()
    too_many = (
        own.unsaved().order_by("-typed_at").values_list("pk", flat=True)[MAX_UNSAVED_PER_PERSON:]
    )
    own.filter(pk__in=list(too_many)).delete()
