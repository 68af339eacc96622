"""The blocks of a cleaned body, and how each is written as canonical mark-up."""

from dataclasses import dataclass, field

from text.body.marks import Line, inline_html
from text.html import escape, escape_value


@dataclass(slots=True)
class Paragraph:
    tag: str
    lines: list[Line]


@dataclass(slots=True)
class HtmlList:
    """A list; each item is a sequence of paragraphs and lists."""

    tag: str
    start: int = 1
    items: "list[list[Block]]" = field(default_factory=list)


@dataclass(slots=True)
class Quote:
    content: "list[Block]"


@dataclass(slots=True)
class Cell:
    tag: str
    attributes: str
    content: "list[Block]" = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """`before` is text that stood in the table but in no cell; browsers show it above the table."""

    caption: "list[Block]" = field(default_factory=list)
    head: list[list[Cell]] = field(default_factory=list)
    body: list[list[Cell]] = field(default_factory=list)
    foot: list[list[Cell]] = field(default_factory=list)
    before: "list[Block]" = field(default_factory=list)


@dataclass(slots=True)
class RawBlock:
    """A block that is already mark-up: a figure or a rule."""

    html: str


Block = Paragraph | HtmlList | Quote | Table | RawBlock


@dataclass(frozen=True, slots=True)
class Figure:
    """A library photo in a body: its id, and the caption and credit that it has in this body.

    The lines of `caption` are joined by line feeds. `alt` is None where the alternative text of
    the photo in the library is used.
    """

    photo: int
    caption: str = ""
    credit: str = ""
    alt: str | None = None


def figure_html(figure: Figure) -> str:
    """The figure in canonical form."""
    alt = f' data-alt="{escape_value(figure.alt)}"' if figure.alt else ""
    caption = escape(figure.caption).replace("\n", "<br>")
    credit = f"<cite>{escape(figure.credit)}</cite>" if figure.credit else ""
    legend = f"<figcaption>{caption}{credit}</figcaption>" if caption or credit else ""
    return f'<figure data-photo="{figure.photo}"{alt}>{legend}</figure>'


def blocks_html(blocks: list[Block]) -> str:
    """The blocks as canonical mark-up. Recursive: the caller bounds how deep blocks are nested."""
    out: list[str] = []
    for block in blocks:
        match block:
            case Paragraph(tag, lines):
                out.append(f"<{tag}>{inline_html(lines)}</{tag}>")
            case HtmlList():
                out.append(_list_html(block))
            case Quote(content):
                out.append(f"<blockquote>{blocks_html(content)}</blockquote>")
            case Table():
                out.append(_table_html(block))
            case RawBlock(html):
                out.append(html)
    return "".join(out)


def _list_html(listing: HtmlList) -> str:
    start = f' start="{listing.start}"' if listing.start != 1 else ""
    items = "".join(f"<li>{_content_html(item)}</li>" for item in listing.items)
    return f"<{listing.tag}{start}>{items}</{listing.tag}>"


def _content_html(content: list[Block]) -> str:
    """The content of an item or cell. Its first block has no `<p>` if it is the only paragraph."""
    first = content[0] if content else None
    if isinstance(first, Paragraph) and not any(isinstance(b, Paragraph) for b in content[1:]):
        return inline_html(first.lines) + blocks_html(content[1:])
    return blocks_html(content)


def _table_html(table: Table) -> str:
    caption = [b for b in table.caption if isinstance(b, Paragraph)]
    legend = inline_html([line for paragraph in caption for line in paragraph.lines])
    parts = [f"<caption>{legend}</caption>" if legend else ""]
    for tag, rows in (("thead", table.head), ("tbody", table.body)):
        if rows:
            parts.append(f"<{tag}>{''.join(map(_row_html, rows))}</{tag}>")
    return f"<table>{''.join(parts)}</table>"


def _row_html(row: list[Cell]) -> str:
    cells = (f"<{c.tag}{c.attributes}>{_content_html(c.content)}</{c.tag}>" for c in row)
    return f"<tr>{''.join(cells)}</tr>"
