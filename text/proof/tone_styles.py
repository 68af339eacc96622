"""Finds the two styles of placing tones in one article: `hòa` (old) and `hoà` (new).

Both are right: the new one in Quyết định 240/QĐ of 1984 and schoolbooks, the old one in most papers
and keyboards. So words are reported only if an article has both styles: those in the rarer one.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from text.proof.findings import Finding, ProofKind, ProofText, Word, capped, match_case
from text.proof.syllable import Syllable, in_other_style, parse

_OFFICES = frozenset({"uỷ", "ủy"})


def check_tone_styles(readings: Iterable[ProofText]) -> list[list[Finding]]:
    """For each text of one article, its words in the rarer style of the article.

    If both are equally frequent, the new style counts as the rarer one, as keyboards write the old.
    """
    styled = [list(_styled(reading)) for reading in readings]
    old, new = (
        sum(syllable.style == style for texts in styled for _, _, syllable in texts)
        for style in ("old", "new")
    )
    if not old or not new:
        return [[] for _ in styled]
    rarer = "new" if new <= old else "old"
    return [_in_style(rarer, texts) for texts in styled]


def _styled(reading: ProofText) -> Iterator[tuple[ProofText, Word, Syllable]]:
    for previous, word in pairwise([None, *reading.words]):
        syllable = parse(word.text)
        if syllable and syllable.style and not _in_a_name(previous, word):
            yield reading, word, syllable


@capped
def _in_style(style: str, styled: list[tuple[ProofText, Word, Syllable]]) -> Iterator[Finding]:
    for reading, word, syllable in styled:
        if syllable.style == style:
            other = match_case(word.text, in_other_style(syllable))
            yield reading.finding(ProofKind.TONE_STYLE, word.start, word.end, other, style)


def _in_a_name(previous: Word | None, word: Word) -> bool:
    """Whether the word is in a name: people choose how they write their names (`Trần Thị Thuý`)."""
    may_be = word.capital and not word.text.isupper() and word.lower not in _OFFICES
    return bool(may_be and previous and word.joined and previous.capital)
