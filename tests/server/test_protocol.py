"""HTTP as the server speaks it: the short way of cached pages gives the same answers as the long
one, and what is not a valid request is refused."""

import asyncio
import gzip
import re
from contextlib import suppress

import pytest

from delivery import due_moments, stale_marks
from server import protocol
from tests.server.conversation import answer, asking, talk, view
from tests.server.test_cached_pages import Portal

pytestmark = pytest.mark.usefixtures("nothing_falls_due")

PACKED = asking("/a/", "Accept-Encoding: gzip")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "headers",
    [
        [],
        ["Accept-Encoding: gzip, deflate, br, zstd"],
        ["Accept-Encoding: gzip"],
        ["Accept-Encoding: identity"],
        ["If-None-Match: *"],
        ['If-None-Match: "other"', "Accept-Encoding: br"],
        ["Cookie: sessionid=abc", "Range: bytes=0-4", "Accept-Language: en"],
    ],
)
def test_by_the_short_way_it_is_the_same_answer(method, headers):
    async def with_server(reader, writer, server):
        writer.write(asking())
        await answer(reader)
        # After several requests its compression stays the same. The last one goes the long way.
        for more in ([], [], [], ["X-Twice: 1", "X-Twice: 2"]):
            writer.write(asking("/a/", *headers, *more, method=method))
            found.append(await answer(reader, method))

    found = []
    portal = talk(with_server)

    assert found[2] == found[3]
    assert len(portal.asked) == 1


def test_by_the_short_way_no_page_is_answered_that_has_changed():
    async def with_server(reader, writer, server):
        for _ in range(3):
            writer.write(PACKED)
            await answer(reader)
        stale_marks.mark(["site"])
        writer.write(PACKED)
        await answer(reader)

    assert len(talk(with_server).asked) == 2


def test_by_the_short_way_no_page_is_answered_past_its_moment(monkeypatch):
    async def with_server(reader, writer, server):
        for _ in range(2):
            writer.write(asking("/a/", "Accept-Encoding: gzip"))
            await answer(reader)
            come.append(True)

    def advance():
        come.clear()
        stale_marks.mark(["site"])

    come = []
    monkeypatch.setattr(due_moments, "is_due", lambda: bool(come))
    monkeypatch.setattr(due_moments, "advance", advance)
    portal = talk(with_server)

    assert len(portal.asked) == 2


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("1.1", "Connection: close"),
        ("1.0", "Connection: close"),
        ("1.0", "Connection: keep-alive"),
        ("1.0", "Proxy-Connection: keep-alive"),
        ("1.0", "X-Nothing: 1"),
    ],
)
def test_who_asks_no_more_is_let_go_with_the_answer(monkeypatch, version, said):
    monkeypatch.setattr(protocol, "KEEP_ALIVE_SECONDS", 60.0)

    async def with_server(reader, writer, server):
        for _ in range(3):
            writer.write(PACKED)
            await answer(reader)
        last = asking("/a/", "Accept-Encoding: gzip", said)
        writer.write(last.replace(b"HTTP/1.1", f"HTTP/{version}".encode()))
        found.append(await reader.read())

    found = []
    talk(with_server)

    assert found[0].startswith(b"HTTP/1.1 200 ")


def test_answers_come_in_the_order_of_their_requests():
    async def with_server(reader, writer, server):
        writer.write(asking("/kept/"))
        await answer(reader)
        portal.seconds = 0.1
        writer.write(asking("/kept/") + asking("/new/") + asking("/kept/") + asking("/new/?a=1"))
        found.extend([(await answer(reader))[2] for _ in range(4)])

    found, portal = [], Portal(view)
    talk(with_server, portal)

    assert [re.findall(rb"<p>(.*?):", each)[0] for each in found] == [
        b"/kept/", b"/new/", b"/kept/", b"/new/",
    ]  # fmt: skip


def test_the_body_of_a_request_for_a_page_is_not_taken_for_the_next_request():
    async def with_server(reader, writer, server):
        writer.write(asking())
        await answer(reader)
        inner = asking("/inner/")
        writer.write(asking("/a/", f"Content-Length: {len(inner)}") + inner + asking("/last/"))
        found.extend([(await answer(reader))[2] for _ in range(2)])

    found = []
    portal = talk(with_server)

    assert [re.findall(rb"<p>(.*?):", each)[0] for each in found] == [b"/a/", b"/last/"]
    assert "/inner/" not in [each["PATH_INFO"] for each in portal.asked]


@pytest.mark.parametrize(
    "sent",
    [
        asking("/a/", "Content-Length: 5", "Transfer-Encoding: chunked") + b"0\r\n\r\n",
        b"GET /a/ HTTP/1.1\r\nHost: testserver\r\nX-A: " + b"a" * 70_000,
        asking("/a/", "X-A: " + "a" * 33_000, "X-B: " + "b" * 33_000),
        asking("/a/", *(f"X-{number}: y" for number in range(6_100))),
        asking("/" + "a" * 66_000),
        b"GET /a/ HTTP/1.1\r\nHost : testserver\r\n\r\n",
        b"GET /a/ b HTTP/1.1\r\nHost: testserver\r\n\r\n",
    ],
    ids=[
        "two lengths",
        "a head without end",
        "a long head",
        "many lines",
        "a long address",
        "a space in a name",
        "a space in an address",
    ],
)
def test_what_is_no_request_is_refused_and_ends_the_connection(sent):
    async def with_server(reader, writer, server):
        writer.write(sent)
        found.append(await reader.read())

    found = []
    portal = talk(with_server)

    assert found[0].startswith(b"HTTP/1.1 400 ")
    assert portal.asked == []


def test_what_looks_like_a_request_but_comes_later_as_a_body_is_none():
    async def with_server(reader, writer, server):
        for _ in range(3):
            writer.write(PACKED)
            await answer(reader)
        writer.write(asking("/b/", f"Content-Length: {len(PACKED)}"))
        await asyncio.sleep(0.1)
        writer.write(PACKED)
        await asyncio.sleep(0.1)
        writer.write(asking("/last/"))
        found.extend([(await answer(reader))[2] for _ in range(2)])

    found = []
    talk(with_server)

    assert [re.findall(rb"<p>(.*?):", each)[0] for each in found] == [b"/b/", b"/last/"]


def test_what_follows_half_a_head_belongs_to_it():
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


CHUNKED = asking("/a/", "Transfer-Encoding: chunked", method="POST")


def test_a_head_is_as_long_as_it_may_be_behind_a_body_in_the_same_bytes():
    async def with_server(reader, writer, server):
        long = asking("/a/", "X-A: " + "a" * 65_000)
        writer.write(asking("/a/", "Content-Length: 60000") + b"a" * 60_000 + long)
        found.extend([(await answer(reader))[0] for _ in range(2)])

    found = []
    talk(with_server)

    assert found == ["HTTP/1.1 200 OK"] * 2


@pytest.mark.parametrize("packed", [[], ["Accept-Encoding: gzip"]], ids=["made", "kept"])
@pytest.mark.parametrize(
    ("version", "hosts", "status"),
    [
        ("1.1", [], 400),
        ("1.1", ["testserver", "testserver"], 400),
        ("1.1", ["testserver", "xau.example"], 400),
        ("1.1", ["testserver"], 200),
        ("1.0", [], 200),
        ("1.0", ["testserver", "testserver"], 400),
    ],
)
def test_a_request_says_one_host(settings, packed, version, hosts, status):
    """A request of HTTP/1.0 may have no host."""

    async def with_server(reader, writer, server):
        if packed:
            for _ in range(3):
                writer.write(asking("/a/", *packed))
                await answer(reader)
        said = [f"GET /a/ HTTP/{version}", *(f"Host: {host}" for host in hosts), *packed, "", ""]
        writer.write("\r\n".join(said).encode())
        found.append(await answer(reader))
        left.append(await reader.read() if status == 400 else b"")

    settings.ALLOWED_HOSTS = ["*"]
    found, left = [], []
    talk(with_server)

    assert found[0][0].split()[1] == str(status)
    assert left == [b""]


@pytest.mark.parametrize("offer", [["h2c", "HTTP2-Settings: AAMAAABk"], ["websocket"]], ids=str)
@pytest.mark.parametrize("body", [b"", b"GET /no/ HTTP/1.1\r\n\r\n"], ids=["bodiless", "body"])
def test_another_protocol_is_not_spoken_and_what_comes_behind_its_offer_is_answered(offer, body):
    async def with_server(reader, writer, server):
        upgrade, *more = offer
        lines = ["Connection: Upgrade", f"Upgrade: {upgrade}", f"Content-Length: {len(body)}"]
        offering = asking("/a/", *lines, *more) + body
        writer.write(offering + asking("/b/") + offering + asking("/c/")[:20])
        found.extend([await answer(reader) for _ in range(3)])
        writer.write(asking("/c/")[20:] + offering[:-1])
        found.append(await answer(reader))
        writer.write(offering[-1:])
        found.append(await answer(reader))

    found = []
    portal = talk(with_server)

    assert "/no/" not in [each["PATH_INFO"] for each in portal.asked]
    assert [each[0] for each in found] == ["HTTP/1.1 200 OK"] * 5
    assert [re.findall(rb"<p>(.*?):", each[2])[0] for each in found] == [
        b"/a/", b"/b/", b"/a/", b"/c/", b"/a/",
    ]  # fmt: skip


def test_a_body_without_a_length_behind_an_offer_is_refused():
    async def with_server(reader, writer, server):
        lines = ["Connection: Upgrade", "Upgrade: h2c", "Transfer-Encoding: chunked"]
        writer.write(asking("/a/", *lines, method="POST") + b"0\r\n\r\n" + asking("/no/"))
        found.append(await reader.read())

    found = []
    talk(with_server)

    assert re.findall(rb"HTTP/1.1 \d+", found[0]) == [b"HTTP/1.1 400"]


@pytest.mark.parametrize("begun", [b"11170\r\n", b"0\r\nX-A: "], ids=["chunk", "line at its end"])
def test_who_sends_a_body_in_chunks_that_is_longer_than_a_head_is_let_go(monkeypatch, begun):
    monkeypatch.setattr(protocol, "KEEP_ALIVE_SECONDS", 60.0)

    async def with_server(reader, writer, server):
        writer.write(CHUNKED)
        await reader.readuntil(b"\r\n0\r\n\r\n")
        writer.write(begun + b"a" * 70_000)
        # The server has not read everything, so the connection may be reset.
        with suppress(ConnectionError):
            await reader.read()
        ended.append(True)

    ended = []
    talk(with_server)

    assert ended == [True]


def test_what_is_said_after_a_body_in_chunks_is_no_header():
    async def with_server(reader, writer, server):
        writer.write(CHUNKED + b"0\r\nX-Forwarded-For: 10.0.0.1\r\n\r\n")
        await reader.readuntil(b"\r\n0\r\n\r\n")

    portal = talk(with_server)

    assert [each.get("HTTP_X_FORWARDED_FOR") for each in portal.asked] == [None]


def test_what_readers_say_of_their_way_is_not_remembered():
    async def with_server(reader, writer, server):
        for number in range(3):
            writer.write(asking("/a/", f"X-Forwarded-Proto: {number}"))
            await answer(reader)
            before.append(protocol._key_without_query.cache_info().currsize)

    before = []
    talk(with_server)

    assert before[1:] == before[:1] * 2
