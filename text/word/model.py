"""The text of a Word file as it was read: paragraphs and tables."""

import re
from dataclasses import dataclass, field

from text.word.numbering import ListItem

_LETTER = re.compile(r"[^\W_]")


@dataclass(slots=True, eq=False)
class Run:
    """Text with one look, its line breaks as line feeds; or a picture, if `picture` is set."""

    text: str = ""
    # strong, em …
    marks: tuple[str, ...] = ()
    link: str = ""
    # In half points.
    size: int = 0
    picture: "Picture | None" = None


@dataclass(slots=True, eq=False)
class Picture:
    part: str
    alt: str = ""
    # The name of the file to which it was written.
    file: str = ""


@dataclass(slots=True, eq=False)
class WordParagraph:
    # The name of its style, in lower case.
    style: str = ""
    align: str = ""
    # The level of a heading, from 1, the highest; 0 for other paragraphs.
    heading: int = 0
    list_item: ListItem | None = None
    # Whether it is in a text box.
    in_text_box: bool = False
    runs: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def pictures(self) -> list[Picture]:
        return [run.picture for run in self.runs if run.picture]

    def all_marked(self, mark: str) -> bool:
        """Whether every letter has the mark. Other signs do not count: a full stop often lacks
        it."""
        shown = [run for run in self.runs if _LETTER.search(run.text)]
        return bool(shown) and all(mark in run.marks for run in shown)


@dataclass(slots=True, eq=False)
class Cell:
    span: int = 1
    # For cells merged with those below: "restart" in the first cell, "continue" in the others.
    merge: str = ""
    content: "list[WordParagraph]" = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Row:
    is_head: bool = False
    is_deleted: bool = False
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Table:
    rows: list[Row] = field(default_factory=list)

    @property
    def paragraphs(self) -> list[WordParagraph]:
        """The paragraphs of all cells, row by row."""
        return [par for row in self.rows for cell in row.cells for par in cell.content]


Block = WordParagraph | Table
