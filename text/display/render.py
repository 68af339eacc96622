"""Renders a stored text as pages show it: with `nowrap` spans, and with links on phone numbers.

Both are mark-up that is added when a page is made. The characters of a text stay as its editor
typed them, so people can copy, search and compare it.
"""

from bisect import bisect_right
from collections.abc import Iterator

from text.display.phones import PLACEHOLDER, Phone, is_not_phone, may_have_phones, phones
from text.display.wrapping import nowrap_spans
from text.html import escape_value, split_tags

_WITHIN = frozenset("strong em s sub sup a /strong /em /s /sub /sup /a".split())
_NOWRAP = '<span class="nb">', "</span>"

Span = tuple[int, int, str]


def plain_line(text: str) -> str:
    """Plain text as mark-up with `nowrap` spans but no links, so that it may stand in a link."""
    markup = escape_value(text)
    return _with_spans(markup, [(first, last, "") for first, last in nowrap_spans(markup)])


def plain_text(text: str) -> str:
    """Plain text as mark-up, with `nowrap` spans and links on phone numbers."""
    return body_html(escape_value(text))


def body_html(html: str) -> str:
    """A body from `text.body.safe`, with `nowrap` spans and links on phone numbers."""
    spans = [(first, last, "") for first, last in nowrap_spans(html)]
    if may_have_phones(html):
        dialled = phones(_blanked(html))
        spans = sorted([*_without_overlaps(spans, dialled), *dialled])
    return _with_spans(html, spans)


def _without_overlaps(spans: list[Span], phones: list[Phone]) -> Iterator[Span]:
    """The spans that overlap no phone number. Phone numbers are in order and do not overlap."""
    ends = [each.last for each in phones]
    for first, last, digits in spans:
        place = bisect_right(ends, first)
        if place == len(phones) or last <= phones[place].first:
            yield first, last, digits


def _with_spans(markup: str, spans: list[Span]) -> str:
    """The mark-up with an element round each span: a link if it has digits to dial, else
    `nowrap`."""
    parts, at = [], 0
    for first, last, digits in spans:
        opening, closing = (f'<a href="tel:{digits}">', "</a>") if digits else _NOWRAP
        parts += (markup[at:first], opening, markup[first:last], closing)
        at = last
    parts.append(markup[at:])
    return "".join(parts)


class _NumberColumns:
    """Finds the cells of tables whose numbers are not phone numbers, by the heads of their columns
    and rows. It takes all tags in order; a look back from each number would take quadratic time.
    """

    def __init__(self) -> None:
        self._end()

    def _end(self) -> None:
        self.columns: set[int] = set()
        self.column, self.is_first, self.is_other = -1, True, False
        self.head: list[str] | None = None

    def take(self, tag: str, text: str) -> bool:
        """Take the next tag and the text after it; True if numbers in it are not phone numbers."""
        if tag in {"table", "/table"}:
            self._end()
        elif tag == "tr":
            self.column, self.is_other = -1, False
        elif tag == "/tr":
            self.is_first = False
        elif tag in {"td", "th"}:
            self.column += 1
            self.head = [] if tag == "th" else None
        elif tag == "/th" and self.head is not None:
            if is_not_phone("".join(self.head)):
                self.is_other = True
                self.columns |= {self.column} if self.is_first else set()
            self.head = None
        if self.head is not None:
            self.head.append(text)
        return self.is_other or self.column in self.columns


def _blanked(html: str) -> str:
    """The text in which phone numbers are searched, of the same length as `html`. Placeholders
    replace inline tags, the texts of links, and cells with other numbers; line feeds replace other
    tags."""
    parts, is_link, tables = [], False, _NumberColumns()
    for tag, text in split_tags(html):
        name = tag.partition(" ")[0]
        if tag:
            is_link = name == "a" or (is_link and name != "/a")
            parts.append((PLACEHOLDER if name in _WITHIN else "\n") * (len(tag) + 2))
        is_other = tables.take(name, text)
        parts.append(PLACEHOLDER * len(text) if is_link or is_other else text)
    return "".join(parts)
