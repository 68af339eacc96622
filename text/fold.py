"""Folds text for search, in the same way for the index and for what a reader types.

`Đảng bộ`, `đảng bộ` and `dang bo` become equal, and so do `hoà` and `hòa`: NFC does not unite the
two ways to place a tone, and portals mix both.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from text.unicode import nfc, split_tones

# Words of a search that count; further ones are ignored.
MAX_SEARCH_WORDS = 8

_PLAIN = {
    # đ has no Unicode decomposition, so it stays when marks are removed. The Icelandic eth has the
    # same capital, and is in place of Đ in texts converted from older encodings.
    **dict.fromkeys("đð", "d"),
    # Readers cannot type the ² of m² on a keyboard; slugs make it a 2 as well.
    **dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "0123456789" * 2, strict=True)),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}


class _Folding(dict[int, str]):
    """A table for `str.translate` that computes each character when it first needs it.

    One pass of `translate` over NFC text is four times as fast as a regular expression over NFD.
    """

    def __missing__(self, point: int) -> str:
        folded = self[point] = _fold_character(chr(point))
        return folded


def _fold_character(character: str) -> str:
    # Category Mn has the marks; Cf has soft hyphens and zero-width characters.
    kept = "".join(
        _PLAIN.get(part, part)
        for part in unicodedata.normalize("NFD", character.casefold())
        if unicodedata.category(part) not in ("Mn", "Cf")
    )
    folded = unicodedata.normalize("NFC", kept)
    return folded if folded == character else "".join(map(_fold_character, folded))


_TABLE = _Folding()


def fold(value: str) -> str:
    """The text in lower case, without marks, đ as d, with single spaces and none at the ends.

    Typographic quotes and dashes become `"`, `'` and `-`; no-break spaces become spaces.
    """
    return " ".join(nfc(value).translate(_TABLE).split())


def search_words(words: str) -> list[str]:
    """The words of a search by staff: folded, at most MAX_SEARCH_WORDS, without the NUL character,
    which databases refuse."""
    return fold(words.replace("\0", " ")[:300]).split()[:MAX_SEARCH_WORDS]


# Characters of a word that are compared.
MAX_WORD_CHARACTERS = 40

# `18.000` is one word, and equal to `18000`. All other signs separate words.
_WORD = re.compile(r"(?<!\d)\d{1,3}(?:\.\d{3})+(?!\d)|[^\W_]+")


@dataclass(frozen=True, slots=True)
class Word:
    """`folded` has no accents. `exact` has them, with the tone last, so that `hoà` and `hòa` are
    equal."""

    start: int
    end: int
    folded: str
    exact: str

    @property
    def accented(self) -> bool:
        return self.exact != self.folded


def words(value: str) -> list[Word]:
    """The words of a text in order; `start` and `end` count characters of `nfc(value)`."""
    return [
        Word(found.start(), found.end(), *_forms(found[0])) for found in _WORD.finditer(nfc(value))
    ]


@lru_cache(maxsize=65536)
def _forms(word: str) -> tuple[str, str]:
    """The word as `folded` and `exact`. Cached, because a language has few syllables: a text of
    1,000 words takes 1 ms."""
    if word[0].isdigit():
        word = word.replace(".", "")
    folded = fold(word)[:MAX_WORD_CHARACTERS].replace(" ", "")
    if word.isascii():
        return folded, folded
    return folded, "".join(split_tones(word.casefold()))[:MAX_WORD_CHARACTERS]
