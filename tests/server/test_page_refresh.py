"""The server makes popular pages anew after a change, and marks due moments, before a reader has to
wait for it."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError

from delivery import due_moments, stale_marks
from delivery.page_cache.page import CODINGS
from server import page_refresh
from server.handler import RequestHandler
from tests.delivery.delivered import Reader
from tests.server.test_cached_pages import Portal, view

pytestmark = pytest.mark.usefixtures("nothing_falls_due")


def play(act: Callable[[RequestHandler], Awaitable[None]], portal: Portal) -> None:
    """Start a server of this portal, await `act`, and stop the server."""

    async def played() -> None:
        server = RequestHandler(portal)
        told, said = asyncio.Queue(), asyncio.Queue()
        life = asyncio.create_task(server({"type": "lifespan"}, told.get, said.put))
        await told.put({"type": "lifespan.startup"})
        assert (await said.get())["type"] == "lifespan.startup.complete"
        await act(server)
        await told.put({"type": "lifespan.shutdown"})
        assert (await said.get())["type"] == "lifespan.shutdown.complete"
        await life

    # In another thread, because the browser's event loop may be running in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(played())).result()


async def read(server: RequestHandler, path: str, times: int) -> None:
    for _ in range(times):
        reader = Reader(path)
        await server(reader.scope, reader.receive, reader.send)


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not done():
            await asyncio.sleep(0.01)


def paths(portal: Portal) -> list[str]:
    return [each["PATH_INFO"] for each in portal.asked]


def test_after_a_change_what_is_popular_is_made_anew_before_anyone_asks():
    async def act(server: RequestHandler) -> None:
        await read(server, "/b\u1ebfn c\u00e1/", 2 + page_refresh.MIN_HITS)
        await read(server, "/a/", 1 + page_refresh.MIN_HITS)
        await read(server, "/seldom/", page_refresh.MIN_HITS)
        del portal.asked[:]
        stale_marks.mark(["site"])
        await until(lambda: len(portal.asked) == 2)
        await asyncio.sleep(5 * page_refresh.POLL_SECONDS)
        made.extend(paths(portal))
        await read(server, "/a/", 1)

    portal, made = Portal(), []
    play(act, portal)

    assert [each.encode("latin-1").decode() for each in made] == ["/b\u1ebfn c\u00e1/", "/a/"]
    # The reader got the cached page.
    assert paths(portal) == made


def test_a_popular_page_is_ready_in_every_coding_for_who_asks_first():
    async def act(server: RequestHandler) -> None:
        await read(server, "/a/", 1 + page_refresh.MIN_HITS)
        stale_marks.mark(["site"])
        await until(lambda: len(portal.asked) == 2 and not server.rendering)
        page = server.pages.fresh((False, "/a/", ()))
        found.extend(page.ready(coding) is not None for coding in CODINGS)

    portal, found = Portal(), []
    play(act, portal)

    assert found == [True] * len(CODINGS)


def test_nothing_is_made_that_could_not_be_kept_yet():
    async def act(server: RequestHandler) -> None:
        await read(server, "/a/", 1 + page_refresh.MIN_HITS)
        stale_marks.begin(["site"])
        await asyncio.sleep(5 * page_refresh.POLL_SECONDS)
        meanwhile.append(len(portal.asked))
        stale_marks.end(["site"])
        await until(lambda: len(portal.asked) == 2)

    portal, meanwhile = Portal(), []
    play(act, portal)

    assert meanwhile == [1]


def test_what_is_no_longer_asked_for_is_no_longer_made():
    async def act(server: RequestHandler) -> None:
        await read(server, "/a/", 1 + 2 * page_refresh.MIN_HITS)
        for _ in range(5):
            stale_marks.mark(["site"])
            await asyncio.sleep(5 * page_refresh.POLL_SECONDS)

    portal = Portal()
    play(act, portal)

    # Made for its readers, then twice more. Each time its hits are halved, until they are too few.
    assert len(portal.asked) == 3


def test_a_moment_that_comes_is_marked_without_a_reader(monkeypatch):
    came, marked = [True], []

    def advance() -> None:
        came.clear()
        marked.append("article-1")

    async def act(server: RequestHandler) -> None:
        await until(lambda: bool(marked))
        await asyncio.sleep(5 * page_refresh.POLL_SECONDS)

    monkeypatch.setattr(due_moments, "is_due", lambda: bool(came))
    monkeypatch.setattr(due_moments, "advance", advance)
    play(act, Portal())

    assert marked == ["article-1"]


def test_a_database_that_is_away_ends_nothing(monkeypatch):
    tried = []

    def away() -> None:
        tried.append(1)
        if len(tried) == 1:
            raise OperationalError

    async def act(server: RequestHandler) -> None:
        await until(lambda: len(tried) > 1)

    monkeypatch.setattr(due_moments, "is_due", lambda: True)
    monkeypatch.setattr(due_moments, "advance", away)
    play(act, Portal())


def test_a_page_that_cannot_be_made_holds_up_no_other(caplog):
    def broken_once_kept(request):
        if request.path == "/a/" and paths(portal).count("/a/") > 1:
            raise ZeroDivisionError
        return view(request)

    async def act(server: RequestHandler) -> None:
        await read(server, "/a/", 2 + page_refresh.MIN_HITS)
        await read(server, "/b/", 1 + page_refresh.MIN_HITS)
        stale_marks.mark(["site"])
        await until(lambda: paths(portal).count("/b/") == 2)
        await asyncio.sleep(5 * page_refresh.POLL_SECONDS)

    portal = Portal(broken_once_kept)
    play(act, portal)

    assert paths(portal) == ["/a/", "/b/", "/a/", "/b/"]
    assert [record.exc_info[0] for record in caplog.records] == [ZeroDivisionError]


def test_a_page_that_takes_too_long_holds_up_no_other(monkeypatch):
    other_was_made, waited = threading.Event(), []

    def slow_once_kept(request):
        times = paths(portal).count(request.path)
        if request.path == "/a/" and times > 1:
            waited.append(other_was_made.wait(5))
        elif times > 1:
            other_was_made.set()
        return view(request)

    async def act(server: RequestHandler) -> None:
        await read(server, "/a/", 2 + page_refresh.MIN_HITS)
        await read(server, "/b/", 1 + page_refresh.MIN_HITS)
        monkeypatch.setattr("server.handler.PAGE_TIMEOUT_SECONDS", 0.1)
        stale_marks.mark(["site"])
        await until(lambda: waited)

    portal = Portal(slow_once_kept)
    play(act, portal)

    assert waited == [True]


def test_one_process_of_a_host_does_it_for_all(settings):
    async def act(server: RequestHandler) -> None:
        await read(server, "/a/", 1 + page_refresh.MIN_HITS)
        with page_refresh._one_process_only() as alone:
            assert alone
            stale_marks.mark(["site"])
            await asyncio.sleep(5 * page_refresh.POLL_SECONDS)
            while_busy.append(len(portal.asked))
        await until(lambda: len(portal.asked) == 2)

    portal, while_busy = Portal(), []
    play(act, portal)

    assert while_busy == [1]
