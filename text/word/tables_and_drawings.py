"""The base classes of `reader.Reader`: its state while it reads, and how it reads tables and
drawings."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar
from xml.etree.ElementTree import Element

from text.unicode import nfc
from text.word.captions import is_caption
from text.word.findings import Findings, WordFinding
from text.word.model import Block, Cell, Picture, Row, Run, Table, WordParagraph
from text.word.numbering import Numbering
from text.word.package import Relation, children, on_off, to_int, value
from text.word.styles import PLAIN, RunStyle, Styles

DELETED = frozenset(("w:del", "w:moveFrom"))
# Elements that `read` skips with all their content; the element around them reads its properties.
LEFT_OUT = frozenset(
    "mc:Fallback w:sectPr w:pPr w:rPr w:tblPr w:tblPrEx w:trPr w:tcPr w:sdtPr".split()
)
_METAFILES = (".emf", ".wmf", ".emz", ".wmz")
_FULL_TURN = 360 * 60_000
_SIDES = ("left", "top", "right", "bottom")
_TURNED = re.compile(r"(?:rotation|flip)\s*:\s*(?!0\b)\S")
_GRAPHICS = {
    "chart": WordFinding.CHART,
    "chartex": WordFinding.CHART,
    "diagram": WordFinding.SMARTART,
}


@dataclass(slots=True)
class SharedState:
    """The state that the readers of all parts of one file share."""

    styles: Styles
    numbering: Numbering
    findings: Findings
    # The kind and id of each note, in the order in which the text refers to them.
    notes: list[tuple[str, str]] = field(default_factory=list)
    # Characters read so far.
    length: int = 0


@dataclass(slots=True)
class OpenParagraph:
    """A paragraph being read. A text box has paragraphs of its own inside one."""

    par: WordParagraph = field(default_factory=WordParagraph)
    style: str = ""
    # The look of the run being read.
    look: RunStyle = PLAIN
    link: str = ""
    noted: dict[WordFinding, int] = field(default_factory=partial(defaultdict, int))
    legacy: dict[str, str] = field(default_factory=dict)
    # Blocks of its text boxes, which come after it.
    after: list[Block] = field(default_factory=list)
    # The number of its text boxes that hold only what may be a caption.
    captions: int = 0


class OpenElements:
    """The state while elements are read; `handlers` has a function for each name of an element."""

    handlers: ClassVar[dict[str, Callable[[Any, Element], None]]]

    def __init__(self, shared: SharedState, relations: dict[str, Relation]) -> None:
        self.blocks: list[Block] = []
        self.shared = shared
        self.relations = relations
        # Finished blocks are added to this list.
        self.target: list[Block] = self.blocks
        self.opened: OpenParagraph | None = None
        # The words of the last paragraph that has any.
        self.last = ""

    def read(self, elements: Iterable[Element]) -> None:
        """Read these elements; of one without a handler, its children."""
        for element in elements:
            if element.tag in DELETED:
                self.note(WordFinding.DELETED)
            elif element.tag not in LEFT_OUT:
                self.handlers.get(element.tag, OpenElements.read)(self, element)

    def note(self, kind: WordFinding, count: int = 1) -> None:
        """Note a finding in the paragraph being read, whose words name its place."""
        if self.opened:
            self.opened.noted[kind] += count
        else:
            self.shared.findings.add(kind, self.last, count)

    @contextmanager
    def into(self, target: list[Block], opened: OpenParagraph | None) -> Iterator[None]:
        """In the `with` block, what is read goes into this target and this paragraph."""
        before = self.target, self.opened
        self.target, self.opened = target, opened
        yield
        self.target, self.opened = before


class Tables(OpenElements):
    """Reads tables, one level deep: a table inside a cell becomes paragraphs of the cell."""

    _table: Table | None = None
    _nested = 0

    @property
    def _rows(self) -> list[Row] | None:
        return self._table.rows if self._table and not self._nested else None

    def table(self, element: Element) -> None:
        if self._table is None:
            self._table = Table()
            self.read(element)
            self.target.append(self._table)
            self._table = None
            return
        self._nested += 1
        self.note(WordFinding.NESTED_TABLE)
        self.read(element)
        self._nested -= 1

    def row(self, element: Element) -> None:
        if self._rows is not None:
            settings = children(element, "w:trPr")
            row = Row("w:tblHeader" in settings and on_off(settings["w:tblHeader"].attrib))
            if "w:gridBefore" in settings:
                row.cells.append(Cell(_span(settings, "w:gridBefore")))
            row.is_deleted = "w:del" in settings
            for mark, kind in (("w:ins", WordFinding.INSERTED), ("w:del", WordFinding.DELETED)):
                if mark in settings:
                    self.note(kind)
            self._rows.append(row)
        self.read(element)

    def cell(self, element: Element) -> None:
        if not self._rows:
            self.read(element)
            return
        cells = self._rows[-1].cells
        settings = children(element, "w:tcPr")
        span = _span(settings, "w:gridSpan")
        # Word 97 merges cells of a row in this way.
        if cells and _merge(settings, "w:hMerge") == "continue":
            cells[-1].span += span
        else:
            cells.append(Cell(span))
        cell = cells[-1]
        cell.merge = _merge(settings, "w:vMerge") or cell.merge
        with self.into(cell.content, self.opened):
            self.read(element)
        # Word keeps the text that a merged cell hides.
        if cell.merge == "continue" and any(par.text.strip() for par in cell.content):
            self.note(WordFinding.HIDDEN)


class Drawings(OpenElements):
    """Reads pictures, text boxes and other drawings."""

    # What the open drawing holds: "" if nothing is known yet, None if it needs no note.
    _drawn: str | None = None
    _in_object = False
    _alt = _shape_style = ""

    def drawing(self, element: Element) -> None:
        self._drawn, self._alt = "", ""
        self.read(element)
        if self._drawn == "":
            self.note(WordFinding.SHAPE)
        self._drawn = None

    def describe_drawing(self, element: Element) -> None:
        self._alt = element.get("descr", "")

    def graphic(self, element: Element) -> None:
        kind = element.get("uri", "").rpartition("/")[2]
        if kind in _GRAPHICS:
            self.note(_GRAPHICS[kind])
            self._drawn = kind
        self.read(element)

    def blip(self, element: Element) -> None:
        self._drawn = "picture"
        if key := element.get("r:embed"):
            self._picture(key)
        elif element.get("r:link"):
            self.note(WordFinding.LINKED)

    def image(self, element: Element) -> None:
        if self._in_object:
            return
        self._drawn = "picture"
        self._picture(element.get("r:id", ""))
        if any(element.get(f"crop{side}", "0") != "0" for side in _SIDES):
            self.note(WordFinding.CROPPED)
        if _TURNED.search(self._shape_style):
            self.note(WordFinding.TURNED)

    def _picture(self, key: str) -> None:
        match self.relations.get(key):
            case None:
                self.note(WordFinding.MISSING)
            case Relation(external=True):
                self.note(WordFinding.LINKED)
            case Relation(target=part) if part.lower().endswith(_METAFILES):
                self.note(WordFinding.METAFILE)
            case Relation(target=part) if self.opened:
                self.opened.par.runs.append(Run(picture=Picture(part, self._alt)))

    def crop(self, element: Element) -> None:
        if any(to_int(value) > 0 for value in element.attrib.values()):
            self.note(WordFinding.CROPPED)

    def turn(self, element: Element) -> None:
        for placed in element.findall("a:xfrm"):
            is_mirrored = not {placed.get("flipH"), placed.get("flipV")}.isdisjoint(("1", "true"))
            if is_mirrored or to_int(placed.get("rot", "")) % _FULL_TURN:
                self.note(WordFinding.TURNED)
        self.read(element)

    def word_art(self, element: Element) -> None:
        if text := nfc(element.get("string", "")):
            target = self.opened.after if self.opened else self.target
            target.append(WordParagraph(runs=[Run(text)]))
            self.shared.length += len(text)
            self.note(WordFinding.TEXTBOX)
            self._drawn = None

    def shape(self, element: Element) -> None:
        self._alt = element.get("alt", self._alt)
        self._shape_style = element.get("style", "")
        if element.get("o:hr"):
            self._drawn = "rule"
        self.read(element)

    def text_box(self, element: Element) -> None:
        self._drawn = None
        target = self.opened.after if self.opened else self.target
        start = len(target)
        # Text outside paragraphs goes into this new one.
        with self.into(target, OpenParagraph()):
            self.read(element)
        held = target[start:]
        pars = [each for each in held if isinstance(each, WordParagraph)]
        for par in pars:
            par.in_text_box = True
        # A paragraph that is alone with a picture in a box is its caption.
        if len(pars) == len(held) == 2 and pars[0].pictures and not pars[0].text.strip():
            pars[1].style = "caption"
        # A box with only a caption, or with a picture and its caption, is not noted as a text box.
        has_pictures = any(par.pictures for par in pars)
        if self.opened and held and len(pars) == len(held) and all(map(is_caption, pars)):
            self.opened.captions += not has_pictures
        elif held and not has_pictures:
            self.note(WordFinding.TEXTBOX)

    def embedded_object(self, element: Element) -> None:
        self.note(WordFinding.OBJECT)
        self._in_object = True
        self.read(element)
        self._in_object = False


def _span(settings: dict[str, Element], name: str) -> int:
    return min(max(to_int(value(settings, name), 1), 1), 100)


def _merge(settings: dict[str, Element], name: str) -> str:
    """`restart` or `continue`; "" for a cell that is not merged."""
    return settings[name].get("w:val", "continue") if name in settings else ""
