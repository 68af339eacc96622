"""Reads mark-up as a stream of tokens in one pass, and writes text as mark-up.

This is our own reader because the two usual ones take quadratic time on hostile input: Python's
html.parser on unclosed constructs (CVE-2025-6069, open in 3.11.7), html5ever (in nh3) on nested
blocks (20,000 open divs 0.7 s, 100,000 about 20 s). A search here that reaches the end of the input
without success is not repeated. Where HTML would drop the rest of the text (after an unclosed
comment or tag), it is kept as text: an editor must lose nothing.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_SPACE = r"[ \t\n\r\f]"
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^ \t\n\r\f>"'][^ \t\n\r\f>]*+)"""
_NAME = r"[^ \t\n\r\f/>][^ \t\n\r\f/>=]*+"
# All quantifiers are possessive: the pattern reads to the `>` or to the end, and never goes back.
_TAG = re.compile(
    rf"<(/?)([a-zA-Z][^ \t\n\r\f/>]*+)"
    rf"((?:{_NAME}(?:{_SPACE}*+={_SPACE}*+{_VALUE}?+)?+|{_SPACE}++|/)*+)>"
)
_ATTRIBUTE = re.compile(rf"({_NAME})(?:{_SPACE}*+={_SPACE}*+({_VALUE})?+)?+")
_COMMENT_END = re.compile(r"--!?>")
_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]*;)")
_ENDLESS = re.compile(r"&#[0-9]{9,};?")

# Elements whose content is never text; the token of the start tag has it as `inside`, not parsed.
RAW_CONTENT_ELEMENTS = frozenset(
    "audio button canvas iframe script select style svg textarea title video".split()
)
# Elements of these whose content must not become text even if the end tag is missing.
_SWALLOWING = frozenset(("script", "style"))
# Real style attributes are shorter. A longer one is cut, so that a hostile one costs little time.
MAX_STYLE_CHARACTERS = 1000


@dataclass(slots=True)
class HtmlTag:
    """A start or end tag; `inside` is the raw content of one of RAW_CONTENT_ELEMENTS."""

    name: str
    is_end: bool = False
    raw: str = ""
    inside: str = ""

    def attributes(self) -> dict[str, str]:
        """The values, decoded, by names in lower case; the first of equal names counts, as in
        HTML."""
        return {
            name.lower(): _decode_value(value)
            for name, value in reversed(_ATTRIBUTE.findall(self.raw))
        }


def escape(text: str) -> str:
    """Text as mark-up between tags; a no-break space stays a character."""
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
    # Python refuses to read integers of thousands of digits. No character's number has nine.
    return html.unescape(_ENDLESS.sub(_short_reference, text))


def _short_reference(match: re.Match[str]) -> str:
    digits = match[0].strip("&#;").lstrip("0")
    return f"&#{digits};" if len(digits) < 9 else "\ufffd"


def _decode_value(value: str) -> str:
    if value[:1] in ("'", '"'):
        value = value[1:-1]
    # The `&copy` of `?a=1&copy=2` is not ©: a name without semicolon is no reference in a value.
    return _REFERENCE.sub(lambda match: decode(match[0]), value) if "&" in value else value


def tokens(source: str) -> Iterator[HtmlTag | str]:
    """The texts (str, decoded) and the tags of the mark-up in order, without comments."""
    return _Reader(source).read()


def split_tags(html: str) -> Iterator[tuple[str, str]]:
    """Each tag without its brackets, with the text after it as it is written; the first tag is
    empty.

    `html` comes from `text.body.safe`: there `<` and `>` are only in tags, so this takes a fifth of
    the time of `tokens`.
    """
    for piece in html.split("<"):
        tag, _bracket, text = piece.rpartition(">")
        yield tag, text


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        # End marks that are not in the rest of the source.
        self.missing: set[str] = set()

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
            # An unclosed tag: there is no `>` in the rest, so no tag either.
            if end == at:
                break
            # A plain `<`.
            if end < 0:
                at += 1
                continue
            if start < at:
                yield decode(source[start:at])
            start = at = end
        if start < len(source):
            yield decode(source[start:])

    def _comment_end(self, at: int) -> int:
        """The end of the comment or declaration that starts at this `<`: -1 if the `<` is text,
        `at` if it starts a tag without end."""
        following = self.source[at + 1 : at + 2]
        if self.source.startswith("<!--", at):
            if "-->" not in self.missing:
                # The search starts at the dashes of `<!--`, because `<!-->` is a whole comment.
                match = _COMMENT_END.search(self.source, at + 2)
                if match:
                    return match.end()
                self.missing.add("-->")
            return at + 4
        # A doctype, a processing instruction, Word's `<![if …]>`.
        if following in ("!", "?", "/"):
            end = self.source.find(">", at)
            return end + 1 if end >= 0 else at
        return at if following.isascii() and following.isalpha() else -1

    def _inside(self, name: str, start: int) -> tuple[str, int]:
        """The raw content of an element up to its end tag, and where reading goes on."""
        # A foreign element may close itself: `<svg/>`.
        if name == "svg" and self.source[start - 2] == "/":
            return "", start
        closing = re.compile(rf"</{name}(?=[ \t\n\r\f/>])", re.IGNORECASE)
        end = None if name in self.missing else closing.search(self.source, start)
        if end:
            return self.source[start : end.start()], end.start()
        self.missing.add(name)
        return (self.source[start:], len(self.source)) if name in _SWALLOWING else ("", start)
