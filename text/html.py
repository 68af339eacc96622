"""Mark-up as a stream of tokens, read in one pass, and text written back as mark-up.

Our own reader because the two at hand go quadratic on hostile input: Python's html.parser on
unclosed constructs (CVE-2025-6069, open in 3.11.7), html5ever behind nh3 on nested blocks
(20,000 open divs 0.7 s, 100,000 about 20 s). Every scan here that reaches the end of the input
without success is made once: afterwards the answer is known. Where HTML would swallow the rest of
the text (an unclosed comment or tag), it is kept instead, as text: an editor must lose nothing.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_SPACE = r"[ \t\n\r\f]"
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^ \t\n\r\f>"'][^ \t\n\r\f>]*+)"""
_NAME = r"[^ \t\n\r\f/>][^ \t\n\r\f/>=]*+"
# Possessive throughout: a tag is left only at its `>` or at the end of the input.
_TAG = re.compile(
    rf"<(/?)([a-zA-Z][^ \t\n\r\f/>]*+)"
    rf"((?:{_NAME}(?:{_SPACE}*+={_SPACE}*+{_VALUE}?+)?+|{_SPACE}++|/)*+)>"
)
_ATTRIBUTE = re.compile(rf"({_NAME})(?:{_SPACE}*+={_SPACE}*+({_VALUE})?+)?+")
_COMMENT_END = re.compile(r"--!?>")
_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]*;)")
_ENDLESS = re.compile(r"&#[0-9]{9,};?")

# Elements whose content is never text; it comes unread with the start tag.
RAW_CONTENT_ELEMENTS = frozenset(
    "audio button canvas iframe script select style svg textarea title video".split()
)
# Of those, the ones whose content must not become text when the end tag is missing.
_SWALLOWING = frozenset(("script", "style"))


@dataclass(slots=True)
class HtmlTag:
    """A start or end tag; `inside` is the raw content of one of RAW_CONTENT_ELEMENTS."""

    name: str
    is_end: bool = False
    raw: str = ""
    inside: str = ""

    def attributes(self) -> dict[str, str]:
        """Names in lower case, values decoded; the first of a name counts, as in HTML."""
        return {
            name.lower(): _decode_value(value)
            for name, value in reversed(_ATTRIBUTE.findall(self.raw))
        }


def escape(text: str) -> str:
    """Text as mark-up between tags; no-break spaces stay characters."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    return text.replace("<", "&lt;").replace(">", "&gt;")


def escape_value(text: str) -> str:
    """Text as the content of a double-quoted attribute."""
    return escape(text).replace('"', "&quot;")


def decode(text: str) -> str:
    """Text between tags with its character references resolved, as HTML means them."""
    if "&" not in text:
        return text
    # Python refuses to read integers of thousands of digits; no character has nine.
    return html.unescape(_ENDLESS.sub(_short_reference, text))


def _short_reference(match: re.Match[str]) -> str:
    digits = match[0].strip("&#;").lstrip("0")
    return f"&#{digits};" if len(digits) < 9 else "\ufffd"


def _decode_value(value: str) -> str:
    if value[:1] in ("'", '"'):
        value = value[1:-1]
    # `?a=1&copy=2` is no ©: in a value a name without its semicolon is not a reference.
    return _REFERENCE.sub(lambda match: decode(match[0]), value) if "&" in value else value


def tokens(source: str) -> Iterator[HtmlTag | str]:
    """The text (str, decoded) and the tags of some mark-up in order; comments are left out."""
    return _Reader(source).read()


def split_tags(html: str) -> Iterator[tuple[str, str]]:
    """Each tag of what `text.body.safe` gave, without its brackets, and the text behind it, as
    written; the first tag is empty. In such mark-up `<` and `>` stand nowhere else, so this needs a
    fifth of the time of `tokens`."""
    for piece in html.split("<"):
        tag, _bracket, text = piece.rpartition(">")
        yield tag, text


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.missing: set[str] = set()  # ends that do not come any more

    def read(self) -> Iterator[HtmlTag | str]:
        source, start, at = self.source, 0, 0
        while (at := source.find("<", at)) >= 0:
            match = _TAG.match(source, at)
            if match:
                if start < at:
                    yield decode(source[start:at])
                start = at = match.end()
                slash, name, raw = match.groups()
                tag = HtmlTag(name.lower(), bool(slash), raw)
                if tag.name in RAW_CONTENT_ELEMENTS and not slash:
                    tag.inside, start = self._inside(tag.name, start)
                    at = start
                yield tag
                continue
            end = self._comment_end(at)
            if end == at:  # an unclosed tag: nothing after it can be one
                break
            if end < 0:  # a plain `<`
                at += 1
                continue
            if start < at:
                yield decode(source[start:at])
            start = at = end
        if start < len(source):
            yield decode(source[start:])

    def _comment_end(self, at: int) -> int:
        """Where what starts with this `<` ends: -1 if it is text, `at` if it never ends."""
        following = self.source[at + 1 : at + 2]
        if self.source.startswith("<!--", at):
            if "-->" not in self.missing:
                # From the opening's own dashes on: `<!-->` is a whole comment.
                match = _COMMENT_END.search(self.source, at + 2)
                if match:
                    return match.end()
                self.missing.add("-->")
            return at + 4
        if following in ("!", "?", "/"):  # doctype, processing instruction, Word's <![if …]>
            end = self.source.find(">", at)
            return end + 1 if end >= 0 else at
        return at if following.isascii() and following.isalpha() else -1

    def _inside(self, name: str, start: int) -> tuple[str, int]:
        """The raw content of a closed element and where reading goes on."""
        if name == "svg" and self.source[start - 2] == "/":  # foreign elements may close themselves
            return "", start
        closing = re.compile(rf"</{name}(?=[ \t\n\r\f/>])", re.IGNORECASE)
        end = None if name in self.missing else closing.search(self.source, start)
        if end:
            return self.source[start : end.start()], end.start()
        self.missing.add(name)
        return (self.source[start:], len(self.source)) if name in _SWALLOWING else ("", start)
