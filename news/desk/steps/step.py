"""What every verb does: ask, lock, change and log, in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from audit.models import Kind
from audit.recording import record
from delivery.purging import gathered_purges
from text.dates import datetime_with_zone

from ...editions.compose import photo_ids
from ...enums import DeskState, Verb
from ...models import Act, Article, Edition, PhotoUse
from ...notifications import notify
from ...rights.permissions import require

# What verbs change of an article besides its words.
_FIELDS_TO_REFRESH = [
    "state", "assignee", "due_at", "overdue_at", "version", "changed_by", "archived_at",
    "withdrawn_at", "public_reason", "last_number", "publish_at", "expire_at", "correction",
]  # fmt: skip

# How the audit log sorts them; what is not named is a step of the desk. Plain saves leave their
# text in the article's own log and are no matter of that one.
_KINDS = {
    Verb.OVERRIDE: Kind.OVERRIDE,
    Verb.WITHDRAW: Kind.WITHDRAW,
    Verb.EXPLAIN: Kind.WITHDRAW,
    Verb.REDACT: Kind.REDACT,
    **dict.fromkeys(
        (
            Verb.PUBLISH,
            Verb.SCHEDULE,
            Verb.MOVE,
            Verb.CANCEL,
            Verb.BRING_BACK,
            Verb.ARCHIVE,
            Verb.UNARCHIVE,
            Verb.EXPIRE,
        ),
        Kind.PUBLISH,
    ),
}
_SAVES = (Verb.CREATE, Verb.SAVE)


class StepRefused(Exception):
    """The article is not in a state that allows this; the argument says why, for people."""


class NeedsOtherApprover(StepRefused):
    """Somebody else has to approve it: the section asks for a second pair of eyes."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "You changed this text since it was approved last, and this section wants somebody "
                "else to approve it."
            )
        )


class ScheduledAhead(StepRefused):
    """Another edition is scheduled: the publisher must say what becomes of it."""

    def __init__(self, edition: Edition) -> None:
        super().__init__(_("Another edition of this article is scheduled."))
        self.edition = edition


@contextmanager
def acting(article: Article, by, verb: Verb) -> Iterator[Article]:
    """Locks the article, yields it as it now stands, and checks the right."""
    with gathered_purges():
        locked = Article.objects.select_for_update().get(pk=article.pk)
        require(by, verb, locked)
        locked.assigned_before = locked.assignee_id  # who is to know what becomes of it
        locked.state_before = locked.state
        yield locked
    article.refresh_from_db(fields=_FIELDS_TO_REFRESH)


def record_step(
    article: Article,
    by,
    verb: Verb,
    note: str = "",
    edition: Edition | None = None,
    text: str = "",
) -> None:
    """Write it down, and tell whoever should know; in the transaction of the change."""
    act = Act.objects.create(
        article=article,
        by=by,
        verb=verb,
        note=note,
        edition=edition,
        text=text,
        times=article.times if text else None,
        at=timezone.now(),
    )
    notify.notify(act)
    before = getattr(article, "state_before", article.state)
    if verb not in _SAVES or before != article.state:
        record(
            _KINDS.get(verb, Kind.STEP),
            article,
            by=by,
            detail=_told(verb, before, article.state, edition, note),
        )
    article.state_before = article.state


def _told(verb: Verb, before: str, after: str, edition: Edition | None, note: str) -> str:
    """`Trả lại · Chờ duyệt → Bản nháp · Thiếu nguồn`. A note that goes with an edition stays in the
    article's own log, where a redaction reaches it: nothing here can be taken away."""
    parts = [capfirst(str(Verb(verb).label))]
    if before != after:
        parts.append(f"{DeskState(before).label} → {DeskState(after).label}")
    if edition:
        parts.append(_("edition %(number)s") % {"number": edition.number})
        if verb in (Verb.SCHEDULE, Verb.MOVE):
            parts.append(_("from %s") % datetime_with_zone(edition.live_from))
        elif verb == Verb.EXPIRE and edition.live_until:
            parts.append(_("until %s") % datetime_with_zone(edition.live_until))
    elif note:
        parts.append(note)
    return " · ".join(parts)


def given_reason(reason: str) -> str:
    """Trimmed; ValidationError where there is none."""
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
