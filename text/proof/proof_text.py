"""A text as the checks read it: NFC, without what is invisible, its addresses blotted out.

Findings are told in offsets of the text as it was given.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from text.proof.findings import Finding, ProofKind
from text.unicode import nfc

# Findings of one kind in one text; a longer list would help nobody and cost time.
MAX_FINDINGS = 200

_BLOT = "\ufffc"  # neither letter, space nor punctuation
# Each begins where no word character stands before it, so that a long run is tried once.
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
    """`plain` words are letters alone; `begins` is true where a sentence may begin.

    `joined` says that nothing but a space parts it from the word before.
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
    """`text` is what the checks look at, `words` its words in order."""

    def __init__(self, source: str, blotted: Iterable[tuple[int, int]] = ()) -> None:
        """`blotted` are stretches of the source that no check is to look at."""
        self.source = source
        for start, end in blotted:
            source = source[:start] + _BLOT * (end - start) + source[end:]
        self.text, self._offsets = _composed(source)
        self.text = _ADDRESSES.sub(lambda found: _BLOT * len(found[0]), self.text)
        self.words = list(_words(self.text))

    def finding(
        self, kind: ProofKind, start: int, end: int, suggestion: str | None = None, about: str = ""
    ) -> Finding:
        """A finding at those offsets of `text`, told in offsets of the source."""
        if self._offsets:
            start, end = self._offsets[start], self._offsets[end]
        return Finding(kind, self.source[start:end], start, end, suggestion, about)


def capped(findings: Iterable[Finding]) -> list[Finding]:
    """As many as anybody reads."""
    return list(islice(findings, MAX_FINDINGS))


def match_case(model: str, word: str) -> str:
    """The word in the case of the model: lower, Capitalised or CAPITALS."""
    if len(model) > 1 and model.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def _composed(source: str) -> tuple[str, list[int]]:
    """The text in NFC without invisible characters, and where each character was.

    No offsets when nothing has moved.
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
    """Format characters (soft hyphen, zero-width space …), which show nothing by themselves."""
    return unicodedata.category(character) == "Cf"


def _words(text: str) -> Iterator[Word]:
    at, begins = 0, True
    for found in _WORD.finditer(text):
        gap = text[at : found.start()]
        word = found[0]
        begins = not at or not _ENDS.isdisjoint(gap)
        joined = bool(gap) and gap.isspace() and "\n" not in gap
        yield Word(word, word.lower(), found.start(), found.end(), word.isalpha(), begins, joined)
        at = found.end()
