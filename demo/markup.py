"""Parses the restricted HTML in which the texts of the demo are written, and checks it strictly.

The portal's own cleaner repairs mark-up. This parser does not: a mistake in a text that we wrote
ourselves is an error, and the error names the line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

ALLOWED_ATTRIBUTES: dict[str, frozenset[str]] = {
    **dict.fromkeys("p h2 h3 ul ol li table thead tbody tr td".split(), frozenset()),
    **dict.fromkeys("blockquote strong em figcaption cite br".split(), frozenset()),
    "th": frozenset({"scope"}),
    "a": frozenset({"href"}),
    "figure": frozenset({"data-photo"}),
}
PARAGRAPH_TAGS = frozenset("p h2 h3 li th td figcaption".split())
ALLOWED_AT_TOP = frozenset("p h2 h3 ul ol table blockquote figure".split())


class MarkupError(ValueError):
    """A text does not follow the rules of the demo's markup."""


@dataclass(frozen=True)
class Figure:
    """One use of a photo. The lines of its caption are joined by line feeds."""

    photo: str
    caption: str
    credit: str


@dataclass
class Parsed:
    """The paragraphs, figures and links of a body, in reading order."""

    paragraphs: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Parsed()
        self._open: list[str] = []
        self._words: list[str] = []
        self._photo = self._caption = self._credit = ""

    def _fail(self, message: str) -> None:
        raise MarkupError(f"line {self.getpos()[0]} of the body: {message}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = ALLOWED_ATTRIBUTES.get(tag)
        if allowed is None:
            self._fail(f"<{tag}> is not allowed")
        given = dict(attrs)
        if set(given) - allowed or len(given) < len(attrs):
            self._fail(f"<{tag}> may carry only {sorted(allowed) or 'no attributes'}")
        if allowed and not all(given.get(name) for name in allowed):
            self._fail(f"<{tag}> needs {sorted(allowed)}")
        if not self._open and tag not in ALLOWED_AT_TOP:
            self._fail(f"<{tag}> cannot stand at the top of a text")
        if tag == "br":
            self._words.append("\n")
            return
        if tag in PARAGRAPH_TAGS and PARAGRAPH_TAGS & set(self._open):
            self._fail(f"<{tag}> inside <{self._open[-1]}>")
        self._open.append(tag)
        if tag in PARAGRAPH_TAGS:
            self._words = []
        elif tag == "figure":
            self._photo, self._caption, self._credit = given["data-photo"] or "", "", ""
        elif tag == "cite":
            self._caption, self._words = _squeeze(self._words), []
        elif tag == "a":
            self.found.links.append(given["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self._fail(f"</{tag}> closes nothing that is open")
        self._open.pop()
        if tag == "cite":
            self._credit, self._words = _squeeze(self._words), []
        elif tag == "figcaption":
            if _squeeze(self._words):
                self._fail("a caption ends with its <cite>")
        elif tag == "figure":
            if not self._caption or not self._credit:
                self._fail(f"the figure {self._photo} lacks its caption or its credit")
            self.found.figures.append(Figure(self._photo, self._caption, self._credit))
        elif tag in PARAGRAPH_TAGS:
            text = _squeeze(self._words)
            if not text:
                self._fail(f"an empty <{tag}>")
            self.found.paragraphs.append(text)

    def handle_data(self, data: str) -> None:
        if data.strip() and not (PARAGRAPH_TAGS & set(self._open)):
            self._fail(f"loose text: {data.strip()[:40]}")
        self._words.append(data)

    def handle_comment(self, data: str) -> None:
        self._fail("comments are not allowed")

    def finish(self) -> Parsed:
        self.close()
        if self._open:
            self._fail(f"<{self._open[-1]}> is never closed")
        return self.found


def _squeeze(words: list[str]) -> str:
    lines = "".join(words).split("\n")
    return "\n".join(filter(None, (re.sub(r"[ \t]+", " ", line).strip() for line in lines)))


def parse(body: str) -> Parsed:
    """Parse a body; raises MarkupError if it does not follow the rules."""
    reader = _Reader()
    reader.feed(body)
    return reader.finish()
