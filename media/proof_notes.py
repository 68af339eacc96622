"""What proofing found, in words for an editor."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from text.proof import Finding, ProofKind

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
    """What a finding says, in the language of whoever reads it."""
    known = finding.kind == ProofKind.MISSPELT and finding.suggestion
    words = {
        "words": finding.words,
        "suggestion": finding.suggestion or "",
        "about": finding.about,
    }
    return str(_MISSPELT_WITH_SUGGESTION if known else _SENTENCES[finding.kind]) % words
