"""What a step is: one verb on an article, declared in one place and taken in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, update_wrapper
from typing import Any, Self

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from audit.models import Kind
from audit.recording import record
from delivery.purging import gathered_purges
from text.dates import datetime_with_zone

from ...editions.compose import composing_once
from ...editions.public_status import PublicStatus, cached_status
from ...enums import DeskState, NotificationKind, Verb
from ...models import Act, Article, Edition
from ...notifications import notify
from ...rights import permissions
from .. import second_eyes

# What steps change of an article besides its words.
_FIELDS_TO_REFRESH = [
    "state", "assignee", "due_at", "overdue_at", "version", "changed_by", "archived_at", "section",
    "withdrawn_at", "public_reason", "last_number", "publish_at", "expire_at", "correction",
]  # fmt: skip


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


class Situation:
    """An article as it stands now, before a person who may want to take a step with it."""

    def __init__(self, article: Article, user) -> None:
        self.article, self.user = article, user
        self.state = article.state

    @cached_property
    def status(self) -> PublicStatus:
        return cached_status(self.article)

    def has_right(self, right: str) -> bool:
        return permissions.has_right(self.user, right, self.article)

    @cached_property
    def needs_other_approver(self) -> bool:
        """Whether the text waits for an approval that this person may not give."""
        is_approved = self.state == DeskState.APPROVED
        return not is_approved and second_eyes.needs_other_approver(self.article, self.user)


# All steps by what the log calls them, in the order of their buttons.
STEPS: dict[str, "Step"] = {}


@dataclass(kw_only=True, eq=False)
class Step:
    """One verb on an article: what it is called, who may take it, what it asks and explains, what
    it does, and what it leaves in the logs. Its function is declared as one by `Step.declare`.

    Calling it takes it, `withdraw(article, by=user, reason="…")`, and raises

    - `PermissionDenied` when that person may not,
    - `StepRefused` when the article's state does not allow it (someone else was quicker),
    - `ValidationError`, by field, when an answer or the text is not fit for it.
    """

    verb: str
    # Changes the locked article and records it: `apply(article, by=user, **answers)`.
    apply: Callable[..., Any]
    # On its button; said when it is done; what it means, above its form.
    label: Promise | str
    message: Promise | str
    explanation: Promise | str = ""
    # The permission that it needs in the article's section, and the editions of `PublicStatus` in
    # whose sections it is needed too; who may take it where that is not all.
    right: str
    where_shown: tuple[str, ...] = ()
    rule: Callable[[Any, Article], bool] | None = None
    # When its button is shown to them: never, of what has none.
    fits: Callable[[Situation], bool] = lambda now: False
    # Asked on a page of its own before it is taken; a plain form asks only whether it is meant.
    form: type[forms.Form] | None = None
    # What stands there before anything is typed.
    initial: Callable[[Article], dict[str, Any]] = lambda article: {}
    # Whether it is taken by a button of the article's form, together with saving it.
    is_on_form: bool = False
    # What its person must have seen as it now stands: the desk copy, the editions, and whatever
    # `state_seen` gives, of which `state_changed` tells that it is another now.
    needs_text_seen: bool = False
    needs_editions_seen: bool = False
    state_seen: Callable[[Article], Any] | None = None
    state_changed: Promise | str = ""
    # How the audit log sorts it, and whether it stands there where the state stays the same.
    audit_kind: Kind = Kind.STEP
    is_always_audited: bool = True
    # What whoever began the article, wrote in it or had it is told; else what tells of it.
    notifies: NotificationKind | Callable[[Act], None] | None = None
    # What nobody has to do any more once it is taken.
    settles: tuple[NotificationKind, ...] = ()

    @classmethod
    def declare(cls, verb: str, **declared: Any) -> Callable[[Callable[..., Any]], Self]:
        """For a function that changes a locked article: makes a step of it, listed in `STEPS`."""

        def declare(function: Callable[..., Any]) -> Self:
            STEPS[verb] = cls(verb=verb, apply=function, **declared)
            return update_wrapper(STEPS[verb], function, updated=())

        return declare

    def __call__(self, article: Article, *args: Any, by, **answers: Any) -> Any:
        """Take it: one transaction. Gives what its function gives."""
        with gathered_purges(), composing_once():
            locked = Article.objects.select_for_update().get(pk=article.pk)
            self.require(by, locked)
            remember(locked)
            result = self.apply(locked, *args, by=by, **answers)
        article.refresh_from_db(fields=_FIELDS_TO_REFRESH)
        return result

    def allows(self, user, article: Article) -> bool:
        """Whether this person may take it with this article, its state aside."""
        if not permissions.may_see(user, article):
            return False
        if self.rule:
            return self.rule(user, article)
        return permissions.has_right(
            user, self.right, article
        ) and permissions.has_right_where_shown(user, self.right, article, self.where_shown)

    def require(self, user, article: Article) -> None:
        """PermissionDenied unless they may."""
        if not self.allows(user, article):
            raise PermissionDenied(f"{user} may not {self.verb} article {article.pk}")

    def button(self, status: PublicStatus | None = None) -> str:
        """What stands on it; `…` tells that something is asked first."""
        return str(self.label) if self.is_on_form else _("%s …") % self.label

    def form_for(self, article: Article, data: Any = None, **more: Any) -> forms.Form:
        return self.form(data, initial=self.initial(article), **more)

    def answers(self, article: Article, cleaned: dict[str, Any]) -> dict[str, Any]:
        """What its function is called with, from what its form holds: nothing without a form."""
        return cleaned

    def done_message(self, article: Article, result: Any, answers: dict[str, Any]) -> str:
        return str(self.message)

    def warning(self, result: Any) -> str:
        """What its person should look at after it was taken, if anything."""
        return ""

    def record(
        self,
        article: Article,
        by,
        note: str = "",
        edition: Edition | None = None,
        text: str = "",
        verb: Verb | None = None,
    ) -> None:
        """Write it into the logs, and tell whoever should know; in the transaction of the change.
        `verb` where the log calls it by another."""
        act = Act.objects.create(
            article=article,
            by=by,
            verb=verb or self.verb,
            note=note,
            edition=edition,
            text=text,
            times=article.times if text else None,
            at=timezone.now(),
        )
        notify.settle(act, self.settles)
        if callable(self.notifies):
            self.notifies(act)
        elif self.notifies:
            notify.notify_writers(act, self.notifies)
        if self.is_always_audited or article.state != article.state_before:
            record(self.audit_kind, article, by=by, detail=_audit_line(act))
        article.state_before = article.state


def remember(article: Article) -> None:
    """Keep what the logs and notifications tell of the time before a step."""
    article.state_before, article.assigned_before = article.state, article.assignee_id


def _audit_line(act: Act) -> str:
    """`Trả lại · Chờ duyệt → Bản nháp · Thiếu nguồn`. A note that goes with an edition stays in the
    article's own log, where a redaction reaches it: nothing here can be taken away."""
    parts, edition = [capfirst(str(act.get_verb_display()))], act.edition
    before, after = act.article.state_before, act.article.state
    if before != after:
        parts.append(f"{DeskState(before).label} → {DeskState(after).label}")
    if edition:
        parts.append(_("edition %(number)s") % {"number": edition.number})
        if act.verb in (Verb.SCHEDULE, Verb.MOVE):
            parts.append(_("from %s") % datetime_with_zone(edition.live_from))
        elif act.verb == Verb.EXPIRE and edition.live_until:
            parts.append(_("until %s") % datetime_with_zone(edition.live_until))
    elif act.note:
        parts.append(act.note)
    return " · ".join(parts)


def given_reason(reason: str) -> str:
    """Trimmed; ValidationError where there is none."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; the writer and the log keep it.")})
    return reason.strip()
