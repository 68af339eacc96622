"""The desk copy's way: written, handed in, passed on, returned, approved, given to somebody."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from sections.models import Section
from text.dates import datetime_with_zone

from ...checks import article_checks
from ...editions.compose import compose
from ...editions.document import document_hash
from ...editions.public_status import public_status
from ...enums import DeskState, Verb
from ...models import Article, Tag
from ...rights.people import full_name
from ...rights.permissions import APPROVE, has_right, sections_for
from .. import second_eyes
from .step import NeedsOtherApprover, StepRefused, acting, given_reason, note_photos, record_step


def assign(article: Article, *, by, to, due: datetime | None = None, note: str = "") -> None:
    """Give an article to somebody until it goes on, or (`to` None) to nobody any more. `NotNow`
    when just this was said before: nobody is told twice by a button that was pressed twice."""
    with acting(article, by, Verb.ASSIGN) as locked:
        told = (
            f"{full_name(to)}, {datetime_with_zone(due)}"
            if to and due
            else full_name(to)
            if to
            else "–"
        )
        told = f"{told}. {note}" if note else told
        last = locked.acts.filter(verb=Verb.ASSIGN).values_list("note", flat=True).first()
        if (locked.assignee, locked.due_at, last) == (to, due, told):
            raise StepRefused(_("It stands so already."))
        locked.assignee, locked.due_at, locked.overdue_at = to, due, None
        locked.save(update_fields=["assignee", "due_at", "overdue_at"])
        record_step(locked, by, Verb.ASSIGN, told)


def refile(
    article: Article,
    *,
    by,
    section: Section | None = None,
    tags: Collection[Tag] = (),
    without: Collection[Tag] = (),
) -> None:
    """Put the desk copy into another section, or under more or fewer tags: a save, without a form.
    `NotNow` when it stands so already."""
    with acting(article, by, Verb.SAVE) as locked:
        allowed = sections_for(by, locked)
        if section and allowed is not None and section.pk not in allowed:
            raise PermissionDenied(f"{by} may not put article {locked.pk} into {section}")
        before = set(locked.tags.all())
        after = (before | set(tags)) - set(without)
        if after == before and (section is None or section.pk == locked.section_id):
            raise StepRefused(_("It stands so already."))
        if section:
            locked.section = section
            locked.extra_sections.remove(section)
            locked.save(update_fields=["section"])
        locked.tags.set(after)
        saved(locked, by=by, created=False)
    article.refresh_from_db()


def saved(article: Article, *, by, created: bool) -> None:
    """To be called, in the same transaction, when a desk copy's text was written.

    A text that was changed is no longer the one that was approved, unless who changed it may
    approve it just as well.
    """
    article.version += 1
    article.changed_by = by
    article.state_before = article.state
    text = compose(article).to_json()
    if article.state == DeskState.APPROVED:
        changed = text != _last_text(article)
        if not has_right(by, APPROVE, article) or (
            changed and second_eyes.needs_second_eyes(article)
        ):
            article.state, article.ready_since = DeskState.DRAFT, None
        elif not has_unpublished_changes(article):
            article.ready_since = None
        elif article.ready_since is None:
            article.ready_since = timezone.now()
    article.save(update_fields=["version", "changed_by", "changed_at", "state", "ready_since"])
    note_photos(article)
    record_step(article, by, Verb.CREATE if created else Verb.SAVE, text=text)


def _last_text(article: Article) -> str | None:
    return article.acts.exclude(text="").values_list("text", flat=True).first()


def submit(article: Article, *, by) -> None:
    """Hand a draft to the editors."""
    _move_desk(article, by, Verb.SUBMIT, {DeskState.DRAFT}, DeskState.EDITING)


def pass_on(article: Article, *, by) -> None:
    """Send an edited text on to be approved."""
    allowed = {DeskState.DRAFT, DeskState.EDITING}
    _move_desk(article, by, Verb.PASS_ON, allowed, DeskState.APPROVAL)


def send_back(article: Article, *, by, reason: str) -> None:
    """Return a text to its writer, saying why."""
    allowed = {DeskState.EDITING, DeskState.APPROVAL, DeskState.APPROVED}
    _move_desk(article, by, Verb.SEND_BACK, allowed, DeskState.DRAFT, given_reason(reason))


def approve(article: Article, *, by) -> None:
    """Find a text fit to be published as it stands."""
    allowed = {DeskState.DRAFT, DeskState.EDITING, DeskState.APPROVAL}
    _move_desk(article, by, Verb.APPROVE, allowed, DeskState.APPROVED)


def override(article: Article, *, by, reason: str) -> None:
    """Approve one's own text where somebody else should; the log says so, and why."""
    allowed = {DeskState.DRAFT, DeskState.EDITING, DeskState.APPROVAL}
    _move_desk(article, by, Verb.OVERRIDE, allowed, DeskState.APPROVED, given_reason(reason))


def _move_desk(article: Article, by, verb: Verb, allowed: set, to: str, note: str = "") -> None:
    with acting(article, by, verb) as locked:
        if locked.state not in allowed:
            raise StepRefused(_("The article is “%s” now.") % locked.get_state_display())
        if to != DeskState.DRAFT and (problems := problems_of(locked, to)):
            raise ValidationError(problems)
        if verb == Verb.APPROVE and second_eyes.needs_other_approver(locked, by):
            raise NeedsOtherApprover
        if verb == Verb.OVERRIDE and not second_eyes.needs_other_approver(locked, by):
            raise StepRefused(_("Nobody else is needed: approve it as usual."))
        locked.state = to
        hand_on(locked, ready=to == DeskState.APPROVED and has_unpublished_changes(locked))
        record_step(locked, by, verb, note)


def hand_on(article: Article, *changed: str, ready: bool) -> None:
    """It goes on: whoever had it is done with it, and whether it waits to be published is known.
    Saves its state and the `changed` fields too."""
    article.assignee, article.due_at, article.overdue_at = None, None, None
    article.ready_since = timezone.now() if ready else None
    fields = ["state", "assignee", "due_at", "overdue_at", "ready_since"]
    article.save(update_fields=[*fields, *changed])


def has_unpublished_changes(article: Article) -> bool:
    """Whether the desk copy holds what readers have not seen and are not to see either: there is
    something to be published."""
    stand = public_status(article)
    known = {each.digest for each in (stand.last, stand.ahead) if each}
    return bool(article.correction) or document_hash(compose(article).to_json()) not in known


def problems_of(article: Article, to: str) -> dict[str, list[str]]:
    """Why it may not go on to that state, by field: whoever gets it next needs a title, a section
    and words; to be approved, nothing of it may be what an administrator lets block."""
    if to == DeskState.APPROVED:
        return article_checks.blocking_problems(article)
    return {each.field: [each.sentence] for each in article_checks.missing_essentials(article)}
