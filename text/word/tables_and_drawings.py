"""What a `reader.Reader` has open, and the parts of it that read tables and drawings."""

import re
from dataclasses import dataclass, field

from text.unicode import nfc
from text.word.captions import is_caption
from text.word.findings import Findings, WordFinding
from text.word.model import Block, Cell, Picture, Row, Run, Table, WordParagraph
from text.word.numbering import Numbering
from text.word.package import Relation
from text.word.styles import ParagraphStyle, RunStyle, Styles
from text.word.xml import Attributes, on_off, to_int

_METAFILES = (".emf", ".wmf", ".emz", ".wmz")
_FULL_TURN = 360 * 60_000
_SIDES = ("left", "top", "right", "bottom")
_TURNED = re.compile(r"(?:rotation|flip)\s*:\s*(?!0\b)\S")


@dataclass(slots=True)
class SharedState:
    """What the parts of one file share."""

    styles: Styles
    numbering: Numbering
    findings: Findings
    notes: list[tuple[str, str]] = field(default_factory=list)
    length: int = 0


@dataclass(slots=True)
class OpenParagraph:
    """A paragraph being read. One in a text box stands in another."""

    par: WordParagraph = field(default_factory=WordParagraph)
    style: str = ""
    setting: ParagraphStyle = field(default_factory=ParagraphStyle)
    look: RunStyle = field(default_factory=RunStyle)  # of the run
    run_style: str = ""
    link: str = ""
    goes_on: bool = False  # in the next paragraph: its end was deleted, or it is a drop cap
    noted: dict[WordFinding, int] = field(default_factory=dict)
    legacy: dict[str, str] = field(default_factory=dict)
    after: list[Block] = field(default_factory=list)
    captions: int = 0  # boxes with what may be a picture's


class OpenElements:
    """The stacks of what is open."""

    def __init__(self, story: SharedState, relations: dict[str, Relation]) -> None:
        self.blocks: list[Block] = []
        self.story = story
        self.relations = relations
        self.path: list[str] = ["", ""]
        self.sinks: list[list[Block]] = [self.blocks]
        self.opened: list[OpenParagraph] = []
        self.last = ""  # words of the last paragraph that had any

    def note(self, kind: WordFinding) -> None:
        """Something of the paragraph being read, whose words say where it stands."""
        if self.opened:
            noted = self.opened[-1].noted
            noted[kind] = noted.get(kind, 0) + 1
        else:
            self.story.findings.add(kind, self.last)

    def leave_sink(self) -> None:
        if len(self.sinks) > 1:
            self.sinks.pop()


class Tables(OpenElements):
    """One table deep; what stands in a table in a cell becomes paragraphs of the cell."""

    def __init__(self, story: SharedState, relations: dict[str, Relation]) -> None:
        super().__init__(story, relations)
        self._table: Table | None = None
        self._nested = 0

    @property
    def _rows(self) -> list[Row]:
        return self._table.rows if self._table and not self._nested else []

    def start_table(self, _: Attributes) -> None:
        if self._table is None:
            self._table = Table()
            return
        self._nested += 1
        self.note(WordFinding.NESTED_TABLE)

    def end_table(self) -> None:
        if self._nested:
            self._nested -= 1
        elif self._table:
            self.sinks[-1].append(self._table)
            self._table = None

    def start_row(self, _: Attributes) -> None:
        if self._table and not self._nested:
            self._table.rows.append(Row())

    def start_cell(self, _: Attributes) -> None:
        if self._rows:
            cell = Cell()
            self._rows[-1].cells.append(cell)
            self.sinks.append(cell.content)

    def end_cell(self) -> None:
        if self._rows:
            covered = [cell for cell in self._rows[-1].cells[-1:] if cell.merge == "continue"]
            if any(par.text.strip() for cell in covered for par in cell.content):
                self.note(WordFinding.HIDDEN)  # Word keeps what a merged cell covers
            self.leave_sink()

    def row_setting(self, what: str, attributes: Attributes) -> None:
        if self._rows and what == "head":
            self._rows[-1].is_head = on_off(attributes)
        elif self._rows and what == "before":
            self._rows[-1].cells.append(Cell(_span(attributes)))
        elif self._rows:
            self.note(WordFinding.DELETED)
            self._rows[-1].is_deleted = True

    def cell_setting(self, what: str, attributes: Attributes) -> None:
        cells = self._rows[-1].cells if self._rows else []
        if cells and what == "span":
            cells[-1].span = _span(attributes)
        elif cells and what == "row":  # as Word 97 joined cells of a row
            if attributes.get("w:val", "continue") == "continue" and len(cells) > 1:
                span = cells.pop().span
                cells[-1].span += span
                self.sinks[-1] = cells[-1].content
        elif cells:
            cells[-1].merge = attributes.get("w:val", "continue")


class Drawings(OpenElements):
    """Pictures, and what else is drawn."""

    def __init__(self, story: SharedState, relations: dict[str, Relation]) -> None:
        super().__init__(story, relations)
        self._drawn: str | None = None  # what the drawing was seen to hold
        self._in_object = False
        self._alt = ""
        self._shape_style = ""
        self._boxes: list[tuple[list[Block], int]] = []  # where the text of each box goes

    def start_drawing(self, _: Attributes) -> None:
        self._drawn, self._alt = "", ""

    def end_drawing(self) -> None:
        if self._drawn == "":
            self.note(WordFinding.SHAPE)
        self._drawn = None

    def describe_drawing(self, attributes: Attributes) -> None:
        self._alt = attributes.get("descr", "")

    def graphic(self, attributes: Attributes) -> None:
        kind = attributes.get("uri", "").rpartition("/")[2]
        if kind in ("chart", "chartex", "diagram"):
            self.note(WordFinding.SMARTART if kind == "diagram" else WordFinding.CHART)
            self._drawn = kind

    def blip(self, attributes: Attributes) -> None:
        self._drawn = "picture"
        if key := attributes.get("r:embed"):
            self._picture(key)
        elif attributes.get("r:link"):
            self.note(WordFinding.LINKED)

    def image(self, attributes: Attributes) -> None:
        if self._in_object:
            return
        self._drawn = "picture"
        self._picture(attributes.get("r:id", ""))
        if any(attributes.get(f"crop{side}", "0") != "0" for side in _SIDES):
            self.note(WordFinding.CROPPED)
        if _TURNED.search(self._shape_style):
            self.note(WordFinding.TURNED)

    def _picture(self, key: str) -> None:
        relation = self.relations.get(key)
        if relation is None:
            self.note(WordFinding.MISSING)
        elif relation.external:
            self.note(WordFinding.LINKED)
        elif relation.target.lower().endswith(_METAFILES):
            self.note(WordFinding.METAFILE)
        elif self.opened:
            self.opened[-1].par.runs.append(Run(picture=Picture(relation.target, self._alt)))

    def crop(self, attributes: Attributes) -> None:
        if any(to_int(value) > 0 for value in attributes.values()):
            self.note(WordFinding.CROPPED)

    def turn(self, attributes: Attributes) -> None:
        turned = to_int(attributes.get("rot")) % _FULL_TURN
        mirrored = any(attributes.get(name, "0") in ("1", "true") for name in ("flipH", "flipV"))
        if self.path[-2] == "pic:spPr" and (turned or mirrored):
            self.note(WordFinding.TURNED)

    def word_art(self, attributes: Attributes) -> None:
        if text := nfc(attributes.get("string", "")):
            sink = self.opened[-1].after if self.opened else self.sinks[-1]
            sink.append(WordParagraph(runs=[Run(text)]))
            self.story.length += len(text)
            self.note(WordFinding.TEXTBOX)
            self._drawn = None

    def shape(self, attributes: Attributes) -> None:
        self._alt = attributes.get("alt", self._alt)
        self._shape_style = attributes.get("style", "")
        if attributes.get("o:hr"):
            self._drawn = "rule"

    def start_box(self, _: Attributes) -> None:
        self._drawn = None
        sink = self.opened[-1].after if self.opened else self.sinks[-1]
        self._boxes.append((sink, len(sink)))
        self.sinks.append(sink)
        self.opened.append(OpenParagraph())  # for text that stands in no paragraph of its own

    def end_box(self) -> None:
        if self.opened:
            self.opened.pop()
        self.leave_sink()
        sink, start = self._boxes.pop()
        held = sink[start:]
        pars = [each for each in held if isinstance(each, WordParagraph)]
        for par in pars:
            par.beside = True
        if len(pars) == len(held) == 2 and pars[0].pictures and not pars[0].text.strip():
            pars[1].style = "caption"  # what is alone with a picture in a box
        # A picture's caption in a box, or both in one, is no text beside the text.
        if not held or any(par.pictures for par in pars):
            return
        if self.opened and len(pars) == len(held) and all(map(is_caption, pars)):
            self.opened[-1].captions += 1
        else:
            self.note(WordFinding.TEXTBOX)

    def start_object(self, _: Attributes) -> None:
        self._in_object = True
        self.note(WordFinding.OBJECT)

    def end_object(self) -> None:
        self._in_object = False


def _span(attributes: Attributes) -> int:
    return min(max(to_int(attributes.get("w:val"), 1), 1), 100)
