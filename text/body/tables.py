"""Reading a table: one level deep, captions and cells as containers, spans and scopes checked."""

from text.body.blocks import Cell, Table
from text.body.containers import Container, ContainerKind, OpenBody
from text.html import HtmlTag

_SECTIONS = frozenset(("thead", "tbody", "tfoot"))
_SCOPES = frozenset(("row", "col", "rowgroup", "colgroup"))
_MAX_SPAN = 1000  # where HTML clamps a colspan
_INSIDE_CELL = frozenset((ContainerKind.TABLE,))
_ANYWHERE = frozenset((ContainerKind.TOP,))


class TableReader(OpenBody):
    """Takes the tags of tables; those of a table in a cell only end paragraphs."""

    def __init__(self) -> None:
        super().__init__()
        self._nested = 0
        self._section = "tbody"
        self._row: list[Cell] | None = None

    def table_tag(self, tag: HtmlTag) -> None:
        self.flush()
        at = self.find(ContainerKind.TABLE, scopes=_ANYWHERE)
        if tag.name == "table":
            self._table(tag, at)
        elif not at or self._nested:
            pass
        elif tag.name == "caption":
            self._close_cell()
            if not tag.is_end:
                self.open(Container(ContainerKind.CAPTION))
        elif tag.name in ("td", "th"):
            self._close_cell()
            if not tag.is_end:
                self._open_cell(tag, at)
        else:
            self._close_cell()
            self._row = None
            if tag.name in _SECTIONS:
                self._section = "tbody" if tag.is_end else tag.name
            elif not tag.is_end:
                self._open_row(at)

    def _table(self, tag: HtmlTag, at: int) -> None:
        in_cell = at and self._cell()
        if tag.is_end:
            if self._nested:
                self._nested -= 1
            elif at:
                self.close(at)
        elif in_cell:
            self._nested += 1
        else:
            if at:  # a table inside a table, but in no cell: the first was not closed
                self.close(at)
            self._section, self._row = "tbody", None
            self.open(Container(ContainerKind.TABLE, node=Table()))

    def _cell(self) -> int:
        return self.find(ContainerKind.CELL, ContainerKind.CAPTION, scopes=_INSIDE_CELL)

    def _close_cell(self) -> None:
        table = self.find(ContainerKind.TABLE, scopes=_ANYWHERE)
        self.close(table + 1)

    def _open_row(self, at: int) -> list[Cell]:
        table = self.container(at).node
        assert isinstance(table, Table)
        self._row = []
        sections = {"thead": table.head, "tbody": table.body, "tfoot": table.foot}
        sections[self._section].append(self._row)
        return self._row

    def _open_cell(self, tag: HtmlTag, at: int) -> None:
        row = self._row if self._row is not None else self._open_row(at)
        cell = Cell(tag.name, _cell_attributes(tag))
        row.append(cell)
        self.open(Container(ContainerKind.CELL, node=cell))


def _cell_attributes(tag: HtmlTag) -> str:
    """The attributes that a cell keeps, as mark-up."""
    found = tag.attributes()
    scope = found.get("scope", "").strip().lower()
    kept = [f' scope="{scope}"'] if tag.name == "th" and scope in _SCOPES else []
    for name in ("colspan", "rowspan"):
        value = found.get(name, "").strip()
        if value.isascii() and value.isdecimal():
            span = min(int(value[:9]), _MAX_SPAN)
            kept += [f' {name}="{span}"'] if span > 1 else []
    return "".join(kept)
