"""Steps of the desk copy: saved, sent on, returned, approved, restored, assigned."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from audit.models import Kind
from sections.models import Section
from text.dates import datetime_with_zone

from ...checks import article_checks
from ...editions.compose import MEMBERS, composed, photo_ids
from ...editions.document import REDACTED, Document, document_hash
from ...editions.public_status import public_status
from ...enums import DeskState, NotificationKind, Verb
from ...models import Act, Article, Edition, PhotoUse, Tag
from ...notifications import notify
from ...rights import permissions
from ...rights.people import full_name
from .. import second_eyes
from .forms import AssignForm, ReasonForm
from .step import NeedsOtherApprover, Situation, Step, StepRefused, given_reason, remember


@Step.declare(
    Verb.SAVE,
    label=_("Save"),
    message=_("Saved. Readers see no change until you publish."),
    right=permissions.EDIT,
    rule=permissions.may_edit,
    is_always_audited=False,  # the article's own log has its text
    notifies=notify.notify_of_save,
)
def save(
    article: Article,
    *,
    by,
    section: Section | None = None,
    tags: Collection[Tag] = (),
    without: Collection[Tag] = (),
) -> None:
    """Change section or tags of the desk copy without its form. Raises StepRefused when they are so
    already."""
    allowed = permissions.sections_for(by, article)
    if section and allowed is not None and section.pk not in allowed:
        raise PermissionDenied(f"{by} may not put article {article.pk} into {section}")
    before = set(article.tags.all())
    after = (before | set(tags)) - set(without)
    if after == before and (section is None or section.pk == article.section_id):
        raise StepRefused(gettext("It stands so already."))
    if section:
        article.section = section
        article.extra_sections.remove(section)
        article.save(update_fields=["section"])
    article.tags.set(after)
    saved(article, by=by, created=False)


def saved(article: Article, *, by, created: bool) -> None:
    """To be called after each change of a desk copy's text, in the same transaction.

    An approved text that was changed is a draft again, unless whoever changed it may approve it.
    """
    article.version += 1
    article.changed_by = by
    remember(article)
    text = composed(article).to_json()
    if article.state == DeskState.APPROVED:
        before = article.acts.exclude(text="").values_list("text", flat=True).first()
        if not permissions.has_right(by, permissions.APPROVE, article) or (
            text != before and second_eyes.needs_second_eyes(article)
        ):
            article.state, article.ready_since = DeskState.DRAFT, None
        elif not has_unpublished_changes(article):
            article.ready_since = None
        elif article.ready_since is None:
            article.ready_since = timezone.now()
    article.save(update_fields=["version", "changed_by", "changed_at", "state", "ready_since"])
    note_photos(article)
    save.record(article, by, text=text, verb=Verb.CREATE if created else None)


def note_photos(article: Article) -> None:
    """Update the table of photos in desk copies, for the library."""
    used = photo_ids(article)
    noted = set(article.photo_uses.values_list("photo", flat=True))
    article.photo_uses.filter(photo__in=noted - used).delete()
    PhotoUse.objects.bulk_create(
        [PhotoUse(article=article, photo_id=photo) for photo in sorted(used - noted)]
    )


@dataclass(kw_only=True, eq=False)
class DeskMove(Step):
    """A step from one state of the desk copy to another."""

    leaves: tuple[DeskState, ...]
    becomes: DeskState
    settles: tuple[NotificationKind, ...] = notify.ASKING

    def move(
        self, article: Article, by, note: str = "", refusal: StepRefused | None = None
    ) -> None:
        """Change the state and record it. `refusal` is raised if nothing else is wrong."""
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
    """Approve one's own text where second eyes are needed; the log says so, and why."""
    refusal = None
    if not Situation(article, by).needs_other_approver:
        refusal = StepRefused(gettext("Nobody else is needed: approve it as usual."))
    override.move(article, by, given_reason(reason), refusal)


def _may_return(user, article: Article) -> bool:
    """Whether they may return it: a text that waits for approval or has it needs that right."""
    is_edited = article.state in (DeskState.APPROVAL, DeskState.APPROVED)
    return permissions.has_right(
        user, permissions.APPROVE if is_edited else permissions.EDIT, article
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
    Verb.RESTORE,
    label=_("Put on the desk"),
    message=_("The earlier text is the desk copy again."),
    right=permissions.CHANGE,
    rule=permissions.may_edit,
    needs_text_seen=True,
    notifies=NotificationKind.CHANGED,
    settles=(NotificationKind.WAITING,),  # an assignee stays
)
def restore(article: Article, source: Edition | Act, *, by) -> None:
    """Make the words of an edition, or of an act that kept its text, the desk copy again. Readers
    see no change. Raises StepRefused when they were redacted."""
    content = type(source).objects.get(pk=source.pk).content  # it may have been redacted meanwhile
    if content.title == REDACTED:
        raise StepRefused(gettext("Its words were redacted."))
    copy_to_desk(article, content, by, source if isinstance(source, Edition) else None)


def copy_to_desk(article: Article, content: Document, by, edition: Edition | None = None) -> None:
    """Write the document into the desk copy; its sections as far as `by` may put the article
    there."""
    allowed, listed = permissions.sections_for(by, article), content.extra_sections
    if allowed is None or content.section in allowed:
        article.section_id = content.section
    if allowed is not None:
        allowed |= set(article.extra_sections.values_list("pk", flat=True))
        listed = allowed.intersection(listed)
    article.extra_sections.set(Section.objects.filter(pk__in=listed))
    for name, member in MEMBERS.items():
        if member.restore:
            member.restore(article, getattr(content, name))
    article.state, article.ready_since = DeskState.DRAFT, None
    article.version += 1
    article.changed_by = by
    article.save()
    note_photos(article)
    restore.record(article, by, edition=edition, text=composed(article).to_json())


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
    """Assign an article until its next step, or (`to` None) take the assignment back. Raises
    StepRefused when the same was done before, so a button pressed twice notifies nobody twice."""
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
    """End the assignment, as the text goes on, and note whether it is ready to be published. Saves
    the state and the `changed` fields too."""
    article.assignee, article.due_at, article.overdue_at = None, None, None
    article.ready_since = timezone.now() if ready else None
    article.save(
        update_fields=["state", "assignee", "due_at", "overdue_at", "ready_since", *changed]
    )


def has_unpublished_changes(article: Article) -> bool:
    """Whether the desk copy differs from what readers saw last and from what is scheduled."""
    stand = public_status(article)
    return has_changes(article, stand.last, stand.ahead)


def has_changes(article: Article, *editions: Edition | None) -> bool:
    """Whether the desk copy would read differently from all these editions if it were published."""
    return bool(article.correction) or document_hash(composed(article).to_json()) not in {
        each.digest for each in editions if each
    }


def problems_of(article: Article, state: str) -> dict[str, list[str]]:
    """Why the text may not go on to that state, by field. It needs a title, a section and words; to
    be approved it must pass the checks that block; it may always be returned."""
    if state == DeskState.DRAFT:
        return {}
    if state == DeskState.APPROVED:
        return article_checks.blocking_problems(article)
    return {each.field: [each.sentence] for each in article_checks.missing_essentials(article)}
