"""A page read as an anonymous reader reads it: over HTTP, without a cookie, from one of the public
hosts. Where it leads on, nobody follows, so what a page says never decides which host is asked.
"""

import http.client
import socket
import ssl
import zlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from threading import Timer
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

# Seconds that a page may take, from the first byte asked to the last one answered.
READ_TIMEOUT_SECONDS = 5.0
# Bytes of a page, unpacked: a month's sitemap of 50,000 articles has 8 MB.
MAX_PAGE_BYTES = 16 * 2**20
CHUNK_BYTES = 2**16
# By which an access log tells our own readings from readers.
AGENT = "CongTin-Receipt/1.0"


class NoAnswer(Exception):
    """No answer has come in; the argument is one of the codes below."""


NO_NAME, REFUSED, SILENT = "name", "refused", "silent"
UNTRUSTED, BROKEN, TOO_LONG = "tls", "broken", "long"


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    status: int
    text: str
    # When its last byte was there.
    at: datetime


def public_hosts() -> list[str]:
    """Scheme and host of each place where readers find the portal. What follows `=` is the address
    to connect to: `https://hailam.example=10.0.0.5`."""
    return list(dict.fromkeys(settings.PUBLIC_HOSTS or [settings.PUBLIC_URL]))


def host_label(host: str) -> str:
    """`hailam.example`, or `hailam.example (10.0.0.5)`: as people call that host."""
    url, _, address = host.partition("=")
    name = urlsplit(url).netloc
    return f"{name} ({address})" if address else name


def url_of(host: str, path: str) -> str:
    """Where a browser finds that path of that host; it knows the name alone."""
    return host.partition("=")[0] + path


def read(host: str, path: str) -> HttpAnswer:
    """What stands at that path of one of `public_hosts()`, unread.

    Raises LookupError for any other host.
    """
    if host not in public_hosts():
        raise LookupError(f"{host} is no public host")
    url, _, address = host.partition("=")
    at = urlsplit(url)
    kind = http.client.HTTPSConnection if at.scheme == "https" else http.client.HTTPConnection
    # A limit for each byte is none for all of them.
    guard = None
    # It bears the name, and so does what it asks, wherever its socket leads.
    connection = kind(at.netloc)
    try:
        connection.sock = _socket(connection, address)
        guard = _Deadline(connection.sock)
        connection.request("GET", path, headers=_headers())
        # It keeps the socket open by itself, whatever becomes of the connection.
        with connection.getresponse() as response:
            body = _body(response)
        if guard.has_cut:  # without a length, what was cut looks whole
            raise TimeoutError
        return HttpAnswer(response.status, body.decode(errors="replace"), timezone.now())
    except (NoAnswer, OSError, http.client.HTTPException, zlib.error, ValueError) as error:
        raise NoAnswer(SILENT if guard and guard.has_cut else _code(error)) from error
    finally:
        if guard:
            guard.cancel()
        connection.close()


def _socket(connection: http.client.HTTPConnection, address: str) -> socket.socket:
    """To that address, or to that of the name where none is given; over TLS only to whoever has a
    certificate of the name."""
    to = urlsplit(f"//{address}")
    where = to.hostname or connection.host, to.port or connection.port
    plain = socket.create_connection(where, READ_TIMEOUT_SECONDS)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if not isinstance(connection, http.client.HTTPSConnection):
        return plain
    return ssl.create_default_context().wrap_socket(plain, server_hostname=connection.host)


class _Deadline(Timer):
    """Cuts a connection that takes too long."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(READ_TIMEOUT_SECONDS, self._cut)
        self.daemon, self.has_cut, self._socket = True, False, sock
        self.start()

    def _cut(self) -> None:
        self.has_cut = True
        with suppress(OSError):
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def _headers() -> dict[str, str]:
    """A browser's, as far as pages may differ by them."""
    return {
        "User-Agent": f"{AGENT} (bot; {settings.PUBLIC_URL})",
        "Accept": "*/*",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }


def _body(response: http.client.HTTPResponse) -> bytes:
    """Unpacked; Unread where it is too long, whatever it says of its length."""
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in {"identity", "gzip"}:
        raise NoAnswer(BROKEN)
    unpack = zlib.decompressobj(wbits=31) if coding == "gzip" else None
    found = bytearray()
    while piece := response.read(CHUNK_BYTES):
        while piece:
            found += unpack.decompress(piece, CHUNK_BYTES) if unpack else piece
            piece = unpack.unconsumed_tail if unpack else b""
            if len(found) > MAX_PAGE_BYTES:
                raise NoAnswer(TOO_LONG)
            if unpack and unpack.unused_data:  # which would gather, for as long as it comes
                raise NoAnswer(BROKEN)
    found += unpack.flush() if unpack else b""
    if response.length or (unpack and found and not unpack.eof):
        raise NoAnswer(BROKEN)
    return bytes(found)


def _code(error: Exception) -> str:
    match error:
        case NoAnswer():
            return str(error)
        case socket.gaierror():
            return NO_NAME
        case ssl.SSLError():
            return UNTRUSTED
        case TimeoutError():
            return SILENT
        case ConnectionRefusedError():
            return REFUSED
        case ConnectionError() | http.client.HTTPException() | zlib.error() | ValueError():
            return BROKEN
        case _:
            return REFUSED
