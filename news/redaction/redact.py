"""Redacts: takes words away for good because of a judgment or a law. Nothing else changes the words
of an edition."""

from collections.abc import Collection

from django.db.models import F, Q, QuerySet
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from audit.models import Kind
from media.models import MODELS, LibraryFile, Takedown
from media.takedown.take_down import take_down
from media.usage import DOCUMENT, PHOTO

from ..desk.steps.base import Step, StepRefused, given_reason
from ..editions.document import REDACTED
from ..enums import Verb
from ..models import Act, Article
from ..rights import permissions
from .reach import CLEARED
from .scope import RedactionScope

# Sent in the transaction of each redaction, with `article`, the numbers of its `editions`, and the
# keys of `saves`, `notes` and `comments` that were blanked.
redacted = Signal()


@Step.declare(
    Verb.REDACT,
    label=_("Redact"),
    message=_("Redacted: those words are gone for good."),
    right=permissions.REDACT,
    audit_kind=Kind.REDACT,
)
def redact(
    article: Article,
    *,
    by,
    editions: Collection[int] = (),
    saves: Collection[int] = (),
    notes: Collection[int] = (),
    comments: Collection[int] = (),
    photos: Collection[int] = (),
    documents: Collection[int] = (),
    reason: str,
) -> None:
    """Blank these editions (by number), saved texts and notes (by the key of their act) and
    comments (by key), and clear all else that `reach.CLEARED` names. `reach.LEFT_ALONE` names what
    stays.

    The photos and documents (by key) of past editions are taken down with their words, also where
    other articles show them; PermissionDenied without the right to it.

    A redacted edition keeps its number, times, code and SHA-256. Raises StepRefused if nothing is
    chosen, if readers see a chosen edition now or will see it later, and if a chosen text is the
    desk copy's: in these two cases somebody has to publish or save other words first.
    """
    reason, now = given_reason(reason), timezone.now()
    chosen = list(article.editions.filter(number__in=editions, redacted_at=None))
    if not all(each.is_over(now) for each in chosen):
        raise StepRefused(
            gettext(
                "Readers see one of these editions, or are to see it: publish other words first."
            )
        )
    kept = article.acts.exclude(text="")
    if kept.values_list("pk", flat=True).first() in saves:
        raise StepRefused(gettext("One of these texts is the desk copy's: save other words first."))
    redaction = RedactionScope(
        article,
        now,
        chosen,
        kept.filter(pk__in=saves).exclude(text__contains=f'"title":"{REDACTED}"'),
        redactable_notes(article).filter(pk__in=notes),
        article.comments.filter(pk__in=comments),
    )
    redaction.read()
    # Read now, because the editions forget their files.
    files = [
        (kind, pk)
        for kind, keys in ((PHOTO, photos), (DOCUMENT, documents))
        for pk in files_of_past_editions(article, kind).values_list("pk", flat=True)
        if pk in keys
    ]
    if not any(redaction.counts) and not files:
        raise StepRefused(gettext("Nothing was chosen."))
    blanked = {
        "editions": sorted(each.number for each in chosen),
        **{
            name: sorted(rows.values_list("pk", flat=True))
            for name, rows in (
                ("saves", redaction.texts),
                ("notes", redaction.notes),
                ("comments", redaction.comments),
            )
        },
    }
    for each in CLEARED:
        each.clear(redaction)
    # After the logs are cleared, so that they tell of it.
    for file in files:
        take_down(file, by=by, reason=reason, words=True)
    redact.record(article, by, f"{reason} ({_what(redaction, len(files))})")
    redacted.send(Article, article=article, **blanked)


def redactable_notes(article: Article) -> QuerySet[Act]:
    """The article's acts that have a note (why it was returned, withdrawn, assigned …), without
    those that were redacted already and without the reasons of redactions."""
    return article.acts.exclude(note__in=["", REDACTED]).exclude(verb=Verb.REDACT)


def files_of_past_editions(article: Article, kind: str) -> QuerySet[LibraryFile]:
    """The photos, or documents, that stand in editions of the article which readers neither see nor
    are to see; without those whose words were taken down already."""
    is_over = Q(live_until__lte=timezone.now()) | Q(live_until=F("live_from"))
    past = article.editions.filter(is_over, redacted_at=None)
    rows = MODELS[kind].objects.exclude(takedown=Takedown.WORDS)
    return rows.filter(edition_rows__edition__in=past).order_by("pk").distinct()


def _what(redaction: RedactionScope, files: int) -> str:
    editions, saves, notes, comments = redaction.counts
    numbers = ", ".join(str(each.number) for each in redaction.editions)
    parts = [
        (editions, ngettext("edition %s", "editions %s", editions) % numbers),
        (saves, ngettext("%d saved text", "%d saved texts", saves) % saves),
        (notes, ngettext("%d note", "%d notes", notes) % notes),
        (comments, ngettext("%d comment", "%d comments", comments) % comments),
        (files, ngettext("%d file", "%d files", files) % files),
    ]
    return "; ".join(words for count, words in parts if count)
