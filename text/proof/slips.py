"""Whether one syllable is a slip away from another."""

from functools import lru_cache

from text.proof.syllable import Syllable, parse

_VOWELS = frozenset("aăâeêoôơuư")


@lru_cache(maxsize=65536)
def one_slip(written: str, meant: str) -> bool:
    """Another tone on the same letters, or the same tone with one letter or mark otherwise."""
    one, other = parse(written), parse(meant)
    if one is None or other is None or one == other:
        return False
    if _same(one, other):
        return False
    if one.letters == other.letters:
        return True
    return one.tone == other.tone and _near(one.letters, other.letters)


def _same(one: Syllable, other: Syllable) -> bool:
    """The same but for tone style, or for i and y, which both are right at the end (`lí`, `lý`)."""
    if one.tone != other.tone:
        return False
    i_or_y = {one.letters[-1], other.letters[-1]} == {"i", "y"}
    alone = one.letters[-2:-1] not in _VOWELS or one.letters.startswith("qu")
    return one.letters == other.letters or (
        i_or_y and alone and one.letters[:-1] == other.letters[:-1]
    )


def _near(one: str, other: str) -> bool:
    """One letter more, fewer or other, or two in turn."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    return one[at + 1 :] == other[at + 1 :] or (
        one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    )
