"""Proofs an article's words with `text.proof`, and tells in which field of the form each finding
is."""

from collections.abc import Collection, Iterator

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from text.body.read import paragraphs
from text.proof import Finding, ProofKind, check, check_legacy
from text.proof.legacy import may_be_legacy

from ..enums import CheckKind
from ..models import Article
from .remark import CONTEXT_CHARACTERS, Remark

# `CheckKind` has the kinds of `text.proof` at its end, LEGACY first.
WORDING_KINDS = frozenset(list(CheckKind)[list(CheckKind).index(CheckKind.LEGACY) :])


def remarks(article: Article, kinds: Collection[CheckKind]) -> Iterator[Remark]:
    """The remarks of these kinds on the title, kicker, lead and body, and on the caption and credit
    of the lead photo."""
    wanted = WORDING_KINDS.intersection(kinds)
    texts = _texts(article)
    if not wanted or (
        wanted == {CheckKind.LEGACY} and not any(may_be_legacy(text) for _field, text in texts)
    ):
        return
    for (field, text), finding in _findings(article, texts, wanted):
        kind = CheckKind(finding.kind.value)
        if kind in wanted:
            before = text[max(0, finding.start - CONTEXT_CHARACTERS) : finding.start]
            around = (before, text[finding.end : finding.end + CONTEXT_CHARACTERS])
            yield Remark(kind, sentence(finding), field, finding.words, around, quoted=True)


def _findings(
    article: Article, texts: list[tuple[str, str]], kinds: Collection[CheckKind]
) -> Iterator[tuple[tuple[str, str], Finding]]:
    # By default only this wording check blocks publishing; then the others need not run.
    if kinds == {CheckKind.LEGACY}:
        for each in texts:
            yield from ((each, finding) for finding in check_legacy(each[1]))
        return
    year = timezone.localtime(article.released_at or timezone.now()).year
    for finding in check(texts[0][1], [text for _field, text in texts[1:]], year):
        yield texts[0 if finding.paragraph is None else finding.paragraph + 1], finding


def _texts(article: Article) -> list[tuple[str, str]]:
    """The texts to be proofed, each with its field. Each paragraph of the body is a text."""
    return [
        *((field, getattr(article, field)) for field in ("title", "kicker", "lead")),
        *(("body", text) for text in paragraphs(article.body)),
        *((field, getattr(article, field)) for field in ("lead_caption", "lead_credit")),
    ]


_SENTENCES: dict[ProofKind, Promise] = {
    ProofKind.LEGACY: _("This is written in %(about)s, not in Unicode. It says “%(suggestion)s”."),
    ProofKind.DECOMPOSED: _(
        "“%(words)s” is stored as letters and marks apart (decomposed Unicode)."
    ),
    ProofKind.NO_BREAK: _("An unusual space (%(about)s) stands where a plain one belongs."),
    ProofKind.INVISIBLE: _("A character that nobody sees (%(about)s) stands in the text."),
    ProofKind.DOUBLE_SPACE: _("More than one space stands here."),
    ProofKind.SPACE_BEFORE: _("A space stands before “%(suggestion)s”."),
    ProofKind.DOUBLED: _("“%(suggestion)s” stands here twice."),
    ProofKind.MISSPELT: _("“%(words)s” is no Vietnamese syllable."),
    ProofKind.TONE_STYLE: _(
        "“%(words)s” places its tone otherwise than most of the article (“%(suggestion)s”)."
    ),
    ProofKind.CONFUSION: _("“%(words)s”: should it be “%(suggestion)s”?"),
    ProofKind.WEEKDAY: _("“%(words)s” does not fit the date %(about)s: that is “%(suggestion)s”."),
    ProofKind.NUMBER: _("The title has the number %(words)s; the text does not."),
    ProofKind.DATE: _("There is no such day: %(words)s."),
    ProofKind.TIME: _("There is no such time: %(words)s."),
}
_MISSPELT_WITH_SUGGESTION = _(
    "“%(words)s” is no Vietnamese syllable: should it be “%(suggestion)s”?"
)


def sentence(finding: Finding) -> str:
    """The sentence that tells a finding, in the language of the person who reads it."""
    known = finding.kind == ProofKind.MISSPELT and finding.suggestion
    return str(_MISSPELT_WITH_SUGGESTION if known else _SENTENCES[finding.kind]) % {
        "words": finding.words,
        "suggestion": finding.suggestion or "",
        "about": finding.about,
    }
