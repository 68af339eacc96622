"""Finds which paragraphs are items of which list, and their numbers.

HTML lists count 1, 2, 3. Any other number (`Điều 5.`, `a)`, `1.2`) is part of the document's text,
though the file does not hold it as text. So it is written before the paragraph.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree.ElementTree import Element

from text.word.package import children, to_int, value

_PLAIN = re.compile(r"\(?%[1-9][.)]?\)?")
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


class Level(NamedTuple):
    format: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(frozen=True, slots=True)
class ListItem:
    """The numbering of a paragraph: it is an item of a list, or has a label before its text."""

    # "ul" or "ol"; empty if there is a label.
    list: str = ""
    level: int = 0
    # Items of one group are counted together.
    group: str = ""
    number: int = 1
    label: str = ""


@dataclass(slots=True)
class _Number:
    abstract: str
    starts: dict[int, int]
    levels: dict[int, Level]
    begun: bool = False


class Numbering:
    """The lists of `numbering.xml`, from its elements. It counts paragraphs in the order of
    calls."""

    def __init__(self, elements: Iterable[Element] = ()) -> None:
        self._abstracts: dict[str, dict[int, Level]] = {}
        self._numbers: dict[str, _Number] = {}
        self._counts: dict[str, dict[int, int]] = {}
        for element in elements:
            if element.tag == "w:abstractNum":
                self._abstracts.setdefault(element.get("w:abstractNumId", ""), _levels(element))
            elif element.tag == "w:num":
                self._numbers.setdefault(element.get("w:numId", ""), _number(element))

    def list_item(self, numbering: str, level: int) -> ListItem | None:
        """The next paragraph of this numbering and level as an item; None if it has no number."""
        found = self._numbers.get(numbering)
        if numbering in ("", "0") or found is None:
            return None
        levels = {**self._abstracts.get(found.abstract, {}), **found.levels}
        here = levels.get(level, Level(format="bullet"))
        # Pandoc gives a text of spaces to the further paragraphs of an item.
        if (here.format == "none" and not here.text) or here.text.isspace():
            return None
        if here.format == "bullet":
            return ListItem("ul", level, f"{found.abstract}")
        count = self._count(found, levels, level)
        if here.format == "decimal" and _PLAIN.fullmatch(here.text):
            return ListItem("ol", level, found.abstract, count)
        return ListItem(label=self._label(found.abstract, levels, level))

    def _count(self, found: _Number, levels: dict[int, Level], level: int) -> int:
        counts = self._counts.setdefault(found.abstract, {})
        if not found.begun:
            found.begun = True
            for at in found.starts:
                counts.pop(at, None)
        for at in range(level + 1):
            if at not in counts:
                counts[at] = found.starts.get(at, levels.get(at, Level()).start)
            elif at == level:
                counts[at] += 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        return counts[level]

    def _label(self, abstract: str, levels: dict[int, Level], level: int) -> str:
        def drawn(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            count = self._counts[abstract].get(at, 1)
            return format_number(count, levels.get(at, Level()).format)

        return _PLACE.sub(drawn, levels[level].text).strip() if level in levels else ""


def _levels(element: Element) -> dict[int, Level]:
    return {
        to_int(level.get("w:ilvl", "")): Level(
            value(said, "w:numFmt") or "decimal",
            value(said, "w:lvlText")[:100],
            to_int(value(said, "w:start"), 1),
        )
        for level, said in ((level, children(level)) for level in element.findall("w:lvl"))
    }


def _number(element: Element) -> _Number:
    """A numbering as paragraphs name it: its abstract numbering, and its differences from that."""
    number = _Number(value(children(element), "w:abstractNumId"), {}, {})
    for override in element.findall("w:lvlOverride"):
        number.levels |= _levels(override)
        said = children(override)
        if "w:startOverride" in said:
            level = to_int(override.get("w:ilvl", ""))
            number.starts[level] = to_int(value(said, "w:startOverride"), 1)
    return number


def format_number(count: int, how: str) -> str:
    """A number as Word shows it in the format `how`; decimal if the format is not known."""
    if how in ("none", "bullet"):
        return ""
    drawn = f"{count:02}" if how == "decimalZero" else str(count)
    if how.endswith("Letter") and 0 < count < 2000:
        drawn = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
    elif how.endswith("Roman") and 0 < count < 4000:
        drawn = ""
        for value, sign in _ROMAN:
            drawn += sign * (count // value)
            count %= value
    return drawn.upper() if how.startswith("upper") else drawn
