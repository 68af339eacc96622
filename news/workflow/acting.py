"""What every verb does: ask, lock, change and log, in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..composing import photo_ids
from ..enums import Verb
from ..models import Act, Article, Edition, PhotoUse
from ..permissions import require

# What verbs change of an article besides its words.
_PLACEMENT = [
    "state", "assignee", "due_at", "version", "changed_by", "archived_at", "withdrawn_at",
    "public_reason", "last_number", "publish_at", "expire_at", "correction",
]  # fmt: skip


class NotNow(Exception):
    """The article is not in a state that allows this; the argument says why, for people."""


class OwnWork(NotNow):
    """Somebody else has to approve it: the section asks for a second pair of eyes."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "You changed this text since it was approved last, and this section wants somebody "
                "else to approve it."
            )
        )


class ScheduledAhead(NotNow):
    """Another edition is scheduled: the publisher must say what becomes of it."""

    def __init__(self, edition: Edition) -> None:
        super().__init__(_("Another edition of this article is scheduled."))
        self.edition = edition


@contextmanager
def acting(article: Article, by, verb: Verb) -> Iterator[Article]:
    """Locks the article, yields it as it now stands, and checks the right."""
    with transaction.atomic():
        locked = Article.objects.select_for_update().get(pk=article.pk)
        require(by, verb, locked)
        yield locked
    article.refresh_from_db(fields=_PLACEMENT)


def log(
    article: Article,
    by,
    verb: Verb,
    note: str = "",
    edition: Edition | None = None,
    text: str = "",
) -> None:
    Act.objects.create(
        article=article, by=by, verb=verb, note=note, edition=edition, text=text, at=timezone.now()
    )


def said(reason: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; the writer and the log keep it.")})
    return reason.strip()


def note_photos(article: Article) -> None:
    used = photo_ids(article)
    noted = set(article.photo_uses.values_list("photo", flat=True))
    article.photo_uses.filter(photo__in=noted - used).delete()
    PhotoUse.objects.bulk_create(
        [PhotoUse(article=article, photo_id=photo) for photo in sorted(used - noted)]
    )
