"""Reads the old office formats (`doc`, `xls`, `ppt`): compound files, whose streams tell the kind.

It follows the published description [MS-CFB]: the header names the first sector of the directory,
the allocation table links its sectors to a chain, an entry of 128 bytes describes each stream. The
size of the file limits the number of steps, so a circle in a chain ends.

Word and Excel have macros in storages that the directory names. PowerPoint has them compressed in
its one stream; a record of 20 bytes in it says where: see `_judge_presentation`.
"""

import re
import struct
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, NamedTuple

from .faults import FileFault

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The header has: the size of a sector as a power of two; the first sector of the directory; the
# size from which a stream is in normal sectors; the first sector of the table of small sectors; the
# first sector of the chain that lists further sectors of the allocation table; the first 109
# sectors of the allocation table.
HEADER = struct.Struct("<30x H 16x I 4x I I 4x I 4x 109I")
# This number and higher ones are not sectors.
LAST = 0xFFFFFFFA
ENTRY_BYTES = 128
MAX_DIRECTORY_BYTES = 4 * 2**20
ROOT, STREAM, STORAGE = 5, 2, 1
# Shorter streams are in the stream of the root entry, in small sectors.
MIN_REGULAR_STREAM_BYTES, SMALL_SECTOR = 4096, 64

PRESENTATION = "powerpoint document"
KINDS = {
    "worddocument": "doc",
    "workbook": "xls",
    "book": "xls",
    PRESENTATION: "ppt",
}
MACROS = frozenset(("macros", "_vba_project_cur", "vba", "_vba_project"))

# The headers of records: version and instance, type, length. Bytes that may differ are `.`.
VBA_INFO = re.compile(rb"\xff\x03.{4}\x02\x00\x00\x04.{4}(.{8})", re.DOTALL)
CRYPT_SESSION = re.compile(rb"\x0f\x00\x14\x2f.{4}[\x02-\x04]\x00\x02\x00", re.DOTALL)
# The longest match of the two patterns.
MAX_RECORD_BYTES = 22


class Entry(NamedTuple):
    """An entry of the directory: a stream or a storage, its name in lower case."""

    name: str
    kind: int
    first: int
    size: int


def kind(file: BinaryIO) -> str:
    """`doc`, `xls` or `ppt`; raises FileFault for other compound files, and for those with macros
    or a password."""
    compound = Compound(file)
    entries = compound.entries()
    names = {entry.name for entry in entries}
    if MACROS & names:
        raise FileFault("macros")
    # A docx with a password is packed into such a file.
    if "encryptedpackage" in names:
        raise FileFault("encrypted")
    streams = [entry for entry in entries if entry.kind == STREAM and entry.name in KINDS]
    if not streams:
        raise FileFault("unknown")
    for entry in streams:
        if entry.name == PRESENTATION:
            _judge_presentation(compound.content(entry, entries))
    return KINDS[streams[0].name]


def _judge_presentation(stream: Iterator[bytes]) -> None:
    """Raise FileFault for a presentation with macros, or with a password, which could hide them.

    A VBAInfoContainer holds one VBAInfoAtom ([MS-PPT] 2.4.10, 2.4.11), which says where the macros
    are and whether there are any; both values are zero in presentations without macros. With a
    password, everything is encrypted but the header of the CryptSession10Container (2.3.7) and its
    version. The headers are searched at every byte, because a hostile file may break the tree of
    records.
    """
    tail = b""
    for piece in stream:
        window = tail + piece
        if any(any(found[1]) for found in VBA_INFO.finditer(window)):
            raise FileFault("macros")
        if CRYPT_SESSION.search(window):
            raise FileFault("encrypted")
        tail = window[-MAX_RECORD_BYTES + 1 :]


class Compound:
    """A compound file; its header is read at once. Raises FileFault if it is damaged."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.bytes = file.seek(0, 2)
        file.seek(0)
        header = file.read(512)
        if len(header) < 512 or header[:8] != SIGNATURE:
            raise FileFault("cut-off")
        power, self.directory, small, self.small_table, at, *table = HEADER.unpack(header)
        if power not in (9, 12) or small != MIN_REGULAR_STREAM_BYTES:
            raise FileFault("cut-off")
        self.sector = 1 << power
        self.cached_sector = (-1, b"")
        # The steps that are left. A hostile file may have many streams that share the same sectors;
        # this allows each sector to be read a few times.
        self.left = 4 * (self.bytes // self.sector) + 1024
        self.table = self._table(table, at)

    def entries(self) -> list[Entry]:
        """The entries of the directory."""
        sectors = islice(self.chain(self.directory), MAX_DIRECTORY_BYTES // self.sector)
        found = b"".join(map(self.read, sectors))
        places = range(0, len(found), ENTRY_BYTES)
        return [*filter(None, (_entry(found[at : at + ENTRY_BYTES]) for at in places))]

    def content(self, entry: Entry, entries: list[Entry]) -> Iterator[bytes]:
        """The content of a stream, sector by sector."""
        if entry.size >= MIN_REGULAR_STREAM_BYTES:
            yield from map(self.read, self.chain(entry.first))
            return
        root = next((each for each in entries if each.kind == ROOT), None)
        if root is None:
            raise FileFault("cut-off")
        homes, table = [*self.chain(root.first)], [*self.chain(self.small_table)]
        at = entry.first
        for _ in range(-(-entry.size // SMALL_SECTOR)):
            self._step()
            yield self._within(homes, at * SMALL_SECTOR, SMALL_SECTOR)
            at = struct.unpack("<I", self._within(table, at * 4, 4))[0]

    def chain(self, first: int) -> Iterator[int]:
        """The numbers of the sectors of a chain."""
        at, steps = first, self.bytes // self.sector + 1
        while at < LAST and steps > 0:
            self._step()
            yield at
            at = self._next(at)
            steps -= 1

    def read(self, number: int) -> bytes:
        """The bytes of a sector."""
        self.file.seek((number + 1) * self.sector)
        content = self.file.read(self.sector)
        if len(content) < self.sector:
            raise FileFault("cut-off")
        return content

    def _step(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise FileFault("bomb")

    def _within(self, numbers: list[int], place: int, length: int) -> bytes:
        """Bytes at `place` of the stream in these sectors; they must lie within one sector."""
        which, start = divmod(place, self.sector)
        if which >= len(numbers):
            raise FileFault("cut-off")
        return self.read(numbers[which])[start : start + length]

    def _table(self, table: list[int], at: int) -> list[int]:
        """The sectors of the allocation table: 109 from the header, more from a chain at `at`."""
        steps = self.bytes // self.sector + 1
        while at < LAST and steps > 0:
            *more, at = struct.unpack(f"<{self.sector // 4}I", self.read(at))
            table += more
            # Each number names a sector, and the file has room for a limited number of sectors.
            steps -= len(more)
        return table

    def _next(self, at: int) -> int:
        """The sector after this one in its chain."""
        which, place = divmod(at, self.sector // 4)
        if which >= len(self.table) or self.table[which] >= LAST:
            raise FileFault("cut-off")
        # The sector of the table is mostly the same as last time, so it is kept.
        if self.cached_sector[0] != which:
            self.cached_sector = (which, self.read(self.table[which]))
        return struct.unpack_from("<I", self.cached_sector[1], place * 4)[0]


def _entry(entry: bytes) -> Entry | None:
    length, kind = struct.unpack_from("<HB", entry, 64)
    if kind not in (STREAM, STORAGE, ROOT) or not 2 <= length <= 64:
        return None
    name = entry[: length - 2].decode("utf-16-le", "replace").lower()
    # The size has eight bytes, but in files with short sectors the upper four may hold anything.
    return Entry(name, kind, *struct.unpack_from("<II", entry, 116))
