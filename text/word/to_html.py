"""Writes the items of an article as mark-up for `text.body.clean`; figures name pictures by
number."""

from collections.abc import Callable, Iterator
from itertools import accumulate, groupby, takewhile

from text.body.blocks import Figure, figure_html
from text.html import escape, escape_value
from text.word.captions import CaptionedPicture, Item, with_pictures
from text.word.model import Cell, Row, Run, Table, WordParagraph

_QUOTES = (
    "quote", "intense quote", "block text", "quotations", "block quotation", "trích dẫn"
)  # fmt: skip
_HEADINGS = {1: "h2", 2: "h3"}

Numbered = Callable[[CaptionedPicture], int]


def items_html(items: list[Item], number: Numbered) -> str:
    """The items in order, as mark-up. `number` is called once for each picture and returns its
    number."""
    return "".join(_written(items, number))


def _written(items: list[Item], number: Numbered) -> Iterator[str]:
    for kind, group in groupby(items, _kind):
        if kind == "list":
            yield from _lists([item for item in group if isinstance(item, WordParagraph)])
        elif kind == "quote":
            yield f"<blockquote>{''.join(_paragraph(item) for item in group)}</blockquote>"
        else:
            for item in group:
                if isinstance(item, CaptionedPicture):
                    yield _figure(item, number)
                elif isinstance(item, Table):
                    yield _table(item, number)
                else:
                    yield _paragraph(item)


def _kind(item: Item) -> str:
    if isinstance(item, WordParagraph) and item.list_item:
        return "list"
    return "quote" if isinstance(item, WordParagraph) and item.style in _QUOTES else ""


def _paragraph(par: WordParagraph) -> str:
    if par.heading:
        tag = _HEADINGS.get(par.heading, "h4")
        return f"<{tag}>{_inline(par.runs, without='strong')}</{tag}>"
    return f"<p>{_inline(par.runs)}</p>"


def _inline(runs: list[Run], without: str = "") -> str:
    """The runs with all marks but `without`, and no white space at the ends of the paragraph."""
    shown = [run for run in runs if run.text]
    words = [at for at, run in enumerate(shown) if run.text.strip()]
    shown = shown[words[0] : words[-1] + 1] if words else []
    out = []
    for at, run in enumerate(shown):
        text = run.text.lstrip() if at == 0 else run.text
        text = text.rstrip() if at == len(shown) - 1 else text
        html = escape(text).replace("\n", "<br>")
        for mark in run.marks[::-1]:
            html = html if mark == without else f"<{mark}>{html}</{mark}>"
        out.append(f'<a href="{escape_value(run.link)}">{html}</a>' if run.link else html)
    return "".join(out)


def _figure(picture: CaptionedPicture, number: Numbered) -> str:
    return figure_html(Figure(number(picture), picture.caption, picture.credit))


def _lists(pars: list[WordParagraph]) -> Iterator[str]:
    """The mark-up of neighbouring items of lists, which may be nested."""
    # Each open list as (level, tag, group, next number).
    opened: list[tuple[int, str, str, int]] = []

    def closed() -> str:
        return f"</li></{opened.pop()[1]}>"

    for par in pars:
        item = par.list_item
        while opened and opened[-1][0] > item.level:
            yield closed()
        begins = not opened or opened[-1][0] < item.level
        goes_on = opened and opened[-1][1:3] == (item.list, item.group)
        if not begins and not (goes_on and (item.list == "ul" or opened[-1][3] == item.number)):
            yield closed()
            begins = True
        if begins:
            start = f' start="{item.number}"' if item.list == "ol" and item.number != 1 else ""
            yield f"<{item.list}{start}><li>"
        else:
            opened.pop()
            yield "</li><li>"
        opened.append((item.level, item.list, item.group, item.number + 1))
        yield _inline(par.runs)
    while opened:
        yield closed()


def _table(table: Table, number: Numbered) -> str:
    rows = [row for row in table.rows if not row.is_deleted]
    head = len([*takewhile(lambda row: row.is_head, rows)])
    if not head and len(rows) > 1 and _stands_out(rows[0]):
        head = 1
    # A merged cell of the head goes on in the next row, so that row is part of the head.
    while 0 < head < len(rows) and any(cell.merge == "continue" for cell in rows[head].cells):
        head += 1
    # A table cannot have only a head.
    if head == len(rows):
        head = 0
    parts = (("thead", "th", rows[:head]), ("tbody", "td", rows[head:]))
    written = (
        f"<{tag}>{''.join(_rows(some, cell, number))}</{tag}>" for tag, cell, some in parts if some
    )
    return f"<table>{''.join(written)}</table>"


def _stands_out(row: Row) -> bool:
    """Whether every cell of a row is bold, which makes it the table's head."""
    pars = [[par for par in cell.content if par.text.strip()] for cell in row.cells]
    return len(pars) > 1 and all(
        each and all(par.all_marked("strong") for par in each) for each in pars
    )


def _rows(rows: list[Row], tag: str, number: Numbered) -> Iterator[str]:
    places = [_placed(row) for row in rows]
    for at, row in enumerate(places):
        cells = []
        for column, cell in row.items():
            above = places[at - 1].get(column) if at else None
            # It is part of the cell above.
            if cell.merge == "continue" and above is not None and above.merge:
                continue
            said = ' scope="col"' if tag == "th" else ""
            said += f' colspan="{cell.span}"' if cell.span > 1 else ""
            if cell.merge and (high := _height(places, at, column)) > 1:
                said += f' rowspan="{high}"'
            cells.append(f"<{tag}{said}>{_content(cell, tag, number)}</{tag}>")
        yield f"<tr>{''.join(cells)}</tr>"


def _placed(row: Row) -> dict[int, Cell]:
    """The cells of a row by the index of the column in which each begins."""
    columns = accumulate((cell.span for cell in row.cells), initial=0)
    return dict(zip(columns, row.cells, strict=False))


def _height(places: list[dict[int, Cell]], at: int, column: int) -> int:
    """The number of rows that the merged cell in this row and column covers."""
    end = at + 1
    while end < len(places) and (below := places[end].get(column)) and below.merge == "continue":
        end += 1
    return end - at


def _content(cell: Cell, tag: str, number: Numbered) -> str:
    items = with_pictures([*cell.content])
    pars = [each for each in items if isinstance(each, WordParagraph)]
    if tag == "td" and (len(items) != 1 or not pars or pars[0].list_item):
        return items_html(items, number)
    figures = (_figure(each, number) for each in items if isinstance(each, CaptionedPicture))
    without = "strong" if tag == "th" else ""
    return "<br>".join(_inline(par.runs, without) for par in pars) + "".join(figures)
