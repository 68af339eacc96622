"""Vietnamese alphabetical order, for names and titles sorted in Python.

The alphabet's letters are a ă â b c d đ e ê g … (Python sorts ă, â, đ after z); tones come second,
in the order of Vietnamese dictionaries: ngang, huyền, hỏi, ngã, sắc, nặng.
"""

import unicodedata

from text.unicode import nfc

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# From U+0100 on: above every digit and ASCII sign that a text may hold.
_WEIGHTS = {letter: chr(0x100 + place) for place, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_LETTER_MARKS = {"\u0306", "\u0302", "\u031b"}  # breve, circumflex, horn: part of ă â ê ô ơ ư


def sort_key(value: str) -> tuple[str, tuple[str, ...], str]:
    """A key for `sorted(key=…)`: letters first, then tones syllable by syllable, then the text.

    Tones count by syllable, not by letter, so that `hoà` and `hòa` sort as one; signs and spaces
    only separate words, so that a title in quotes stands at its first letter.
    """
    syllables = [_syllable(word) for word in _words(value)]
    letters = " ".join(letters for letters, _ in syllables)
    tones = tuple(tone for _, tone in syllables)
    return letters, tones, nfc(value).swapcase()  # lower case first


def _words(value: str) -> list[str]:
    lowered = nfc(value).casefold()
    return "".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in lowered).split()


def _syllable(word: str) -> tuple[str, str]:
    """A lower-case word's letters as weights, and its tones as digits (`0` for none)."""
    letters, tones = [], []
    for character in word:
        base, *marks = list(unicodedata.normalize("NFD", character))
        tones += [_TONES[mark] for mark in marks if mark in _TONES]
        own = "".join(mark for mark in marks if mark in _LETTER_MARKS)
        letter = unicodedata.normalize("NFC", base + own)
        if not unicodedata.combining(base):
            letters.append(_WEIGHTS.get(letter) or _WEIGHTS.get(base) or _other(base))
    return "".join(letters), "".join(tones) or "0"


def _other(character: str) -> str:
    """Digits keep their place before letters; letters of other scripts come after all of ours."""
    return character if ord(character) < 0x100 else chr(min(ord(character) + 0x200, 0x10FFFF))
