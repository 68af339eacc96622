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
    """The article's state does not allow the step. The argument is a sentence for people."""


class NeedsOtherApprover(StepRefused):
    """Somebody else has to approve the text, because its section asks for second eyes."""

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
    """An article as it is now, and the person who may take a step."""

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
    """One thing that is done with an article: its name, who may do it, what it asks and explains,
    what it does and what it writes into the logs. `Step.declare` turns a function into a step.

    `withdraw(article, by=user, reason="…")` takes the step, and raises

    - `PermissionDenied` when that person may not take it,
    - `StepRefused` when the article's state does not allow it (somebody else was faster),
    - `ValidationError`, by field, when an answer or the text is not valid for it.
    """

    verb: str
    # Changes the locked article and records it: `apply(article, by=user, **answers)`.
    apply: Callable[..., Any]
    # The name on its button.
    label: Promise | str
    # What is said after it is taken.
    message: Promise | str
    # Stands above its form.
    explanation: Promise | str = ""
    # The permission that it needs in the article's section.
    right: str
    # Editions, as attributes of `PublicStatus`, in whose sections it needs the permission too.
    where_shown: tuple[str, ...] = ()
    # Decides whether a person may take it, in place of `right` and `where_shown`.
    rule: Callable[[Any, Article], bool] | None = None
    # Whether its button is shown now to those who may take it. By default it has no button.
    fits: Callable[[Situation], bool] = lambda now: False
    # The form of its page. An empty form only asks for confirmation.
    form: type[forms.Form] | None = None
    # The form's initial values.
    initial: Callable[[Article], dict[str, Any]] = lambda article: {}
    # Whether a button of the article's form takes it, after the form is saved.
    is_on_form: bool = False
    # Whether it is refused if the desk copy, or the editions, changed after the person looked.
    needs_text_seen: bool = False
    needs_editions_seen: bool = False
    # Gives other values of the article; if they changed after the person looked, the step is
    # refused with the sentence `state_changed`.
    state_seen: Callable[[Article], Any] | None = None
    state_changed: Promise | str = ""
    audit_kind: Kind = Kind.STEP
    # Whether it goes into the audit log even if the article's state stays the same.
    is_always_audited: bool = True
    # The notification for whoever began the article, wrote in it or had it assigned; or a function
    # that notifies.
    notifies: NotificationKind | Callable[[Act], None] | None = None
    # Kinds of notifications that ask for something which is done when this step is taken.
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
        """Take the step with the locked row of the article, in one transaction, and refresh
        `article`. Returns what the step's function returns."""
        return self._take(article, lambda locked: self.require(by, locked), *args, by=by, **answers)

    def take_unasked(self, article: Article, **answers: Any) -> Any:
        """Take the step in nobody's name and ask for no right: the portal does by itself what
        somebody with the right did before."""
        return self._take(article, lambda locked: None, by=None, **answers)

    def _take(
        self, article: Article, check: Callable[[Article], None], *args: Any, by, **answers: Any
    ) -> Any:
        with gathered_purges(), composing_once():
            locked = Article.objects.select_for_update().get(pk=article.pk)
            check(locked)
            remember(locked)
            result = self.apply(locked, *args, by=by, **answers)
        # The fields that steps change, except the words.
        article.refresh_from_db(fields=[
            "state", "assignee", "due_at", "overdue_at", "version", "changed_by", "archived_at",
            "section", "withdrawn_at", "public_reason", "last_number", "publish_at", "expire_at",
            "correction",
        ])  # fmt: skip
        return result

    def allows(self, user, article: Article) -> bool:
        """Whether this person may take it with this article. Whether the article is ready for it is
        another question (`fits`)."""
        if not permissions.may_see(user, article):
            return False
        if self.rule:
            return self.rule(user, article)
        return permissions.has_right(
            user, self.right, article
        ) and permissions.has_right_where_shown(user, self.right, article, self.where_shown)

    def require(self, user, article: Article) -> None:
        """Raises PermissionDenied if this person may not take it with this article."""
        if not self.allows(user, article):
            raise PermissionDenied(f"{user} may not {self.verb} article {article.pk}")

    def button(self, article: Article | None = None) -> str:
        """The text of its button. It ends in `…` if a page asks something first."""
        return str(self.label) if self.is_on_form else _("%s …") % self.label

    def form_for(self, article: Article, user: Any, data: Any = None, **more: Any) -> forms.Form:
        """The form of its page for this person; filled with `data` if it was sent."""
        return self.form(data, initial=self.initial(article), **more)

    def answers(self, article: Article, cleaned: dict[str, Any]) -> dict[str, Any]:
        """The arguments of its function, from the cleaned data of its form (empty if it has no
        form)."""
        return cleaned

    def done_message(self, article: Article, result: Any, answers: dict[str, Any]) -> str:
        return str(self.message)

    def warning(self, result: Any) -> str:
        """What the person should look at after taking it; empty if there is nothing."""
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
        """Write the step into the logs and notify people, in the transaction of the change. `text`
        is the JSON of the desk copy if the step saved it. The article's log names the step `verb`,
        if that is given."""
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
    """Keep on the article the values from before a step that logs and notifications need."""
    article.state_before, article.assigned_before = article.state, article.assignee_id


def _audit_line(act: Act) -> str:
    """`Trả lại · Chờ duyệt → Bản nháp · Thiếu nguồn`. Notes on editions are left out, because a
    redaction clears them only in the article's own log."""
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
    """The reason, stripped. Raises ValidationError if it is empty."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; the writer and the log keep it.")})
    return reason.strip()
