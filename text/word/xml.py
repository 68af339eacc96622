"""XML of strangers, read as a stream: no document types, so no entities; and no tree in memory."""

from collections.abc import Callable, Iterable
from typing import Protocol
from xml.parsers import expat

from text.word.findings import WordFileError

# The transitional and the strict names of the same standard, ECMA-376.
_OFFICE = (
    "http://schemas.openxmlformats.org/",
    "http://purl.oclc.org/ooxml/",
)
_SHORT = {
    "wordprocessingml/2006/main": "w",
    "wordprocessingml/main": "w",
    "officeDocument/2006/relationships": "r",
    "officeDocument/relationships": "r",
    "officeDocument/2006/math": "m",
    "officeDocument/math": "m",
    "drawingml/2006/main": "a",
    "drawingml/main": "a",
    "drawingml/2006/wordprocessingDrawing": "wp",
    "drawingml/wordprocessingDrawing": "wp",
    "drawingml/2006/picture": "pic",
    "drawingml/picture": "pic",
    "package/2006/relationships": "rel",
    "markup-compatibility/2006": "mc",
}
_OTHER = {
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
}
# Elements in one another; Word itself stops far earlier.
_MAX_DEPTH = 5000

Attributes = dict[str, str]


class Handler(Protocol):
    """What takes the stream. Names are `w:p`; an attribute without a prefix is `val`."""

    def start(self, name: str, attributes: Attributes) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


def parse(chunks: Iterable[bytes], handler: Handler) -> None:
    """Hand the document's elements and text to the handler.

    Fault `broken` for what is no well-formed XML, is nested too deep or has a document type:
    Word writes none, and entities that unfold into gigabytes need one.
    """
    names: dict[str, str] = {}
    depth = 0

    def short(name: str) -> str:
        known = names.get(name)
        if known is None:
            known = names[name] = _shortened(name)
        return known

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise WordFileError("nested")
        handler.start(short(name), {short(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(short(name))

    def refuse(*_: object) -> None:
        raise WordFileError("entities")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError):  # the last: an encoding that nobody knows
        raise WordFileError("broken") from None


def _shortened(name: str) -> str:
    space, _, local = name.rpartition(" ")
    if not space:
        return local
    for office in _OFFICE:
        if space.startswith(office):
            return f"{_SHORT.get(space[len(office) :], '?')}:{local}"
    return f"{_OTHER.get(space, '?')}:{local}"


def on_off(attributes: Attributes | None) -> bool:
    """What `<w:b/>`, `<w:b w:val="0"/>` and their like say."""
    value = (attributes or {}).get("w:val", "1")
    return value not in ("0", "false", "off", "none")


def to_int(value: str | None, default: int = 0) -> int:
    """A whole number of at most nine digits; the default for everything else."""
    text = (value or "").strip()
    plain = text.removeprefix("-")
    return int(text) if plain.isascii() and plain.isdecimal() and len(plain) < 10 else default


Start = Callable[[Attributes], None]
