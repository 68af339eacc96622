"""Steps that publish: publish or schedule, move and cancel what is scheduled."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy as _

from audit.models import Kind
from delivery.hosts import public_url
from text.dates import datetime_with_zone

from ...addresses import article_path
from ...editions import lifecycle
from ...editions.compose import composed
from ...editions.public_status import PublicStatus, cached_status, public_status
from ...enums import DeskState, NotificationKind, Verb
from ...models import Article, Edition
from ...notifications import notify
from ...receipts import requests
from ...rights import permissions
from .approval import hand_on, problems_of
from .base import NeedsOtherApprover, ScheduledAhead, Situation, Step, StepRefused
from .forms import KEEP, REWORK, NewTimeForm, PublishForm
from .saving import copy_to_desk, has_unpublished_changes, save


@dataclass(kw_only=True, eq=False)
class PublicStep(Step):
    """A step that changes what readers see."""

    right: str = permissions.PUBLISH
    where_shown: tuple[str, ...] = ("running", "ahead")
    needs_editions_seen: bool = True
    audit_kind: Kind = Kind.PUBLISH


class PublishStep(PublicStep):
    """Its button has two names. Its form depends on whether readers ever saw the article, and on
    the time to publish at."""

    def button(self, article: Article | None = None) -> str:
        is_update = article is not None and cached_status(article).running
        return gettext("Publish the update") if is_update else str(self.label)

    def form_for(self, article: Article, user: Any, data: Any = None, **more: Any) -> forms.Form:
        return super().form_for(
            article,
            user,
            data,
            was_published=cached_status(article).last is not None,
            later=article.publish_at is not None and article.publish_at > timezone.now(),
        )

    def answers(self, article: Article, cleaned: dict[str, Any]) -> dict[str, Any]:
        return {"at": article.publish_at, **cleaned}

    def done_message(self, article: Article, result: Edition, answers: dict[str, Any]) -> str:
        return published_message(article, result, answers["at"])

    def warning(self, result: Edition) -> str:
        """Warns about photos without a lead photo, because the article's own page does not show
        that one is missing."""
        if not result.content.photos or result.content.lead_photo:
            return ""
        return gettext(
            "The article has photos but no lead photo, so lists show it without a picture. "
            "Choose a lead photo and publish the update."
        )


def _correction(article: Article) -> str:
    """The correction of the desk copy, or of the scheduled edition."""
    ahead = cached_status(article).ahead
    return article.correction or (ahead.correction if ahead else "")


@PublishStep.declare(
    Verb.PUBLISH,
    label=_("Publish"),
    message=_("Published."),
    explanation=_("Another edition of this article is approved for a later time."),
    fits=lambda now: not now.needs_other_approver,
    form=PublishForm,
    initial=lambda article: {"correction": _correction(article)},
    is_on_form=True,
    needs_text_seen=True,
    notifies=NotificationKind.PUBLISHED,
    settles=notify.ASKING,
)
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

    The current edition ends at the same moment. When another edition is already scheduled,
    `scheduled` says what becomes of it: KEEP (it replaces this one at its time; this one begins
    now, as only one can be scheduled), CANCEL, or REWORK (it is cancelled, and its text becomes the
    desk copy). Raises ScheduledAhead without an answer.

    `correction` is published in place of the desk copy's, unless it is None. A correction may be
    all that is new, because the words may have been corrected before.
    """
    now = timezone.now()
    start = at if at and at > now else now
    _check_fit(article, start)
    if Situation(article, by).needs_other_approver:
        raise NeedsOtherApprover
    status = public_status(article, now)
    words = article.correction if correction is None else correction.strip()
    article.correction = ""
    until = article.expire_at
    if status.ahead:
        if scheduled is None or (scheduled == KEEP and start > now):
            raise ScheduledAhead(gettext("Another edition of this article is scheduled."))
        until = _resolve_schedule(article, status, by, words, keep=scheduled == KEEP)
    if words:
        _check_correction(article, status, words)
    if status.running and _outlasts(status.running, start):
        lifecycle.set_end(status.running, start)
    content = composed(article)
    try:
        edition = lifecycle.create_edition(
            article, content, start=start, until=until, by=by, note=note, correction=words
        )
    except IntegrityError as error:
        raise StepRefused(gettext("Someone else has just published this article.")) from error
    article.state, article.publish_at = DeskState.APPROVED, None
    # If the correction of a cancelled edition came back to the desk copy, it still has to be
    # published.
    hand_on(article, "publish_at", "correction", ready=bool(article.correction))
    requests.request_receipt(edition)
    publish.record(
        article,
        by,
        end_note(until, note),
        edition,
        verb=Verb.SCHEDULE if start > now else Verb.PUBLISH,
    )
    if status.ahead and scheduled == REWORK:
        copy_to_desk(article, status.ahead.content, by, status.ahead)
    return edition


def _resolve_schedule(
    article: Article, status: PublicStatus, by, correction: str, *, keep: bool
) -> datetime | None:
    """Keep or cancel the scheduled edition. Returns the end of the edition that is published
    now."""
    until, start = article.expire_at, status.ahead.live_from
    if keep:
        return min(until or start, start)
    cancel_scheduled(article, status, by, correction)
    cancel.record(article, by, edition=status.ahead)
    return until


def published_message(article: Article, edition: Edition, at: datetime | None) -> SafeString | str:
    """A sentence about what was published or scheduled, with a link if readers see it now. `at` is
    the time that was asked for."""
    if edition.live_from > edition.made_at:
        return gettext("Scheduled: readers will see it at %s.") % datetime_with_zone(
            edition.live_from
        )
    url = public_url(article_path(edition.section_id, edition.slug, article.pk))
    sentence = gettext("Published.")
    if at and at < edition.live_from.replace(second=0, microsecond=0):
        sentence = gettext(
            "Published at once, as the time to publish at (%s) has passed."
        ) % datetime_with_zone(at)
    return format_html('{} <a href="{}">{}</a>', sentence, url, gettext("View on the site"))


@PublicStep.declare(
    Verb.MOVE,
    label=_("Move the time"),
    message=_("The time was moved."),
    explanation=_("The approved text stays word for word; only its time changes."),
    fits=lambda now: now.status.ahead is not None,
    form=NewTimeForm,
    initial=lambda article: {"at": getattr(cached_status(article).ahead, "live_from", None)},
    notifies=NotificationKind.PUBLISHED,
)
def move(article: Article, *, by, at: datetime) -> Edition:
    """Move the scheduled edition to another time.

    An edition never changes its start, so it is cancelled and made again with the same text.
    """
    now = timezone.now()
    status = needs(public_status(article, now), "ahead")
    if at <= now:
        raise ValidationError({"at": gettext("This time has passed; publish at once instead.")})
    old, was, until = status.ahead, status.ahead.live_from, status.ahead.live_until
    if until is not None and until <= at:
        raise ValidationError({"at": gettext("It would expire before it is published.")})
    lifecycle.set_end(old, was)
    if status.running and (status.running.live_until == was or _outlasts(status.running, at)):
        lifecycle.set_end(status.running, at)
    edition = lifecycle.create_edition(
        article,
        old.content,
        start=at,
        until=until,
        by=by,
        note=old.note,
        correction=old.correction,
    )
    requests.request_receipt(edition)
    move.record(article, by, edition=edition)
    return edition


@PublicStep.declare(
    Verb.CANCEL,
    label=_("Cancel the scheduled edition"),
    message=_("The scheduled edition is cancelled."),
    explanation=_("What readers see now stays. The cancelled edition is kept in the history."),
    fits=lambda now: now.status.ahead is not None,
    form=forms.Form,
    notifies=NotificationKind.WITHDRAWN,
)
def cancel(article: Article, *, by) -> None:
    """Cancel the scheduled edition. The current edition then ends when that one would have
    ended."""
    status = needs(public_status(article), "ahead")
    cancel_scheduled(article, status, by)
    mark_ready(article)
    if status.running:
        requests.request_end_receipt(status.running)
    cancel.record(article, by, edition=status.ahead)


def cancel_scheduled(article: Article, status: PublicStatus, by, correction: str = "") -> None:
    """Cancel the scheduled edition. The current edition gets its end, if it would have ended when
    the scheduled one began.

    A correction of the scheduled edition returns to the desk copy, unless the desk copy has one or
    `correction` is the same. This counts as a save, so open forms report a conflict.
    """
    edition, until = status.ahead, status.ahead.live_until
    lifecycle.set_end(edition, edition.live_from)
    if status.running and status.running.live_until == edition.live_from:
        lifecycle.set_end(status.running, until)
    if not edition.correction or article.correction or edition.correction == correction:
        return
    article.correction = edition.correction
    article.version += 1
    article.changed_by = by
    article.save(update_fields=["correction", "version", "changed_by"])
    save.record(
        article,
        by,
        gettext("The correction of the cancelled edition is on the desk again."),
        edition,
        composed(article).to_json(),
    )


def mark_ready(article: Article) -> None:
    """Note that an approved text is ready to be published, if it differs from what readers see."""
    if article.state == DeskState.APPROVED and has_unpublished_changes(article):
        article.ready_since = article.ready_since or timezone.now()
        article.save(update_fields=["ready_since"])


def _check_fit(article: Article, start: datetime) -> None:
    """Raises ValidationError, by field, if a check blocks or a time makes no sense."""
    problems = problems_of(article, DeskState.APPROVED)
    problems |= problems_of_times(start, article.released_at, article.expire_at)
    if problems:
        raise ValidationError(problems)


def problems_of_times(
    start: datetime, released_at: datetime | None, expire_at: datetime | None
) -> dict[str, list[str]]:
    """Why an article with these times cannot be published at `start`, by field."""
    problems = {}
    if released_at and released_at > start:
        problems["released_at"] = [
            gettext("Readers would be shown a time that lies ahead; leave it empty.")
        ]
    if expire_at and expire_at <= start:
        problems["expire_at"] = [gettext("It would expire before it is published.")]
    return problems


def _check_correction(article: Article, status: PublicStatus, words: str) -> None:
    """Raises ValidationError if readers have seen nothing yet, or if an edition has this correction
    already."""
    if not status.last:
        raise ValidationError(
            {
                "correction": gettext(
                    "Readers have not seen this article yet: there is nothing to correct."
                )
            }
        )
    if article.editions.filter(correction=words).exclude(live_until=F("live_from")).exists():
        raise ValidationError(
            {
                "correction": gettext(
                    "The article says so already, or will at the scheduled time; empty this field."
                )
            }
        )


def end_note(until: datetime | None, note: str = "") -> str:
    """The note for the log, with the edition's end, because the end may be changed later."""
    end = gettext("until %s") % datetime_with_zone(until) if until else ""
    return "; ".join(filter(None, [note, end]))


def _outlasts(edition: Edition, moment: datetime) -> bool:
    return edition.live_until is None or edition.live_until > moment


def needs(status: PublicStatus, *editions: str) -> PublicStatus:
    """Returns the status. Raises StepRefused if it has none of these editions (`running`,
    `ahead`)."""
    if not any(getattr(status, name) for name in editions):
        raise StepRefused(
            gettext("Readers do not see this article now.")
            if "running" in editions
            else gettext("No edition of this article is scheduled.")
        )
    return status
