"""A stored text as pages show it: spaces at which no line breaks are marked, phone numbers are
links that dial them.

Both are mark-up round the text, made when a page is: whoever copies, searches or compares a text
has the very characters that its editor typed.
"""

from bisect import bisect_right
from collections.abc import Iterator

from text.display.phones import PLACEHOLDER, Phone, is_not_phone, may_have_phones, phones
from text.display.wrapping import nowrap_spans
from text.html import escape_value, split_tags

_WITHIN = frozenset("strong em s sub sup a /strong /em /s /sub /sup /a".split())
_KEPT = '<span class="nb">', "</span>"

Span = tuple[int, int, str]


def plain_line(text: str) -> str:
    """Plain text as mark-up without links, so that it may stand in one."""
    markup = escape_value(text)
    return _written(markup, [(first, last, "") for first, last in nowrap_spans(markup)])


def plain_text(text: str) -> str:
    """Plain text as mark-up."""
    return body_html(escape_value(text))


def body_html(html: str) -> str:
    """A body, as `text.body.safe` gave it."""
    spans = [(first, last, "") for first, last in nowrap_spans(html)]
    if may_have_phones(html):
        dialled = phones(_blanked(html))
        spans = sorted([*_apart(spans, dialled), *dialled])
    return _written(html, spans)


def _apart(spans: list[Span], phones: list[Phone]) -> Iterator[Span]:
    """Those that no phone number meets; phone numbers stand in order and meet none other."""
    ends = [each.last for each in phones]
    for first, last, digits in spans:
        place = bisect_right(ends, first)
        if place == len(phones) or last <= phones[place].first:
            yield first, last, digits


def _written(markup: str, spans: list[Span]) -> str:
    """With each span in an element: a link that dials its digits, or one that stays on a line."""
    parts, at = [], 0
    for first, last, digits in spans:
        opening, closing = (f'<a href="tel:{digits}">', "</a>") if digits else _KEPT
        parts += (markup[at:first], opening, markup[first:last], closing)
        at = last
    parts.append(markup[at:])
    return "".join(parts)


class _NumberColumns:
    """Which cells of tables stand in a column or row of other numbers, told by its heads. It meets
    each tag of a text in turn: looking back from each number takes longer with their square."""

    def __init__(self) -> None:
        self._end()

    def _end(self) -> None:
        self.columns: set[int] = set()
        self.column, self.is_first, self.is_other = -1, True, False
        self.head: list[str] | None = None

    def meet(self, tag: str, text: str) -> bool:
        """Whether numbers in the text behind that tag are other ones."""
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
    """The text in which numbers may be dialled, each character where it was, so that none goes over
    a tag: outside of links and of cells of other numbers."""
    parts, is_link, tables = [], False, _NumberColumns()
    for tag, text in split_tags(html):
        name = tag.partition(" ")[0]
        if tag:
            is_link = name == "a" or (is_link and name != "/a")
            parts.append((PLACEHOLDER if name in _WITHIN else "\n") * (len(tag) + 2))
        is_other = tables.meet(name, text)
        parts.append(PLACEHOLDER * len(text) if is_link or is_other else text)
    return "".join(parts)
