"""Reads one figure, in canonical form or in the form of the editor, from its tokens."""

import re

from text.body.blocks import Figure
from text.body.marks import Line, normalise_lines, plain, unwrapped
from text.html import HtmlTag
from text.unicode import nfc

# The largest id that the databases can hold.
MAX_PHOTO_ID = 2**63 - 1
# An alternative text is a sentence or two.
MAX_ALT_CHARACTERS = 2000
_NUMBER = re.compile(r"[0-9]{1,30}")
_AREAS = frozenset(("figcaption", "div", "p", "span", "cite"))
_BREAKING = frozenset("br div p li tr td th ul ol table blockquote h1 h2 h3 h4 h5 h6 dt dd".split())


class FigureReader:
    """Takes the tokens of a `<figure>` and sorts its text into caption and credit.

    The text of `<cite>` or of an element of class `credit` is the credit; all other text is the
    caption. `legend_done` says whether the whole `<figcaption>` has been read.
    """

    def __init__(self, photo: str, alt: str) -> None:
        self.named = photo.strip()
        number = int(self.named) if _NUMBER.fullmatch(self.named) else 0
        self.photo = number if 1 <= number <= MAX_PHOTO_ID else None
        self.has_picture = False
        self.legend_done = False
        self._alt = " ".join(unwrapped(alt[:MAX_ALT_CHARACTERS]).split("\n"))
        self._lines: dict[str, list[Line]] = {"caption": [[]], "credit": [[]]}
        self._areas: list[tuple[str, str]] = []
        self._open = dict.fromkeys(_AREAS, 0)

    def text(self, value: str) -> None:
        self._lines[self._area][-1].append((unwrapped(value), ()))

    def tag(self, tag: HtmlTag) -> None:
        if tag.name in _BREAKING:
            self._lines[self._area].append([])
        if tag.name in _AREAS:
            if tag.is_end:
                self._leave(tag.name)
            else:
                self._areas.append((tag.name, self._area_of(tag)))
                self._open[tag.name] += 1

    def caption_lines(self) -> list[str]:
        return _visible(self._lines["caption"])

    def credit(self) -> str:
        return " ".join(_visible(self._lines["credit"]))

    def figure(self) -> Figure | None:
        """The figure that was read, or None if its photo id is missing or not valid."""
        if self.photo is None:
            return None
        alt = nfc(self._alt) if self._alt.strip() else None
        return Figure(self.photo, "\n".join(self.caption_lines()), self.credit(), alt)

    @property
    def _area(self) -> str:
        return self._areas[-1][1] if self._areas else "caption"

    def _area_of(self, tag: HtmlTag) -> str:
        classes = tag.attributes().get("class", "").split()
        if tag.name == "cite" or "credit" in classes:
            return "credit"
        return "caption" if tag.name == "figcaption" or "caption" in classes else self._area

    def _leave(self, name: str) -> None:
        """Close the innermost open element of this name and all inside it, if there is one."""
        if not self._open[name]:
            return
        left = ""
        while left != name:
            left, _ = self._areas.pop()
            self._open[left] -= 1
        if name == "figcaption" and not self._open[name]:
            self.legend_done = True


def _visible(lines: list[Line]) -> list[str]:
    """The lines that show something, each of them normalised."""
    return [text for line in lines for text in plain(normalise_lines([line]))]
