"""The desk copy's way: written, handed in, passed on, returned, approved, given to somebody."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from text.dates import zoned

from .. import review
from ..composing import compose
from ..enums import DeskState, Verb
from ..models import Article
from ..people import full_name
from ..permissions import APPROVE, holds
from .acting import NotNow, OwnWork, acting, log, note_photos, said


def assign(article: Article, *, by, to, due: datetime | None = None, note: str = "") -> None:
    """Give an article to somebody until it goes on, or (`to` None) to nobody any more."""
    with acting(article, by, Verb.ASSIGN) as locked:
        locked.assignee, locked.due_at = to, due
        locked.save(update_fields=["assignee", "due_at"])
        told = f"{full_name(to)}, {zoned(due)}" if to and due else full_name(to) if to else "–"
        log(locked, by, Verb.ASSIGN, f"{told}. {note}" if note else told)


def saved(article: Article, *, by, created: bool) -> None:
    """To be called, in the same transaction, when a desk copy's text was written.

    A text that was changed is no longer the one that was approved, unless who changed it may
    approve it just as well.
    """
    article.version += 1
    article.changed_by = by
    text = compose(article).to_json()
    if article.state == DeskState.APPROVED and (
        not holds(by, APPROVE, article)
        or (review.needs_second_eyes(article) and text != _last_text(article))
    ):
        article.state = DeskState.DRAFT
    article.save(update_fields=["version", "changed_by", "changed_at", "state"])
    note_photos(article)
    log(article, by, Verb.CREATE if created else Verb.SAVE, text=text)


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
    _move_desk(article, by, Verb.SEND_BACK, allowed, DeskState.DRAFT, said(reason))


def approve(article: Article, *, by) -> None:
    """Find a text fit to be published as it stands."""
    allowed = {DeskState.DRAFT, DeskState.EDITING, DeskState.APPROVAL}
    _move_desk(article, by, Verb.APPROVE, allowed, DeskState.APPROVED)


def override(article: Article, *, by, reason: str) -> None:
    """Approve one's own text where somebody else should; the log says so, and why."""
    allowed = {DeskState.DRAFT, DeskState.EDITING, DeskState.APPROVAL}
    _move_desk(article, by, Verb.OVERRIDE, allowed, DeskState.APPROVED, said(reason))


def _move_desk(article: Article, by, verb: Verb, allowed: set, to: str, note: str = "") -> None:
    with acting(article, by, verb) as locked:
        if locked.state not in allowed:
            raise NotNow(_("The article is “%s” now.") % locked.get_state_display())
        if to != DeskState.DRAFT and (problems := lacks(locked)):
            raise ValidationError(problems)
        if verb == Verb.APPROVE and review.is_own_work(locked, by):
            raise OwnWork
        if verb == Verb.OVERRIDE and not review.is_own_work(locked, by):
            raise NotNow(_("Nobody else is needed: approve it as usual."))
        locked.state = to
        done_with(locked)
        log(locked, by, verb, note)


def done_with(article: Article, *changed: str) -> None:
    """It goes on: whoever had it is done with it. Saves its state and the `changed` fields too."""
    article.assignee, article.due_at = None, None
    article.save(update_fields=["state", "assignee", "due_at", *changed])


def lacks(article: Article) -> dict[str, str]:
    """What whoever gets it next cannot do without, by field."""
    problems: dict[str, str] = {}
    if not article.title.strip():
        problems["title"] = _("Without a title an article cannot be published.")
    if article.section_id is None:
        problems["section"] = _("Choose the section in which it appears.")
    if not article.body.strip() and not article.lead.strip():
        problems["body"] = _("There is no text yet.")
    return problems
