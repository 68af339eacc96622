"""Makes typing mistakes in good text, one at a time: how many does proofing find?

`sentences.txt` has mistakes that people thought of; these are the mistakes that fingers make.
"""

import random
import re
import unicodedata
from collections.abc import Callable

from tests.text.proof.labelled import YEAR, good_articles
from text.proof import check

_WORD = re.compile(r"[^\W\d_]{2,}")
_NEAR = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_TELEX = {"\u0302": "=", "\u031b": "w", "\u0306": "w"} | dict(zip(_TONES[1:], "frxsj", strict=True))


def _swapped(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _doubled(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    return word[: at + 1] + word[at:]


def _dropped(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    return word[:at] + word[at + 1 :]


def _beside(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    row = next((row for row in _NEAR if word[at] in row), word[at])
    place = row.index(word[at])
    return word[:at] + rng.choice(row[max(place - 1, 0) : place + 2]) + word[at + 1 :]


def _other_tone(word: str, rng: random.Random) -> str:
    apart = unicodedata.normalize("NFD", word)
    tones = [at for at, mark in enumerate(apart) if mark in _TONES[1:]]
    if not tones:
        return word
    other = apart[: tones[0]] + rng.choice(_TONES) + apart[tones[0] + 1 :]
    return unicodedata.normalize("NFC", other)


def _mark_lost(word: str, rng: random.Random) -> str:
    apart = unicodedata.normalize("NFD", word)
    marks = [at for at, mark in enumerate(apart) if unicodedata.combining(mark)]
    if not marks:
        return word
    at = rng.choice(marks)
    return unicodedata.normalize("NFC", apart[:at] + apart[at + 1 :])


def _keys_left(word: str, rng: random.Random) -> str:
    """The whole syllable as the keys of Telex input, the tone last."""
    letters, tone = "", ""
    for part in unicodedata.normalize("NFD", word.replace("đ", "dd")):
        key = _TELEX.get(part, part)
        if part in _TONES[1:]:
            tone = key
        else:
            letters += letters[-1:] if key == "=" else key
    return letters + tone


SLIPS: dict[str, Callable[[str, random.Random], str]] = {
    "two letters in turn": _swapped,
    "a letter twice": _doubled,
    "a letter lost": _dropped,
    "the key beside": _beside,
    "another tone": _other_tone,
    "a mark lost": _mark_lost,
    "keys of Telex left": _keys_left,
}


def found_of(slip: str, part: str, count: int = 300) -> tuple[int, int, int]:
    """Make `count` slips in words of more than one letter. Returns how many were made, were found,
    and were corrected by a suggestion."""
    rng = random.Random(slip)
    texts = [text for _, texts in good_articles(part) for text in texts if len(text) > 60]
    made = found = mended = 0
    while made < count:
        text = rng.choice(texts)
        word = rng.choice(list(_WORD.finditer(text)))
        if word[0] != word[0].lower() or (word[0].isascii() and slip == "keys of Telex left"):
            continue
        wrong = SLIPS[slip](word[0], rng)
        if wrong == word[0]:
            continue
        made += 1
        slipped = text[: word.start()] + wrong + text[word.end() :]
        start, end = word.start(), word.start() + len(wrong)
        hits = [
            each
            for each in check(slipped, year=YEAR)
            if each.kind in ("misspelt", "confusion", "doubled")
            and each.start < end
            and start < each.end
        ]
        found += bool(hits)
        mended += any(
            slipped[: hit.start] + (hit.suggestion or "") + slipped[hit.end :] == text
            for hit in hits
        )
    return made, found, mended
