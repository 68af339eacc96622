"""A stored text as pages show it: spaces at which no line breaks are marked, phone numbers are
links that dial them.

Both are mark-up round the text, made when a page is: whoever copies, searches or compares a text
has the very characters that its editor typed.
"""

import re

from text.markup import escape_value, pieces
from text.phones import HIDDEN, Phone, is_other, may_have_phones, phones
from text.wrapping import together

_WITHIN = frozenset("strong em s sub sup a /strong /em /s /sub /sup /a".split())
_CELL = re.compile(r"<t([dh])(?: [^>]*)?>(.*?)</t[dh]>")
_CELL_BEGINS = re.compile(r"<t[dh][ >]")
_KEPT = '<span class="nb">', "</span>"
_TAG = re.compile(r"<[^>]*>")


def line(text: str) -> str:
    """Plain text as mark-up without links, so that it may stand in one."""
    markup = escape_value(text)
    return _written(markup, [(first, last, "") for first, last in together(markup)])


def running(text: str) -> str:
    """Plain text as mark-up."""
    return body(escape_value(text))


def body(html: str) -> str:
    """A body, as `text.safe` gave it."""
    spans = [(first, last, "") for first, last in together(html)]
    if may_have_phones(html):
        dialled = [each for each in phones(_blanked(html)) if _may_be_dialled(html, each)]
        apart = (
            span
            for span in spans
            if not any(span[0] < each.last and each.first < span[1] for each in dialled)
        )
        spans = sorted([*apart, *dialled])
    return _written(html, spans)


def _written(markup: str, spans: list[tuple[int, int, str]]) -> str:
    """With each span in an element: a link that dials its digits, or one that stays on a line."""
    parts, at = [], 0
    for first, last, digits in spans:
        opening, closing = (f'<a href="tel:{digits}">', "</a>") if digits else _KEPT
        parts += (markup[at:first], opening, markup[first:last], closing)
        at = last
    parts.append(markup[at:])
    return "".join(parts)


def _blanked(html: str) -> str:
    """The text outside of links alone, each character where it was, so that no number goes over a
    tag."""
    parts, is_link = [], False
    for tag, text in pieces(html):
        if tag:
            name = tag.partition(" ")[0]
            is_link = name == "a" or (is_link and name != "/a")
            parts.append((HIDDEN if name in _WITHIN else "\n") * (len(tag) + 2))
        parts.append(HIDDEN * len(text) if is_link else text)
    return "".join(parts)


def _may_be_dialled(html: str, phone: Phone) -> bool:
    """Whether it stands in no column or row of other numbers of a table."""
    table = html.rfind("<table>", 0, phone.first)
    if table < 0 or html.rfind("</table>", 0, phone.first) > table:
        return True
    row = html.rfind("<tr>", table, phone.first)
    column = len(_CELL_BEGINS.findall(html, row, phone.first)) - 1
    heads = _CELL.findall(html, table, html.find("</tr>", table))[column : column + 1]
    heads += _CELL.findall(html, row, phone.first)
    return not any(kind == "h" and is_other(_TAG.sub("", words)) for kind, words in heads)
