"""The findings of proofing, and the text as the checks read it."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from itertools import islice
from typing import Any

from text.unicode import nfc


class ProofKind(StrEnum):
    """What may be wrong. `about` is what a message names besides the words and the suggestion.

    `legacy`        words written in TCVN3 (ABC) or VNI; about: which of them
    `decomposed`    letters and their marks stored apart (NFD)
    `no-break`      a no-break or other unusual space; about: its code, `U+00A0`
    `invisible`     a character that shows nothing; about: its code
    `double-space`  more than one space
    `space-before`  a space before a full stop, comma …
    `doubled`       a word that stands twice
    `misspelt`      a syllable that cannot be Vietnamese
    `tone-style`    `hoà` where the text mostly has `hòa`, or the other way round;
                    about: the style of the words, `old` (hòa) or `new` (hoà)
    `confusion`     real syllables that make another word than was surely meant
    `weekday`       a weekday that is wrong for the date beside it; about: the date
    `number`        a number of the title that the text does not have
    `date`          a day that does not exist
    `time`          an hour or a minute that does not exist
    """

    LEGACY = "legacy"
    DECOMPOSED = "decomposed"
    NO_BREAK = "no-break"
    INVISIBLE = "invisible"
    DOUBLE_SPACE = "double-space"
    SPACE_BEFORE = "space-before"
    DOUBLED = "doubled"
    MISSPELT = "misspelt"
    TONE_STYLE = "tone-style"
    CONFUSION = "confusion"
    WEEKDAY = "weekday"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: `words` is the text from `start` to `end`; `suggestion` could replace it.

    `paragraph` counts from 0; it is None for a title, and for a text that was checked alone.
    """

    kind: ProofKind
    words: str
    start: int
    end: int
    suggestion: str | None = None
    about: str = ""
    paragraph: int | None = None


# The most findings of one check in one text.
MAX_FINDINGS = 200

# Replaces characters that no check reads; it is neither letter, space nor punctuation.
_BLANK = "\ufffc"
# Most of the patterns match only after a non-word character, so that a long word is tried once.
_ADDRESSES = re.compile(
    r"(?<![\w@.+-])(?:https?://|www\.)[^\s<>“”\"]+"
    r"|(?<![\w@.+-])[\w.+-]{1,64}@[\w.-]+"
    r"|(?<![\w@.+-])(?:[a-z0-9-]{1,63}\.){1,8}(?:vn|com|org|net|gov|edu|info|example)\b[^\s<>“”\"]*+"
    r"|[#@]\w++",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+(?:['’ʼ‐‑-]\w+)*")
_LETTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)
_ENDS = frozenset('.!?:;…\n“"«(•–—-')


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text. `plain`: it has only letters. `begins`: a sentence may begin with it.

    `joined`: only white space without a line feed stands between it and the word before.
    """

    text: str
    lower: str
    start: int
    end: int
    plain: bool
    begins: bool
    joined: bool

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


class ProofText:
    """A text for the checks: `text` in NFC with addresses blanked, and its `words` in order."""

    def __init__(self, source: str, blanked: Iterable[tuple[int, int]] = ()) -> None:
        """`blanked` has start and end of each stretch of the source that no check reads."""
        self.source = source
        for start, end in blanked:
            source = source[:start] + _BLANK * (end - start) + source[end:]
        self.text, self._offsets = _composed(source)
        self.text = _ADDRESSES.sub(lambda found: _BLANK * len(found[0]), self.text)
        self.words = list(_words(self.text))

    def finding(
        self, kind: ProofKind, start: int, end: int, suggestion: str | None = None, about: str = ""
    ) -> Finding:
        """A finding at those offsets of `text`, converted to offsets of the source."""
        if self._offsets:
            start, end = self._offsets[start], self._offsets[end]
        return Finding(kind, self.source[start:end], start, end, suggestion, about)


def capped(check: Callable[..., Iterator[Finding]]) -> Callable[..., list[Finding]]:
    """Makes a check return a list of at most MAX_FINDINGS findings."""

    @wraps(check)
    def first_findings(*args: Any) -> list[Finding]:
        return list(islice(check(*args), MAX_FINDINGS))

    return first_findings


def match_case(model: str, word: str) -> str:
    """The word in the case of `model`: lower, Capitalised or CAPITALS."""
    if len(model) > 1 and model.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def _composed(source: str) -> tuple[str, list[int]]:
    """The text in NFC without invisible characters, and the offset in `source` of each character.

    The list of offsets is empty if the text is unchanged.
    """
    if source.isascii() or (
        unicodedata.is_normalized("NFC", source) and not any(map(invisible, set(source)))
    ):
        return source, []
    parts: list[str] = []
    offsets: list[int] = []
    for found in _LETTER.finditer(source):
        part = nfc("".join(c for c in found[0] if not invisible(c)))
        parts.append(part)
        offsets += [found.start()] * len(part)
    return "".join(parts), [*offsets, len(source)]


def invisible(character: str) -> bool:
    """Whether it is a format character (soft hyphen, zero-width space …), which shows nothing."""
    return unicodedata.category(character) == "Cf"


def _words(text: str) -> Iterator[Word]:
    at = 0
    for found in _WORD.finditer(text):
        gap, word = text[at : found.start()], found[0]
        begins = not at or not _ENDS.isdisjoint(gap)
        joined = gap.isspace() and "\n" not in gap
        yield Word(word, word.lower(), found.start(), found.end(), word.isalpha(), begins, joined)
        at = found.end()
