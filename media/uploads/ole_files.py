"""The old office formats (`doc`, `xls`, `ppt`): compound files, told apart by their streams.

Read after the published description [MS-CFB]: the header names the first sector of the directory,
the allocation table chains its sectors, an entry of 128 bytes names each stream. Every step is
bounded by the file's own size, so a circle in the chain ends.

Word and Excel keep macros in storages that the directory names. PowerPoint keeps them, compressed,
within its one stream, and says in a record of 20 bytes where: see `_judge_presentation`.
"""

import re
import struct
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, NamedTuple

from .faults import FileFault

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Of the header: the size of a sector as a power of two; the first sector of the directory; the size
# from which a stream lies in sectors of the file; where the tables of small sectors and of further
# sectors of the allocation table begin; the first 109 of the latter.
HEADER = struct.Struct("<30x H 16x I 4x I I 4x I 4x 109I")
LAST = 0xFFFFFFFA  # from here on a number is no sector
ENTRY_BYTES = 128
MAX_DIRECTORY_BYTES = 4 * 2**20
ROOT, STREAM, STORAGE = 5, 2, 1
# Shorter streams lie in the root's stream, in sectors of their own.
MIN_REGULAR_STREAM_BYTES, SMALL_SECTOR = 4096, 64

PRESENTATION = "powerpoint document"
KINDS = {
    "worddocument": "doc",
    "workbook": "xls",
    "book": "xls",
    PRESENTATION: "ppt",
}
MACROS = frozenset(("macros", "_vba_project_cur", "vba", "_vba_project"))

# A record's header: version and instance, type, length. A `.` is what may differ.
VBA_INFO = re.compile(rb"\xff\x03.{4}\x02\x00\x00\x04.{4}(.{8})", re.DOTALL)
CRYPT_SESSION = re.compile(rb"\x0f\x00\x14\x2f.{4}[\x02-\x04]\x00\x02\x00", re.DOTALL)
MAX_RECORD_BYTES = 22  # bytes of the longer of the two


class Entry(NamedTuple):
    """What the directory says of a stream or storage; its name in lower case."""

    name: str
    kind: int
    first: int
    size: int


def kind(file: BinaryIO) -> str:
    """`doc`, `xls` or `ppt`; FileFault for other compound files and for those with macros."""
    compound = Compound(file)
    entries = compound.entries()
    names = {entry.name for entry in entries}
    if MACROS & names:
        raise FileFault("macros")
    if "encryptedpackage" in names:  # a docx with a password is wrapped in such a file
        raise FileFault("encrypted")
    streams = [entry for entry in entries if entry.kind == STREAM and entry.name in KINDS]
    if not streams:
        raise FileFault("unknown")
    for entry in streams:
        if entry.name == PRESENTATION:
            _judge_presentation(compound.content(entry, entries))
    return KINDS[streams[0].name]


def _judge_presentation(stream: Iterator[bytes]) -> None:
    """FileFault for a presentation with macros or under a password, which would hide them.

    A VBAInfoContainer holds one VBAInfoAtom ([MS-PPT] 2.4.10, 2.4.11): where the project lies and
    whether there is one, both zero in the many presentations without. Under a password all but
    the header of the CryptSession10Container (2.3.7) and its version are encrypted. The headers
    are looked for at every byte: whoever means harm need not keep the tree of records.
    """
    held = b""
    for piece in stream:
        window = held + piece
        if any(any(found[1]) for found in VBA_INFO.finditer(window)):
            raise FileFault("macros")
        if CRYPT_SESSION.search(window):
            raise FileFault("encrypted")
        held = window[-MAX_RECORD_BYTES + 1 :]


class Compound:
    """A compound file, its header read."""

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
        self.held = (-1, b"")
        # Enough for every sector to be in a few chains: many streams may lead to the same ones.
        self.left = 4 * (self.bytes // self.sector) + 1024
        self.table = self._table(table, at)

    def entries(self) -> list[Entry]:
        """The directory."""
        sectors = islice(self.chain(self.directory), MAX_DIRECTORY_BYTES // self.sector)
        found = b"".join(map(self.read, sectors))
        places = range(0, len(found), ENTRY_BYTES)
        return [*filter(None, (_entry(found[at : at + ENTRY_BYTES]) for at in places))]

    def content(self, entry: Entry, entries: list[Entry]) -> Iterator[bytes]:
        """A stream, sector by sector."""
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
        """The numbers of a chain's sectors."""
        at, steps = first, self.bytes // self.sector + 1
        while at < LAST and steps > 0:
            self._step()
            yield at
            at = self._next(at)
            steps -= 1

    def read(self, number: int) -> bytes:
        """A sector."""
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
        """Bytes of the stream that those sectors make, none across a sector's end."""
        which, start = divmod(place, self.sector)
        if which >= len(numbers):
            raise FileFault("cut-off")
        return self.read(numbers[which])[start : start + length]

    def _table(self, table: list[int], at: int) -> list[int]:
        """Which sectors hold the allocation table: 109 in the header, more in a chain from `at`."""
        steps = self.bytes // self.sector + 1
        while at < LAST and steps > 0:
            *more, at = struct.unpack(f"<{self.sector // 4}I", self.read(at))
            table += more
            steps -= len(more)  # each names a sector that the file must have room for
        return table

    def _next(self, at: int) -> int:
        """The sector that follows in its chain."""
        which, place = divmod(at, self.sector // 4)
        if which >= len(self.table) or self.table[which] >= LAST:
            raise FileFault("cut-off")
        if self.held[0] != which:  # mostly the same as before
            self.held = (which, self.read(self.table[which]))
        return struct.unpack_from("<I", self.held[1], place * 4)[0]


def _entry(entry: bytes) -> Entry | None:
    length, kind = struct.unpack_from("<HB", entry, 64)
    if kind not in (STREAM, STORAGE, ROOT) or not 2 <= length <= 64:
        return None
    name = entry[: length - 2].decode("utf-16-le", "replace").lower()
    # Of the size's eight bytes the upper four may hold anything in files with short sectors.
    return Entry(name, kind, *struct.unpack_from("<II", entry, 116))
