"""A request that came in before, byte by byte, is not parsed again, and must not look it."""

import asyncio
import gzip
import re

import pytest
from uvicorn.server import ServerState

from delivery import stale_marks
from server import protocol
from tests.portal.talking import answer, asking, talk

pytestmark = pytest.mark.usefixtures("nothing_falls_due")

TAKEN = "Accept-Encoding: gzip"
PACKED, INNER = asking("/a/", TAKEN), asking("/inner/", TAKEN)


def test_a_known_head_is_not_answered_with_a_page_that_has_changed():
    async def with_server(reader, writer, server):
        for _ in range(3):
            writer.write(PACKED)
            await answer(reader)
        known.extend(protocol._HEADS)
        stale_marks.mark(["site"])
        writer.write(PACKED)
        await answer(reader)

    known = []
    portal = talk(with_server)

    assert known == [PACKED]
    assert len(portal.asked) == 2


def test_what_looks_like_a_known_head_but_lies_within_a_body_is_none():
    async def with_server(reader, writer, server):
        for _ in range(3):
            writer.write(INNER)
            await answer(reader)
        known.extend(protocol._HEADS)
        writer.write(asking("/a/", f"Content-Length: {len(INNER)}"))
        await asyncio.sleep(0.1)
        writer.write(INNER)
        await asyncio.sleep(0.1)
        writer.write(asking("/last/"))
        found.extend([(await answer(reader))[2] for _ in range(2)])

    known, found = [], []
    talk(with_server)

    assert known == [INNER]
    assert [re.findall(rb"<p>(.*?):", each)[0] for each in found] == [b"/a/", b"/last/"]


def test_what_follows_half_a_head_is_no_known_one():
    async def with_server(reader, writer, server):
        for _ in range(3):
            writer.write(PACKED)
            await answer(reader)
        writer.write(b"GET /b/ HTTP/1.1\r\nX-A: ")
        await asyncio.sleep(0.1)
        writer.write(PACKED)
        found.append(gzip.decompress((await answer(reader))[2]))

    found = []
    talk(with_server)

    assert [re.findall(rb"<p>(.*?):", each)[0] for each in found] == [b"/b/"]


@pytest.mark.parametrize(
    "sent",
    [PACKED + asking("/b/", TAKEN), PACKED + PACKED[:20], PACKED[:-2]],
    ids=["two", "one and a half", "half"],
)
def test_what_is_not_just_one_request_is_not_remembered(sent):
    async def with_server(reader, writer, server):
        for path in ("/a/", "/b/"):
            writer.write(asking(path, TAKEN, "X-First: 1"))
            await answer(reader)
        writer.write(sent)
        await asyncio.sleep(0.1)
        known.extend(protocol._HEADS)

    known = []
    talk(with_server)

    assert known == []


def test_so_many_heads_are_known_and_no_more(monkeypatch):
    monkeypatch.setattr(protocol, "HEADS", 3)

    async def with_server(reader, writer, server):
        for number in range(8):
            for _ in range(2):
                writer.write(asking("/a/", TAKEN, f"X-Reader: {number}"))
                await answer(reader)
            known.append(len(protocol._HEADS))

    known = []
    talk(with_server)

    assert max(known) == 3


def test_a_head_that_is_long_is_not_remembered():
    async def with_server(reader, writer, server):
        for length in (1_000, 1_600):
            for _ in range(3):
                writer.write(asking("/a/", TAKEN, "Referer: " + "a" * length))
                await answer(reader)

    talk(with_server)

    assert [*protocol._HEADS] == [asking("/a/", TAKEN, "Referer: " + "a" * 1_000)]


def test_a_known_head_keeps_a_connection_that_waited_after_a_long_answer(monkeypatch):
    """Uvicorn counts its own seconds from there."""

    async def with_server(reader, writer, server):
        for _ in range(3):
            writer.write(PACKED)
            await answer(reader)
        for state_of in state.connections:
            state_of.timeout_keep_alive = 0.2
        writer.write(asking("/a/", "X-Twice: 1", "X-Twice: 2"))
        await answer(reader)
        for _ in range(6):
            writer.write(PACKED)
            found.append((await answer(reader))[0])
            await asyncio.sleep(0.1)

    found, state = [], ServerState()
    talk(with_server, state=state)

    assert found == ["HTTP/1.1 200 OK"] * 6
