"""The ZIP archive of a Word file: its parts, and what they refer to.

A part is looked up in the archive's own list; no name in the file ever reaches the file system.
"""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from text.word.findings import WordFileError
from text.word.xml import elements

CHUNK_BYTES = 2**20
MAX_RELATIONS_BYTES = 8 * 2**20
# Of one part, unpacked. A book of 600 pages has about 20 MB.
MAX_PART_BYTES = 48 * 2**20
BAD_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


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
        """The elements that stand so deep in a part (`text.word.xml.elements`)."""
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
