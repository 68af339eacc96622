"""Verbs: the only way an article's state changes.

Each checks who asks, changes and logs in one transaction, and raises

- `PermissionDenied` when that person may not,
- `NotNow` when the article's state does not allow it (someone else was quicker),
- `ValidationError`, by field, when the text is not fit to be published.
"""

from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sections.models import Section
from text.dates import short

from . import editions, review
from .composing import compose, photo_ids
from .document import Document, digest
from .enums import DeskState, PublicState, Verb
from .models import (
    Act,
    Article,
    Attachment,
    Author,
    Byline,
    Edition,
    PhotoUse,
    RelatedArticle,
    Source,
    Tag,
    Topic,
)
from .people import full_name
from .permissions import APPROVE, holds, require, sections_for
from .states import Standing, standing


class NotNow(Exception):
    """The article is not in a state that allows this; the argument says why, for people."""


class OwnWork(NotNow):
    """Somebody else has to approve it: the section asks for a second pair of eyes."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "You changed this text since it was approved last, and this section wants somebody "
                "else to approve it."
            )
        )


class ScheduledAhead(NotNow):
    """Another edition is scheduled: the publisher must say what becomes of it."""

    def __init__(self, edition: Edition) -> None:
        super().__init__(_("Another edition of this article is scheduled."))
        self.edition = edition


# What becomes of an edition that is already scheduled when another is published.
KEEP, CANCEL, REWORK = "keep", "cancel", "rework"


# What verbs change of an article besides its words.
_PLACEMENT = [
    "state", "assignee", "due_at", "version", "archived_at", "withdrawn_at", "last_number",
    "publish_at", "expire_at",
]  # fmt: skip


@contextmanager
def _acting(article: Article, by, verb: Verb):
    """Locks the article, yields it as it now stands, and checks the right."""
    with transaction.atomic():
        locked = Article.objects.select_for_update().get(pk=article.pk)
        require(by, verb, locked)
        yield locked
    article.refresh_from_db(fields=_PLACEMENT)


def _log(
    article: Article,
    by,
    verb: Verb,
    note: str = "",
    edition: Edition | None = None,
    text: str = "",
) -> None:
    Act.objects.create(
        article=article, by=by, verb=verb, note=note, edition=edition, text=text, at=timezone.now()
    )


def _move_desk(article: Article, by, verb: Verb, allowed: set, to: str, note: str = "") -> None:
    with _acting(article, by, verb) as locked:
        if locked.state not in allowed:
            raise NotNow(_("The article is “%s” now.") % locked.get_state_display())
        if to != DeskState.DRAFT and (problems := _lacks(locked)):
            raise ValidationError(problems)
        if verb == Verb.APPROVE and review.is_own_work(locked, by):
            raise OwnWork
        if verb == Verb.OVERRIDE and not review.is_own_work(locked, by):
            raise NotNow(_("Nobody else is needed: approve it as usual."))
        locked.state = to
        _done_with(locked)
        _log(locked, by, verb, note)


def _done_with(article: Article) -> None:
    """It goes on: whoever had it is done with it."""
    article.assignee, article.due_at = None, None
    article.save(update_fields=["state", "assignee", "due_at"])


def assign(article: Article, *, by, to, due: datetime | None = None, note: str = "") -> None:
    """Give an article to somebody until it goes on, or (`to` None) to nobody any more."""
    with _acting(article, by, Verb.ASSIGN) as locked:
        locked.assignee, locked.due_at = to, due
        locked.save(update_fields=["assignee", "due_at"])
        told = f"{full_name(to)}, {short(due)}" if to and due else full_name(to) if to else "–"
        _log(locked, by, Verb.ASSIGN, f"{told}. {note}" if note else told)


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
    _log(article, by, Verb.CREATE if created else Verb.SAVE, text=text)


def _last_text(article: Article) -> str | None:
    return article.acts.exclude(text="").values_list("text", flat=True).first()


def note_photos(article: Article) -> None:
    used = photo_ids(article)
    noted = set(article.photo_uses.values_list("photo", flat=True))
    article.photo_uses.filter(photo__in=noted - used).delete()
    PhotoUse.objects.bulk_create(
        [PhotoUse(article=article, photo_id=photo) for photo in sorted(used - noted)]
    )


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
    _move_desk(article, by, Verb.SEND_BACK, allowed, DeskState.DRAFT, _reason(reason))


def approve(article: Article, *, by) -> None:
    """Find a text fit to be published as it stands."""
    allowed = {DeskState.DRAFT, DeskState.EDITING, DeskState.APPROVAL}
    _move_desk(article, by, Verb.APPROVE, allowed, DeskState.APPROVED)


def override(article: Article, *, by, reason: str) -> None:
    """Approve one's own text where somebody else should; the log says so, and why."""
    allowed = {DeskState.DRAFT, DeskState.EDITING, DeskState.APPROVAL}
    _move_desk(article, by, Verb.OVERRIDE, allowed, DeskState.APPROVED, _reason(reason))


def publish(
    article: Article,
    *,
    by,
    at: datetime | None = None,
    note: str = "",
    correction: str = "",
    scheduled: str | None = None,
) -> Edition:
    """Make the desk copy what readers see, from now or from `at`.

    The running edition ends in the same moment. When another edition is already scheduled,
    `scheduled` says what becomes of it: KEEP (it replaces this one at its time), CANCEL, or
    REWORK (cancelled, and its text comes back to the desk); without an answer `ScheduledAhead`.
    """
    with _acting(article, by, Verb.PUBLISH) as locked:
        now = timezone.now()
        start = at if at and at > now else now
        check_fit(locked, start)
        if locked.state != DeskState.APPROVED and review.is_own_work(locked, by):
            raise OwnWork
        stand = standing(locked, now)
        until = locked.expire_at
        if stand.ahead:
            if scheduled is None or (scheduled == KEEP and stand.ahead.live_from <= start):
                raise ScheduledAhead(stand.ahead)
            if scheduled == KEEP:
                until = stand.ahead.live_from
            else:
                editions.end(stand.ahead, stand.ahead.live_from)
                _log(locked, by, Verb.CANCEL, edition=stand.ahead)
        if stand.running and _outlasts(stand.running, start):
            editions.end(stand.running, start)
        document = compose(locked)
        try:
            edition = editions.make(
                locked, document, start=start, until=until, by=by, note=note, correction=correction
            )
        except IntegrityError as error:
            raise NotNow(_("Someone else has just published this article.")) from error
        locked.state, locked.publish_at = DeskState.APPROVED, None
        locked.save(update_fields=["publish_at"])
        _done_with(locked)
        _log(locked, by, Verb.SCHEDULE if start > now else Verb.PUBLISH, note, edition)
        if stand.ahead and scheduled == REWORK:
            _to_desk(locked, stand.ahead.content, by, stand.ahead)
    return edition


def check_fit(article: Article, start: datetime) -> None:
    """ValidationError, by field, when the desk copy lacks what a published article must have."""
    problems = _lacks(article)
    if article.released_at and article.released_at > start:
        problems["released_at"] = _(
            "Readers would be shown a time that lies ahead; leave it empty."
        )
    if article.expire_at and article.expire_at <= start:
        problems["expire_at"] = _("It would expire before it is published.")
    if problems:
        raise ValidationError(problems)


def _lacks(article: Article) -> dict[str, str]:
    """What whoever gets it next cannot do without, by field."""
    problems: dict[str, str] = {}
    if not article.title.strip():
        problems["title"] = _("Without a title an article cannot be published.")
    if article.section_id is None:
        problems["section"] = _("Choose the section in which it appears.")
    if not article.body.strip() and not article.lead.strip():
        problems["body"] = _("There is no text yet.")
    return problems


def move(article: Article, *, by, to: datetime) -> Edition:
    """Move the scheduled edition to another time.

    An edition never changes its start, so it is cancelled and made again, word for word.
    """
    with _acting(article, by, Verb.MOVE) as locked:
        now = timezone.now()
        stand = _needs(standing(locked, now), ahead=True)
        if to <= now:
            raise ValidationError({"at": _("This time has passed; publish at once instead.")})
        old, was, until = stand.ahead, stand.ahead.live_from, stand.ahead.live_until
        if until is not None and until <= to:
            raise ValidationError({"at": _("It would expire before it is published.")})
        editions.end(old, was)
        if stand.running and (stand.running.live_until == was or _outlasts(stand.running, to)):
            editions.end(stand.running, to)
        edition = editions.make(
            locked,
            old.content,
            start=to,
            until=until,
            by=by,
            note=old.note,
            correction=old.correction,
        )
        _log(locked, by, Verb.MOVE, edition=edition)
    return edition


def cancel(article: Article, *, by) -> None:
    """Take back the scheduled edition; what runs goes on to the end that was meant for both."""
    with _acting(article, by, Verb.CANCEL) as locked:
        stand = _needs(standing(locked), ahead=True)
        until = stand.ahead.live_until
        editions.end(stand.ahead, stand.ahead.live_from)
        if stand.running and stand.running.live_until == stand.ahead.live_from:
            editions.end(stand.running, until)
        _log(locked, by, Verb.CANCEL, edition=stand.ahead)


def withdraw(article: Article, *, by, reason: str) -> None:
    """Readers no longer see it, from now on (410); staff keep everything."""
    reason = _reason(reason)
    with _acting(article, by, Verb.WITHDRAW) as locked:
        now = timezone.now()
        stand = standing(locked, now)
        if not stand.running and not stand.ahead:
            raise NotNow(_("Readers do not see this article now."))
        if stand.ahead:
            editions.end(stand.ahead, stand.ahead.live_from)
        if stand.running:
            editions.end(stand.running, now, gone=True)
        locked.withdrawn_at = now
        locked.save(update_fields=["withdrawn_at"])
        _log(locked, by, Verb.WITHDRAW, reason, stand.running)


def bring_back(article: Article, *, by) -> Edition:
    """Show a withdrawn or expired article again, word for word as readers last saw it."""
    with _acting(article, by, Verb.BRING_BACK) as locked:
        now = timezone.now()
        stand = standing(locked, now)
        if stand.running or stand.ahead or not stand.last:
            raise NotNow(_("There is nothing to bring back."))
        expires = locked.expire_at if locked.expire_at and locked.expire_at > now else None
        edition = editions.make(locked, stand.last.content, start=now, until=expires, by=by)
        _log(locked, by, Verb.BRING_BACK, edition=edition)
    return edition


def archive(article: Article, *, by) -> None:
    """Keep it readable at its address, off the home page and the section lists."""
    with _acting(article, by, Verb.ARCHIVE) as locked:
        stand = _needs(standing(locked), running=True)
        if stand.state == PublicState.ARCHIVED:
            raise NotNow(_("It is archived already."))
        locked.archived_at = timezone.now()
        locked.save(update_fields=["archived_at"])
        editions.leave_front_lists(stand.running, locked.archived_at)
        _log(locked, by, Verb.ARCHIVE, edition=stand.running)


def unarchive(article: Article, *, by) -> None:
    with _acting(article, by, Verb.UNARCHIVE) as locked:
        stand = _needs(standing(locked), running=True)
        if stand.state != PublicState.ARCHIVED:
            raise NotNow(_("It is not archived."))
        locked.archived_at = None
        locked.save(update_fields=["archived_at"])
        editions.enter_front_lists(stand.running, timezone.now())
        _log(locked, by, Verb.UNARCHIVE, edition=stand.running)


def set_expiry(article: Article, *, by, until: datetime | None) -> None:
    """Set, move or lift the end of what runs (or of what is scheduled to follow it)."""
    with _acting(article, by, Verb.EXPIRE) as locked:
        stand = standing(locked)
        last = stand.ahead or stand.running
        if not last:
            raise NotNow(_("Readers do not see this article now."))
        if until is not None and until <= max(last.live_from, timezone.now()):
            raise ValidationError({"until": _("The end must lie ahead.")})
        editions.end(last, until)
        locked.expire_at = until
        locked.save(update_fields=["expire_at"])
        _log(locked, by, Verb.EXPIRE, edition=last)


def restore(article: Article, edition: Edition, *, by) -> None:
    """Make an edition's words the desk copy again. Readers see no change."""
    with _acting(article, by, Verb.RESTORE) as locked:
        _to_desk(locked, edition.content, by, edition)


def restore_save(article: Article, act: Act, *, by) -> None:
    """Make the words of an earlier save (an act with a text) the desk copy again."""
    with _acting(article, by, Verb.RESTORE) as locked:
        _to_desk(locked, Document.from_json(act.text), by)


def _to_desk(article: Article, content: Document, by, edition: Edition | None = None) -> None:
    """Its words; and its sections, as far as `by` may put the article there."""
    lead = content.lead_photo or {}
    allowed, listed = sections_for(by, article), content.extra_sections
    if allowed is None or content.section in allowed:
        article.section_id = content.section
    if allowed is not None:
        allowed |= set(article.extra_sections.values_list("pk", flat=True))
        listed = allowed.intersection(listed)
    for name in ("title", "kicker", "lead", "body", "signature", "source_url", "description"):
        setattr(article, name, getattr(content, name))
    article.genre, article.slug = content.genre, content.slug
    article.source = _there(Source, [content.source]).first() if content.source else None
    article.lead_photo_id = lead.get("photo")
    article.lead_alt = lead.get("alt", "")
    article.lead_caption, article.lead_credit = lead.get("caption", ""), lead.get("credit", "")
    article.state = DeskState.DRAFT
    article.version += 1
    article.changed_by = by
    article.save()
    authors = {author.pk for author in _there(Author, content.authors)}
    article.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(article=article, author_id=each["id"], role=each["role"], order=order)
        for order, each in enumerate(content.authors)
        if each["id"] in authors
    )
    article.extra_sections.set(Section.objects.filter(pk__in=listed))
    article.topics.set(_there(Topic, content.topics))
    article.tags.set(_there(Tag, content.tags))
    others = set(Article.objects.filter(pk__in=content.related).values_list("pk", flat=True))
    article.related_rows.all().delete()
    RelatedArticle.objects.bulk_create(
        RelatedArticle(article=article, other_id=other, order=order)
        for order, other in enumerate(content.related)
        if other in others
    )
    article.attachments.all().delete()
    Attachment.objects.bulk_create(
        Attachment(article=article, document_id=each["id"], order=order)
        for order, each in enumerate(content.attachments)
    )
    note_photos(article)
    _log(article, by, Verb.RESTORE, edition=edition, text=compose(article).to_json())


def _there(model: type, frozen: list[dict]) -> QuerySet:
    """Those of an edition's authors, topics … that still exist: some may be deleted since."""
    return model._default_manager.filter(pk__in=[each["id"] for each in frozen])


def _outlasts(edition: Edition, moment: datetime) -> bool:
    return edition.live_until is None or edition.live_until > moment


def _needs(stand: Standing, *, running: bool = False, ahead: bool = False) -> Standing:
    if running and not stand.running:
        raise NotNow(_("Readers do not see this article now."))
    if ahead and not stand.ahead:
        raise NotNow(_("No edition of this article is scheduled."))
    return stand


def _reason(reason: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; the writer and the log keep it.")})
    return reason.strip()


def has_changes(article: Article, edition: Edition) -> bool:
    """Whether the desk copy would read differently from that edition if it were published."""
    return digest(compose(article).to_json()) != edition.digest
