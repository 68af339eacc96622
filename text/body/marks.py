"""Lines of text with marks (bold, link …), and their one way to be written as mark-up.

A mark is its own start tag without the brackets (`strong`, `a href="/x/"`), and a run is a text
with the marks on it. However tangled the mark-up was that made the runs, the same runs are
always written the same way, which is what makes cleaning idempotent.
"""

import re

from text.html import escape
from text.unicode import is_visible, nfc

Marks = tuple[str, ...]
Run = tuple[str, Marks]
Line = list[Run]

# The order in which marks that begin and end together are nested, outermost first.
SIMPLE_MARKS = ("strong", "em", "s", "sub", "sup")
_RANK = {mark: rank for rank, mark in enumerate(SIMPLE_MARKS)}

_WRAP = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")
_WRAPS = re.compile(r"\n+")
_LINK_FIRST = -1
_ALONE: dict[str, int] = {}


def unwrapped(text: str) -> str:
    """Text whose source line ends (with the indentation round them) are single line feeds."""
    return _WRAP.sub("\n", text) if "\n" in text or "\r" in text else text


def normalise_lines(lines: list[Line]) -> list[Line]:
    """The lines as they are stored: NFC, source line ends as spaces, no blank line at the ends.

    Spaces that were typed stay, no-break spaces too. Nothing visible gives an empty list.
    """
    tidied = [_tidy_line(line) for line in lines]
    first, last = 0, len(tidied)
    while first < last and _blank(tidied[first]):
        first += 1
    while last > first and _blank(tidied[last - 1]):
        last -= 1
    return tidied[first:last]


def _tidy_line(line: Line) -> Line:
    merged: list[tuple[list[str], Marks]] = []
    if len(line) == 1:
        (text, marks) = line[0]
        text = nfc(_WRAPS.sub(" ", text.strip("\n")))
        return [(text, marks)] if text else []
    for text, marks in line:
        if merged and merged[-1][1] == marks:
            merged[-1][0].append(text)
        else:
            merged.append(([text], marks))
    tidied: Line = []
    for parts, marks in merged:
        text = "".join(parts)
        if not tidied:
            text = text.lstrip("\n")
        if text:
            tidied.append((nfc(text), marks))
    while tidied and not (text := tidied[-1][0].rstrip("\n")):
        tidied.pop()
    if tidied:
        tidied[-1] = (text, tidied[-1][1])
    return [(_WRAPS.sub(" ", text), marks) for text, marks in tidied]


def _blank(line: Line) -> bool:
    return not any(is_visible(text) for text, _ in line)


def plain(lines: list[Line]) -> list[str]:
    """The lines' texts without their marks."""
    return ["".join(text for text, _ in line) for line in lines]


def inline_html(lines: list[Line]) -> str:
    """The lines as mark-up, `<br>` between them, each mark opened once for as long as it lasts."""
    if len(lines) == 1 and len(lines[0]) == 1 and not lines[0][0][1]:
        return escape(lines[0][0][0])
    pieces = _pieces(lines)
    if any(len(marks) > 1 for _, marks in pieces):
        lasting = _mark_extents(pieces)
    else:
        lasting = [_ALONE] * len(pieces)
    out: list[str] = []
    stack: list[str] = []
    for (text, marks), reach in zip(pieces, lasting, strict=True):
        keep = next((i for i, mark in enumerate(stack) if mark not in marks), len(stack))
        _close(out, stack, keep)
        opening = [mark for mark in marks if mark not in stack]
        if len(opening) > 1:
            opening.sort(key=lambda mark: (-reach[mark], _RANK.get(mark, _LINK_FIRST)))
        out += [f"<{mark}>" for mark in opening]
        stack += opening
        out.append(text)
    _close(out, stack, 0)
    return "".join(out)


def _close(out: list[str], stack: list[str], keep: int) -> None:
    while len(stack) > keep:
        out.append(f"</{stack.pop().partition(' ')[0]}>")


def _pieces(lines: list[Line]) -> list[Run]:
    """Escaped texts with their marks; a line break has the marks that both its sides have."""
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
            shared = following[len(pieces) - 1 - at]
            pieces[at] = (text, tuple(mark for mark in before if mark in shared))
        else:
            before = marks
    return pieces


def _mark_extents(pieces: list[Run]) -> list[dict[str, int]]:
    """For each piece, the place of the last piece up to which each of its marks goes on."""
    lasting: list[dict[str, int]] = [{}] * len(pieces)
    reach: dict[str, int] = {}
    for at in range(len(pieces) - 1, -1, -1):
        reach = {mark: reach.get(mark, at) for mark in pieces[at][1]}
        lasting[at] = reach
    return lasting
