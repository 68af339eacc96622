"""Counts what an article does not take over from a Word file, for a report to the editor."""

from enum import StrEnum
from typing import Any

MAX_PLACES = 3
MAX_PLACE_CHARACTERS = 70


class WordFileError(Exception):
    """The file cannot be read. The argument is a code, for which `news.word.report` has a
    sentence."""


class WordFinding(StrEnum):
    """What a Word file holds. The places of a kind are the first words of its paragraphs.

    The place of `LEGACY` is the name of the font, then the words; of `SIGNATURE`, the line; of
    `HEADER`, the text of the header.
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
    # Taken over in another form
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
    # The editor has to check it
    LEGACY = "legacy"
    NO_TITLE = "no-title"
    SIGNATURE = "signature"


class Findings:
    """Counts by kind, in the order in which kinds first appeared, with the first places of each."""

    def __init__(self) -> None:
        self._rows: dict[WordFinding, dict[str, Any]] = {}

    def add(self, kind: WordFinding, place: str = "", count: int = 1) -> None:
        row = self._rows.setdefault(kind, {"kind": kind.value, "count": 0, "places": []})
        row["count"] += count
        places, place = row["places"], shortened(place)
        if place and place not in places and len(places) < MAX_PLACES:
            places.append(place)

    def rows(self) -> list[dict[str, Any]]:
        return [*self._rows.values()]


def shortened(text: str) -> str:
    """The first words of a text on one line, about MAX_PLACE_CHARACTERS."""
    words = " ".join(text[: 4 * MAX_PLACE_CHARACTERS].split())
    if len(words) <= MAX_PLACE_CHARACTERS:
        return words
    return words[:MAX_PLACE_CHARACTERS].rpartition(" ")[0] + " …"
