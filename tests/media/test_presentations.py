"""Presentations of the old format: they are refused if records in their stream tell of macros or a
password."""

import io
import struct

import pytest

from media.uploads import ole_files
from media.uploads.faults import FileFault
from tests.media import office

# Bytes before a record. A long stream is in sectors of the file, a short one in those of the root's
# stream.
LONG, SHORT = 5_000, 50


def record(version: int, kind: int, content: bytes) -> bytes:
    return struct.pack("<HHI", version, kind, len(content)) + content


def macros(project: int, has: int) -> bytes:
    atom = record(0x0002, 0x0400, struct.pack("<III", project, has, 2))
    return record(0x001F, 0x03FF, atom)


PASSWORD = record(0x000F, 0x2F14, struct.pack("<HHI", 2, 2, 4) + b"\xa5" * 60)


def presentation(content: bytes, before: int) -> io.BytesIO:
    """A presentation with this content between two texts. Some lengths of the first text put the
    end of a sector into the content."""
    text = record(0, 0x0FA8, b"a" * before)[:before]
    return io.BytesIO(office.ppt(text + content + record(0, 0x0FA8, b"b" * 200)))


@pytest.mark.parametrize("before", [SHORT, LONG, *range(5_090, 5_120)])
@pytest.mark.parametrize(
    ("content", "fault"),
    [(macros(3, 1), "macros"), (macros(3, 0), "macros"), (PASSWORD, "encrypted")],
    ids=["macros", "macros said not to be", "password"],
)
def test_macros_and_passwords_are_refused(content, fault, before):
    with pytest.raises(FileFault, match=rf"^{fault}$"):
        ole_files.kind(presentation(content, before))


@pytest.mark.parametrize("before", [SHORT, LONG])
def test_a_presentation_that_says_it_has_no_macros_is_taken(before):
    assert ole_files.kind(presentation(macros(0, 0), before)) == "ppt"


def test_a_presentation_within_another_document_is_judged_too():
    inner = bytearray(presentation(macros(3, 1), LONG).getvalue())
    # A free entry of the directory.
    place = 1024 + 3 * 128
    inner[place : place + 128] = office.ole(("WordDocument", 2))[1024 + 128 : 1024 + 256]

    with pytest.raises(FileFault, match=r"^macros$"):
        ole_files.kind(io.BytesIO(bytes(inner)))


@pytest.mark.parametrize("before", [SHORT, LONG])
def test_a_stream_that_leads_out_of_the_file_is_refused(before):
    whole = bytearray(presentation(macros(0, 0), before).getvalue())
    # The number of its first sector.
    whole[1024 + 128 + 116 : 1024 + 128 + 120] = struct.pack("<I", 5_000)

    with pytest.raises(FileFault, match=r"^cut-off$"):
        ole_files.kind(io.BytesIO(bytes(whole)))


@pytest.mark.parametrize(("before", "table"), [(SHORT, 1536), (LONG, 512)])
def test_a_circle_in_the_stream_ends(before, table):
    whole = bytearray(presentation(b"", before).getvalue())
    first = struct.unpack_from("<I", whole, 1024 + 128 + 116)[0]
    whole[table + first * 4 : table + first * 4 + 4] = struct.pack("<I", first)

    assert ole_files.kind(io.BytesIO(bytes(whole))) == "ppt"


def test_another_size_of_short_streams_than_the_one_there_is_is_refused():
    whole = bytearray(presentation(macros(3, 1), LONG).getvalue())
    whole[56:60] = struct.pack("<I", 1)

    with pytest.raises(FileFault, match=r"^cut-off$"):
        ole_files.kind(io.BytesIO(bytes(whole)))


@pytest.mark.parametrize("before", [SHORT, LONG])
def test_many_streams_that_lead_to_the_same_sectors_are_no_work(before):
    whole = presentation(macros(0, 0), before).getvalue()
    entry = whole[1024 + 128 : 1024 + 256]
    table = bytearray(whole[512:1024])
    # The directory goes on behind all other sectors.
    table[4:8] = struct.pack("<I", 25)
    table[25 * 4 : 125 * 4] = struct.pack("<100I", *range(26, 125), 0xFFFFFFFE)
    whole = (whole[:512] + table + whole[1024:]).ljust(26 * 512, b"\0")

    with pytest.raises(FileFault, match=r"^bomb$"):
        ole_files.kind(io.BytesIO(whole + entry * 400))
