"""Characters that readers do not notice and a text should not have: decomposed letters, unusual and
superfluous spaces, invisible characters.

TCVN 6909:2001 asks for Unicode; the portal stores NFC.
"""

import re
import unicodedata
from collections.abc import Iterator

from text.proof.findings import Finding, ProofKind, capped, invisible
from text.unicode import code, nfc

_UNUSUAL = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
_NO_BREAK = re.compile(f"[{_UNUSUAL}]")
# Typographers keep a number with its unit, and thousands together.
_NUMBER_BEFORE = re.compile(rf"[0-9][{_UNUSUAL}]")
_UNIT = re.compile(r"[0-9%‰°]|[^\W\d_]")
_DOUBLE_SPACE = re.compile(r"(?<=[^\s])[ ]{2,}(?=\S)")
_SPACE_BEFORE = re.compile(r"(?<=[^\W_])[ \u00a0]+([,;!?]|:(?!\))|\.(?!\.))(?=\s|$|[”’»\")])")
# Only from the beginning of a word, else the pattern would try each of its letters.
_WORDS_APART = re.compile(r"(?<!\S)\S*[\u0300-\u036f]\S*(?: \S*[\u0300-\u036f]\S*)*")
# A joiner holds pictograms together.
_JOINER = "\u200d"


def check_characters(text: str) -> list[Finding]:
    """Findings about single characters, in no order of importance."""
    return [
        *capped(_decomposed(text)),
        *capped(_no_breaks(text)),
        *capped(_invisibles(text)),
        *capped(_double_spaces(text)),
        *capped(_spaces_before(text)),
    ]


def _decomposed(text: str) -> Iterator[Finding]:
    if unicodedata.is_normalized("NFC", text):
        return
    for found in _WORDS_APART.finditer(text):
        composed = nfc(found[0])
        if composed != found[0]:
            yield Finding(ProofKind.DECOMPOSED, found[0], found.start(), found.end(), composed)


def _no_breaks(text: str) -> Iterator[Finding]:
    for found in _NO_BREAK.finditer(text):
        at = found.start()
        if at and _NUMBER_BEFORE.match(text, at - 1) and _UNIT.match(text, at + 1):
            continue
        yield Finding(ProofKind.NO_BREAK, found[0], at, at + 1, " ", code(found[0]))


def _invisibles(text: str) -> Iterator[Finding]:
    for at, character in enumerate(text):
        if character.isascii() or not invisible(character):
            continue
        pictogram = text[at - 1 : at] > "\u2190" and text[at + 1 : at + 2] > "\u2190"
        if character != _JOINER or not pictogram:
            yield Finding(ProofKind.INVISIBLE, character, at, at + 1, "", code(character))


def _double_spaces(text: str) -> Iterator[Finding]:
    for found in _DOUBLE_SPACE.finditer(text):
        yield Finding(ProofKind.DOUBLE_SPACE, found[0], found.start(), found.end(), " ")


def _spaces_before(text: str) -> Iterator[Finding]:
    for found in _SPACE_BEFORE.finditer(text):
        yield Finding(ProofKind.SPACE_BEFORE, found[0], found.start(), found.end(), found[1])
