"""Reads a canonical body: its figures, its texts, its form in the editor.

Every function takes what `text.body.clean.clean_body` returned.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from text.body.blocks import Figure
from text.html import decode, escape, escape_value, tokens

__all__ = [
    "Figure",
    "HtmlPart",
    "blocks",
    "figures",
    "paragraphs",
    "split_at_figures",
    "to_editor",
]

_FIGURE = re.compile(
    r'<figure data-photo="([0-9]+)"(?: data-alt="([^"]*)")?>'
    r"(?:<figcaption>((?:[^<]|<br>)*+)(?:<cite>([^<]*+)</cite>)?</figcaption>)?</figure>"
)
_BLOCK = re.compile(r"<(/?)(p|h2|h3|h4|ul|ol|blockquote|table|figure)\b[^>]*>|<hr>")
# Tags at which a text ends. The cells of a row are one text, so inside a row only `tr` ends it.
_ENDING = frozenset("p h2 h3 h4 ul ol li blockquote caption figcaption cite table tr".split())


@dataclass(frozen=True, slots=True)
class HtmlPart:
    """Canonical mark-up without figures."""

    html: str


def split_at_figures(html: str) -> list[HtmlPart | Figure]:
    """The body cut at its figures, in order, for templates that render photos in their own way."""
    found: list[HtmlPart | Figure] = []
    at = 0
    for match in _FIGURE.finditer(html):
        if at < match.start():
            found.append(HtmlPart(html[at : match.start()]))
        found.append(_figure(match))
        at = match.end()
    if at < len(html):
        found.append(HtmlPart(html[at:]))
    return found


def blocks(html: str) -> list[str]:
    """The outermost blocks of the body in order; joined, they are the body again."""
    found: list[str] = []
    depth = start = 0
    for match in _BLOCK.finditer(html):
        if match[2]:
            depth += -1 if match[1] else 1
        if depth == 0:
            found.append(html[start : match.end()])
            start = match.end()
    return found


def figures(html: str) -> list[Figure]:
    """The body's figures in order; a photo that is used twice comes twice."""
    return [_figure(match) for match in _FIGURE.finditer(html)]


def _figure(match: re.Match[str]) -> Figure:
    photo, alt, caption, credit = match.groups()
    return Figure(
        int(photo),
        decode((caption or "").replace("<br>", "\n")),
        decode(credit or ""),
        decode(alt) if alt else None,
    )


def to_editor(html: str, image: Callable[[int], tuple[str, str] | None]) -> str:
    """The body in the form of the editor. `clean_body` turns it into the same canonical form again.

    `image` takes a photo's id and gives its address and alternative text, or None for a photo that
    is gone: its figure then has a picture without address, so that its caption is not lost.
    """
    return "".join(
        _editor_figure(s, image(s.photo)) if isinstance(s, Figure) else s.html
        for s in split_at_figures(html)
    )


def _editor_figure(figure: Figure, image: tuple[str, str] | None) -> str:
    own_alt = f' data-alt="{escape_value(figure.alt)}"' if figure.alt else ""
    source, alt = image or ("", "")
    address = f' src="{escape_value(source)}"' if source else ""
    caption = escape(figure.caption).replace("\n", "<br>")
    return (
        f'<figure class="photo" data-photo="{figure.photo}"{own_alt}>'
        f'<img alt="{escape_value(figure.alt or alt)}"{address}>'
        f'<figcaption><div class="caption">{caption}</div>'
        f'<div class="credit">{escape(figure.credit)}</div></figcaption></figure>'
    )


def paragraphs(html: str) -> list[str]:
    """The body's texts in reading order, for comparing and counting.

    One for each paragraph, heading, list item, caption and credit, line breaks as line feeds; a
    table's row is one text, its cells joined by tabs.
    """
    return list(_texts(html))


def _texts(html: str) -> Iterator[str]:
    parts: list[str] = []
    in_cell = False
    for token in tokens(html):
        if isinstance(token, str):
            parts.append(token)
        elif token.name == "br":
            parts.append("\n")
        elif token.name in ("td", "th"):
            in_cell = not token.is_end
            if token.is_end:
                if parts[-1:] == ["\n"]:
                    parts.pop()
                parts.append("\t")
        elif in_cell and token.name in _ENDING:
            # Paragraphs and items in a cell become its lines. The text of a cell does not begin or
            # end with a line feed.
            if parts and parts[-1] not in ("\n", "\t"):
                parts.append("\n")
        elif token.name in _ENDING:
            text = "".join(parts)
            if token.name == "tr":
                text = text.removesuffix("\t") if text.strip("\t") else ""
            if text:
                yield text
            parts.clear()
