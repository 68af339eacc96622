"""Reads tables, one level deep: captions and cells are containers, spans and scopes are checked."""

from text.body.blocks import Cell, Table
from text.body.containers import Container, ContainerKind, OpenBody
from text.html import HtmlTag

_SCOPE_VALUES = frozenset(("row", "col", "rowgroup", "colgroup"))
# HTML's own limit of a colspan.
_MAX_SPAN = 1000
_INSIDE_CELL = frozenset((ContainerKind.TABLE,))
_ANYWHERE = frozenset((ContainerKind.TOP,))


class TableReader(OpenBody):
    """Handles the tags of tables. The tags of a table inside a cell only end paragraphs."""

    _nested = 0
    _section = "tbody"
    _row: list[Cell] | None = None

    def table_tag(self, tag: HtmlTag) -> None:
        self.flush()
        at = self.find(ContainerKind.TABLE, scopes=_ANYWHERE)
        if tag.name == "table":
            self._table(tag, at)
        elif at and not self._nested:
            self.close(at + 1)
            self._part(tag, at)

    def _part(self, tag: HtmlTag, at: int) -> None:
        match tag.name:
            case "thead" | "tbody" | "tfoot":
                self._row = None
                self._section = "tbody" if tag.is_end else tag.name
            case "tr":
                self._row = None if tag.is_end else self._open_row(at)
            case "caption" if not tag.is_end:
                self.open(Container(ContainerKind.CAPTION))
            case "td" | "th" if not tag.is_end:
                self._open_cell(tag, at)

    def _table(self, tag: HtmlTag, at: int) -> None:
        if tag.is_end:
            if self._nested:
                self._nested -= 1
            elif at:
                self.close(at)
        elif at and self.find(ContainerKind.CELL, ContainerKind.CAPTION, scopes=_INSIDE_CELL):
            self._nested += 1
        else:
            # A table inside a table but outside its cells: the first one was not closed.
            if at:
                self.close(at)
            self._section, self._row = "tbody", None
            self.open(Container(ContainerKind.TABLE, node=Table()))

    def _open_row(self, at: int) -> list[Cell]:
        table = self.stack[at].node
        rows = {"thead": table.head, "tbody": table.body, "tfoot": table.foot}[self._section]
        rows.append([])
        return rows[-1]

    def _open_cell(self, tag: HtmlTag, at: int) -> None:
        if self._row is None:
            self._row = self._open_row(at)
        cell = Cell(tag.name, _cell_attributes(tag))
        self._row.append(cell)
        self.open(Container(ContainerKind.CELL, node=cell))


def _cell_attributes(tag: HtmlTag) -> str:
    """The attributes that a cell keeps, as mark-up."""
    found = tag.attributes()
    scope = found.get("scope", "").strip().lower()
    kept = [f' scope="{scope}"'] if tag.name == "th" and scope in _SCOPE_VALUES else []
    for name in ("colspan", "rowspan"):
        value = found.get(name, "").strip()
        if value.isascii() and value.isdecimal():
            span = min(int(value[:9]), _MAX_SPAN)
            kept += [f' {name}="{span}"'] if span > 1 else []
    return "".join(kept)
