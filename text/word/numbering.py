"""Lists: which paragraphs are items, of what, and with which number before them.

HTML counts 1, 2, 3. A number that says more than that (`Điều 5.`, `a)`, `1.2`) is text of the
document, though Word only draws it: it is written before the paragraph.
"""

import re
from dataclasses import dataclass, field

from text.word.xml import Attributes, to_int

_PLAIN = re.compile(r"\(?%[1-9][.)]?\)?")
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(slots=True)
class Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(frozen=True, slots=True)
class ListItem:
    """What numbering makes of a paragraph: an item of a list, or a label before its text."""

    list: str = ""  # ul, ol
    level: int = 0
    group: str = ""  # which counting it belongs to
    number: int = 1
    label: str = ""


@dataclass(slots=True)
class _Number:
    abstract: str = ""
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)
    begun: bool = False


class Numbering:
    """The part `numbering.xml`, read as a stream; then it counts as paragraphs come."""

    def __init__(self) -> None:
        self._abstracts: dict[str, dict[int, Level]] = {}
        self._numbers: dict[str, _Number] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._levels: dict[int, Level] = {}
        self._level: Level | None = None
        self._number: _Number | None = None
        self._at = 0

    def start(self, name: str, attributes: Attributes) -> None:
        value = attributes.get("w:val", "")
        if name == "w:abstractNum":
            self._levels = self._abstracts.setdefault(attributes.get("w:abstractNumId", ""), {})
        elif name == "w:num":
            self._number = _Number()
            self._levels = self._number.levels
            self._numbers.setdefault(attributes.get("w:numId", ""), self._number)
        elif name == "w:abstractNumId" and self._number:
            self._number.abstract = value
        elif name in ("w:lvl", "w:lvlOverride"):
            self._at = to_int(attributes.get("w:ilvl"))
            if name == "w:lvl":
                self._level = self._levels.setdefault(self._at, Level())
        elif name == "w:startOverride" and self._number:
            self._number.starts[self._at] = to_int(value, 1)
        elif self._level is None:
            pass
        elif name == "w:start":
            self._level.start = to_int(value, 1)
        elif name == "w:numFmt":
            self._level.format = value
        elif name == "w:lvlText":
            self._level.text = value[:100]

    def end(self, name: str) -> None:
        if name == "w:lvl":
            self._level = None
        elif name == "w:num":
            self._number = None

    def text(self, text: str) -> None:
        pass

    def mark(self, numbering: str, level: int) -> ListItem | None:
        """What the next paragraph of that numbering is; None where it has none."""
        found = self._numbers.get(numbering)
        if numbering in ("", "0") or found is None:
            return None
        levels = {**self._abstracts.get(found.abstract, {}), **found.levels}
        here = levels.get(level, Level(format="bullet"))
        if (here.format == "none" and not here.text) or here.text.isspace():
            return None  # the second: what Pandoc gives to the paragraphs of an item
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
            if at not in counts or at == level:
                start = found.starts.get(at, levels[at].start if at in levels else 1)
                counts[at] = counts[at] + 1 if at in counts else start
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        return counts[level]

    def _label(self, abstract: str, levels: dict[int, Level], level: int) -> str:
        counts = self._counts[abstract]

        def drawn(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            return format_number(counts.get(at, 1), levels.get(at, Level()).format)

        return _PLACE.sub(drawn, levels[level].text).strip() if level in levels else ""


def format_number(count: int, how: str) -> str:
    """A number as Word draws it; what is not known is drawn as a plain one."""
    if how in ("lowerLetter", "upperLetter") and 0 < count < 2000:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters if how == "lowerLetter" else letters.upper()
    if how in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        roman = ""
        for value, sign in _ROMAN:
            roman += sign * (count // value)
            count %= value
        return roman if how == "lowerRoman" else roman.upper()
    if how == "decimalZero":
        return f"{count:02}"
    return "" if how in ("none", "bullet") else str(count)
