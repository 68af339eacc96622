"""Sends one HTTP request with limits: seconds in all, bytes received, bytes of the decompressed
body. It sends no cookie, follows no redirect, uses no proxy, and connects only to the addresses
that it is given.
"""

import http.client
import io
import socket
import ssl
import time
import zlib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urlsplit

# What status lines and headers, also those of 1xx answers, add to the limit of bytes received.
MAX_HEAD_BYTES = 16_384
CHUNK_BYTES = 2**16

# The family of a socket, and the address for its `connect`.
Address = tuple[int, tuple]


class NoAnswer(Exception):
    """No complete answer was received. The argument is one of the codes below."""


NO_NAME, REFUSED, SILENT = "name", "refused", "silent"
UNTRUSTED, BROKEN, TOO_LONG = "tls", "broken", "long"


# The code for each kind of error. The first entry that fits counts.
_CODES = {
    socket.gaierror: NO_NAME,
    ssl.SSLError: UNTRUSTED,
    TimeoutError: SILENT,
    ConnectionRefusedError: REFUSED,
    (ConnectionError, http.client.HTTPException, zlib.error, ValueError): BROKEN,
    Exception: REFUSED,
}


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """What `send_request` returns."""

    status: int
    headers: Message
    # Decompressed; empty if only the head was read.
    body: bytes


def resolve(host: str, port: int) -> list[Address]:
    """The IP addresses of a host name. NoAnswer if the lookup fails."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAnswer(_code(error)) from error
    return [
        (family, address)
        for family, _, _, _, address in found
        if family in {socket.AF_INET, socket.AF_INET6}
    ]


def send_request(
    method: str,
    url: str,
    addresses: Sequence[Address],
    headers: dict[str, str],
    *,
    ends_at: float,
    tls: ssl.SSLContext | None = None,
    max_body_bytes: int = 0,
) -> HttpResponse:
    """The answer of the first of these addresses that can be reached. `ends_at` is a moment of
    `time.monotonic`; an https URL needs `tls`. With `max_body_bytes` 0 only the head is read.

    Raises NoAnswer.
    """
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        if parts.scheme == "https":
            connection = http.client.HTTPSConnection(parts.netloc, context=tls)
        else:
            connection = http.client.HTTPConnection(parts.netloc)
        with closing(_connect(addresses, ends_at)) as plain:
            sock = plain
            if parts.scheme == "https":
                sock = tls.wrap_socket(plain, server_hostname=connection.host)
            with closing(sock):
                stream = _BoundedStream(sock, ends_at, MAX_HEAD_BYTES + max_body_bytes)
                connection.sock = stream
                connection.request(method, path, headers=headers)
                return _response(stream, method, max_body_bytes)
    except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
        raise NoAnswer(_code(error)) from error


def _connect(addresses: Sequence[Address], ends_at: float) -> socket.socket:
    trouble: OSError = OSError("no address")
    for family, address in addresses:
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(_seconds_left(ends_at))
            sock.connect(address)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # For the handshake.
            sock.settimeout(_seconds_left(ends_at))
        except OSError as error:
            sock.close()
            trouble = error
        else:
            return sock
    raise trouble


class _BoundedStream(io.RawIOBase):
    """Stands for the socket and its file in `http.client`. No read lasts longer than the time that
    is left, or returns more bytes than are left."""

    def __init__(self, sock: socket.socket, ends_at: float, max_bytes: int) -> None:
        self._socket, self._ends_at, self._bytes_left = sock, ends_at, max_bytes
        # Whether the server has closed the connection.
        self.has_ended = False

    def sendall(self, data: bytes) -> None:
        self._socket.settimeout(_seconds_left(self._ends_at))
        self._socket.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        if not self._bytes_left:
            raise NoAnswer(TOO_LONG)
        self._socket.settimeout(_seconds_left(self._ends_at))
        count = self._socket.recv_into(memoryview(buffer)[: self._bytes_left])
        self._bytes_left -= count
        self.has_ended = not count
        return count

    def close(self) -> None:
        """Do nothing: `http.client` calls this before the body is read. `send_request` closes the
        socket."""


def _response(stream: _BoundedStream, method: str, max_body_bytes: int) -> HttpResponse:
    response = http.client.HTTPResponse(stream, method=method)
    response.begin()
    # A 1xx answer, such as early hints, comes before the real one.
    while response.status < 200:
        response.headers = None
        response.begin()
    if stream.has_ended or response.status > 599:
        raise NoAnswer(BROKEN)
    return HttpResponse(
        response.status,
        response.headers,
        _body(response, max_body_bytes) if max_body_bytes else b"",
    )


def _body(response: http.client.HTTPResponse, max_bytes: int) -> bytes:
    """The decompressed body. NoAnswer if it is longer than `max_bytes`, is not complete, or has a
    coding other than gzip."""
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in {"identity", "gzip"}:
        raise NoAnswer(BROKEN)
    unpack = zlib.decompressobj(wbits=31) if coding == "gzip" else None
    found = bytearray()
    while piece := response.read(CHUNK_BYTES):
        while piece:
            found += unpack.decompress(piece, CHUNK_BYTES) if unpack else piece
            piece = unpack.unconsumed_tail if unpack else b""
            if len(found) > max_bytes:
                raise NoAnswer(TOO_LONG)
            # Data after the end of the gzip stream would pile up in memory.
            if unpack and unpack.unused_data:
                raise NoAnswer(BROKEN)
    found += unpack.flush() if unpack else b""
    if response.length or (unpack and found and not unpack.eof):
        raise NoAnswer(BROKEN)
    return bytes(found)


def _seconds_left(ends_at: float) -> float:
    left = ends_at - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _code(error: Exception) -> str:
    return next(code for kinds, code in _CODES.items() if isinstance(error, kinds))
