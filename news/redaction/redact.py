"""Words taken away for good, because a court or a law wants it: the one change of an edition."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from audit.models import Kind

from ..desk.steps.step import Step, StepRefused, given_reason
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
    """Blank those editions (by number), saved texts and notes (each by the act that kept it) and
    comments, and what `reach.CLEARED` names besides.

    A hole stays in place of each, with its number, times, code and SHA-256. `StepRefused` for what
    readers see or are to see, and for the desk copy's own text: what stands there is rewritten
    first. `reach.LEFT_ALONE` names what is not reached.
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
    """Why it was returned, withdrawn, given to somebody …; not why it was redacted."""
    return article.acts.exclude(note__in=["", REDACTED]).exclude(verb=Verb.REDACT)


def _what(redaction: RedactionScope) -> str:
    editions, saves, notes, comments = redaction.counts
    parts = []
    if editions:
        numbers = ", ".join(str(each.number) for each in redaction.editions)
        parts.append(ngettext("edition %s", "editions %s", editions) % numbers)
    if saves:
        parts.append(ngettext("%d saved text", "%d saved texts", saves) % saves)
    if notes:
        parts.append(ngettext("%d note", "%d notes", notes) % notes)
    if comments:
        parts.append(ngettext("%d comment", "%d comments", comments) % comments)
    return "; ".join(parts)
