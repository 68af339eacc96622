"""How the web server calls the portal: a thread is taken only for work, never for waiting.

Granian hands a WSGI application each request in a thread, which then waits for the body and for
the reader of the answer: four slow clients would hold all four. So it calls this instead, in its
own protocol (RSGI), on an event loop: a page that is kept is answered at once, the body of a form
is taken in before a thread is asked for, and a long answer goes out piece by piece, each read by a
thread when the one before has left.
"""

import asyncio
import logging
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar

from granian.rsgi import ProtocolClosed

from portal.wsgi import application as portal

# isort: split
# Now that Django is set up: what has to do with models.
from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections

from delivery import due, marks
from delivery.pagecache import Headers, Key, Page, PageCache, page_of
from portal.middleware import body_limit

T = TypeVar("T")

log = logging.getLogger(__name__)

THREADS = 4
"""Each may hold a database connection."""
IN_MEMORY = 2**20
IN_ALL = 2**30
"""Bytes of all bodies that are not answered yet: a disk is not endless."""
PATIENCE = 30.0
"""Seconds without a byte of the body, or without the reader taking one."""
AT_MOST = 900.0
"""Seconds that a body may take in all."""
PIECES = 64
"""Of 4 kB each, Django's for a file."""


class Server:
    """Granian's application."""

    def __init__(self, wsgi: Any, threads: int = THREADS) -> None:
        self.wsgi = wsgi
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="portal")
        self.pages = PageCache(apart=("/admin", "/static/", "/tep/"))
        self.being_made: dict[Key, asyncio.Event] = {}
        self.bodies = 0
        """Bytes, as announced, until the request has been answered and its file is gone."""

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        try:
            if self._key(scope) is None:
                await self._work(scope, protocol)
            else:
                await self._page(scope, protocol)
        except ProtocolClosed:
            pass  # the reader has gone

    # Pages

    def _key(self, scope: Any) -> Key | None:
        """By what is known now of what the page there looks at."""
        return self.pages.key(
            scope.method, host(scope), is_secure(scope), scope.path, scope.query_string
        )

    async def _page(self, scope: Any, protocol: Any) -> None:
        """A page that is kept, or one made now: once, however many ask for it meanwhile."""
        page, old, key = None, False, self._key(scope)
        try:
            if due.has_come():
                await self._in_a_thread(_advance)
                key = self._key(scope)
            page = self.pages.fresh(key)
            if page is None and key in self.being_made:
                await self.being_made[key].wait()
                key = self._key(scope)
                page = self.pages.fresh(key)
        except (OperationalError, InterfaceError):
            page, old = self.pages.old(key), True
        if page is None:
            page, old, response = await self._made(key, scope)
            if page is None:
                await self._send(scope, protocol, *response)
                return
        taken, known = scope.headers.get("accept-encoding", ""), scope.headers.get("if-none-match")
        answer = page.answer(taken, known or "", old)
        body = b"" if scope.method == "HEAD" else answer.body
        protocol.response_bytes(answer.status, answer.headers, body)

    async def _made(self, key: Key, scope: Any) -> tuple[Page | None, bool, tuple]:
        """The page, and whether it is an old one; else what is answered instead."""
        done = asyncio.Event()
        first = self.being_made.setdefault(key, done) is done
        try:
            return await self._in_a_thread(self._make, key, scope)
        finally:
            if first:
                del self.being_made[key]
                done.set()

    def _make(self, key: Key, scope: Any) -> tuple[Page | None, bool, tuple]:
        """In a thread."""
        seen = marks.sequence()
        status, headers, response = self._response(environ_of_page(scope))
        page = page_of(response, seen)
        if status == 503 and (old := self.pages.old(key)):
            response.close()
            return old, True, ()
        looked_at = getattr(response, "looked_at", ())
        self.pages.keep(key, scope.query_string, looked_at, page)
        if page is None:
            return None, False, (status, headers, *_whole(response, scope.method == "HEAD"))
        response.close()
        return page, False, ()

    # Everything else

    async def _work(self, scope: Any, protocol: Any) -> None:
        length = length_to_take(scope)
        if self.bodies + length > IN_ALL:
            protocol.response_empty(503, [("retry-after", "30")])
            return
        self.bodies += length
        try:
            with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
                if length and not await self._taken(protocol, body, length):
                    return
                found = await self._in_a_thread(self._called, environ(scope, body))
                await self._send(scope, protocol, *found)
        except TimeoutError:
            protocol.response_empty(408, [])
        finally:
            self.bodies -= length

    async def _taken(self, protocol: Any, body: IO[bytes], length: int) -> bool:
        """Whether the whole body came in; half a form must not pass for one."""
        async with asyncio.timeout(AT_MOST):
            pieces = aiter(protocol)
            while piece := await asyncio.wait_for(anext(pieces, b""), PATIENCE):
                body.write(piece)
        whole = body.tell() == length
        body.seek(0)
        return whole

    async def _send(
        self, scope: Any, protocol: Any, status: int, headers: Headers, whole: bytes, rest: Any
    ) -> None:
        if rest is None:
            protocol.response_bytes(status, headers, whole)
            return
        pieces = iter(rest)
        try:
            stream = protocol.response_stream(status, headers)
            while piece := await self._in_a_thread(_next, pieces):
                await asyncio.wait_for(stream.send_bytes(piece), PATIENCE)
        except TimeoutError:
            log.info("a reader stopped taking %s", scope.path)
        finally:
            await self._in_a_thread(rest.close)

    async def _in_a_thread(self, act: Callable[..., T], *args: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.pool, act, *args)

    def _called(self, environ: dict[str, Any]) -> tuple[int, Headers, bytes, Any]:
        """In a thread: status, headers, and the answer whole or as what has to be read on."""
        status, headers, response = self._response(environ)
        return status, headers, *_whole(response, environ["REQUEST_METHOD"] == "HEAD")

    def _response(self, environ: dict[str, Any]) -> tuple[int, Headers, Any]:
        said: list[Any] = []
        response = self.wsgi(
            environ, lambda status, headers, _=None: said.extend((status, headers))
        )
        return int(said[0][:3]), said[1], response


def _advance() -> None:
    """In a thread, outside of any request: a connection that broke is not used again."""
    close_old_connections()
    try:
        due.advance()
    finally:
        close_old_connections()


def _whole(response: Any, for_nobody: bool) -> tuple[bytes, Any]:
    """The body and None, or nothing and the response that has to be read on."""
    if response.streaming and not for_nobody:
        return b"", response
    whole = b"" if for_nobody else b"".join(response)
    response.close()
    return whole, None


def host(scope: Any) -> str:
    """What the request says it asks; HTTP/2 says it apart from the headers."""
    return scope.headers.get("host") or scope.authority or ""


def is_secure(scope: Any) -> bool:
    """As Django judges it."""
    if settings.SECURE_PROXY_SSL_HEADER is None:
        return scope.scheme == "https"
    name, value = settings.SECURE_PROXY_SSL_HEADER
    said = scope.headers.get(name.removeprefix("HTTP_").replace("_", "-").lower())
    return scope.scheme == "https" if said is None else said.split(",")[0].strip() == value


def length_to_take(scope: Any) -> int:
    """Bytes of a body that some page may take. What has another is refused unread, by
    `portal.middleware.BoundedBody`; Django takes none whose length was not said."""
    length = scope.headers.get("content-length", "0")
    if not scope.path.startswith("/admin/") or not length.isdecimal():
        return 0
    return int(length) if int(length) <= body_limit(scope.path) else 0


def environ(scope: Any, body: IO[bytes]) -> dict[str, Any]:
    """The request as WSGI (PEP 3333) says it."""
    host, _, port = scope.server.rpartition(":")
    found: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if "_" in name:
            continue  # `x_forwarded_proto` would pass for `x-forwarded-proto`
        key = name.upper().replace("-", "_")
        if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            key = f"HTTP_{key}"
        between = "; " if key == "HTTP_COOKIE" else ","
        found[key] = f"{found[key]}{between}{value}" if key in found else value
    return found


_FOR_PAGES = {"HTTP_HOST", "HTTP_REFERER", "HTTP_USER_AGENT", "HTTP_X_FORWARDED_PROTO"}
"""Which headers are told to who makes a page for everybody. `Content-Type` is not: its charset says
how Django reads the query."""
_OF_A_BODY = {"CONTENT_TYPE", "CONTENT_LENGTH"}


def environ_of_page(scope: Any) -> dict[str, Any]:
    """A request for the whole page: no cookie, no condition, nothing of a single reader."""
    found = environ(scope, BytesIO()) | {"REQUEST_METHOD": "GET"}
    return {
        name: value
        for name, value in found.items()
        if name in _FOR_PAGES or not (name.startswith("HTTP_") or name in _OF_A_BODY)
    }


def _next(pieces: Iterator[bytes]) -> bytes:
    return b"".join(islice(pieces, PIECES))


application = Server(portal)
