"""The ASGI application. A thread is taken only for work, never for waiting.

With WSGI each request would hold a thread while it waits for its body and for the reader of the
answer, and four slow clients would hold all four threads. Here a cached page is answered on the
event loop (most of them before that, by `server.protocol`), the body of a form is read before a
thread is taken, and a long answer is sent in pieces, each read by a thread when the one before has
left.

Readers' pages, files and staff have threads of their own, so staff who send pictures or wait for a
lock hold up no reader. Another thread marks what falls due. A database that hangs blocks threads,
but no reader of a cached page, because after a moment it counts as away.
"""

import asyncio
import gc
import logging
import os
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import Any

from server.wsgi import application as portal

# isort: split
# These import models, so they come after the line above, which sets Django up.
from django.conf import settings
from django.db import Error
from django.utils.translation import gettext as _

from accounts.sessions.store import is_signed_in
from database.connections import fresh_connection
from delivery import due_moments, stale_marks
from delivery.page_cache.disk import DiskCache, cache_file
from delivery.page_cache.memory import PageCache
from delivery.page_cache.page import CachedPage, Headers, Key, cacheable_page
from delivery.public_page import TAGS_HEADER
from media.uploads.faults import PHOTO_FAULTS
from media.uploads.receiving import UNWRITABLE_ERRNOS
from server import cpu_affinity, systemd
from server.monitoring import metrics
from server.monitoring.exchange import Exchange
from server.monitoring.readiness import Readiness
from server.page_refresh import refresh_forever
from server.release import fingerprint
from server.request import (
    Scope,
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

Send = Callable[[dict[str, Any]], Awaitable[None]]
# A page, whether it is an old one, and what is answered if there is no page: status, headers, body,
# and Django's response if its body has still to be read.
PageOrAnswer = tuple[CachedPage | None, bool, tuple]

# Readers' pages, files and staff have a pool each. A thread may hold a database connection.
THREADS_PER_POOL = 3
# How long the database may take to tell what has fallen due; after that it counts as away.
DUE_TIMEOUT_SECONDS = 2.0
# How long a page that is not cached may take.
PAGE_TIMEOUT_SECONDS = 10.0
# Django reads a file in chunks of 4 kB.
FILE_CHUNKS_PER_SEND = 64


class RequestHandler:
    """The ASGI application around the WSGI application `wsgi`. Each pool has `threads` threads;
    `store` keeps pages on disk."""

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
        self.mark_due = SharedCall("due", _advance_in_thread)
        self.readiness = Readiness()
        self.pages = PageCache(apart=("/admin", "/static/", "/tep/", "/xem-duyet"), store=store)
        self.rendering: dict[Key, asyncio.Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        exchange = scope["exchange"] = Exchange.of(scope)
        try:
            await self._answer(scope, receive, exchange.noting(send))
        except Exception:
            # uvicorn answers.
            exchange.status = exchange.status or 500
            raise
        finally:
            exchange.end()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not names_one_host(scope):
            said = "This request names no host, or several.\n"
            await send_whole(send, *plain_text(400, said, ("connection", "close")))
        elif scope["path"] == "/healthz":
            await send_whole(send, *plain_text(200, "ok\n"))
        elif scope["path"] == "/readyz":
            await send_whole(send, *plain_text(*await self.readiness()))
        elif key := self._key(scope):
            scope["exchange"].cache = "hit"
            await self._answer_page(key, scope, receive, send)
        else:
            await self._answer_uncached(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """The ASGI lifespan: runs from the start of the process until its end."""
        await receive()
        # Otherwise the garbage collector looks through all of Django again and again, for 70 ms
        # each time, while no thread runs and no reader is answered.
        gc.collect()
        gc.freeze()
        if settings.KEEP_TO_CORE:
            cpu_affinity.pin_to_core()
        pools = {"pages": self.for_pages, "files": self.for_files, "others": self.for_others}
        beside = asyncio.gather(
            refresh_forever(self.pages, self._refresh, self._advance),
            metrics.add_forever(self.pages, pools),
        )
        await send({"type": "lifespan.startup.complete"})
        systemd.notify(f"{systemd.READY}\n{systemd.OWN_PID}{os.getpid()}")
        await receive()
        beside.cancel()
        # Otherwise asyncio logs that nobody asked for its end.
        with suppress(asyncio.CancelledError):
            await beside
        await send({"type": "lifespan.shutdown.complete"})

    # Pages

    def _key(self, scope: Scope) -> Key | None:
        """The key of the page; None if it is not cached. It depends on what is known of the query
        parameters that the page reads, so it may change while a page is made."""
        headers = headers_of(scope)
        return self.pages.key(
            scope["method"],
            headers.get("host", ""),
            is_secure(scope["scheme"], headers.get("x-forwarded-proto")),
            path_info(scope["raw_path"]),
            query_of(scope),
        )

    async def _answer_page(self, key: Key, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a cached page, or make it: once, however many ask for it meanwhile."""
        page, old = None, False
        exchange: Exchange = scope["exchange"]
        try:
            if due_moments.is_due():
                await self._advance()
                key = self._key(scope)
            page = self.pages.fresh(key)
            if page is None and key in self.rendering:
                await self.rendering[key].wait()
                key = self._key(scope)
                page = self.pages.fresh(key)
        except (Error, TimeoutError):
            page, old = self.pages.old(key, query_of(scope)), True
        if page is None:
            try:
                page, old, response = await self._render(key, scope)
            except TimeoutError:
                exchange.cache = "miss"
                page, old = self.pages.old(key, query_of(scope)), True
                said = _("This page cannot be shown right now. Please try again in a few minutes.")
                response = *plain_text(503, said, ("retry-after", "30")), None
            if page is None:
                await self._send(self.for_files, receive, send, *response)
                return
        if old:
            exchange.cache = "stale"
        headers = headers_of(scope)
        accepted, known = headers.get("accept-encoding", ""), headers.get("if-none-match", "")
        answer = page.ready(accepted, known, old)
        if answer is None:
            answer = await _run_in(self.for_packing, page.answer, accepted, known, old)
        body = b"" if scope["method"] == "HEAD" else answer.body
        await send_whole(send, answer.status, answer.headers, body)

    async def _render(self, key: Key, scope: Scope) -> PageOrAnswer:
        """Get or make the page in a thread. TimeoutError after `PAGE_TIMEOUT_SECONDS`."""
        done = asyncio.Event()
        first = self.rendering.setdefault(key, done) is done
        try:
            async with asyncio.timeout(PAGE_TIMEOUT_SECONDS):
                return await _run_in(self.for_pages, self._render_in_thread, key, scope)
        finally:
            if first:
                del self.rendering[key]
                done.set()

    async def _refresh(self, key: Key) -> None:
        """Make a page that nobody waits for."""
        if key not in self.rendering:
            await self._render(key, internal_page_scope(*key))

    async def _advance(self) -> None:
        """Mark what has fallen due. TimeoutError if that takes too long."""
        # Twice, because a call under way may have read the clock before our moment came.
        for _try in range(2):
            if due_moments.is_due():
                await self.mark_due(DUE_TIMEOUT_SECONDS)

    def _render_in_thread(self, key: Key, scope: Scope) -> PageOrAnswer:
        """In a thread: get the page from disk or make it, and build its responses in the codings in
        which it is compressed."""
        query = query_of(scope)
        page, old, answer = self.pages.stored(key, query), False, ()
        if page is None:
            with self.pages.making_lock(key) as waited:
                page = self.pages.stored(key, query) if waited else None
                if page is None:
                    page, old, answer = self._render_now(key, query, scope)
        for coding in page.coded if page else ():
            page.answer(coding)
        return page, old, answer

    def _render_now(self, key: Key, query: str, scope: Scope) -> PageOrAnswer:
        """Let Django make the page, and cache it. While the database is away (503), an old page is
        returned if there is one."""
        if exchange := scope.get("exchange"):
            exchange.cache = "miss"
        seen = stale_marks.sequence()
        status, headers, response = self._django_response(page_environ(scope))
        # None if the request is our own, because nobody waits for its answer.
        accepted = None if "internal" in scope else headers_of(scope).get("accept-encoding", "")
        page = cacheable_page(response, seen, accepted)
        old = self.pages.old(key, query) if status == 503 else None
        if old is None:
            self.pages.keep(key, query, getattr(response, "looked_at", ()), page)
        if old is None and page is None:
            return None, False, (status, headers, *_whole(response, scope["method"] == "HEAD"))
        response.close()
        return old or page, old is not None, ()

    # Everything else

    async def _answer_uncached(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, if a page takes it, then let Django answer in a thread."""
        length = length_to_take(scope)
        reads = scope["method"] in {"GET", "HEAD"} and not scope["path"].startswith("/admin")
        pool = self.for_files if reads else self.for_others
        with self.bodies.one() as body:
            try:
                if length and not await body.take(receive, length, partial(self._is_staff, scope)):
                    return
            except TimeoutError:
                await send_whole(
                    send,
                    503 if body.gave_way else 408,
                    [("content-length", "0"), ("connection", "close")],
                )
                return
            except OSError as error:
                if error.errno not in UNWRITABLE_ERRNOS:
                    raise
                log.error("the disk does not take a form of %d bytes: %s", length, error)
                said = f"{PHOTO_FAULTS['full']}\n"
                await send_whole(send, *plain_text(503, said, ("connection", "close")))
                return
            found = await _run_in(pool, self._call_django, environ(scope, body.file))
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
        """Send an answer as `_whole` gives it. A stream is sent in pieces until the client leaves;
        its chunks are read in `pool`."""
        if rest is None:
            await send_whole(send, status, headers, whole)
            return
        pieces = iter(rest)
        left = asyncio.ensure_future(_wait_for_disconnect(receive))
        try:
            await send(_start(status, headers))
            while not left.done() and (
                piece := await _run_in(pool, b"".join, islice(pieces, FILE_CHUNKS_PER_SEND))
            ):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body"})
        finally:
            left.cancel()
            await _run_in(pool, rest.close)

    def _call_django(self, environ: dict[str, Any]) -> tuple[int, Headers, bytes, Any]:
        """In a thread: status, headers, and the body as `_whole` gives it."""
        status, headers, response = self._django_response(environ)
        return status, headers, *_whole(response, environ["REQUEST_METHOD"] == "HEAD")

    def _django_response(self, environ: dict[str, Any]) -> tuple[int, Headers, Any]:
        said: list[Any] = []
        response = self.wsgi(environ, lambda *said_now: said.extend(said_now))
        # Only a page that may be copied is sent with its tags (`delivery.page_cache.edge_headers`).
        headers = [pair for pair in said[1] if pair[0] != TAGS_HEADER]
        return int(said[0][:3]), headers, response


def _pool(name: str, threads: int) -> ThreadPoolExecutor:
    """Threads that may run on every core, not only on the one on which pages are made."""
    return ThreadPoolExecutor(
        threads, thread_name_prefix=name, initializer=cpu_affinity.unpin_thread
    )


async def _run_in(pool: Executor, act: Callable[..., Any], *args: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(pool, act, *args)


def _advance_in_thread() -> None:
    """Outside of any request."""
    with fresh_connection():
        due_moments.advance()


def _whole(response: Any, is_head: bool) -> tuple[bytes, Any]:
    """The body and None; for a stream an empty body and the response, which has still to be read.
    With `is_head` there is no body."""
    if response.streaming and not is_head:
        return b"", response
    whole = b"" if is_head else b"".join(response)
    response.close()
    return whole, None


def _start(status: int, headers: Headers) -> dict[str, Any]:
    """The message with which an answer begins."""
    said = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return {"type": "http.response.start", "status": status, "headers": said}


async def send_whole(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    """Send an answer whose body is complete."""
    await send(_start(status, headers))
    await send({"type": "http.response.body", "body": body})


def plain_text(status: int, text: str, *more: tuple[str, str]) -> tuple[int, Headers, bytes]:
    """Status, headers and body of a plain-text answer that is never cached; `more` are headers."""
    headers = [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store"), *more]
    body = text.encode()
    return status, [*headers, ("content-length", str(len(body)))], body


async def _wait_for_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


application = RequestHandler(portal, store=DiskCache(cache_file(), fingerprint()))
