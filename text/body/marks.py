"""Lines of text with marks (bold, link …), and the one way in which they are written as mark-up.

A mark is a start tag without its brackets (`strong`, `a href="/x/"`), and a run is a text with its
marks. The same runs are always written the same way, whatever mark-up they came from; so cleaning
a cleaned text changes nothing.
"""

import re
from itertools import groupby, repeat
from operator import itemgetter

from text.html import MAX_STYLE_CHARACTERS, escape, escape_value
from text.unicode import is_visible, nfc

Marks = tuple[str, ...]
Run = tuple[str, Marks]
Line = list[Run]

# The order in which marks that begin and end together are nested, outermost first. A link is
# outside all of them.
SIMPLE_MARKS = ("strong", "em", "s", "sub", "sup")
_RANK = {mark: rank for rank, mark in enumerate(SIMPLE_MARKS)}

_WRAP = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")
_WRAPS = re.compile(r"\n+")


def unwrapped(text: str) -> str:
    """The text with each line end of the source, and the white space round it, as a line feed."""
    return _WRAP.sub("\n", text) if "\n" in text or "\r" in text else text


def normalise_lines(lines: list[Line]) -> list[Line]:
    """The lines as they are stored: in NFC, line ends of the source as spaces, without blank lines
    at the beginning and the end.

    Typed spaces and no-break spaces stay. The list is empty if no line shows anything.
    """
    tidied = [_tidy_line(line) for line in lines]
    first, last = 0, len(tidied)
    while first < last and _blank(tidied[first]):
        first += 1
    while last > first and _blank(tidied[last - 1]):
        last -= 1
    return tidied[first:last]


def _tidy_line(line: Line) -> Line:
    if len(line) == 1:
        (text, marks) = line[0]
        text = nfc(_WRAPS.sub(" ", text.strip("\n")))
        return [(text, marks)] if text else []
    groups = groupby(line, key=itemgetter(1))
    tidied = [("".join(text for text, _ in runs), marks) for marks, runs in groups]
    for end, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while tidied and not tidied[end][0].strip("\n"):
            tidied.pop(end)
        if tidied:
            tidied[end] = (strip(tidied[end][0], "\n"), tidied[end][1])
    return [(_WRAPS.sub(" ", nfc(text)), marks) for text, marks in tidied if text]


def _blank(line: Line) -> bool:
    return not any(is_visible(text) for text, _ in line)


def plain(lines: list[Line]) -> list[str]:
    """The lines' texts without their marks."""
    return ["".join(text for text, _ in line) for line in lines]


def inline_html(lines: list[Line]) -> str:
    """The lines as mark-up, with `<br>` between them. A mark over several runs is opened once."""
    if len(lines) == 1 and len(lines[0]) == 1 and not lines[0][0][1]:
        return escape(lines[0][0][0])
    pieces = _pieces(lines)
    # If every piece has at most one mark, there is nothing to sort.
    is_sorted = all(len(marks) < 2 for _, marks in pieces)
    extents = repeat({}, len(pieces)) if is_sorted else _mark_extents(pieces)
    out: list[str] = []
    stack: list[str] = []
    for (text, marks), reach in zip(pieces, extents, strict=True):
        keep = next((i for i, mark in enumerate(stack) if mark not in marks), len(stack))
        _close(out, stack, keep)
        opening = [mark for mark in marks if mark not in stack]
        if len(opening) > 1:
            opening.sort(key=lambda mark: (-reach[mark], _RANK.get(mark, -1)))
        out += [f"<{mark}>" for mark in opening]
        stack += opening
        out.append(text)
    _close(out, stack, 0)
    return "".join(out)


def _close(out: list[str], stack: list[str], keep: int) -> None:
    while len(stack) > keep:
        out.append(f"</{stack.pop().partition(' ')[0]}>")


def _pieces(lines: list[Line]) -> list[Run]:
    """The texts, escaped, with their marks. A `<br>` has the marks that both its
    neighbours have."""
    if len(lines) == 1:
        return [(escape(text), marks) for text, marks in lines[0]]
    pieces: list[Run] = []
    for number, line in enumerate(lines):
        if number:
            pieces.append(("<br>", ()))
        pieces += [(escape(text), marks) for text, marks in line]
    after: Marks = ()
    following: list[Marks] = []
    for text, marks in reversed(pieces):
        after = marks if text != "<br>" else after
        following.append(after)
    before: Marks = ()
    for at, (text, marks) in enumerate(pieces):
        if text == "<br>":
            behind = following[len(pieces) - 1 - at]
            pieces[at] = (text, tuple(mark for mark in before if mark in behind))
        else:
            before = marks
    return pieces


def _mark_extents(pieces: list[Run]) -> list[dict[str, int]]:
    """For each piece, its marks with the index of the last piece to which each of them goes on."""
    extents: list[dict[str, int]] = [{}] * len(pieces)
    reach: dict[str, int] = {}
    for at in range(len(pieces) - 1, -1, -1):
        reach = {mark: reach.get(mark, at) for mark in pieces[at][1]}
        extents[at] = reach
    return extents


# `s` is kept: amended rules strike out words that are no longer valid, and plain text would state
# them. `u` is not kept: it has no meaning and looks like a link.
_MARKS = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em",
    "s": "s", "strike": "s", "del": "s", "sub": "sub", "sup": "sup",
}  # fmt: skip
INLINE = frozenset((*_MARKS, "span", "font"))

# Office programs and Google Docs write bold as a style, and Google Docs puts a whole paste into
# `<b style="font-weight:normal">`. `mso-bidi-font-weight` is another property.
_PROPERTY = r"(?<![\w-])"
_WEIGHT = re.compile(rf"{_PROPERTY}font-weight\s*:\s*(\w+)")
_ITALIC = re.compile(rf"{_PROPERTY}font-style\s*:\s*(?:italic|oblique)")
_STRUCK = re.compile(rf"{_PROPERTY}text-decoration(?:-line)?\s*:[^;]*line-through")
_RAISED = re.compile(rf"{_PROPERTY}vertical-align\s*:\s*(sub|super)\b")


class OpenMarks:
    """The marks that are open now; `marks` are those of the next text."""

    __slots__ = ("_counts", "_link", "_open", "marks")

    def __init__(self) -> None:
        self._open: dict[str, list[tuple[str, ...]]] = {}
        self._counts = dict.fromkeys(SIMPLE_MARKS, 0)
        self._link: str | None = None
        self.marks: Marks = ()

    def start(self, name: str, style: str) -> None:
        """Handle a start tag of INLINE; `style` is the value of its attribute."""
        added = _added(name, style)
        self._open.setdefault(name, []).append(added)
        for mark in added:
            self._counts[mark] += 1
        if added:
            self._settle()

    def end(self, name: str) -> None:
        """Handle an end tag of INLINE; it is ignored if no such tag is open."""
        opened = self._open.get(name)
        if opened and (added := opened.pop()):
            for mark in added:
                self._counts[mark] -= 1
            self._settle()

    def link(self, href: str | None) -> None:
        """Begin a link, or end it with None. A new link ends the last one: links are not nested."""
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
        style = style[:MAX_STYLE_CHARACTERS].lower()
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
