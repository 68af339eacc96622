"""Syllables that cannot be Vietnamese, and what was likely meant.

Foreign words are met in every text, so a word is left alone unless something about it is Vietnamese
beyond doubt: a word with marks (`đuợc`, `phừơng`), or keystrokes of Telex. Names keep their ways:
`Đắk Lắk`, `Krông Pắc`, `Niê`.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from text.fold import fold
from text.proof import telex
from text.proof.compounds import common, compounds
from text.proof.finding import Finding, Kind
from text.proof.reading import Reading, Word, few, like
from text.proof.syllable import parse, spellings, syllables, without_tones

_LONGEST = 14  # letters of a word that is corrected; two syllables without their space
_FOREIGN_LETTER = re.compile("[fjwzçñßøåäëïöü]")
# Onsets and ends of names from the languages of the highlands, and of most loanwords.
_FOREIGN_SOUND = re.compile(
    r"^(?:[bcdđghkmps][lr]|[kmr][bcdđgknpst]|n[bcdđkpst]|h[lmnrj]|s[kt])|[bdđklrsvy]$"
)
_GROUP = re.compile("[aeiouyăâêôơư]+")
_HARD_TONES = {"huyền", "hỏi", "ngã", "nặng"}
_LETTERS = "abcdeghiklmnopqrstuvxyăâđêôơư"
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEAR = {
    (row[at], row[at + step])
    for row in _ROWS
    for at in range(len(row))
    for step in (-1, 1)
    if 0 <= at + step < len(row)
}


def check_spelling(reading: Reading) -> list[Finding]:
    """A finding for each word that no syllable of Vietnamese is."""
    return few(_misspelt(reading))


def _misspelt(reading: Reading) -> Iterator[Finding]:
    words = reading.words
    for at, word in enumerate(words):
        if parse(word.text) or not word.plain or not suspicious(word.text):
            continue
        before = words[at - 1] if at and word.joined else None
        after = words[at + 1] if at + 1 < len(words) and words[at + 1].joined else None
        suggestion = _suggested(word, before, after)
        yield reading.finding(Kind.MISSPELT, word.start, word.end, suggestion)


@lru_cache(maxsize=4096)
def suspicious(word: str) -> bool:
    """Whether a word that is no syllable is meant to be one."""
    lower = word.lower()
    if len(lower) > 30 or word[1:] != lower[1:] and not word.isupper():
        return False
    if telex.decoded(lower) and not (word[0].isupper() and lower.isascii()):
        return True
    if lower.isascii():
        return word == lower and _ascii_slip(lower)
    letters, tones = without_tones(lower)
    groups = _GROUP.findall(letters)
    if not groups or "ð" not in lower and _FOREIGN_LETTER.search(lower):
        return False
    if word[0].isupper() and (not tones or _FOREIGN_SOUND.search(letters)):
        return False
    if _joined(lower):
        return True
    if len(groups) > 1:  # a loanword of more syllables: `ôtô`, `sôcôla`, `xăngti`
        return len(tones) > 1 and bool(_HARD_TONES & set(tones))
    return bool(tones) or not _FOREIGN_SOUND.search(letters)


def _ascii_slip(lower: str) -> bool:
    """A word without marks in which only Vietnamese can have slipped: `nghanh`, `trogn`."""
    if len(_GROUP.findall(lower)) != 1:
        return False
    swapped = re.sub("(gn|hn)$", lambda found: found[0][::-1], lower)
    return (
        swapped != lower
        and parse(swapped) is not None
        or bool(re.match("ngh[aouư]|nh.*hh?$", lower))
    )


def _suggested(word: Word, before: Word | None, after: Word | None) -> str | None:
    if len(word.lower) > _LONGEST:
        return None
    spelt = telex.decoded(word.lower) or _joined(word.lower)
    if not spelt:
        spelt = _best(
            _candidates(word.lower), before.lower if before else "", after.lower if after else ""
        )
    return like(word.text, spelt) if spelt else None


def _joined(lower: str) -> str | None:
    """Two syllables that lost their space; not a loanword, whose tones are few (`bêtông`)."""
    if len(lower) > _LONGEST:
        return None
    for at in range(1, len(lower)):
        first, second = parse(lower[:at]), parse(lower[at:])
        if first and second and _words_apart(lower[:at], lower[at:]):
            return f"{lower[:at]} {lower[at:]}"
    return None


def _words_apart(first: str, second: str) -> bool:
    known = (first, second) in compounds()
    tones = {parse(first).tone, parse(second).tone}
    return (
        known
        or len(second) > 1
        and len(first) > 1
        and bool(tones & _HARD_TONES)
        and "" not in tones
    )


def _best(candidates: dict[str, float], before: str, after: str) -> str | None:
    """The likeliest, when no other is as likely."""

    def cost(spelt: str) -> float:
        fits = (before, spelt) in compounds() or (spelt, after) in compounds()
        return candidates[spelt] - 1.5 * fits - 0.5 * (spelt in common())

    ranked = sorted(candidates, key=cost)
    if not ranked or len(ranked) > 1 and cost(ranked[0]) == cost(ranked[1]):
        return None
    return ranked[0]


@lru_cache(maxsize=1024)
def _candidates(lower: str) -> dict[str, float]:
    """Syllables that one slip makes this word, and how unlikely the slip is."""
    letters, tones = without_tones(lower.replace("ð", "đ"))
    found: dict[str, float] = {}

    def offer(spelt: str | None, cost: float) -> None:
        if spelt and cost < found.get(spelt, 9):
            found[spelt] = cost

    for tone in dict.fromkeys(tones or [""]):
        offer(spellings().get((letters, tone)), 0 if len(tones) <= 1 else 1)
        for near, cost in _slips(letters):
            offer(spellings().get((near, tone)), cost + (len(tones) > 1))
        for marked in _same_base().get(fold(letters), ()):
            offer(spellings().get((marked, tone)), _remarked(letters, marked))
    if len(tones) < 2:
        for tone in {"", "huyền", "hỏi", "ngã", "sắc", "nặng"}.difference(tones):
            offer(spellings().get((letters, tone)), 1 if not tones else 1.5)
    return found


@cache
def _same_base() -> dict[str, set[str]]:
    """Toneless syllables by what they are without any mark."""
    found: dict[str, set[str]] = {}
    for syllable in syllables().values():
        found.setdefault(fold(syllable.letters), set()).add(syllable.letters)
    return found


def _remarked(written: str, meant: str) -> float:
    """The cost of marks: `uơ` for `ươ` is the usual slip; then a mark that is missing."""
    if len(written) != len(meant):
        return 9
    cost = 0.0
    for one, other in zip(written, meant, strict=True):
        if one != other:
            cost += 1 if one.isascii() else 1.5
    return 0.9 if "ươ" in meant and ("uơ" in written or "ưo" in written) and cost <= 1 else cost


def _slips(letters: str) -> Iterator[tuple[str, float]]:
    """What one key more, fewer, other or two keys in turn would have made of the letters."""
    for at, letter in enumerate(letters):
        left, right = letters[:at], letters[at + 1 :]
        yield left + right, 0.8 if letter in (left[-1:], right[:1]) else 1.8
        if right:
            yield left + right[0] + letter + right[1:], 1
        for other in _LETTERS:
            yield left + other + right, 1.6 if (letter, other) in _NEAR else 2.4
            yield left + other + letters[at:], 1.9
    for other in _LETTERS:
        yield letters + other, 1.9
