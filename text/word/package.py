"""Reads the ZIP archive of a Word file: its parts, their relations, and their XML.

Parts are found in the archive's own list, and no name in the file is used as a path. The XML may be
hostile: it is read block by block, without a tree of the whole; a document type, which entities
need, is refused.
"""

import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from text.word.findings import WordFileError

CHUNK_BYTES = 2**20
MAX_RELATIONS_BYTES = 8 * 2**20
# One part, unpacked. A book of 600 pages has about 20 MB.
MAX_PART_BYTES = 48 * 2**20
BAD_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
# The namespaces of the two variants of ECMA-376, transitional and strict.
_OFFICE = (
    "http://schemas.openxmlformats.org/",
    "http://purl.oclc.org/ooxml/",
)
_PREFIXES = {
    f"{office}{name}": prefix
    for office in _OFFICE
    for name, prefix in {
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
    }.items()
} | {
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to by an id. `target` is the name of a part, or an address if
    `external`."""

    # The last word of its type: image, hyperlink, footnotes …
    kind: str
    target: str
    external: bool


class Package:
    """The archive at `path`. Raises WordFileError `cut-off` if it cannot be opened."""

    def __init__(self, path: str) -> None:
        try:
            self._archive = zipfile.ZipFile(path)
        except BAD_ARCHIVE:
            raise WordFileError("cut-off") from None
        # The names of parts ignore case, as in Word.
        self._parts = {each.filename.lower(): each for each in self._archive.infolist()}

    def has(self, name: str) -> bool:
        return name.lower() in self._parts

    def read(self, name: str, limit: int = MAX_PART_BYTES) -> Iterator[bytes]:
        """A part in pieces. Raises WordFileError: `large` if it has more bytes than `limit`,
        counted while reading; `missing`, `encrypted` or `cut-off` if it cannot be read."""
        entry = self._parts.get(name.lower())
        if entry is None:
            raise WordFileError("missing")
        left = limit
        try:
            with self._archive.open(entry) as part:
                while chunk := part.read(CHUNK_BYTES):
                    left -= len(chunk)
                    if left < 0:
                        raise WordFileError("large")
                    yield chunk
        # zipfile raises RuntimeError for an encrypted part.
        except RuntimeError:
            raise WordFileError("encrypted") from None
        except BAD_ARCHIVE:
            raise WordFileError("cut-off") from None

    def elements(self, name: str, depth: int = 1, limit: int = MAX_PART_BYTES) -> Iterator[Element]:
        """The elements of a part at this depth (see the function `elements`)."""
        return elements(self.read(name, limit), depth)

    def main(self) -> str:
        """The name of the part with the text."""
        return next(iter(named(self.relations(""), "officeDocument")), "word/document.xml")

    def relations(self, name: str) -> dict[str, Relation]:
        """The relations of a part by id; for an empty name, those of the archive."""
        folder, _, base = name.rpartition("/")
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if not self.has(rels):
            return {}
        return {
            each.get("Id", ""): _relation(each, folder)
            for each in self.elements(rels, limit=MAX_RELATIONS_BYTES)
            if each.tag == "rel:Relationship"
        }

    def extract(self, name: str, target: Path, limit: int) -> int:
        """Write a part to a file and return its size in bytes; raises as `read` does."""
        if not self.has(name):
            raise WordFileError("missing")
        with target.open("wb") as file:
            return sum(map(file.write, self.read(name, limit)))


def named(relations: dict[str, Relation], kind: str) -> list[str]:
    """The names of the parts of this kind, in the order of their relations."""
    return [each.target for each in relations.values() if each.kind == kind and not each.external]


def _relation(element: Element, folder: str) -> Relation:
    external = element.get("TargetMode", "").lower() == "external"
    target = element.get("Target", "")
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(element.get("Type", "").rpartition("/")[2], target, external)


def elements(chunks: Iterable[bytes], depth: int) -> Iterator[Element]:
    """The children of a document's root (`depth` 1) or their children (2), each complete, in order.

    Names have prefixes (`w:p`); an attribute without namespace has none (`val`). An element that
    was yielded is removed from memory. Raises WordFileError: `broken` if it is not well-formed XML,
    `entities` if it has a document type. Word writes none, and entities that expand to gigabytes
    need one.
    """
    short = cache(_shortened)
    roots: list[Element] = []

    def element(name: str, attributes: dict[str, str]) -> Element:
        renamed = attributes and {short(key): value for key, value in attributes.items()}
        made = Element(short(name), renamed)
        if not roots:
            roots.append(made)
        return made

    parser = XMLParser(target=_Builder(element_factory=element))
    try:
        for chunk in chunks:
            parser.feed(chunk)
            for root in roots:
                yield from _taken_out(root, depth, whole=False)
        yield from _taken_out(parser.close(), depth, whole=True)
    # LookupError is raised for an unknown encoding.
    except (ParseError, ValueError, LookupError):
        raise WordFileError("broken") from None


class _Builder(TreeBuilder):
    def doctype(self, *_: object) -> None:
        raise WordFileError("entities")


def _taken_out(element: Element, depth: int, whole: bool) -> Iterator[Element]:
    """Yield the descendants at this depth and remove them. If `element` is not `whole`, its last
    child may still grow, and stays."""
    for child in element:
        goes_on = not whole and child is element[-1]
        if depth > 1:
            yield from _taken_out(child, depth - 1, not goes_on)
        elif not goes_on:
            yield child
    del element[: len(element) - (not whole)]


def _shortened(name: str) -> str:
    space, _, local = name[1:].rpartition("}")
    return f"{_PREFIXES.get(space, '?')}:{local}" if space else name


def children(element: Element | None, *path: str) -> dict[str, Element]:
    """The children, by name, of the element at the end of the path; {} if there is no such
    element."""
    for name in path:
        element = None if element is None else element.find(name)
    return {} if element is None else {each.tag: each for each in element}


def value(properties: Mapping[str, Element], name: str) -> str:
    """The `w:val` of a property; "" if there is no such property."""
    return properties[name].get("w:val", "") if name in properties else ""


def on_off(attributes: Mapping[str, str]) -> bool:
    """Whether a switch is on, by its attributes: `<w:b/>` is, `<w:b w:val="0"/>` is not."""
    return attributes.get("w:val", "1") not in ("0", "false", "off", "none")


def to_int(text: str, default: int = 0) -> int:
    """The text as a whole number of at most nine digits; the default for any other text."""
    text = text.strip()
    plain = text.removeprefix("-")
    return int(text) if plain.isascii() and plain.isdecimal() and len(plain) < 10 else default
