"""Folding of text for search, the same for what is indexed and for what a reader types.

`Đảng bộ`, `đảng bộ` and `dang bo` become one, and so do `hoà` and `hòa`: tone placement differs
even in NFC, and portals mix both.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from text.unicode import nfc, split_tones

# Words of a search that count; further ones are ignored.
MAX_SEARCH_WORDS = 8

_PLAIN = {
    # đ has no Unicode decomposition, so stripping marks misses it; the Icelandic eth looks the same
    # in capitals and stands in for Đ in texts converted from older encodings.
    **dict.fromkeys("đð", "d"),
    # No keyboard has the raised two of m²; slugs make it a 2 as well.
    **dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "0123456789" * 2, strict=True)),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}


class _Folding(dict[int, str]):
    """`str.translate` table that works out a character when it first meets it.

    One pass of translate over NFC text is four times as fast as a regular expression over NFD.
    """

    def __missing__(self, point: int) -> str:
        folded = self[point] = _fold_character(chr(point))
        return folded


def _fold_character(character: str) -> str:
    kept = "".join(
        _PLAIN.get(part, part)
        for part in unicodedata.normalize("NFD", character.casefold())
        if unicodedata.category(part) not in ("Mn", "Cf")  # Cf: soft hyphen, zero-width characters
    )
    folded = unicodedata.normalize("NFC", kept)
    return folded if folded == character else "".join(map(_fold_character, folded))


_TABLE = _Folding()


def fold(value: str) -> str:
    """The text lower-cased, without any mark, đ as d, its white space as single spaces, trimmed.

    Typographic quotes and dashes become `"`, `'` and `-`; no-break spaces become spaces.
    """
    return " ".join(nfc(value).translate(_TABLE).split())


def search_words(words: str) -> list[str]:
    """The words that a search of staff looks for: folded, few, and none that a database refuses."""
    return fold(words.replace("\0", " ")[:300]).split()[:MAX_SEARCH_WORDS]


# Characters of a word that are compared.
MAX_WORD_CHARACTERS = 40

# Thousands are written `18.000`; whoever types `18000` means the same. Other signs part words.
_WORD = re.compile(r"(?<!\d)\d{1,3}(?:\.\d{3})+(?!\d)|[^\W_]+")


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
    """Cached, because a language has few syllables: a text of 1,000 words takes 1 ms."""
    if word[0].isdigit():
        word = word.replace(".", "")
    folded = fold(word)[:MAX_WORD_CHARACTERS].replace(" ", "")
    if word.isascii():
        return folded, folded
    return folded, "".join(split_tones(word.casefold()))[:MAX_WORD_CHARACTERS]
