"""One HTTP request with bounds: seconds in all, bytes of the head, bytes of the body. It sends no
cookie, follows no redirect, knows no proxy, and connects only to the addresses that it is given.
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

# Of the answer; hints that come before it count too.
MAX_HEAD_BYTES = 16_384
CHUNK_BYTES = 2**16

# As `socket.connect` wants it, with its family.
Address = tuple[int, tuple]


class NoAnswer(Exception):
    """No whole answer has come in; the argument is one of the codes below."""


NO_NAME, REFUSED, SILENT = "name", "refused", "silent"
UNTRUSTED, BROKEN, TOO_LONG = "tls", "broken", "long"


# By what was raised; the first that fits.
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
    status: int
    headers: Message
    # Unpacked; empty where only the head was read.
    body: bytes


def resolve(host: str, port: int) -> list[Address]:
    """The addresses of a name. NoAnswer where it has none."""
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
    `time.monotonic`; `tls` is what https goes by. With `max_body_bytes` 0 only the head is read.

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
    """What `http.client` takes for a socket and for its file: no read lasts longer than is left of
    the time, nor gives more than is left of the bytes."""

    def __init__(self, sock: socket.socket, ends_at: float, max_bytes: int) -> None:
        self._socket, self._ends_at, self._bytes_left = sock, ends_at, max_bytes
        # Whether the other side has hung up.
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
        """Left to whoever opened the socket: `http.client` closes before it has read the body."""


def _response(stream: _BoundedStream, method: str, max_body_bytes: int) -> HttpResponse:
    response = http.client.HTTPResponse(stream, method=method)
    response.begin()
    while response.status < 200:  # “early hints”: the answer comes behind them
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
    """Unpacked; NoAnswer where it is too long, whatever it says of its length."""
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
            if unpack and unpack.unused_data:  # which would gather, for as long as it comes
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
