"""Open forms of articles: who has one open, and what they typed and did not save. It is stored
every few seconds, so that a crash, a closed tab or a session that ends costs no words."""

import re
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from staff.drafts import load_fields

from ..models import Article, Sitting

# The most characters of one form's packed fields.
MAX_FORM_CHARACTERS = 3_000_000
# Unsaved forms that are kept for one person; the oldest is deleted first.
MAX_UNSAVED_PER_PERSON = 40
# Of these, as many are shown beside the form of an article.
MAX_UNSAVED_SHOWN = 10
UNSAVED_KEPT = timedelta(days=30)
_KEY = re.compile(r"[0-9a-f]{32}")


class UnknownSitting(Exception):
    """This person has no form of this article with that key."""


class TooLong(Exception):
    """More was typed than is stored."""


def heartbeat(user, key: str, article: Article | None, typed: str | None = None) -> Sitting:
    """Records that the form is open. `typed` is its packed fields if they changed, "" if they are
    again as they were when the form was opened, None if nothing changed since the last heartbeat.

    Does nothing for a form that was saved already. Raises UnknownSitting for a key that is invalid
    or belongs to a form of another person or article, TooLong if more was typed than is stored.
    """
    if not _KEY.fullmatch(key):
        raise UnknownSitting
    if typed and len(typed) > MAX_FORM_CHARACTERS:
        raise TooLong
    now = timezone.now()
    with transaction.atomic():
        # Locked, so that a save that ends meanwhile is not overwritten.
        sitting, begun = Sitting.objects.select_for_update().get_or_create(
            key=key, defaults={"user": user, "article": article, "seen_at": now}
        )
        if sitting.user_id != user.pk:
            raise UnknownSitting
        if sitting.saved_at is not None:
            # A late heartbeat. The article is not compared: the form of a new article does not know
            # the key that the save gave to it.
            return sitting
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
    """Records that the form is closed."""
    Sitting.objects.filter(user=user, key=key).update(seen_at=None)


def end_with_save(user, key: str, article: Article) -> None:
    """Records that the form is saved, and deletes its typed text. Call it in the transaction of the
    save. Later heartbeats of the form are ignored."""
    if not _KEY.fullmatch(key):
        return
    now = timezone.now()
    values = {"article": article, "saved_at": now, "seen_at": None, "fields": "", "typed_at": None}
    of_form = Sitting.objects.filter(user=user, key=key)
    if not of_form.update(**values):
        _, begun = Sitting.objects.get_or_create(key=key, defaults={"user": user, **values})
        if not begun:
            # Its first heartbeat came meanwhile.
            of_form.update(**values)


def put_aside(user, key: str) -> None:
    """Records that the person chose the stored text. The typed text can still be opened, for
    `UNSAVED_KEPT`."""
    Sitting.objects.filter(user=user, key=key).update(dropped_at=timezone.now())


def find_put_aside(user, key: str, article: Article | None) -> Sitting | None:
    """The form of this person with that key, if its text is put aside; None if it is not, or if
    something was typed into it since."""
    return (
        Sitting.objects.unsaved()
        .filter(user=user, key=key, article=article, dropped_at__isnull=False)
        .first()
    )


def delete_text(sitting: Sitting) -> bool:
    """Delete the typed text for good. Returns False, and keeps it, if something was typed since.

    Its row stays until the next sweep, so that late heartbeats are recognised.
    """
    return bool(
        Sitting.objects.filter(pk=sitting.pk, dropped_at=sitting.dropped_at).update(
            fields="", typed_at=None, dropped_at=None
        )
    )


def other_sittings(user, article: Article, key: str) -> list[Sitting]:
    """The forms of that article that are open now, except the form `key`: those of other people and
    those in other windows of this person. The form that was opened first comes first."""
    return list(
        article.sittings.there()
        .exclude(key=key)
        .select_related("user")
        .defer("fields")
        .order_by("opened_at")
    )


def unsaved_forms(user, article: Article | None, except_key: str) -> list[Sitting]:
    """The forms of that article (None: of new articles) with words that this person did not save,
    except the form `except_key`. The latest comes first."""
    return list(
        Sitting.objects.unsaved()
        .filter(user=user, article=article)
        .exclude(key=except_key)
        .order_by("-typed_at")[:MAX_UNSAVED_SHOWN]
    )


def unsaved_fields(user, key: str, article: Article | None) -> list[tuple[str, str]] | None:
    """Names and values of the fields, as typed, of this person's form with that key. None if it has
    no unsaved words."""
    found = Sitting.objects.unsaved().filter(user=user, key=key, article=article).first()
    return load_fields(found.fields) if found else None


def _sweep(user) -> None:
    own, now = Sitting.objects.filter(user=user), timezone.now()
    own.filter(typed_at__lt=now - UNSAVED_KEPT).delete()
    own.filter(typed_at=None, opened_at__lt=now - timedelta(days=1)).delete()
    unsaved = own.unsaved().order_by("-typed_at").values_list("pk", flat=True)
    own.filter(pk__in=list(unsaved[MAX_UNSAVED_PER_PERSON:])).delete()
