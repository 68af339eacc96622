"""What proofing found, in words for an editor."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from text.proof import Finding, Kind

_SENTENCES: dict[Kind, Promise] = {
    Kind.LEGACY: _("This is written in %(about)s, not in Unicode. It says “%(suggestion)s”."),
    Kind.DECOMPOSED: _("“%(words)s” is stored as letters and marks apart (decomposed Unicode)."),
    Kind.NO_BREAK: _("An unusual space (%(about)s) stands where a plain one belongs."),
    Kind.INVISIBLE: _("A character that nobody sees (%(about)s) stands in the text."),
    Kind.DOUBLE_SPACE: _("More than one space stands here."),
    Kind.SPACE_BEFORE: _("A space stands before “%(suggestion)s”."),
    Kind.DOUBLED: _("“%(suggestion)s” stands here twice."),
    Kind.MISSPELT: _("“%(words)s” is no Vietnamese syllable."),
    Kind.TONE_STYLE: _(
        "“%(words)s” places its tone otherwise than most of the article (“%(suggestion)s”)."
    ),
    Kind.CONFUSION: _("“%(words)s”: should it be “%(suggestion)s”?"),
    Kind.WEEKDAY: _("“%(words)s” does not fit the date %(about)s: that is “%(suggestion)s”."),
    Kind.NUMBER: _("The title has the number %(words)s; the text does not."),
    Kind.DATE: _("There is no such day: %(words)s."),
    Kind.TIME: _("There is no such time: %(words)s."),
}
_MEANT = _("“%(words)s” is no Vietnamese syllable: should it be “%(suggestion)s”?")


def sentence(finding: Finding) -> str:
    """What a finding says, in the language of whoever reads it."""
    known = finding.kind == Kind.MISSPELT and finding.suggestion
    words = {
        "words": finding.words,
        "suggestion": finding.suggestion or "",
        "about": finding.about,
    }
    return str(_MEANT if known else _SENTENCES[finding.kind]) % words
