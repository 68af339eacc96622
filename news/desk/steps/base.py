"""What a step is: one thing that is done with an article, declared in one place and done in one
transaction."""

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


class Situation:
    """An article as it is now, with the person who looks at its steps."""

    def __init__(self, article: Article, user) -> None:
        self.article, self.user = article, user

    @cached_property
    def status(self) -> PublicStatus:
        return cached_status(self.article)

    @cached_property
    def needs_other_approver(self) -> bool:
        """Whether the text is not approved and this person may not approve it."""
        return self.article.state != DeskState.APPROVED and second_eyes.needs_other_approver(
            self.article, self.user
        )


# All steps by verb, in the order of their buttons.
STEPS: dict[str, "Step"] = {}


@dataclass(kw_only=True, eq=False)
class Step:
    """One thing that is done with an article: its name, who may do it, what it asks, explains,
    does, and leaves in the logs. `Step.declare` makes one of a function.

    `withdraw(article, by=user, reason="…")` takes the step, and raises

    - `PermissionDenied` when that person may not,
    - `StepRefused` when the article's state does not allow it (somebody else was faster),
    - `ValidationError`, by field, when an answer or the text is not valid for it.
    """

    verb: str
    # Changes the locked article and records it: `apply(article, by=user, **answers)`.
    apply: Callable[..., Any]
    # The name on its button; the message when it is done; the explanation above its form.
    label: Promise | str
    message: Promise | str
    explanation: Promise | str = ""
    # The permission that it needs in the article's section; the editions of `PublicStatus` in whose
    # sections it is needed too; a rule in place of both.
    right: str
    where_shown: tuple[str, ...] = ()
    rule: Callable[[Any, Article], bool] | None = None
    # When its button is shown to those who may take it. Never: it has none.
    fits: Callable[[Situation], bool] = lambda now: False
    # The form of its page. An empty form only asks for confirmation.
    form: type[forms.Form] | None = None
    # The form's initial values.
    initial: Callable[[Article], dict[str, Any]] = lambda article: {}
    # Whether it is taken by a button of the article's form, after saving it.
    is_on_form: bool = False
    # What its person must have seen in its present state: the desk copy, the editions, and what
    # `state_seen` gives; `state_changed` is said when that has changed.
    needs_text_seen: bool = False
    needs_editions_seen: bool = False
    state_seen: Callable[[Article], Any] | None = None
    state_changed: Promise | str = ""
    # Its kind in the audit log, and whether it is recorded there if the article's state stays.
    audit_kind: Kind = Kind.STEP
    is_always_audited: bool = True
    # The notification for whoever began, wrote or had the article; or a function that notifies.
    notifies: NotificationKind | Callable[[Act], None] | None = None
    # Kinds of notifications whose request is done with it.
    settles: tuple[NotificationKind, ...] = ()

    @classmethod
    def declare(cls, verb: str, **declared: Any) -> Callable[[Callable[..., Any]], Self]:
        """Decorator of a function that changes a locked article: makes it a step, listed in
        `STEPS`."""

        def declare(function: Callable[..., Any]) -> Self:
            STEPS[verb] = cls(verb=verb, apply=function, **declared)
            return update_wrapper(STEPS[verb], function, updated=())

        return declare

    def __call__(self, article: Article, *args: Any, by, **answers: Any) -> Any:
        """Take it, in one transaction. Gives what its function gives."""
        with gathered_purges(), composing_once():
            locked = Article.objects.select_for_update().get(pk=article.pk)
            self.require(by, locked)
            remember(locked)
            result = self.apply(locked, *args, by=by, **answers)
        # What steps change of an article besides its words.
        article.refresh_from_db(fields=[
            "state", "assignee", "due_at", "overdue_at", "version", "changed_by", "archived_at",
            "section", "withdrawn_at", "public_reason", "last_number", "publish_at", "expire_at",
            "correction",
        ])  # fmt: skip
        return result

    def allows(self, user, article: Article) -> bool:
        """Whether this person may take it with this article; the state is not asked."""
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

    def button(self, article: Article | None = None) -> str:
        """The text of its button; `…` tells that something is asked first."""
        return str(self.label) if self.is_on_form else _("%s …") % self.label

    def form_for(self, article: Article, data: Any = None, **more: Any) -> forms.Form:
        return self.form(data, initial=self.initial(article), **more)

    def answers(self, article: Article, cleaned: dict[str, Any]) -> dict[str, Any]:
        """The arguments of its function, from the form's cleaned data (empty without a form)."""
        return cleaned

    def done_message(self, article: Article, result: Any, answers: dict[str, Any]) -> str:
        return str(self.message)

    def warning(self, result: Any) -> str:
        """What its person should look at after it was taken; empty for nothing."""
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
        """Write it into the logs and notify people, in the transaction of the change. `verb` is
        given where the log has another one."""
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
    """Keep on the article what the logs and notifications need from before a step."""
    article.state_before, article.assigned_before = article.state, article.assignee_id


def _audit_line(act: Act) -> str:
    """`Trả lại · Chờ duyệt → Bản nháp · Thiếu nguồn`. Notes on editions are left out: they are in
    the article's own log, where a redaction clears them."""
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
    """The reason, stripped; ValidationError where it is empty."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; the writer and the log keep it.")})
    return reason.strip()
