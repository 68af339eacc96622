"""The old office formats (`doc`, `xls`, `ppt`): compound files, told apart by their streams.

Read after the published description [MS-CFB]: the header names the first sector of the directory,
the allocation table chains its sectors, an entry of 128 bytes names each stream. Every step is
bounded by the file's own size, so a circle in the chain ends.
"""

import struct
from typing import BinaryIO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER_SECTORS = 109  # addresses of the allocation table that the header itself holds
LAST = 0xFFFFFFFA  # from here on a number is no sector
ENTRY = 128
MAX_DIRECTORY = 4 * 2**20
STREAM, STORAGE = 2, 1

KINDS = {
    "worddocument": "doc",
    "workbook": "xls",
    "book": "xls",
    "powerpoint document": "ppt",
}
MACROS = frozenset(("macros", "_vba_project_cur", "vba", "_vba_project"))


class Fault(Exception):
    """The argument is a code of `documents.FAULTS`."""


def kind(file: BinaryIO) -> str:
    """`doc`, `xls` or `ppt`; Fault for other compound files and for those with macros."""
    names = entries(file)
    if MACROS & names.keys():
        raise Fault("macros")
    if "encryptedpackage" in names:  # a docx with a password is wrapped in such a file
        raise Fault("encrypted")
    found = next((KINDS[name] for name in names if names[name] == STREAM and name in KINDS), None)
    if found is None:
        raise Fault("unknown")
    return found


def entries(file: BinaryIO) -> dict[str, int]:
    """The names in the directory, in lower case, with the type of each."""
    size = file.seek(0, 2)
    file.seek(0)
    header = file.read(512)
    if len(header) < 512 or header[:8] != SIGNATURE:
        raise Fault("cut-off")
    power = struct.unpack_from("<H", header, 30)[0]
    if power not in (9, 12):
        raise Fault("cut-off")
    sector = 1 << power
    first = struct.unpack_from("<I", header, 48)[0]
    steps = size // sector + 1
    table = _table(file, header, sector, steps)
    directory = bytearray()
    at = first
    while at < LAST and steps > 0 and len(directory) < MAX_DIRECTORY:
        directory += _sector(file, at, sector)
        at = _next(file, table, at, sector)
        steps -= 1
    return dict(filter(None, map(_entry, _slices(bytes(directory)))))


def _table(file: BinaryIO, header: bytes, sector: int, steps: int) -> list[int]:
    """Which sectors hold the allocation table: 109 in the header, more in a chain of their own."""
    table = list(struct.unpack_from(f"<{HEADER_SECTORS}I", header, 76))
    at = struct.unpack_from("<I", header, 68)[0]
    while at < LAST and steps > 0:
        *more, at = struct.unpack(f"<{sector // 4}I", _sector(file, at, sector))
        table += more
        steps -= len(more)  # each names a sector that the file must have room for
    return table


def _next(file: BinaryIO, table: list[int], at: int, sector: int) -> int:
    """The sector that follows in its chain."""
    which, place = divmod(at, sector // 4)
    if which >= len(table) or table[which] >= LAST:
        raise Fault("cut-off")
    return struct.unpack_from("<I", _sector(file, table[which], sector), place * 4)[0]


def _sector(file: BinaryIO, number: int, sector: int) -> bytes:
    file.seek((number + 1) * sector)
    content = file.read(sector)
    if len(content) < sector:
        raise Fault("cut-off")
    return content


def _slices(directory: bytes) -> list[bytes]:
    return [directory[at : at + ENTRY] for at in range(0, len(directory), ENTRY)]


def _entry(entry: bytes) -> tuple[str, int] | None:
    length, kind = struct.unpack_from("<HB", entry, 64)
    if kind not in (STREAM, STORAGE) or not 2 <= length <= 64:
        return None
    name = entry[: length - 2].decode("utf-16-le", "replace").lower()
    return name, kind
