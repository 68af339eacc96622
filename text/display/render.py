"""A stored text as pages show it: with `nowrap` spans, and phone numbers as links that dial them.

Both are mark-up that is added when a page is made, so the characters of a text stay those that its
editor typed, for whoever copies, searches or compares it.
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
    """Plain text as mark-up without links, so that it may stand within a link."""
    markup = escape_value(text)
    return _with_spans(markup, [(first, last, "") for first, last in nowrap_spans(markup)])


def plain_text(text: str) -> str:
    """Plain text as mark-up."""
    return body_html(escape_value(text))


def body_html(html: str) -> str:
    """A body that `text.body.safe` returned, with both."""
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
    """The mark-up with each span in an element: a link that dials its digits, or `nowrap`."""
    parts, at = [], 0
    for first, last, digits in spans:
        opening, closing = (f'<a href="tel:{digits}">', "</a>") if digits else _NOWRAP
        parts += (markup[at:first], opening, markup[first:last], closing)
        at = last
    parts.append(markup[at:])
    return "".join(parts)


class _NumberColumns:
    """Tells which cells of tables hold numbers that are no phone numbers, by the heads of their
    columns and rows. It is told each tag in turn; looking back from each number would be quadratic.
    """

    def __init__(self) -> None:
        self._end()

    def _end(self) -> None:
        self.columns: set[int] = set()
        self.column, self.is_first, self.is_other = -1, True, False
        self.head: list[str] | None = None

    def take(self, tag: str, text: str) -> bool:
        """Take the next tag and the text after it; true if numbers there are no phone numbers."""
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
    """The text in which phone numbers may be found, every character at its place. Placeholders
    stand for tags, links, and cells with other numbers."""
    parts, is_link, tables = [], False, _NumberColumns()
    for tag, text in split_tags(html):
        name = tag.partition(" ")[0]
        if tag:
            is_link = name == "a" or (is_link and name != "/a")
            parts.append((PLACEHOLDER if name in _WITHIN else "\n") * (len(tag) + 2))
        is_other = tables.take(name, text)
        parts.append(PLACEHOLDER * len(text) if is_link or is_other else text)
    return "".join(parts)
