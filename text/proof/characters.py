"""Checks for characters that readers do not notice but a text should not have: decomposed letters,
unusual and superfluous spaces, invisible characters.

The standard TCVN 6909:2001 asks for Unicode; the portal stores NFC.
"""

import re
from collections.abc import Callable, Iterator

from text.proof.findings import Finding, ProofKind, capped, invisible
from text.unicode import code, nfc

_UNUSUAL = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
_NO_BREAK = re.compile(f"[{_UNUSUAL}]")
# Typographers put a no-break space between a number and its unit, and between thousands.
_NUMBER_BEFORE = re.compile(rf"[0-9][{_UNUSUAL}]")
_UNIT = re.compile(r"[0-9%‰°]|[^\W\d_]")
_DOUBLE_SPACE = re.compile(r"(?<=[^\s])[ ]{2,}(?=\S)")
_SPACE_BEFORE = re.compile(r"(?<=[^\W_])[ \u00a0]+([,;!?]|:(?!\))|\.(?!\.))(?=\s|$|[”’»\")])")
# Each match starts at the beginning of a word; else the pattern would be tried at each letter.
_APART = r"[^\s\u0300-\u036f]*+[\u0300-\u036f]\S*"
_WORDS_APART = re.compile(rf"(?<!\S){_APART}(?: {_APART})*")
_JOINER = "\u200d"
# All characters but the letters and signs of Vietnamese and of European languages.
_UNCOMMON = re.compile("[^\x00-\xac\xae-\u05ff\u1e00-\u1fff]")


def check_characters(text: str) -> list[Finding]:
    """Findings about single characters, by kind."""
    return [each for rule in _RULES for each in _found(text, *rule)]


@capped
def _found(
    text: str, kind: ProofKind, pattern: re.Pattern[str], right: Callable[[re.Match[str]], str]
) -> Iterator[Finding]:
    """A finding for each match of the pattern that is not already what `right` returns for it."""
    for found in pattern.finditer(text):
        start, end = found.span()
        if (suggestion := right(found)) != found[0]:
            about = code(found[0]) if kind in (ProofKind.NO_BREAK, ProofKind.INVISIBLE) else ""
            yield Finding(kind, found[0], start, end, suggestion, about)


def _spaced(found: re.Match[str]) -> str:
    """A plain space; the found one if it keeps a number with its unit."""
    text, at = found.string, found.start()
    is_held = at and _NUMBER_BEFORE.match(text, at - 1) and _UNIT.match(text, at + 1)
    return found[0] if is_held else " "


def _shown(found: re.Match[str]) -> str:
    """Nothing for an invisible character; the found one if it joins two pictograms."""
    text, (start, end) = found.string, found.span()
    is_held = found[0] == _JOINER and min(text[start - 1 : start], text[end : end + 1]) > "\u2190"
    return "" if invisible(found[0]) and not is_held else found[0]


# Each kind, a pattern for where it may be, and a function that returns the right text there.
_RULES = (
    (ProofKind.DECOMPOSED, _WORDS_APART, lambda found: nfc(found[0])),
    (ProofKind.NO_BREAK, _NO_BREAK, _spaced),
    (ProofKind.INVISIBLE, _UNCOMMON, _shown),
    (ProofKind.DOUBLE_SPACE, _DOUBLE_SPACE, lambda _: " "),
    (ProofKind.SPACE_BEFORE, _SPACE_BEFORE, lambda found: found[1]),
)
