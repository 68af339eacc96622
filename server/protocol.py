"""uvicorn's HTTP/1.1 protocol, with a short way for cached pages.

As soon as the head of a request has been read, the page is looked up and written to the socket in
the same call, without a task, a thread or a message. A hit costs once to twice what a file costs
nginx. Only a plain request takes the short way. A request with a body, with a repeated header, or
behind an answer that is still being sent goes the long way, through `server.handler`.

Connections that keep the server waiting are closed: uvicorn has no limit for a head that never
ends, nor for an answer that is never taken.
"""

from asyncio import TimerHandle, Transport
from functools import lru_cache

from django.conf import settings
from httptools import HttpParserError, HttpParserUpgrade
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from delivery import due_moments
from delivery.page_cache.memory import PageCache
from delivery.page_cache.page import MAX_ADDRESS_CHARACTERS, Key
from server import connection_limit
from server.request import is_secure, path_info

# How long a client may take to send a head, and to take an answer.
HEAD_AND_SEND_TIMEOUT_SECONDS = 30.0
# How long a connection is kept open for its next request.
KEEP_ALIVE_SECONDS = 15.0
MAX_HEAD_BYTES = 64 * 2**10
# How long a stopping server takes one more request from a connection that is open: it may be on its
# way. A proxy in front asks again for a page that it did not get, but never sends a form twice.
LAST_REQUEST_SECONDS = 1.0

_LOGS_EVERY_REQUEST = settings.LOG_REQUESTS == "all"
# Headers that a plain request does not have.
_UNUSUAL = set(b"content-length transfer-encoding expect upgrade proxy-connection".split())


class Protocol(HttpToolsProtocol):
    """One connection."""

    def connection_made(self, transport: Transport) -> None:
        super().connection_made(transport)
        self.last_received_at = self.head_began_at = self.loop.time()
        self.reading_head, self.head_size, self.answered = False, 0, False
        # Whether the server is about to end.
        self.ending = False
        # Bytes that are still missing of a body that the parser cannot read (`_parse`).
        self.unparsed = 0
        self.send_timeout: TimerHandle | None = None
        self.running: RequestResponseCycle | None = None
        self.idle_check = self.loop.call_later(KEEP_ALIVE_SECONDS, self._check_idle)
        connection_limit.close_idle_if_full(self.connections)

    def connection_lost(self, exc: Exception | None) -> None:
        self.idle_check.cancel()
        if self.send_timeout is not None:
            self.send_timeout.cancel()
        # Uvicorn tells only the last request of the connection.
        if self.running is not None:
            self.running.disconnected = True
            self.running.message_event.set()
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self.running = cycle
        cycle.keep_alive = cycle.keep_alive and not self.ending
        super()._start_asgi_task(cycle, app)

    def data_received(self, data: bytes) -> None:
        self.last_received_at = self.loop.time()
        if self.timeout_keep_alive_task is not None:
            self._unset_keepalive_if_required()
        self.came = len(data)
        self._parse(data)
        if self.reading_head:
            self.head_size += len(data)
            if self.head_size > MAX_HEAD_BYTES:
                self.send_400_response("The head of this request is too long.")

    def _parse(self, data: bytes) -> None:
        """Feed the parser. A client that offers another protocol is answered in HTTP/1.1 (RFC 9110,
        7.8). The parser stops at such a head, because it takes the body for data of the other
        protocol; so the body is read here."""
        rest: bytes | memoryview = data
        while rest:
            if self.unparsed:
                body, rest = rest[: self.unparsed], rest[self.unparsed :]
                self.unparsed -= len(body)
                self.on_body(bytes(body))
                if not self.unparsed:
                    self.on_message_complete()
                continue
            try:
                self.parser.feed_data(rest)
                return
            except HttpParserUpgrade as offer:
                rest = memoryview(rest)[offer.args[0] :]
            except HttpParserError:
                self.reading_head = False
                self.send_400_response("This is not a request, or its head is too long.")
                return

    # What the parser finds

    def on_message_begin(self) -> None:
        self.url, self.asked, self.repeated = b"", {}, []
        self.head_began_at, self.reading_head, self.head_size = self.last_received_at, True, 0

    def on_header(self, name: bytes, value: bytes) -> None:
        name = name.lower()
        if name in self.asked:
            self.repeated.append((name, value))
        else:
            self.asked[name] = value

    def on_headers_complete(self) -> None:
        if self.head_size + self.came > MAX_HEAD_BYTES and self._head_size() > MAX_HEAD_BYTES:
            # The parser turns it into an HttpParserError.
            raise ValueError
        asked = self.asked
        # A body in chunks, which no page takes (`server.request.length_to_take`), may end with more
        # header lines. The same limits hold for it.
        self.reading_head = b"transfer-encoding" in asked
        self.answered = self._answer(asked)
        if not self.answered:
            if self.parser.should_upgrade():
                if b"transfer-encoding" in asked:
                    # The head does not say how long the body is.
                    raise ValueError
                self.unparsed = int(asked.get(b"content-length", b"0"))
            url = self.url
            # Makes the scope, which a hit does not need.
            super().on_message_begin()
            self.url = url
            for name, value in self._headers():
                super().on_header(name, value)
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        if not self.unparsed:
            self.reading_head = False
            if not self.answered:
                super().on_message_complete()

    def _headers(self) -> list[tuple[bytes, bytes]]:
        """All headers; those of the same name stay in their order."""
        return [*self.asked.items(), *self.repeated]

    def _head_size(self) -> int:
        return len(self.url) + sum(len(name) + len(value) + 4 for name, value in self._headers())

    def _answer(self, asked: dict[bytes, bytes]) -> bool:
        """Answer a plain request from the cache. Returns whether that was possible."""
        if (
            self.ending
            # Then the long way writes the line.
            or _LOGS_EVERY_REQUEST
            or self.repeated
            or not asked.keys().isdisjoint(_UNUSUAL)
            or b"host" not in asked
            or not self.parser.should_keep_alive()
            # HTTP/1.0 keeps a connection open only if a header says so. The version is looked up
            # only then, because that takes time.
            or (b"connection" in asked and self.parser.get_http_version() != "1.1")
            # `_key_without_query` would remember a long address.
            or len(self.url) + len(asked[b"host"]) > MAX_ADDRESS_CHARACTERS
            or (self.cycle is not None and not self.cycle.response_complete)
            or self.flow.write_paused
            or due_moments.is_due()
        ):
            return False
        method, forwarded = self.parser.get_method(), asked.get(b"x-forwarded-proto")
        secure = is_secure(self.scheme, None if forwarded is None else forwarded.decode("latin-1"))
        find = _key if b"?" in self.url else _key_without_query
        key = find(self.app.pages, method, asked[b"host"], secure, self.url)
        page = key and self.app.pages.fresh(key)
        answer = page and page.ready(
            asked.get(b"accept-encoding", b"").decode("latin-1"),
            asked.get(b"if-none-match", b"").decode("latin-1"),
        )
        if not answer:
            return False
        end = _date_lines(self.server_state.default_headers)
        body = b"" if method == b"HEAD" else answer.body
        self.transport.write(b"".join((answer.head, end, body)))
        return True

    # The server ends

    def shutdown(self) -> None:
        """Answer what is under way, or comes in `LAST_REQUEST_SECONDS`, and close."""
        self.ending = True
        if self._awaits_request():
            self.loop.call_later(LAST_REQUEST_SECONDS, self._close_if_idle)
        else:
            self.cycle.keep_alive = False

    def _close_if_idle(self) -> None:
        if self._awaits_request() and not self.reading_head:
            self.transport.close()

    def _awaits_request(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    # Connections that keep the server waiting

    def _check_idle(self) -> None:
        """Called again and again: close the connection if it has been idle or slow for too long."""
        now = self.loop.time()
        at_work = self.cycle is not None and not self.cycle.response_complete
        if self.reading_head and now - self.head_began_at > HEAD_AND_SEND_TIMEOUT_SECONDS:
            self.transport.abort()
        elif (
            not self.reading_head
            and not at_work
            and now - self.last_received_at >= KEEP_ALIVE_SECONDS
        ):
            # Closes as soon as the client has taken the last answer.
            self.transport.close()
            self.idle_check = self.loop.call_later(
                HEAD_AND_SEND_TIMEOUT_SECONDS, self.transport.abort
            )
        else:
            self.idle_check = self.loop.call_later(KEEP_ALIVE_SECONDS, self._check_idle)

    def is_at_work(self) -> bool:
        """Whether its request is being answered and the server does not wait for the client."""
        return (
            self.cycle is not None
            and not self.cycle.more_body
            and not self.cycle.response_complete
            and not self.flow.write_paused
        )

    def pause_writing(self) -> None:
        super().pause_writing()
        self.send_timeout = self.loop.call_later(
            HEAD_AND_SEND_TIMEOUT_SECONDS, self.transport.abort
        )

    def resume_writing(self) -> None:
        self.send_timeout.cancel()
        super().resume_writing()


def _key(pages: PageCache, method: bytes, host: bytes, secure: bool, target: bytes) -> Key | None:
    path, _, query = target.partition(b"?")
    return pages.key(
        method.decode(), host.decode("latin-1"), secure, path_info(path), query.decode("latin-1")
    )


_key_without_query = lru_cache(8192)(_key)

# The default headers, which uvicorn makes anew once a second, and their lines with the blank line
# that ends the head.
_date: tuple[list[tuple[bytes, bytes]], bytes] = [], b""


def _date_lines(headers: list[tuple[bytes, bytes]]) -> bytes:
    global _date
    if headers is not _date[0]:
        _date = headers, b"".join(b"%b: %b\r\n" % pair for pair in headers) + b"\r\n"
    return _date[1]
