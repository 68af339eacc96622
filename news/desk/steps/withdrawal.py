"""Steps on what is published: its expiry, withdrawing and bringing back, the archive."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from audit.models import Kind
from delivery.purging import purge
from delivery.tags import tag
from media.models import MODELS
from media.rights import may_take_down
from media.takedown.take_down import take_down
from media.usage import FileRef

from ...editions import lifecycle
from ...editions.public_status import cached_status, is_withdrawn, public_status
from ...enums import NotificationKind, PublicState, Verb
from ...media_usage import labels_of_shared_files
from ...models import Article, Edition
from ...receipts import requests
from ...rights import permissions
from .base import StepRefused, given_reason
from .forms import ExpiryForm, ExplainForm, WithdrawForm
from .publishing import PublicStep, cancel_scheduled, end_note, mark_ready, needs

# Sent in the transaction of each withdrawal, with the `article`.
withdrawn = Signal()


def _end(article: Article) -> datetime | None:
    """The end of the scheduled edition, or else of the current one."""
    status = cached_status(article)
    return getattr(status.ahead or status.running, "live_until", None)


@PublicStep.declare(
    Verb.EXPIRE,
    label=_("Change the expiry"),
    message=_("The expiry was changed."),
    explanation=_("When the time has come, readers are told that the article is gone."),
    fits=lambda now: bool(now.status.running or now.status.ahead),
    form=ExpiryForm,
    initial=lambda article: {"until": _end(article)},
    state_seen=_end,
    state_changed=_(
        "Nothing was done yet: the end was changed after you opened it. Look at what changed, "
        "then press again if you still want to."
    ),
)
def set_expiry(article: Article, *, by, until: datetime | None) -> None:
    """Set, change or remove the end of the scheduled edition, or else of the current one."""
    status = needs(public_status(article), "running", "ahead")
    last = status.ahead or status.running
    if until is not None and until <= max(last.live_from, timezone.now()):
        raise ValidationError({"until": gettext("The end must lie ahead.")})
    lifecycle.set_end(last, until)
    requests.request_end_receipt(last)
    article.expire_at = until
    article.save(update_fields=["expire_at"])
    set_expiry.record(article, by, end_note(until) or gettext("no end"), last)


class WithdrawStep(PublicStep):
    """Its form asks whether files go along that other pages show too."""

    def form_for(self, article: Article, user: Any, data: Any = None, **more: Any) -> forms.Form:
        kinds = [kind for kind in MODELS if may_take_down(user, kind)]
        chosen = data.getlist("files") if data else ()
        shared = labels_of_shared_files(article, kinds, chosen) if kinds else {}
        return super().form_for(article, user, data, shared=shared, **more)


@WithdrawStep.declare(
    Verb.WITHDRAW,
    label=_("Withdraw"),
    message=_("Withdrawn: readers no longer see it."),
    explanation=_(
        "Readers no longer see the article from this moment on; a scheduled edition is cancelled. "
        "None of its words is deleted, and you can bring it back."
    ),
    right=permissions.WITHDRAW,
    fits=lambda now: bool(now.status.running or now.status.ahead),
    form=WithdrawForm,
    audit_kind=Kind.WITHDRAW,
    notifies=NotificationKind.WITHDRAWN,
)
def withdraw(
    article: Article,
    *,
    by,
    reason: str,
    public_reason: str = "",
    files: Collection[FileRef] = (),
) -> None:
    """From now on readers get 410, with the public reason if there is one. A scheduled edition is
    cancelled. The log keeps both reasons. `files` are taken down, also where others show them;
    raises PermissionDenied without the right to it."""
    reason, public_reason = given_reason(reason), public_reason.strip()
    now = timezone.now()
    status = needs(public_status(article, now), "running", "ahead")
    if status.ahead:
        cancel_scheduled(article, status, by)
        mark_ready(article)
    if status.running:
        lifecycle.set_end(status.running, now, gone=True)
        requests.request_end_receipt(status.running)
    article.withdrawn_at, article.public_reason = now, public_reason
    article.save(update_fields=["withdrawn_at", "public_reason"])
    note = "\n".join(filter(None, [reason, _reader_line(public_reason)]))
    withdraw.record(article, by, note, status.running)
    for file in files:
        take_down(file, by=by, reason=reason)
    withdrawn.send(Article, article=article)


@PublicStep.declare(
    Verb.EXPLAIN,
    label=_("Change the public reason"),
    message=_("The public reason was changed."),
    explanation=_(
        "Readers who come to the article's address are told from now on what you write here; the "
        "log keeps what they were told before."
    ),
    right=permissions.WITHDRAW,
    where_shown=("last",),
    fits=lambda now: is_withdrawn(now.article, now.status),
    form=ExplainForm,
    initial=lambda article: {"public_reason": article.public_reason},
    needs_editions_seen=False,
    state_seen=lambda article: (article.withdrawn_at, article.public_reason),
    state_changed=_(
        "Nothing was done yet: what readers are told of the withdrawal was changed after you "
        "opened it. Look at what changed, then press again if you still want to."
    ),
    audit_kind=Kind.WITHDRAW,
)
def explain(article: Article, *, by, public_reason: str) -> None:
    """Change the public reason of a withdrawal; empty: readers are told only that it is gone."""
    public_reason = public_reason.strip()
    if not is_withdrawn(article, public_status(article)):
        raise StepRefused(gettext("It is not withdrawn."))
    article.public_reason = public_reason
    article.save(update_fields=["public_reason"])
    # `gone`, because perhaps nobody should read the former reason any more.
    purge([tag("article", article.pk)], gone=True)
    explain.record(article, by, _reader_line(public_reason) or gettext("Nothing is told any more."))


def _reader_line(reason: str) -> str:
    return gettext("Told to readers: “%s”") % reason if reason else ""


@PublicStep.declare(
    Verb.BRING_BACK,
    label=_("Bring back"),
    message=_("Readers see the article again."),
    explanation=_("Readers see the article again, word for word as they last saw it."),
    where_shown=("last",),
    fits=lambda now: now.status.state in (PublicState.WITHDRAWN, PublicState.EXPIRED),
    form=forms.Form,
    notifies=NotificationKind.PUBLISHED,
)
def bring_back(article: Article, *, by) -> Edition:
    """Publish a withdrawn or expired article again, as readers saw it last."""
    now = timezone.now()
    status = public_status(article, now)
    if status.running or status.ahead or not status.last or status.last.redacted_at:
        raise StepRefused(gettext("There is nothing to bring back."))
    expires = article.expire_at if article.expire_at and article.expire_at > now else None
    edition = lifecycle.create_edition(
        article, status.last.content, start=now, until=expires, by=by
    )
    requests.request_receipt(edition)
    bring_back.record(article, by, end_note(expires), edition)
    return edition


@PublicStep.declare(
    Verb.ARCHIVE,
    label=_("Archive"),
    message=_("Archived: off the front lists, readable at its address."),
    explanation=_(
        "The article leaves the home page and the section lists; its address goes on working."
    ),
    fits=lambda now: now.status.state == PublicState.LIVE,
    form=forms.Form,
)
def archive(article: Article, *, by) -> None:
    """Take it off the home page and the section lists. It stays readable at its address."""
    status = needs(public_status(article), "running")
    if status.state == PublicState.ARCHIVED:
        raise StepRefused(gettext("It is archived already."))
    article.archived_at = timezone.now()
    article.save(update_fields=["archived_at"])
    lifecycle.archive_listings(status.running, article.archived_at)
    archive.record(article, by, edition=status.running)


@PublicStep.declare(
    Verb.UNARCHIVE,
    label=_("Take out of the archive"),
    message=_("Back in the lists."),
    explanation=_("The article returns to the home page and the section lists."),
    fits=lambda now: now.status.state == PublicState.ARCHIVED,
    form=forms.Form,
)
def unarchive(article: Article, *, by) -> None:
    """Put it back on the home page and into the section lists."""
    status = needs(public_status(article), "running")
    if status.state != PublicState.ARCHIVED:
        raise StepRefused(gettext("It is not archived."))
    article.archived_at = None
    article.save(update_fields=["archived_at"])
    lifecycle.unarchive_listings(status.running, timezone.now())
    unarchive.record(article, by, edition=status.running)
