"""The words of a text as search compares them: where each stands, folded, and with its accents.

Vietnamese writes its syllables apart, so a "word" here is a syllable, a foreign word or a number.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from text.fold import fold
from text.unicode import nfc

# Characters of a word that are compared; what is longer is no word that anyone looks for.
MAX_WORD_CHARACTERS = 40

# Thousands are written `18.000`; whoever types `18000` means the same. Other signs part words.
_WORD = re.compile(r"(?<!\d)\d{1,3}(?:\.\d{3})+(?!\d)|[^\W_]+")
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


@dataclass(frozen=True, slots=True)
class Word:
    """`folded` has no accents; `exact` has them, tone last, so that `hoà` and `hòa` are one."""

    start: int
    end: int
    folded: str
    exact: str

    @property
    def accented(self) -> bool:
        return self.exact != self.folded


def words(value: str) -> list[Word]:
    """In order; `start` and `end` count characters of `nfc(value)`."""
    return [
        Word(found.start(), found.end(), *_forms(found[0])) for found in _WORD.finditer(nfc(value))
    ]


@lru_cache(maxsize=65536)
def _forms(word: str) -> tuple[str, str]:
    """Kept, as a language has few syllables: a text of 1,000 takes 1 ms."""
    if word[0].isdigit():
        word = word.replace(".", "")
    folded = fold(word)[:MAX_WORD_CHARACTERS].replace(" ", "")
    if word.isascii():
        return folded, folded
    letters, tones = [], []
    for character in unicodedata.normalize("NFD", word.casefold()):
        tone = _TONES.get(character)
        (tones if tone else letters).append(tone or character)
    return folded, (unicodedata.normalize("NFC", "".join(letters)) + "".join(tones))[
        :MAX_WORD_CHARACTERS
    ]
