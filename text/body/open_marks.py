"""Which marks are on the text being read: a count for each, however the tags are tangled."""

import re

from text.body.marks import SIMPLE_MARKS, Marks
from text.html import escape_value

# `s` is kept since amended rules strike out what no longer holds, and plain text would state it;
# `u` is not: it says nothing and looks like a link.
_MARKS = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em",
    "s": "s", "strike": "s", "del": "s", "sub": "sub", "sup": "sup",
}  # fmt: skip
INLINE = frozenset((*_MARKS, "span", "font"))

# Office programs and Google Docs say bold by style, and Google wraps a whole paste in
# `<b style="font-weight:normal">`.
_PROPERTY = r"(?<![\w-])"  # `mso-bidi-font-weight` is another
_WEIGHT = re.compile(rf"{_PROPERTY}font-weight\s*:\s*(\w+)")
_ITALIC = re.compile(rf"{_PROPERTY}font-style\s*:\s*(?:italic|oblique)")
_STRUCK = re.compile(rf"{_PROPERTY}text-decoration(?:-line)?\s*:[^;]*line-through")
_RAISED = re.compile(rf"{_PROPERTY}vertical-align\s*:\s*(sub|super)\b")
_MAX_STYLE_CHARACTERS = 1000  # characters: an honest style is shorter, a hostile one costs no more


class OpenMarks:
    """The marks in force; `marks` is what a run of text read now would carry."""

    __slots__ = ("_counts", "_link", "_open", "marks")

    def __init__(self) -> None:
        self._open: dict[str, list[tuple[str, ...]]] = {}
        self._counts = dict.fromkeys(SIMPLE_MARKS, 0)
        self._link: str | None = None
        self.marks: Marks = ()

    def start(self, name: str, style: str) -> None:
        """A tag of INLINE with the value of its style attribute."""
        added = _added(name, style)
        self._open.setdefault(name, []).append(added)
        for mark in added:
            self._counts[mark] += 1
        if added:
            self._settle()

    def end(self, name: str) -> None:
        """The end of such a tag; without a start it means nothing."""
        opened = self._open.get(name)
        if opened and (added := opened.pop()):
            for mark in added:
                self._counts[mark] -= 1
            self._settle()

    def link(self, href: str | None) -> None:
        """A link begins, or (None) ends: links do not nest."""
        self._link = link_mark(href) if href else None
        self._settle()

    @property
    def in_link(self) -> bool:
        return self._link is not None

    def _settle(self) -> None:
        simple = tuple(mark for mark in SIMPLE_MARKS if self._counts[mark])
        self.marks = (self._link, *simple) if self._link else simple


def link_mark(href: str) -> str:
    return f'a href="{escape_value(href)}"'


def _added(name: str, style: str) -> tuple[str, ...]:
    marks = {_MARKS[name]} if name in _MARKS else set()
    if style:
        style = style[:_MAX_STYLE_CHARACTERS].lower()
        if weight := _WEIGHT.search(style):
            (marks.add if _is_bold(weight[1]) else marks.discard)("strong")
        if _ITALIC.search(style):
            marks.add("em")
        if _STRUCK.search(style):
            marks.add("s")
        if raised := _RAISED.search(style):
            marks.add(raised[1][:3])
    return tuple(marks)


def _is_bold(weight: str) -> bool:
    return weight in ("bold", "bolder") or (weight.isdecimal() and weight >= "600")
