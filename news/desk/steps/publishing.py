"""What readers see: published, scheduled, moved, withdrawn, brought back, archived, expired."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from delivery.purging import purge
from delivery.tags import tag
from text.dates import datetime_with_zone

from ...editions import lifecycle
from ...editions.compose import compose
from ...editions.document import document_hash
from ...editions.public_status import PublicStatus, is_withdrawn, public_status
from ...enums import DeskState, PublicState, Verb
from ...models import Article, Edition
from ...receipts import requests
from .. import second_eyes
from .restoration import copy_to_desk
from .step import NeedsOtherApprover, ScheduledAhead, StepRefused, acting, given_reason, record_step
from .text import hand_on, has_unpublished_changes, problems_of

# What becomes of an edition that is already scheduled when another is published.
KEEP, CANCEL, REWORK = "keep", "cancel", "rework"


def publish(
    article: Article,
    *,
    by,
    at: datetime | None = None,
    note: str = "",
    correction: str | None = None,
    scheduled: str | None = None,
) -> Edition:
    """Make the desk copy what readers see, from now or from `at`.

    The running edition ends in the same moment. When another edition is already scheduled,
    `scheduled` says what becomes of it: KEEP (it replaces this one, which begins now, at its time:
    no more than one is scheduled), CANCEL, or REWORK (cancelled, and its text comes back to the
    desk); without an answer `ScheduledAhead`.
    The correction is the desk copy's unless another is given; its words may stand alone, for a
    text that was mended before.
    """
    with acting(article, by, Verb.PUBLISH) as locked:
        now = timezone.now()
        start = at if at and at > now else now
        _check_fit(locked, start)
        if locked.state != DeskState.APPROVED and second_eyes.needs_other_approver(locked, by):
            raise NeedsOtherApprover
        stand = public_status(locked, now)
        until = locked.expire_at
        words = locked.correction if correction is None else correction.strip()
        locked.correction = ""
        if stand.ahead:
            if scheduled is None or (scheduled == KEEP and start > now):
                raise ScheduledAhead(stand.ahead)
            if scheduled == KEEP:
                until = min(until or stand.ahead.live_from, stand.ahead.live_from)
            else:
                _cancel_scheduled(locked, stand, by, said=words)
                record_step(locked, by, Verb.CANCEL, edition=stand.ahead)
        if words:
            _check_correction(locked, stand, words)
        if stand.running and _outlasts(stand.running, start):
            lifecycle.set_end(stand.running, start)
        document = compose(locked)
        try:
            edition = lifecycle.create_edition(
                locked, document, start=start, until=until, by=by, note=note, correction=words
            )
        except IntegrityError as error:
            raise StepRefused(_("Someone else has just published this article.")) from error
        locked.state, locked.publish_at = DeskState.APPROVED, None
        # A correction that came back from the edition that is called off was not said now.
        hand_on(locked, "publish_at", "correction", ready=bool(locked.correction))
        requests.request_receipt(edition)
        record_step(
            locked,
            by,
            Verb.SCHEDULE if start > now else Verb.PUBLISH,
            _end_note(until, note),
            edition,
        )
        if stand.ahead and scheduled == REWORK:
            copy_to_desk(locked, stand.ahead.content, by, stand.ahead)
    return edition


def _check_correction(article: Article, stand: PublicStatus, words: str) -> None:
    """ValidationError where there is nothing to correct, or where readers are told so already."""
    if not stand.last:
        said = _("Readers have not seen this article yet: there is nothing to correct.")
        raise ValidationError({"correction": said})
    told = article.editions.filter(correction=words).exclude(live_until=F("live_from"))
    if told.exists():
        said = _("The article says so already, or will at the scheduled time; empty this field.")
        raise ValidationError({"correction": said})


def _cancel_scheduled(article: Article, stand: PublicStatus, by, said: str = "") -> None:
    """End the scheduled edition before readers see it; what runs goes on to the end that was meant
    for both. What it was to put right comes back to the desk, unless that is `said` now; whoever
    has the form open is told so, as of any save."""
    edition, until = stand.ahead, stand.ahead.live_until
    lifecycle.set_end(edition, edition.live_from)
    if stand.running and stand.running.live_until == edition.live_from:
        lifecycle.set_end(stand.running, until)
    if not edition.correction or article.correction or edition.correction == said:
        return
    article.correction = edition.correction
    article.version += 1
    article.changed_by = by
    article.save(update_fields=["correction", "version", "changed_by"])
    note = _("The correction of the cancelled edition is on the desk again.")
    record_step(article, by, Verb.SAVE, note, edition, compose(article).to_json())


def _mark_ready(article: Article) -> None:
    """What was to be published waits for it again, unless readers know it."""
    if article.state == DeskState.APPROVED and has_unpublished_changes(article):
        article.ready_since = article.ready_since or timezone.now()
        article.save(update_fields=["ready_since"])


def _check_fit(article: Article, start: datetime) -> None:
    """ValidationError, by field, when the desk copy lacks what a published article must have, or
    something of it is what an administrator lets block."""
    problems = problems_of(article, DeskState.APPROVED)
    if article.released_at and article.released_at > start:
        problems["released_at"] = [
            _("Readers would be shown a time that lies ahead; leave it empty.")
        ]
    if article.expire_at and article.expire_at <= start:
        problems["expire_at"] = [_("It would expire before it is published.")]
    if problems:
        raise ValidationError(problems)


def move(article: Article, *, by, to: datetime) -> Edition:
    """Move the scheduled edition to another time.

    An edition never changes its start, so it is cancelled and made again, word for word.
    """
    with acting(article, by, Verb.MOVE) as locked:
        now = timezone.now()
        stand = _needs(public_status(locked, now), ahead=True)
        if to <= now:
            raise ValidationError({"at": _("This time has passed; publish at once instead.")})
        old, was, until = stand.ahead, stand.ahead.live_from, stand.ahead.live_until
        if until is not None and until <= to:
            raise ValidationError({"at": _("It would expire before it is published.")})
        lifecycle.set_end(old, was)
        if stand.running and (stand.running.live_until == was or _outlasts(stand.running, to)):
            lifecycle.set_end(stand.running, to)
        edition = lifecycle.create_edition(
            locked,
            old.content,
            start=to,
            until=until,
            by=by,
            note=old.note,
            correction=old.correction,
        )
        requests.request_receipt(edition)
        record_step(locked, by, Verb.MOVE, edition=edition)
    return edition


def cancel(article: Article, *, by) -> None:
    """Take back the scheduled edition; what runs goes on to the end that was meant for both."""
    with acting(article, by, Verb.CANCEL) as locked:
        stand = _needs(public_status(locked), ahead=True)
        _cancel_scheduled(locked, stand, by)
        _mark_ready(locked)
        if stand.running:
            requests.request_end_receipt(stand.running)
        record_step(locked, by, Verb.CANCEL, edition=stand.ahead)


def withdraw(article: Article, *, by, reason: str, public_reason: str = "") -> None:
    """Readers no longer see it, from now on (410), and are told the public reason if there is
    one; staff keep everything, the log also the reason that is theirs alone."""
    reason, told = given_reason(reason), public_reason.strip()
    with acting(article, by, Verb.WITHDRAW) as locked:
        now = timezone.now()
        stand = public_status(locked, now)
        if not stand.running and not stand.ahead:
            raise StepRefused(_("Readers do not see this article now."))
        if stand.ahead:
            _cancel_scheduled(locked, stand, by)
            _mark_ready(locked)
        if stand.running:
            lifecycle.set_end(stand.running, now, gone=True)
            requests.request_end_receipt(stand.running)
        locked.withdrawn_at, locked.public_reason = now, told
        locked.save(update_fields=["withdrawn_at", "public_reason"])
        record_step(
            locked, by, Verb.WITHDRAW, "\n".join([reason, *_reader_line(told)]), stand.running
        )


def explain(article: Article, *, by, public_reason: str) -> None:
    """Change what readers are told of a withdrawal; empty: no more than that it is gone."""
    told = public_reason.strip()
    with acting(article, by, Verb.EXPLAIN) as locked:
        if not is_withdrawn(locked, public_status(locked)):
            raise StepRefused(_("It is not withdrawn."))
        locked.public_reason = told
        locked.save(update_fields=["public_reason"])
        # What was said before may have been what nobody was to read.
        purge([tag("article", locked.pk)], gone=True)
        record_step(
            locked, by, Verb.EXPLAIN, "".join(_reader_line(told)) or _("Nothing is told any more.")
        )


def _reader_line(reason: str) -> list[str]:
    return [_("Told to readers: “%s”") % reason] if reason else []


def bring_back(article: Article, *, by) -> Edition:
    """Show a withdrawn or expired article again, word for word as readers last saw it."""
    with acting(article, by, Verb.BRING_BACK) as locked:
        now = timezone.now()
        stand = public_status(locked, now)
        if stand.running or stand.ahead or not stand.last or stand.last.redacted_at:
            raise StepRefused(_("There is nothing to bring back."))
        expires = locked.expire_at if locked.expire_at and locked.expire_at > now else None
        edition = lifecycle.create_edition(
            locked, stand.last.content, start=now, until=expires, by=by
        )
        requests.request_receipt(edition)
        record_step(locked, by, Verb.BRING_BACK, _end_note(expires), edition)
    return edition


def archive(article: Article, *, by) -> None:
    """Keep it readable at its address, off the home page and the section lists."""
    with acting(article, by, Verb.ARCHIVE) as locked:
        stand = _needs(public_status(locked), running=True)
        if stand.state == PublicState.ARCHIVED:
            raise StepRefused(_("It is archived already."))
        locked.archived_at = timezone.now()
        locked.save(update_fields=["archived_at"])
        lifecycle.leave_front_lists(stand.running, locked.archived_at)
        record_step(locked, by, Verb.ARCHIVE, edition=stand.running)


def unarchive(article: Article, *, by) -> None:
    with acting(article, by, Verb.UNARCHIVE) as locked:
        stand = _needs(public_status(locked), running=True)
        if stand.state != PublicState.ARCHIVED:
            raise StepRefused(_("It is not archived."))
        locked.archived_at = None
        locked.save(update_fields=["archived_at"])
        lifecycle.enter_front_lists(stand.running, timezone.now())
        record_step(locked, by, Verb.UNARCHIVE, edition=stand.running)


def set_expiry(article: Article, *, by, until: datetime | None) -> None:
    """Set, move or lift the end of what runs (or of what is scheduled to follow it)."""
    with acting(article, by, Verb.EXPIRE) as locked:
        stand = public_status(locked)
        last = stand.ahead or stand.running
        if not last:
            raise StepRefused(_("Readers do not see this article now."))
        if until is not None and until <= max(last.live_from, timezone.now()):
            raise ValidationError({"until": _("The end must lie ahead.")})
        lifecycle.set_end(last, until)
        requests.request_end_receipt(last)
        locked.expire_at = until
        locked.save(update_fields=["expire_at"])
        record_step(locked, by, Verb.EXPIRE, _end_note(until) or _("no end"), last)


def _end_note(until: datetime | None, note: str = "") -> str:
    """What the log says of an edition's end: the edition itself only knows the latest."""
    return "; ".join(
        filter(None, [note, _("until %s") % datetime_with_zone(until) if until else ""])
    )


def _outlasts(edition: Edition, moment: datetime) -> bool:
    return edition.live_until is None or edition.live_until > moment


def _needs(stand: PublicStatus, *, running: bool = False, ahead: bool = False) -> PublicStatus:
    if running and not stand.running:
        raise StepRefused(_("Readers do not see this article now."))
    if ahead and not stand.ahead:
        raise StepRefused(_("No edition of this article is scheduled."))
    return stand


def has_changes(article: Article, edition: Edition) -> bool:
    """Whether the desk copy would read differently from that edition if it were published."""
    return bool(article.correction) or document_hash(compose(article).to_json()) != edition.digest
