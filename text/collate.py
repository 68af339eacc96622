"""Vietnamese alphabetical order, for names and titles sorted in Python.

The alphabet's letters are a ă â b c d đ e ê g … (Python sorts ă, â, đ after z); tones come second,
in the order of Vietnamese dictionaries: ngang, huyền, hỏi, ngã, sắc, nặng.
"""

import unicodedata

from text.unicode import nfc, split_tones

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# From U+0100 on: above every digit and ASCII sign that a text may hold.
_WEIGHTS = {letter: chr(0x100 + place) for place, letter in enumerate(_ALPHABET)}


def sort_key(value: str) -> tuple[str, tuple[str, ...], str]:
    """A key for `sorted(key=…)`: letters first, then tones syllable by syllable, then the text.

    Tones count by syllable, not by letter, so that `hoà` and `hòa` are equal. Signs and spaces only
    separate words, so that a title in quotes is sorted by its first letter.
    """
    lowered = nfc(value).casefold()
    signless = "".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in lowered)
    syllables = [_syllable(word) for word in signless.split()]
    letters = " ".join(letters for letters, _ in syllables)
    # With the case swapped, lower case comes first.
    return letters, tuple(tone for _, tone in syllables), nfc(value).swapcase()


def _syllable(word: str) -> tuple[str, str]:
    """A lower-case word's letters as weights, and its tones as digits (`0` for none)."""
    letters, tones = split_tones(word)
    return "".join(_weight(c) for c in letters if not unicodedata.combining(c)), tones or "0"


def _weight(letter: str) -> str:
    """Digits keep their place before letters; letters of other scripts come after all of ours."""
    base = unicodedata.normalize("NFD", letter)[0]
    other = base if ord(base) < 0x100 else chr(min(ord(base) + 0x200, 0x10FFFF))
    return _WEIGHTS.get(letter) or _WEIGHTS.get(base) or other
