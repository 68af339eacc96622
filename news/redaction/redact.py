"""Redacting: words are taken away for good because of a judgment or a law. Nothing else changes an
edition."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from audit.models import Kind

from ..desk.steps.base import Step, StepRefused, given_reason
from ..editions.document import REDACTED
from ..enums import Verb
from ..models import Act, Article
from ..rights import permissions
from .reach import CLEARED
from .scope import RedactionScope


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
    reason: str,
) -> None:
    """Blank those editions (by number), saved texts and notes (by the key of their act) and
    comments (by key), and all else that `reach.CLEARED` names. `reach.LEFT_ALONE` names what stays.

    Of each its number, times, code and SHA-256 remain. Raises StepRefused for what readers see or
    are to see, and for the desk copy's own text: these are rewritten first.
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
    if not any(redaction.counts):
        raise StepRefused(gettext("Nothing was chosen."))
    for each in CLEARED:
        each.take(redaction)
    redact.record(article, by, f"{reason} ({_what(redaction)})")


def redactable_notes(article: Article) -> QuerySet[Act]:
    """The acts with a note: why it was returned, withdrawn, assigned …, but not why it was
    redacted."""
    return article.acts.exclude(note__in=["", REDACTED]).exclude(verb=Verb.REDACT)


def _what(redaction: RedactionScope) -> str:
    editions, saves, notes, comments = redaction.counts
    numbers = ", ".join(str(each.number) for each in redaction.editions)
    parts = [
        (editions, ngettext("edition %s", "editions %s", editions) % numbers),
        (saves, ngettext("%d saved text", "%d saved texts", saves) % saves),
        (notes, ngettext("%d note", "%d notes", notes) % notes),
        (comments, ngettext("%d comment", "%d comments", comments) % comments),
    ]
    return "; ".join(words for count, words in parts if count)
