"""The portal as the web server calls it (ASGI): a thread is taken only for work, never for waiting.

With WSGI each request would hold a thread while it waits for the body and for the reader of the
answer: four slow clients would hold all four. So it is called on an event loop: a page that is kept
is answered at once (most of them sooner still, by `server.protocol`), the body of a form is taken
in before a thread is asked for, and a long answer goes out piece by piece, each read by a thread
when the one before has left.

Readers' pages have threads of their own, and so have files, without which a page is no page: staff
who send pictures or wait for a lock hold up no reader. What falls due has one too, so that it never
waits for any of them: a database that hangs holds threads, but no reader of a page that is kept, as
it is taken to be away after a moment.
"""

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from server.wsgi import application as portal

# isort: split
# Now that Django is set up: what has to do with models.
from django.conf import settings
from django.db import Error
from django.utils.translation import gettext as _

from accounts.sessions import is_signed_in
from database.connections import fresh_connection
from delivery import due_moments, stale_marks
from delivery.page_cache.disk import DiskCache, cache_file
from delivery.page_cache.memory import PageCache
from delivery.page_cache.page import CachedPage, Headers, Key, cacheable_page
from delivery.public_page import TAGS_HEADER
from media.uploads.faults import PHOTO_FAULTS
from media.uploads.receiving import DISK_FULL_ERRNOS
from server import cpu_affinity
from server.page_refresh import refresh_forever
from server.readiness import Readiness
from server.release import fingerprint
from server.request import (
    Scope,
    accept_encoding,
    environ,
    headers_of,
    internal_page_scope,
    is_secure,
    length_to_take,
    names_one_host,
    page_environ,
    path_info,
    query_of,
)
from server.request_bodies import BodyBudget, Receive
from server.shared_call import SharedCall

log = logging.getLogger(__name__)

T = TypeVar("T")
Send = Callable[[dict[str, Any]], Awaitable[None]]

# For readers' pages, as many for files and for staff; each may hold a database connection.
THREADS_PER_POOL = 3
# Seconds after which the database is taken to be away, when it is asked what has fallen due.
DUE_TIMEOUT_SECONDS = 2.0
# Seconds that a page may take.
PAGE_TIMEOUT_SECONDS = 10.0
# Of 4 kB each, Django's for a file.
FILE_CHUNKS_PER_SEND = 64


class RequestHandler:
    """The ASGI application."""

    def __init__(
        self,
        wsgi: Any,
        threads: int = THREADS_PER_POOL,
        store: DiskCache | None = None,
        bodies: BodyBudget | None = None,
    ) -> None:
        self.wsgi, self.bodies = wsgi, bodies or BodyBudget()
        self.for_pages = ThreadPoolExecutor(threads, thread_name_prefix="pages")
        self.for_files = _pool("files", threads)
        self.for_others = _pool("others", threads)
        self.for_packing = _pool("packing", 1)
        self.mark_due = SharedCall("due", _advance)
        self.readiness = Readiness()
        self.pages = PageCache(apart=("/admin", "/static/", "/tep/", "/xem-duyet"), store=store)
        self.being_made: dict[Key, asyncio.Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if not names_one_host(scope):
            said = "This request names no host, or several.\n"
            await _send_text(send, 400, said, ("connection", "close"))
            return
        if scope["path"] == "/healthz":
            await _send_text(send, 200, "ok\n")
            return
        if scope["path"] == "/readyz":
            await _send_text(send, *await self.readiness())
            return
        key = self._key(scope)
        if key is None:
            await self._work(scope, receive, send)
        else:
            await self._page(key, scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """From the start of the process until its end."""
        await receive()
        # Else all of Django is looked through for garbage again and again, for 70 ms each time in
        # which no thread gets on and no reader is answered.
        gc.collect()
        gc.freeze()
        if settings.KEEP_TO_CORE:
            cpu_affinity.pin_to_core()
        beside = asyncio.create_task(refresh_forever(self.pages, self._make_anew, self._advance))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        beside.cancel()
        await send({"type": "lifespan.shutdown.complete"})

    # Pages

    def _key(self, scope: Scope) -> Key | None:
        """By what is known now of what the page there looks at."""
        headers = headers_of(scope)
        return self.pages.key(
            scope["method"],
            headers.get("host", ""),
            is_secure(scope["scheme"], headers.get("x-forwarded-proto")),
            path_info(scope["raw_path"]),
            query_of(scope),
        )

    async def _page(self, key: Key, scope: Scope, receive: Receive, send: Send) -> None:
        """A page that is kept, or one made now: once, however many ask for it meanwhile."""
        page, old = None, False
        try:
            if due_moments.is_due():
                await self._advance()
                key = self._key(scope)
            page = self.pages.fresh(key)
            if page is None and key in self.being_made:
                await self.being_made[key].wait()
                key = self._key(scope)
                page = self.pages.fresh(key)
        except (Error, TimeoutError):
            page, old = self.pages.old(key, query_of(scope)), True
        if page is None:
            try:
                page, old, response = await self._made(key, scope)
            except TimeoutError:
                page, old = self.pages.old(key, query_of(scope)), True
                if page is None:
                    said = _(
                        "This page cannot be shown right now. Please try again in a few minutes."
                    )
                    await _send_text(send, 503, said, ("retry-after", "30"))
                    return
            if page is None:
                await self._send(self.for_files, receive, send, *response)
                return
        headers = headers_of(scope)
        accepted, known = headers.get("accept-encoding", ""), headers.get("if-none-match", "")
        answer = page.ready(accepted, known, old)
        if answer is None:
            answer = await _run_in(self.for_packing, page.answer, accepted, known, old)
        body = b"" if scope["method"] == "HEAD" else answer.body
        await _send_whole(send, answer.status, answer.headers, body)

    async def _made(self, key: Key, scope: Scope) -> tuple[CachedPage | None, bool, tuple]:
        """The page, and whether it is an old one; else what is answered instead. TimeoutError."""
        done = asyncio.Event()
        first = self.being_made.setdefault(key, done) is done
        try:
            async with asyncio.timeout(PAGE_TIMEOUT_SECONDS):
                return await _run_in(self.for_pages, self._make, key, scope)
        finally:
            if first:
                del self.being_made[key]
                done.set()

    async def _make_anew(self, key: Key) -> None:
        """A page that nobody waits for."""
        if key not in self.being_made:
            await self._made(key, internal_page_scope(*key))

    async def _advance(self) -> None:
        """Mark what has fallen due. TimeoutError where that takes too long."""
        for _try in range(2):  # the one under way may have read its clock before our moment came
            if due_moments.is_due():
                await self.mark_due(DUE_TIMEOUT_SECONDS)

    def _make(self, key: Key, scope: Scope) -> tuple[CachedPage | None, bool, tuple]:
        """In a thread, which makes its answers as well, in what it is packed in."""
        found = self._stored_or_made(key, query_of(scope), scope)
        for coding in found[0].coded if found[0] else ():
            found[0].answer(coding)
        return found

    def _stored_or_made(
        self, key: Key, query: str, scope: Scope
    ) -> tuple[CachedPage | None, bool, tuple]:
        if page := self.pages.stored(key, query):
            return page, False, ()
        with self.pages.turn(key) as waited:
            if waited and (page := self.pages.stored(key, query)):
                return page, False, ()
            return self._make_now(key, query, scope)

    def _make_now(
        self, key: Key, query: str, scope: Scope
    ) -> tuple[CachedPage | None, bool, tuple]:
        seen = stale_marks.sequence()
        status, headers, response = self._response(page_environ(scope))
        page = cacheable_page(response, seen, accept_encoding(scope))
        if status == 503 and (old := self.pages.old(key, query)):
            response.close()
            return old, True, ()
        self.pages.keep(key, query, getattr(response, "looked_at", ()), page)
        if page is None:
            return None, False, (status, headers, *_whole(response, scope["method"] == "HEAD"))
        response.close()
        return page, False, ()

    # Everything else

    async def _work(self, scope: Scope, receive: Receive, send: Send) -> None:
        length = length_to_take(scope)
        reads = scope["method"] in {"GET", "HEAD"} and not scope["path"].startswith("/admin")
        pool = self.for_files if reads else self.for_others
        with self.bodies.one() as body:
            try:
                if length and not await body.take(receive, length, partial(self._is_staff, scope)):
                    return
            except TimeoutError:
                status = 503 if body.gave_way else 408
                await _send_whole(send, status, [("content-length", "0"), ("connection", "close")])
                return
            except OSError as error:
                if error.errno not in DISK_FULL_ERRNOS:
                    raise
                log.error("no room on the disk for a form of %d bytes: %s", length, error)
                await _send_text(send, 503, f"{PHOTO_FAULTS['full']}\n", ("connection", "close"))
                return
            found = await _run_in(pool, self._called, environ(scope, body.file))
        await self._send(pool, receive, send, *found)

    async def _is_staff(self, scope: Scope) -> bool:
        cookies = headers_of(scope).get("cookie", "")
        return bool(cookies) and await _run_in(self.for_others, is_signed_in, cookies)

    async def _send(
        self,
        pool: Executor,
        receive: Receive,
        send: Send,
        status: int,
        headers: Headers,
        whole: bytes,
        rest: Any,
    ) -> None:
        if rest is None:
            await _send_whole(send, status, headers, whole)
            return
        pieces = iter(rest)
        left = asyncio.ensure_future(_wait_for_disconnect(receive))
        try:
            await send(_start(status, headers))
            while not left.done() and (piece := await _run_in(pool, _next, pieces)):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body"})
        finally:
            left.cancel()
            await _run_in(pool, rest.close)

    def _called(self, environ: dict[str, Any]) -> tuple[int, Headers, bytes, Any]:
        """In a thread: status, headers, and the answer whole or as what has to be read on."""
        status, headers, response = self._response(environ)
        return status, headers, *_whole(response, environ["REQUEST_METHOD"] == "HEAD")

    def _response(self, environ: dict[str, Any]) -> tuple[int, Headers, Any]:
        said: list[Any] = []
        response = self.wsgi(
            environ, lambda status, headers, _=None: said.extend((status, headers))
        )
        # Only whoever keeps copies is told tags, with a page that may be kept
        # (`delivery.page_cache.edge_headers`).
        headers = [pair for pair in said[1] if pair[0] != TAGS_HEADER]
        return int(said[0][:3]), headers, response


def _pool(name: str, threads: int) -> ThreadPoolExecutor:
    """Of threads that do not keep to the core on which pages are made."""
    return ThreadPoolExecutor(
        threads, thread_name_prefix=name, initializer=cpu_affinity.unpin_thread
    )


async def _run_in(pool: Executor, act: Callable[..., T], *args: Any) -> T:
    return await asyncio.get_running_loop().run_in_executor(pool, act, *args)


def _advance() -> None:
    """In a thread, outside of any request."""
    with fresh_connection():
        due_moments.advance()


def _whole(response: Any, for_nobody: bool) -> tuple[bytes, Any]:
    """The body and None, or nothing and the response that has to be read on."""
    if response.streaming and not for_nobody:
        return b"", response
    whole = b"" if for_nobody else b"".join(response)
    response.close()
    return whole, None


def _start(status: int, headers: Headers) -> dict[str, Any]:
    said = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return {"type": "http.response.start", "status": status, "headers": said}


async def _send_whole(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    await send(_start(status, headers))
    await send({"type": "http.response.body", "body": body})


async def _send_text(send: Send, status: int, text: str, *more: tuple[str, str]) -> None:
    headers = [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store"), *more]
    body = text.encode()
    await _send_whole(send, status, [*headers, ("content-length", str(len(body)))], body)


async def _wait_for_disconnect(receive: Receive) -> None:
    """Until the reader has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _next(pieces: Iterator[bytes]) -> bytes:
    return b"".join(islice(pieces, FILE_CHUNKS_PER_SEND))


application = RequestHandler(portal, store=DiskCache(cache_file(), fingerprint()))
