"""Suggests corrections of an impossible syllable: each is one slip of the fingers away, and a cost
says how unlikely the slip is.

The correction with the least cost wins, unless another costs the same. A correction that makes a
compound with a neighbouring word (`text.proof.word_lists`) costs less.
"""

from collections.abc import Iterator
from functools import cache, lru_cache

from text.fold import fold
from text.proof.syllable import Syllable, parse, spellings, syllables, without_tones
from text.proof.word_lists import compound_syllables, compounds

# Longer words are not corrected: this is enough for two syllables without their space.
MAX_WORD_LETTERS = 14
# No loanword that is written as one word has one of these tones.
HARD_TONES = frozenset({"huyền", "hỏi", "ngã", "nặng"})

_LETTERS = "abcdeghiklmnopqrstuvxyăâđêôơư"
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEAR = {
    (row[at], row[at + step])
    for row in _ROWS
    for at in range(len(row))
    for step in (-1, 1)
    if 0 <= at + step < len(row)
}


def joined(lower: str) -> str | None:
    """The two syllables of a word without their space, with the space; None if it is not surely two
    words (`bêtông`)."""
    parted = ((lower[:at], lower[at:]) for at in range(1, len(lower)))
    found = (" ".join(pair) for pair in parted if _words_apart(*pair))
    return next(found, None) if len(lower) <= MAX_WORD_LETTERS else None


def swapped(lower: str) -> str | None:
    """The syllable that results if two neighbouring letters are swapped; None if there is none or
    several."""
    letters, tones = without_tones(lower)
    if len(tones) > 1 or len(letters) > MAX_WORD_LETTERS:
        return None
    tone = "".join(tones)
    found = {
        spelt
        for at in range(len(letters) - 1)
        if (
            spelt := spellings().get(
                (letters[:at] + letters[at + 1] + letters[at] + letters[at + 2 :], tone)
            )
        )
    }
    return found.pop() if len(found) == 1 else None


def _words_apart(first: str, second: str) -> bool:
    one, other = parse(first), parse(second)
    if one is None or other is None:
        return False
    is_sure = one.tone and other.tone and not HARD_TONES.isdisjoint((one.tone, other.tone))
    return (first, second) in compounds() or bool(is_sure and min(len(first), len(second)) > 1)


def best(candidates: dict[str, float], before: str, after: str) -> str | None:
    """The candidate of the least cost; None if another costs the same. `before` and `after` are the
    neighbouring words in lower case, or empty."""

    def cost(spelt: str) -> float:
        fits = (before, spelt) in compounds() or (spelt, after) in compounds()
        return candidates[spelt] - 1.5 * fits - 0.5 * (spelt in compound_syllables())

    first, second = [*sorted(candidates, key=cost), None, None][:2]
    return None if second and cost(first) == cost(second) else first


@lru_cache(maxsize=1024)
def candidates(lower: str) -> dict[str, float]:
    """Syllables that are one slip away from this word, with the cost of the slip."""
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
    """The letters of all syllables without tones, by the same letters without any mark."""
    found: dict[str, set[str]] = {}
    for syllable in syllables().values():
        found.setdefault(fold(syllable.letters), set()).add(syllable.letters)
    return found


def _remarked(written: str, meant: str) -> float:
    """The cost of wrong marks: least for `uơ` in place of `ươ`, then for missing marks; 9 if the
    words differ in length."""
    if len(written) != len(meant):
        return 9
    pairs = zip(written, meant, strict=True)
    cost = sum(1 if one.isascii() else 1.5 for one, other in pairs if one != other)
    return 0.9 if "ươ" in meant and ("uơ" in written or "ưo" in written) and cost <= 1 else cost


def _slips(letters: str) -> Iterator[tuple[str, float]]:
    """The letters with one removed, added or replaced, or with two swapped; each with its cost."""
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


_VOWELS = frozenset("aăâeêoôơuư")


@lru_cache(maxsize=65536)
def one_slip(written: str, meant: str) -> bool:
    """Whether two syllables differ only in the tone, or only in one letter or mark, or in two
    swapped letters."""
    one, other = parse(written), parse(meant)
    if one is None or other is None or _same(one, other):
        return False
    return one.letters == other.letters or (
        one.tone == other.tone and _near(one.letters, other.letters)
    )


def _same(one: Syllable, other: Syllable) -> bool:
    """Whether two syllables are the same, or differ only in a last i or y (`lí`, `lý`)."""
    i_or_y = {one.letters[-1], other.letters[-1]} == {"i", "y"}
    alone = one.letters[-2:-1] not in _VOWELS or one.letters.startswith("qu")
    return one.tone == other.tone and (
        one.letters == other.letters
        or (i_or_y and alone and one.letters[:-1] == other.letters[:-1])
    )


def _near(one: str, other: str) -> bool:
    """Whether the words differ by one letter added, removed or replaced, or by two swapped."""
    unlike = (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    at = next(unlike, min(len(one), len(other)))
    more, fewer = one[at:] == other[at + 1 :], one[at + 1 :] == other[at:]
    swapped_here = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return more or fewer or swapped_here or one[at + 1 :] == other[at + 1 :]
