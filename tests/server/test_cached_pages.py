"""Requests for cached pages: a page is made once, is the same for everybody, and waits for nothing
that staff do."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import RequestFactory

from delivery import stale_marks
from delivery.public_page import public_page, with_tags
from server import handler
from server.handler import RequestHandler
from tests.delivery.delivered import Reader, play

pytestmark = pytest.mark.usefixtures("nothing_falls_due")

TEXT = "<p>Cảng Mỏ Neo đón tàu.</p>" * 20


@public_page
def view(request):
    told = "".join(f"{name}={request.META.get(name)}" for name in ("HTTP_COOKIE", "HTTP_HOST"))
    return with_tags(HttpResponse(TEXT + told, content_type="text/html; charset=utf-8"), ["site"])


class Portal:
    """A WSGI application that answers every address with one page, after some seconds. `asked` are
    its requests."""

    def __init__(self, respond=view, seconds: float = 0.0) -> None:
        self.respond, self.seconds = respond, seconds
        self.asked: list[dict] = []
        self.lock = threading.Lock()

    def __call__(self, environ, start_response):
        with self.lock:
            self.asked.append(environ)
        time.sleep(self.seconds)
        request = RequestFactory().get(environ["PATH_INFO"], QUERY_STRING=environ["QUERY_STRING"])
        request.META.update(environ)
        response = self.respond(request)
        start_response(f"{response.status_code} OK", list(response.items()))
        return response


@pytest.mark.parametrize("query", ["", "utm_source=x"])
def test_a_page_is_made_once_however_many_ask_for_it_at_once(query):
    portal = Portal(seconds=0.2)
    readers = [Reader(query=query) for _ in range(20)]

    play(portal, readers)

    assert len(portal.asked) == 1
    assert {(each.status, each.body) for each in readers} == {(200, readers[0].body)}


def test_an_answer_that_is_not_kept_is_made_for_each():
    @public_page
    def missing(request):
        return with_tags(HttpResponse("", status=404), ["site"])

    portal = Portal(missing, seconds=0.05)
    readers = [Reader() for _ in range(3)]
    play(portal, readers)

    assert (len(portal.asked), {each.status for each in readers}) == (3, {404})


def test_a_page_that_changed_while_it_was_made_is_not_kept():
    def changing(request):
        response = view(request)
        if len(portal.asked) == 1:
            stale_marks.mark(["site"])
        return response

    portal = Portal(changing)
    play(RequestHandler(portal), *([Reader()] for _ in range(3)))

    assert len(portal.asked) == 2


def test_whether_it_is_well_can_be_asked_under_any_name_and_over_plain_http(settings):
    settings.SECURE_SSL_REDIRECT = True
    portal, reader = Portal(), Reader("/healthz", host="10.0.0.7:8000")

    play(portal, [reader])

    assert (reader.status, reader.body, portal.asked) == (200, b"ok\n", [])
    assert reader.headers["cache-control"] == "no-store"


def test_a_page_that_takes_too_long_is_waited_for_no_longer(monkeypatch):
    monkeypatch.setattr(handler, "PAGE_TIMEOUT_SECONDS", 0.05)
    readers = [Reader() for _ in range(3)]

    assert play(Portal(seconds=0.5), readers) == []

    assert {(each.status, each.headers["retry-after"]) for each in readers} == {(503, "30")}


def test_in_its_place_the_old_one_is_shown_if_there_is_one(monkeypatch):
    portal, before, after = Portal(), Reader(), Reader()
    one = RequestHandler(portal)
    assert play(one, [before]) == []

    portal.seconds = 0.5
    monkeypatch.setattr(handler, "PAGE_TIMEOUT_SECONDS", 0.05)
    stale_marks.mark(["site"])
    assert play(one, [after]) == []

    assert (after.status, after.headers["Portal-Old"], after.body) == (200, "1", before.body)


def test_a_page_is_shown_whatever_is_wrong_with_the_database(monkeypatch):
    def damaged():
        raise DatabaseError("file is not a database")

    one, before, after = RequestHandler(Portal()), Reader(), Reader()
    assert play(one, [before]) == []
    monkeypatch.setattr(handler.due_moments, "is_due", lambda: True)
    monkeypatch.setattr(handler.due_moments, "advance", damaged)

    assert play(one, [after]) == []

    assert (after.status, after.headers["Portal-Old"], after.body) == (200, "1", before.body)


def test_staff_at_work_hold_up_neither_readers_nor_what_falls_due(monkeypatch):
    advanced, reader_was_told = [], threading.Event()
    monkeypatch.setattr(handler.due_moments, "is_due", lambda: not advanced)
    monkeypatch.setattr(handler.due_moments, "advance", lambda: advanced.append(True))
    monkeypatch.setattr(handler, "DUE_TIMEOUT_SECONDS", 0.5)
    monkeypatch.setattr(handler, "PAGE_TIMEOUT_SECONDS", 5)

    def respond(request):
        if request.path.startswith("/admin/"):
            return HttpResponse(f"waited: {reader_was_told.wait(20)}")
        return view(request)

    class Public(Reader):
        async def send(self, message):
            await super().send(message)
            reader_was_told.set()

    staff, reader = Reader("/admin/tep/"), Public()
    assert play(RequestHandler(Portal(respond), threads=1), [staff, reader]) == []

    assert (staff.body, reader.status, reader.headers.get("Portal-Old")) == (
        b"waited: True",
        200,
        None,
    )


@pytest.mark.parametrize("path", ["/static/css/portal.css", "/tep/anh/1/320.webp"])
def test_staff_at_work_hold_up_no_file(path):
    reader_was_told = threading.Event()

    def respond(request):
        if request.path.startswith("/admin/"):
            return HttpResponse(f"waited: {reader_was_told.wait(20)}")
        return HttpResponse("a file")

    class Public(Reader):
        async def send(self, message):
            await super().send(message)
            reader_was_told.set()

    staff, reader = Reader("/admin/"), Public(path)
    assert play(RequestHandler(Portal(respond), threads=1), [staff, reader]) == []

    assert (staff.body, reader.body) == (b"waited: True", b"a file")


def test_a_moment_that_comes_while_earlier_ones_are_marked_is_not_missed(monkeypatch):
    come, marked, looked, go_on = [], [], threading.Event(), threading.Event()

    def advance():
        now = [*come]
        looked.set()
        go_on.wait(10)
        if "ours" in now:
            stale_marks.mark(["site"])
        marked[:] = now

    @public_page
    def shown(request):
        return with_tags(HttpResponse(" ".join(come)), ["site"])

    async def asked():
        one, before, after = RequestHandler(Portal(shown), threads=1), Reader(), Reader()

        def told(reader):
            return one(reader.scope, reader.receive, reader.send)

        await told(before)
        come.append("another's")
        first = asyncio.create_task(told(Reader()))
        await asyncio.to_thread(looked.wait, 10)
        come.append("ours")
        second = asyncio.create_task(told(after))
        await asyncio.sleep(0)
        go_on.set()
        await asyncio.gather(first, second)
        return before.body, after.body

    monkeypatch.setattr(handler.due_moments, "is_due", lambda: marked != come)
    monkeypatch.setattr(handler.due_moments, "advance", advance)
    # In another thread, because the browser's event loop may be running in this one.
    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(lambda: asyncio.run(asked())).result()

    assert found == (b"", b"another's ours")


def test_an_error_keeps_nobody_else_waiting():
    def once_broken(request):
        if len(portal.asked) == 1:
            raise RuntimeError
        return view(request)

    portal, readers = Portal(once_broken, seconds=0.1), [Reader() for _ in range(3)]
    errors = play(portal, readers)

    assert [type(each) for each in errors] == [RuntimeError]
    assert [each.status for each in readers if hasattr(each, "status")] == [200, 200]


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "sessionid=abc"},
        {"authorization": "Basic YTpi"},
        {"x-forwarded-host": "xau.example"},
        {"x-original-url": "/admin/"},
        {"x-rewrite-url": "/admin/"},
        {"x-http-method-override": "POST"},
        {"accept-language": "en"},
        {"range": "bytes=0-10"},
        {"if-modified-since": "Sat, 26 Jan 2030 22:29:00 GMT"},
    ],
)
def test_what_a_single_reader_sends_changes_no_page(headers):
    plain, odd, after = Reader(), Reader(**headers), Reader()
    first = Portal()
    play(first, [odd], [after])
    second = Portal()
    play(second, [plain])

    assert odd.body == after.body == plain.body
    assert len(first.asked) == 1
    assert not {f"HTTP_{name.upper().replace('-', '_')}" for name in headers} & set(first.asked[0])


@pytest.mark.parametrize("path", ["/admin/x.css", "/admin/;a.css", "/admin"])
def test_what_lies_below_the_staffs_pages_is_asked_of_django_each_time(path):
    portal = Portal()

    play(portal, [Reader(path)], [Reader(path)])

    assert len(portal.asked) == 2


@pytest.mark.parametrize("path", ["//a/", "/a//", "/A/", "/a", "/a/;x", "/a/%2e/"])
def test_another_spelling_of_an_address_is_another_address(path):
    portal = Portal()

    play(portal, [Reader("/a/")], [Reader(path)])

    assert [each["PATH_INFO"] for each in portal.asked] == ["/a/", path]


def test_a_wrong_host_is_left_to_django():
    portal = Portal()

    play(portal, [Reader()], [Reader(host="xau.example")])

    assert [each["HTTP_HOST"] for each in portal.asked] == ["testserver", "xau.example"]


def test_head_is_told_everything_but_the_body():
    whole, head = Reader(), Reader(method="HEAD")

    play(Portal(), [head], [whole])

    assert (head.status, head.body, head.headers) == (200, b"", whole.headers)
    assert head.headers["Content-Length"] == str(len(whole.body))


def test_whoever_has_the_page_is_told_that_it_is_unchanged():
    first = Reader(**{"accept-encoding": "br"})
    portal = Portal()
    play(portal, [first])

    knowing = {"accept-encoding": "br", "if-none-match": first.headers["ETag"]}
    again, kept = Reader(**knowing), Reader(**knowing)
    play(Portal(), [again], [kept])

    assert [(each.status, each.body) for each in (again, kept)] == [(304, b"")] * 2
    assert again.headers["ETag"] == first.headers["ETag"]


def test_readers_are_not_told_tags():
    @public_page
    def missing(request):
        return with_tags(HttpResponse("<p>Không có.</p>", status=404), ["missing"])

    found, not_found, again = Reader(), Reader("/b/"), Reader()
    play(Portal(), [found], [again])
    play(Portal(missing), [not_found])

    assert [each.status for each in (found, again, not_found)] == [200, 200, 404]
    for each in (found, again, not_found):
        assert "surrogate-key" not in {name.lower() for name in each.headers}
