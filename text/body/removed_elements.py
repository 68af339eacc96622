"""Noting what cannot stay in a body: pictures, scripts, form controls; and players' addresses."""

import re

from text.body.removals import RemovalCounter, RemovalKind
from text.html import HtmlTag

_SOURCE = re.compile(r"<source(?=[ \t\n\r\f/])([^>]*)>", re.IGNORECASE)
_UNDERLINED = re.compile(r"(?<![\w-])text-decoration(?:-line)?\s*:[^;]*underline")
_ALIGNED = re.compile(r"(?<![\w-])text-align\s*:\s*(?:center|right|end)\b")
_STYLE_READ = 1000
# These are placed, not their words.
_BOXES = frozenset("table img figure iframe hr".split())
# They say by their names alone how their words look.
STYLED_ELEMENTS = frozenset("u ins center".split())
_PASTED = ("data:", "blob:", "file:", "cid:")


def note_image(book: RemovalCounter, tag: HtmlTag, expected: bool = False) -> bool:
    """Note a picture unless it is `expected`; False for one that is only the editor's furniture."""
    attributes = tag.attributes()
    if "cke_" in attributes.get("class", ""):  # CKEditor's drag handles
        return False
    if not expected:
        source = attributes.get("src", "").strip() or tag.name
        is_pasted = source[:5].lower().startswith(_PASTED)
        book.add(RemovalKind.PASTED if is_pasted else RemovalKind.IMAGE, source)
    return True


def note_script(book: RemovalCounter, tag: HtmlTag) -> None:
    book.add(RemovalKind.SCRIPT, tag.attributes().get("src") or tag.inside or tag.name)


def note_control(book: RemovalCounter, tag: HtmlTag) -> None:
    """Note a form control, but not the hidden fields that whole pasted pages bring along."""
    if tag.attributes().get("type", "").lower() != "hidden":
        book.add(RemovalKind.FORM, tag.name)


def note_styling(book: RemovalCounter, tag: HtmlTag, in_link: bool) -> None:
    """Note an underline, but that of a link, and whatever is neither justified nor at the left."""
    attributes = tag.attributes()
    style = attributes.get("style", "")[:_STYLE_READ].lower()
    underlined = tag.name in ("u", "ins") or _UNDERLINED.search(style)
    if underlined and not in_link and tag.name != "a":
        book.add(RemovalKind.UNDERLINE, tag.name)
    aligned = tag.name == "center" or attributes.get("align", "").lower() in ("center", "right")
    if tag.name not in _BOXES and (aligned or _ALIGNED.search(style)):
        book.add(RemovalKind.ALIGNED, tag.name)


def player_source(tag: HtmlTag) -> str:
    """The address that a frame, video or embedded object shows, as it was written."""
    attributes = tag.attributes()
    for name in ("src", "data", "url"):
        if attributes.get(name):
            return attributes[name].strip()
    inner = _SOURCE.search(tag.inside)
    return HtmlTag("source", raw=inner[1]).attributes().get("src", "").strip() if inner else ""
