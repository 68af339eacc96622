"""What a Word file holds that an article does not take over: counted, for the editor's report."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

MAX_PLACES = 3
MAX_PLACE_CHARACTERS = 70


class WordFileError(Exception):
    """The file cannot be read; the argument is a code that `news.word.report` words."""


class WordFinding(StrEnum):
    """The places of a kind are the first words of the paragraphs in which it stands.

    `LEGACY` has the font's name before them, `SIGNATURE` the whole line, `HEADER` its text.
    """

    # Left out
    COMMENT = "comment"
    DELETED = "deleted"
    HIDDEN = "hidden"
    HEADER = "header"
    CHART = "chart"
    SMARTART = "smartart"
    OBJECT = "object"
    SHAPE = "shape"
    METAFILE = "metafile"
    LINKED = "linked"
    MISSING = "missing"
    MANY = "many"
    EMBEDDED = "embedded"
    SYMBOL = "symbol"
    # Taken, but otherwise than it was
    INSERTED = "inserted"
    FOOTNOTE = "footnote"
    TEXTBOX = "textbox"
    EQUATION = "equation"
    CROPPED = "cropped"
    TURNED = "turned"
    NESTED_TABLE = "nested-table"
    NUMBERING = "numbering"
    LEAD_LINK = "lead-link"
    # Looks
    COLOUR = "colour"
    UNDERLINE = "underline"
    PAGE_BREAK = "page-break"
    # To be looked at
    LEGACY = "legacy"
    NO_TITLE = "no-title"
    SIGNATURE = "signature"


@dataclass(slots=True)
class Finding:
    count: int = 0
    places: list[str] = field(default_factory=list)


class Findings:
    """Counts by kind, in the order in which kinds came up, with the first places of each."""

    def __init__(self) -> None:
        self._found: dict[WordFinding, Finding] = {}

    def add(self, kind: WordFinding, place: str = "", count: int = 1) -> None:
        found = self._found.setdefault(kind, Finding())
        found.count += count
        place = shortened(place)
        if place and place not in found.places and len(found.places) < MAX_PLACES:
            found.places.append(place)

    def rows(self) -> list[dict[str, Any]]:
        return [
            {"kind": kind.value, "count": found.count, "places": found.places}
            for kind, found in self._found.items()
        ]


def shortened(text: str) -> str:
    """The first words of a text, on one line."""
    words = " ".join(text[: 4 * MAX_PLACE_CHARACTERS].split())
    if len(words) <= MAX_PLACE_CHARACTERS:
        return words
    return words[:MAX_PLACE_CHARACTERS].rpartition(" ")[0] + " …"
