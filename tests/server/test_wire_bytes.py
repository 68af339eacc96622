"""Bytes that no browser sends do not change what later readers get."""

import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.processes import free_port, manage, serving

pytestmark = pytest.mark.once

HOST = b"Host: 127.0.0.1\r\n"


def plain(path: bytes) -> bytes:
    return b"GET %s HTTP/1.1\r\n" % path + HOST + b"Connection: close\r\n\r\n"


class Wire:
    """Connections to a portal of this test."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    def ask(self, sent: bytes) -> bytes:
        """All that the server sends until it closes the connection."""
        got = b""
        there = ("127.0.0.1", self.port)
        # The server closes the connection in the middle of a request that is far too long.
        with socket.create_connection(there, timeout=5) as client, suppress(OSError):
            client.sendall(sent)
            while more := client.recv(2**16):
                got += more
        return got

    def plainly(self, path: bytes) -> bytes:
        """The answer to an ordinary request for this path, without its date."""
        return re.sub(rb"(?im)^date: .*\r\n", b"", self.ask(plain(path)))

    def forget(self) -> None:
        """Make every page stale."""
        code = "from delivery.purging import purge; purge(['site'])"
        assert manage("shell", "-c", code, VAR_DIR=self.folder).returncode == 0


@pytest.fixture
def wire(portal) -> Iterator[Wire]:
    port = free_port()
    with serving(portal, port):
        yield Wire(portal, port)


SMUGGLED = b"GET /admin/login/ HTTP/1.1\r\n" + HOST + b"X: "
ODD = {
    "both lengths": b"GET %s HTTP/1.1\r\n" + HOST
    + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "two lengths": b"GET %s HTTP/1.1\r\n" + HOST
    + b"Content-Length: 5\r\nContent-Length: 0\r\n\r\nabcde" + SMUGGLED,
    "a signed length": b"GET %s HTTP/1.1\r\n" + HOST + b"Content-Length: +5\r\n\r\nabcde",
    "an odd coding": b"GET %s HTTP/1.1\r\n" + HOST
    + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a space before the colon": b"GET %s HTTP/1.1\r\n" + HOST + b"Content-Length : 5\r\n\r\nabcde",
    "a body on GET": b"GET %s HTTP/1.1\r\n" + HOST + b"Content-Length: 7\r\n\r\nngay=01",
    "a body that looks like a request": b"GET %s HTTP/1.1\r\n" + HOST
    + b"Content-Length: 38\r\n\r\nGET /xac-minh/ HTTP/1.1\r\nHost: a\r\n\r\n\r\n",
    "chunks that lie": b"GET %s HTTP/1.1\r\n" + HOST
    + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n",
    "no host": b"GET %s HTTP/1.1\r\n\r\n",
    "two hosts": b"GET %s HTTP/1.1\r\nHost: xau.example\r\n" + HOST + b"\r\n",
    "two hosts, ours first": b"GET %s HTTP/1.1\r\n" + HOST + b"Host: xau.example\r\n\r\n",
    "another host in the target": b"GET http://xau.example%s HTTP/1.1\r\n" + HOST + b"\r\n",
    "ours in the target only": b"GET http://127.0.0.1%s HTTP/1.1\r\nHost: xau.example\r\n\r\n",
    "a folded header": b"GET %s HTTP/1.1\r\n" + HOST + b"X: a\r\n b\r\n\r\n",
    "bare line feeds": b"GET %s HTTP/1.1\nHost: 127.0.0.1\n\n",
    "a null in a header": b"GET %s HTTP/1.1\r\n" + HOST + b"X: a\0b\r\n\r\n",
    "bytes of no coding in a header": b"GET %s HTTP/1.1\r\n" + HOST + b"Referer: \xff\xfe\r\n\r\n",
    "bytes of no coding in the query": b"GET %s?ngay=\xff\xfe HTTP/1.1\r\n" + HOST + b"\r\n",
    "Vietnamese in the query": "GET %s?x=cảng HTTP/1.1\r\n".encode() + HOST + b"\r\n",
    "a fragment": b"GET %s#x HTTP/1.1\r\n" + HOST + b"\r\n",
    "HTTP/1.0": b"GET %s HTTP/1.0\r\n\r\n",
    "HTTP/0.9": b"GET %s\r\n",
    "TRACE": b"TRACE %s HTTP/1.1\r\n" + HOST + b"Cookie: a=b\r\n\r\n",
    "CONNECT": b"CONNECT 127.0.0.1:80 HTTP/1.1\r\n" + HOST + b"\r\n",
    "OPTIONS": b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n",
    "very many headers": b"GET %s HTTP/1.1\r\n" + HOST + b"X: y\r\n" * 5000 + b"\r\n",
    "a very long header": b"GET %s HTTP/1.1\r\n" + HOST + b"X: " + b"y" * 1_000_000 + b"\r\n\r\n",
    "an upgrade": b"GET %s HTTP/1.1\r\n" + HOST
    + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
    "a body behind an upgrade": b"GET %s HTTP/1.1\r\n" + HOST
    + b"Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 38\r\n\r\n"
    b"GET /xac-minh/ HTTP/1.1\r\nHost: a\r\n\r\n\r\n",
    "a websocket": b"GET %s HTTP/1.1\r\n" + HOST + b"Connection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
}  # fmt: skip


def test_no_bytes_change_what_who_comes_after_is_told(wire):
    """Each of them is the first request for a page of its own: a day of the archive."""
    days = [b"/theo-ngay/2025/%02d/01/" % (number % 12 + 1) for number in range(12)]
    days += [day.replace(b"/01/", b"/%02d/" % number) for number in range(2, 5) for day in days]
    pairs = list(zip(ODD.items(), days, strict=False))
    assert len(pairs) == len(ODD)

    told = {
        name: wire.ask(sent.replace(b"%s", day) + plain(b"/xac-minh/"))
        for (name, sent), day in pairs
    }
    after = [wire.plainly(day) for _odd, day in pairs]
    wire.forget()
    anew = [wire.plainly(day) for _odd, day in pairs]

    assert [name for name, answer in told.items() if b"HTTP/1.1 5" in answer] == []
    assert {each[:12] for each in anew} == {b"HTTP/1.1 200"}
    assert after == anew
