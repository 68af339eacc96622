"""The ZIP archive of a Word file: its parts, what they refer to, and their XML.

A part is looked up in the archive's own list; no name in the file ever reaches the file system. The
XML of strangers is read a block at a time: no document types, so no entities; no tree of it all.
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
# Of one part, unpacked. A book of 600 pages has about 20 MB.
MAX_PART_BYTES = 48 * 2**20
BAD_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
# The transitional and the strict names of the same standard, ECMA-376.
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
    """What an id of a part stands for; `target` is a part's name, or an address if `external`."""

    kind: str  # the last word of its type: image, hyperlink, footnotes …
    target: str
    external: bool


class Package:
    def __init__(self, path: str) -> None:
        try:
            self._archive = zipfile.ZipFile(path)
        except BAD_ARCHIVE:
            raise WordFileError("cut-off") from None
        # As Word does: part names know no case.
        self._parts = {each.filename.lower(): each for each in self._archive.infolist()}

    def has(self, name: str) -> bool:
        return name.lower() in self._parts

    def read(self, name: str, limit: int = MAX_PART_BYTES) -> Iterator[bytes]:
        """A part in pieces. Fault `large` beyond the limit in bytes, whatever its header says;
        `missing`, `encrypted` or `cut-off` where it cannot be read."""
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
        except RuntimeError:  # what zipfile raises at an encrypted part
            raise WordFileError("encrypted") from None
        except BAD_ARCHIVE:
            raise WordFileError("cut-off") from None

    def elements(self, name: str, depth: int = 1, limit: int = MAX_PART_BYTES) -> Iterator[Element]:
        """The elements that stand so deep in a part (`elements`)."""
        return elements(self.read(name, limit), depth)

    def main(self) -> str:
        """The name of the part with the text."""
        return next(iter(named(self.relations(""), "officeDocument")), "word/document.xml")

    def relations(self, name: str) -> dict[str, Relation]:
        """What a part refers to, by id; the archive's own for the empty name."""
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
        """Write a part to a file; returns its bytes. Faults as of `read`."""
        if not self.has(name):
            raise WordFileError("missing")
        with target.open("wb") as file:
            return sum(map(file.write, self.read(name, limit)))


def named(relations: dict[str, Relation], kind: str) -> list[str]:
    """The names of the parts of that kind, in the order of their relations."""
    return [each.target for each in relations.values() if each.kind == kind and not each.external]


def _relation(element: Element, folder: str) -> Relation:
    external = element.get("TargetMode", "").lower() == "external"
    target = element.get("Target", "")
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(element.get("Type", "").rpartition("/")[2], target, external)


def elements(chunks: Iterable[bytes], depth: int) -> Iterator[Element]:
    """The children of a document's root (`depth` 1) or their children (2), each whole, in order.

    Names are `w:p`; an attribute without a prefix is `val`. What was handed out is forgotten.
    Faults: `broken` for what is no well-formed XML, `entities` for a document type: Word writes
    none, and entities that unfold into gigabytes need one.
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
    except (ParseError, ValueError, LookupError):  # the last: an encoding that nobody knows
        raise WordFileError("broken") from None


class _Builder(TreeBuilder):
    def doctype(self, *_: object) -> None:
        raise WordFileError("entities")


def _taken_out(element: Element, depth: int, whole: bool) -> Iterator[Element]:
    """What stands so deep in it, taken out; the last of an element that is not whole stays."""
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
    """The children, by name, of the element at the end of that path; none where it is not there."""
    for name in path:
        element = None if element is None else element.find(name)
    return {} if element is None else {each.tag: each for each in element}


def value(properties: Mapping[str, Element], name: str) -> str:
    """The `w:val` of a property; nothing where it is not there."""
    return properties[name].get("w:val", "") if name in properties else ""


def on_off(attributes: Mapping[str, str]) -> bool:
    """What `<w:b/>`, `<w:b w:val="0"/>` and their like say."""
    return attributes.get("w:val", "1") not in ("0", "false", "off", "none")


def to_int(text: str, default: int = 0) -> int:
    """A whole number of at most nine digits; the default for everything else."""
    text = text.strip()
    plain = text.removeprefix("-")
    return int(text) if plain.isascii() and plain.isdecimal() and len(plain) < 10 else default
