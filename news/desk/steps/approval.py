"""Steps that send a text on to be approved, approve it, return it, or assign it to somebody."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from audit.models import Kind
from text.dates import datetime_with_zone

from ...checks import article_checks
from ...enums import DeskState, NotificationKind, Verb
from ...models import Article
from ...notifications import notify
from ...rights import permissions
from ...rights.people import full_name
from .base import NeedsOtherApprover, Situation, Step, StepRefused, given_reason
from .forms import AssignForm, ReasonForm
from .saving import has_unpublished_changes


@dataclass(kw_only=True, eq=False)
class DeskMove(Step):
    """A step from one state of the desk copy to another."""

    # The states in which it may be taken, and the state after it.
    leaves: tuple[DeskState, ...]
    becomes: DeskState
    settles: tuple[NotificationKind, ...] = notify.ASKING

    def move(
        self, article: Article, by, note: str = "", refusal: StepRefused | None = None
    ) -> None:
        """Change the state and record it. Raises StepRefused if the article is in another state,
        ValidationError if the text may not go on, and then `refusal` if one is given."""
        if article.state not in self.leaves:
            raise StepRefused(gettext("The article is “%s” now.") % article.get_state_display())
        if problems := problems_of(article, self.becomes):
            raise ValidationError(problems)
        if refusal:
            raise refusal
        article.state = self.becomes
        hand_on(
            article,
            ready=self.becomes == DeskState.APPROVED and has_unpublished_changes(article),
        )
        self.record(article, by, note)


@DeskMove.declare(
    Verb.SUBMIT,
    label=_("Send to the editors"),
    message=_("Saved and sent to the editors."),
    right=permissions.CHANGE,
    rule=permissions.may_edit,
    fits=lambda now: (
        now.article.state == DeskState.DRAFT
        and not permissions.has_right(now.user, permissions.EDIT, now.article)
    ),
    is_on_form=True,
    leaves=(DeskState.DRAFT,),
    becomes=DeskState.EDITING,
    notifies=notify.notify_queue,
)
def submit(article: Article, *, by) -> None:
    """Send a draft to the editors."""
    submit.move(article, by)


@DeskMove.declare(
    Verb.PASS_ON,
    label=_("Send for approval"),
    message=_("Saved and sent for approval."),
    right=permissions.EDIT,
    fits=lambda now: (
        now.article.state in pass_on.leaves
        and not permissions.has_right(now.user, permissions.APPROVE, now.article)
    ),
    is_on_form=True,
    leaves=(DeskState.DRAFT, DeskState.EDITING),
    becomes=DeskState.APPROVAL,
    notifies=notify.notify_queue,
)
def pass_on(article: Article, *, by) -> None:
    """Send a text on to be approved."""
    pass_on.move(article, by)


@DeskMove.declare(
    Verb.APPROVE,
    label=_("Approve"),
    message=_("Saved and approved."),
    right=permissions.APPROVE,
    fits=lambda now: now.article.state in approve.leaves and not now.needs_other_approver,
    is_on_form=True,
    leaves=(DeskState.DRAFT, DeskState.EDITING, DeskState.APPROVAL),
    becomes=DeskState.APPROVED,
    notifies=NotificationKind.APPROVED,
)
def approve(article: Article, *, by) -> None:
    """Approve a text as it is."""
    is_own = Situation(article, by).needs_other_approver
    approve.move(article, by, refusal=NeedsOtherApprover() if is_own else None)


def _may_override(user, article: Article) -> bool:
    return all(
        permissions.has_right(user, right, article)
        for right in (permissions.OVERRIDE, permissions.APPROVE)
    )


@DeskMove.declare(
    Verb.OVERRIDE,
    label=_("Approve without a second pair of eyes"),
    message=_("Approved without a second pair of eyes; the log says so."),
    explanation=_(
        "You changed this text yourself, and its section wants somebody else to approve it. If "
        "nobody else can, say why: the log keeps it, marked, for everyone who sees the article."
    ),
    right=permissions.OVERRIDE,
    rule=_may_override,
    fits=lambda now: now.needs_other_approver,
    form=ReasonForm,
    needs_text_seen=True,
    leaves=approve.leaves,
    becomes=DeskState.APPROVED,
    audit_kind=Kind.OVERRIDE,
    notifies=NotificationKind.APPROVED,
)
def override(article: Article, *, by, reason: str) -> None:
    """Approve a text that this person changed, although the section asks for second eyes. The log
    says so, and why."""
    refusal = None
    if not Situation(article, by).needs_other_approver:
        refusal = StepRefused(gettext("Nobody else is needed: approve it as usual."))
    override.move(article, by, given_reason(reason), refusal)


def _may_return(user, article: Article) -> bool:
    """Whether this person may return it. A text that waits for approval or is approved needs the
    right to approve, any other text the right to edit."""
    is_passed_on = article.state in (DeskState.APPROVAL, DeskState.APPROVED)
    return permissions.has_right(
        user, permissions.APPROVE if is_passed_on else permissions.EDIT, article
    )


@DeskMove.declare(
    Verb.SEND_BACK,
    label=_("Return"),
    message=_("Returned to its writer."),
    explanation=_("The article becomes a draft again; its writer reads your reason."),
    right=permissions.EDIT,
    rule=_may_return,
    fits=lambda now: now.article.state != DeskState.DRAFT,
    form=ReasonForm,
    needs_text_seen=True,
    leaves=(DeskState.EDITING, DeskState.APPROVAL, DeskState.APPROVED),
    becomes=DeskState.DRAFT,
    notifies=NotificationKind.RETURNED,
)
def send_back(article: Article, *, by, reason: str) -> None:
    """Return a text to its writer, saying why."""
    send_back.move(article, by, given_reason(reason))


@Step.declare(
    Verb.ASSIGN,
    label=_("Assign"),
    message=_("Assigned."),
    explanation=_(
        "It stands first among what this person has to do, and they may see and write it as their "
        "own, until it goes on or is given to somebody else."
    ),
    right=permissions.EDIT,
    fits=lambda now: True,
    form=AssignForm,
    initial=lambda article: {"to": article.assignee_id, "due": article.due_at},
    state_seen=lambda article: (article.assignee_id, article.due_at),
    state_changed=_(
        "Nothing was done yet: the article was given to somebody, or taken back, after you "
        "opened it. Look at what changed, then press again if you still want to."
    ),
    notifies=notify.notify_assignee,
    settles=notify.ASKING,
)
def assign(article: Article, *, by, to, due: datetime | None = None, note: str = "") -> None:
    """Assign an article until it goes on, or (`to` None) take the assignment back. Raises
    StepRefused if nothing would change, so a button pressed twice notifies nobody twice."""
    line = full_name(to) if to else "–"
    if to and due:
        line = f"{line}, {datetime_with_zone(due)}"
    line = f"{line}. {note}" if note else line
    last = article.acts.filter(verb=Verb.ASSIGN).values_list("note", flat=True).first()
    if (article.assignee, article.due_at, last) == (to, due, line):
        raise StepRefused(gettext("It stands so already."))
    article.assignee, article.due_at, article.overdue_at = to, due, None
    article.save(update_fields=["assignee", "due_at", "overdue_at"])
    assign.record(article, by, line)


def hand_on(article: Article, *changed: str, ready: bool) -> None:
    """End the assignment, because the text goes on, and note whether it is ready to be published.
    Saves the state too, and the fields that `changed` names."""
    article.assignee, article.due_at, article.overdue_at = None, None, None
    article.ready_since = timezone.now() if ready else None
    article.save(
        update_fields=["state", "assignee", "due_at", "overdue_at", "ready_since", *changed]
    )


def problems_of(article: Article, state: str) -> dict[str, list[str]]:
    """Why the text may not go on to that state: sentences by field. It needs a title, a section and
    words. To be approved it has to pass the checks that block. It may always be returned."""
    if state == DeskState.DRAFT:
        return {}
    if state == DeskState.APPROVED:
        return article_checks.blocking_problems(article)
    return {each.field: [each.sentence] for each in article_checks.missing_essentials(article)}
