"""Rules for every stored text: NFC, line feeds as line ends, no forbidden characters."""

import re
import unicodedata
from itertools import islice

# Control characters have no glyph. Surrogates cannot be encoded. Bidirectional controls show a text
# in another order than it is stored ("Trojan Source", CVE-2021-42574), and Vietnamese never needs
# them. A byte order mark inside a text and noncharacters come from faulty conversions.
_FORBIDDEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f"  # C0 without tab, line feed, carriage return
    "\x7f-\x9f"  # DEL and C1
    "\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ufeff"
    "\ud800-\udfff"
    "\ufdd0-\ufdef"
    + "".join(chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000))
)
# Only here can a long run of combining marks be: 64 characters, none of them a letter, digit, space
# or ASCII sign.
_UNUSUAL = re.compile(r"[^\w\s\x21-\x7e]{64,}")
# The limit of Unicode's Stream-Safe Text Format (UAX #15, section 13).
_MARKS_IN_A_ROW = 30
# The combining grapheme joiner, which shows nothing.
_JOINER = "\u034f"
_LOSSES_SHOWN, _CONTEXT_CHARACTERS = 3, 20

_VISIBLE = re.compile(r"[^\s\u200b\u2060]")

FORBIDDEN = re.compile(f"[{_FORBIDDEN}]")
REPLACEMENT = "\ufffd"
_LOST = re.compile(f"{REPLACEMENT}.{{0,{_CONTEXT_CHARACTERS - 1}}}", re.DOTALL)


def nfc(value: str) -> str:
    """The text in normal form C, as TCVN 6909:2001 asks; no-break spaces stay as they are."""
    if value.isascii():
        return value
    if _UNUSUAL.search(value):
        # Python sorts marks by insertion: 100,000 in a row would take minutes. Joiners break them
        # into short runs.
        value = _UNUSUAL.sub(_with_breaks, value)
    return unicodedata.normalize("NFC", value)


def _with_breaks(match: re.Match[str]) -> str:
    parts: list[str] = []
    marks = 0
    for character in match[0]:
        marks = marks + 1 if unicodedata.category(character).startswith("M") else 0
        if character == _JOINER:
            marks = 0
        if marks > _MARKS_IN_A_ROW:
            parts.append(_JOINER)
            marks = 1
        parts.append(character)
    return "".join(parts)


# In the order of dictionaries: huyền, hỏi, ngã, sắc, nặng.
_TONES = dict(zip("\u0300\u0309\u0303\u0301\u0323", "12345", strict=True))


def split_tones(word: str) -> tuple[str, str]:
    """A word without tone marks, in NFC, and its tones in order: `1` huyền … `5` nặng."""
    parts = unicodedata.normalize("NFD", word)
    letters = "".join(part for part in parts if part not in _TONES)
    tones = (_TONES[part] for part in parts if part in _TONES)
    return unicodedata.normalize("NFC", letters), "".join(tones)


def is_visible(text: str) -> bool:
    """Whether the text shows anything; spaces of any width show nothing."""
    return bool(_VISIBLE.search(text))


def code(character: str) -> str:
    """A character's name for a message: `U+202E`."""
    return f"U+{ord(character):04X}"


def forbidden(value: str) -> list[str]:
    """The characters of a text that no text may hold, as `U+0000` codes, each once, in order."""
    return [code(character) for character in dict.fromkeys(FORBIDDEN.findall(value))]


def replacement_contexts(value: str) -> list[str]:
    """The words around each of the first replacement characters (U+FFFD, �) of a text.

    Such a character is in the place of a letter that was lost when bytes were decoded: in a form
    that was not UTF-8, or in the program from which the text was copied.
    """
    return [
        " ".join(value[max(each.start() - _CONTEXT_CHARACTERS, 0) : each.end()].split())
        for each in islice(_LOST.finditer(value), _LOSSES_SHOWN)
    ]


def unix_newlines(value: str) -> str:
    """The text with every line end (CR LF from forms, lone CR) as one line feed."""
    return value.replace("\r\n", "\n").replace("\r", "\n")
