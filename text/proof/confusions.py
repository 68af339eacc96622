"""Finds real syllables that make another word than was meant: `trực trạng`, `Thảnh ủy`, `sát nhập`.

It finds them in two ways. A list of our own has confusions that are wrong everywhere. And a rule
applies where two neighbouring syllables are not a compound: one slip corrected in one of them makes
a compound, the syllable with the slip does not stand alone in sentences, and neither syllable makes
a compound with its other neighbour. The lists are in `text.proof.word_lists`.
"""

from collections.abc import Iterator
from functools import lru_cache

from text.proof.corrections import one_slip
from text.proof.findings import Finding, ProofKind, ProofText, Word, capped, match_case
from text.proof.syllable import parse, spellings
from text.proof.word_lists import compounds, compounds_by_part, confusions, syllable_list


@capped
def check_confusions(reading: ProofText) -> Iterator[Finding]:
    """A finding for each group of syllables where surely another word was meant."""
    words = reading.words
    done = 0
    for at in range(len(words) - 1):
        if at < done or not words[at + 1].joined or _in_a_name(words, at):
            continue
        right = _listed(words, at) or _one_slip_away(words, at)
        if right and not _belongs_elsewhere(words, at, len(right)):
            done = at + len(right)
            wrong = words[at:done]
            said = " ".join(match_case(w.text, r) for w, r in zip(wrong, right, strict=True))
            yield reading.finding(ProofKind.CONFUSION, wrong[0].start, wrong[-1].end, said)


def _listed(words: list[Word], at: int) -> tuple[str, ...] | None:
    for wrong, right in confusions().get(words[at].lower, ()):
        here = words[at : at + len(wrong)]
        if tuple(word.lower for word in here) == wrong and all(word.joined for word in here[1:]):
            return right
    return None


def _one_slip_away(words: list[Word], at: int) -> tuple[str, ...] | None:
    pair = _pair(words[at], words[at + 1])
    return None if pair in compounds() or not all(map(parse, pair)) else _meant(*pair)


def _belongs_elsewhere(words: list[Word], at: int, size: int) -> bool:
    """Whether the first or last of the words makes a compound with its outer neighbour: `giám sát
    nhập khẩu`."""
    return any(
        0 < border < len(words)
        and words[border].joined
        and _pair(words[border - 1], words[border]) in compounds()
        for border in (at, at + size)
    )


def _pair(first: Word, second: Word) -> tuple[str, str]:
    return _usual(first.lower), _usual(second.lower)


def _in_a_name(words: list[Word], at: int) -> bool:
    """Whether a word has a capital as only names have: `Y Tý kết nghĩa`, `chị Trường`."""
    first, second = words[at], words[at + 1]
    if first.text.isupper() and second.text.isupper():
        return False
    return second.capital or (first.capital and at > 0 and first.joined and words[at - 1].capital)


@lru_cache(maxsize=16384)
def _meant(first: str, second: str) -> tuple[str, str] | None:
    """The compound that becomes these two syllables by one slip; None if there is none or several.
    Cached, because a language has few syllables."""
    standalone, bound = syllable_list("standalone_syllables"), syllable_list("bound_syllables")
    seconds, firsts = compounds_by_part()
    found = []
    if first not in standalone or second in bound:
        found += [(near, second) for near in firsts.get(second, ()) if one_slip(first, near)]
    if second not in standalone or first in bound:
        found += [(first, near) for near in seconds.get(first, ()) if one_slip(second, near)]
    return found[0] if len(found) == 1 else None


def _usual(word: str) -> str:
    """The syllable in the old tone style, which the lists use."""
    syllable = parse(word)
    return spellings()[syllable.letters, syllable.tone] if syllable else word
