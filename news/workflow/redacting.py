"""Words taken away for good, because a court or a law wants it: the one change of an edition."""

from collections.abc import Collection, Iterable

from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit import recording as audit
from delivery import store
from delivery.purging import purge
from delivery.tags import tag

from .. import editions as writing
from .. import receipts
from ..document import HOLE, Document, hole
from ..enums import Verb
from ..models import Act, Article, Edition, Sitting
from ..models.edition import EditionDocument, EditionPhoto
from ..search import index
from ..states import is_withdrawn, standing
from .acting import NotNow, acting, given_reason, log


def redact(
    article: Article,
    *,
    by,
    editions: Collection[int] = (),
    saves: Collection[int] = (),
    notes: Collection[int] = (),
    comments: Collection[int] = (),
    reason: str,
) -> None:
    """Blank those editions (by number), saved texts and notes (each by the act that kept it) and
    comments; what was typed into this article's forms and never saved, what its review links hold,
    which end, all pages that are kept on disk, in the audit log its former titles and those notes,
    and those editions' and texts' titles in receipts and in the logs of fronts.

    A hole stays in place of each, with its number, times, code and SHA-256. `NotNow` for what
    readers see or are to see, and for the desk copy's own text: what stands there is rewritten
    first. Copies elsewhere (backups, paper, other sites) are not reached.
    """
    reason = given_reason(reason)
    with acting(article, by, Verb.REDACT) as locked:
        now = timezone.now()
        chosen = list(locked.editions.filter(number__in=editions, redacted_at=None))
        if not all(each.is_over(now) for each in chosen):
            raise NotNow(
                _("Readers see one of these editions, or are to see it: publish other words first.")
            )
        kept = locked.acts.exclude(text="")
        texts = kept.filter(pk__in=saves).exclude(text__contains=f'"title":"{HOLE}"')
        if kept.values_list("pk", flat=True).first() in saves:
            raise NotNow(_("One of these texts is the desk copy's: save other words first."))
        spoken = notes_of(locked).filter(pk__in=notes)
        opinions = locked.comments.filter(pk__in=comments)
        if not (chosen or texts or spoken or opinions):
            raise NotNow(_("Nothing was chosen."))
        # An edition that went before the desk copy was rewritten has its title here still.
        titles = {each.title for each in chosen}
        titles |= {Document.from_json(text).title for text in texts.values_list("text", flat=True)}
        for edition in chosen:
            _blank(edition, now)
        receipts.redact(locked)
        _blank_in_logs_of_fronts(titles - {locked.title, *_titles(locked)})
        # What was noted when it was published, say: it is the edition's own note.
        locked.acts.filter(edition__in=chosen).exclude(note="").update(note=HOLE)
        audit.redact(locked, list(spoken.values_list("note", flat=True)))
        left = hole(locked.section_id, locked.genre).to_json()
        counts = texts.update(text=left), spoken.update(note=HOLE), opinions.update(text=HOLE)
        opinions.filter(by=None).update(name=HOLE)
        # A reviewer is called what their link is called.
        locked.review_links.filter(opinions__in=opinions).update(recipient=HOLE)
        locked.review_links.working(now).update(revoked_at=now)
        locked.review_links.update(document=left)
        if locked.public_reason and not is_withdrawn(locked, standing(locked, now)):
            locked.public_reason = ""  # of a withdrawal that is over, told to nobody any more
            locked.save(update_fields=["public_reason"])
        there = Sitting.objects.there(now).values("pk")
        locked.sittings.exclude(pk__in=there).delete()
        log(locked, by, Verb.REDACT, f"{reason} ({_what(chosen, *counts)})")
        transaction.on_commit(store.empty, robust=True)


def notes_of(article: Article) -> QuerySet[Act]:
    """Why it was returned, withdrawn, given to somebody …; not why it was redacted."""
    return article.acts.exclude(note__in=["", HOLE]).exclude(verb=Verb.REDACT)


def _blank(edition: Edition, at) -> None:
    purge(writing.stale(edition))
    purge([tag("article", edition.article_id)], gone=True)
    index.remove([edition])
    # So that the photo itself may be deleted from the library.
    EditionPhoto.objects.filter(edition=edition).delete()
    EditionDocument.objects.filter(edition=edition).delete()
    left = hole(edition.section_id, edition.content.genre)
    Edition.objects.filter(pk=edition.pk).update(
        kicker="",
        title=left.title,
        slug=left.slug,
        lead="",
        photo=None,
        note="",
        correction="",
        document=left.to_json(),
        redacted_at=at,
    )


def _titles(article: Article) -> Iterable[str]:
    """Those of its editions that are still known."""
    return article.editions.values_list("title", flat=True)


def _blank_in_logs_of_fronts(titles: Iterable[str]) -> None:
    """What was placed there is named by its title, in quotes (`Desk.in_words`)."""
    for title in titles:
        entries = LogEntry.objects.filter(
            content_type__app_label="news",
            content_type__model="front",
            change_message__contains=f"“{title}”",
        )
        for entry in entries:
            entry.change_message = entry.change_message.replace(f"“{title}”", f"“{HOLE}”")
            entry.save(update_fields=["change_message"])


def _what(chosen: list[Edition], saves: int, notes: int, comments: int) -> str:
    parts = []
    if chosen:
        numbers = ", ".join(str(each.number) for each in chosen)
        parts.append(ngettext("edition %s", "editions %s", len(chosen)) % numbers)
    if saves:
        parts.append(ngettext("%d saved text", "%d saved texts", saves) % saves)
    if notes:
        parts.append(ngettext("%d note", "%d notes", notes) % notes)
    if comments:
        parts.append(ngettext("%d comment", "%d comments", comments) % comments)
    return "; ".join(parts)
