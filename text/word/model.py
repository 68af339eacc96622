"""A Word file's text as it stands: paragraphs and tables, before anything is made of it."""

import re
from dataclasses import dataclass, field

from text.word.numbering import ListItem

_LETTER = re.compile(r"[^\W_]")


@dataclass(slots=True, eq=False)
class Run:
    """Text with one look; line feeds are line breaks. Or, where `picture` is set, a picture."""

    text: str = ""
    marks: tuple[str, ...] = ()  # strong, em …
    link: str = ""
    size: int = 0
    picture: "Picture | None" = None


@dataclass(slots=True, eq=False)
class Picture:
    part: str
    alt: str = ""
    file: str = ""  # where it was written to


@dataclass(slots=True, eq=False)
class WordParagraph:
    style: str = ""  # the name of its style, in lower case
    align: str = ""
    heading: int = 0  # 1 is the highest
    list_item: ListItem | None = None
    beside: bool = False  # in a box beside the text
    runs: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def pictures(self) -> list[Picture]:
        return [run.picture for run in self.runs if run.picture]

    def all_marked(self, mark: str) -> bool:
        """Whether every letter carries that mark; a full stop often does not."""
        shown = [run for run in self.runs if _LETTER.search(run.text)]
        return bool(shown) and all(mark in run.marks for run in shown)


@dataclass(slots=True, eq=False)
class Cell:
    span: int = 1
    merge: str = ""  # restart, continue
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
        """Those of all cells, row by row."""
        return [par for row in self.rows for cell in row.cells for par in cell.content]


Block = WordParagraph | Table
