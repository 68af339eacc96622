"""The page cache in memory: which pages it keeps, under which keys, in which codings, and for how
long."""

import gzip
from datetime import timedelta

import brotli
import pytest
from django.http import HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.test import RequestFactory
from django.utils import timezone

from delivery import stale_marks
from delivery.page_cache import memory, page as answers
from delivery.page_cache.memory import PageCache
from delivery.page_cache.page import cacheable_page
from delivery.public_page import public_page, with_tags

TEXT = "<p>Cảng Mỏ Neo đón tàu.</p>" * 20


@pytest.fixture
def cache():
    return PageCache(apart=("/admin",))


def key_of(cache, path="/a/", query="", method="GET", host="testserver"):
    return cache.key(method, host, False, path, query)


@public_page
def view(request):
    shown = TEXT + request.GET.get("trang", "")
    return with_tags(HttpResponse(shown, content_type="text/html; charset=utf-8"), ["article-1"])


def ask(cache, query="", respond=view, path="/a/", accepted=""):
    """Let Django answer a browser that accepts these codings, and keep the page if it may be kept.
    Returns its key."""
    key, seen = key_of(cache, path, query), stale_marks.sequence()
    request = RequestFactory().get(path)
    request.GET = QueryDict(query)
    response = respond(request)
    cache.keep(key, query, response.looked_at, cacheable_page(response, seen, accepted))
    return key


def test_what_was_answered_is_answered_again(cache):
    page = cache.fresh(ask(cache))

    answer = page.answer("")
    assert (answer.status, answer.body.decode()) == (200, TEXT)
    assert dict(answer.headers)["Content-Length"] == str(len(TEXT.encode()))


def test_a_change_drops_what_shows_it_and_nothing_else(cache):
    first = ask(cache)
    second = ask(cache, respond=saying(["article-2"]), path="/b/")

    stale_marks.mark(["article-1"])

    assert [cache.fresh(first), cache.fresh(second) is None] == [None, False]


def saying(tags, status=200, **headers):
    @public_page
    def said(request):
        response = HttpResponse(TEXT, status=status, content_type="text/html; charset=utf-8")
        for name, value in headers.items():
            response.headers[name] = value
        return with_tags(response, tags)

    return said


def test_a_page_made_before_a_change_is_not_kept_after_it(cache):
    @public_page
    def slow(request):
        response = with_tags(HttpResponse(TEXT), ["article-1"])
        # What the page shows changes after the page was made, and before it is kept.
        stale_marks.mark(["article-1"])
        return response

    assert cache.fresh(ask(cache, respond=slow)) is None
    assert cache.old(key_of(cache), "") is None


def test_a_page_made_while_a_change_is_committed_is_not_kept(cache):
    stale_marks.begin(["article-1"])

    assert cache.fresh(ask(cache)) is None
    stale_marks.end(["article-1"])
    assert cache.fresh(ask(cache)) is not None


@pytest.mark.parametrize(
    ("query", "shown"),
    [("x=1", ""), ("trang=2&x=1", "2"), ("x=1&trang=2&y=3", "2"), ("trang=1&trang=2", "2")],
)
def test_only_what_a_page_looks_at_tells_pages_apart(cache, query, shown):
    ask(cache)
    ask(cache, "trang=2")

    page = cache.fresh(key_of(cache, query=query))

    assert page.answer("").body.decode() == TEXT + shown


def test_a_list_where_a_page_stood_that_looked_at_nothing_is_kept_by_what_it_looks_at(cache):
    ask(cache, respond=saying(["article-1"]))
    stale_marks.mark(["article-1"])

    ask(cache, "trang=2")

    assert cache.fresh(key_of(cache)) is None
    assert cache.fresh(key_of(cache, query="trang=2")).answer("").body.decode() == TEXT + "2"


def test_junk_behind_an_address_keeps_no_further_page(cache):
    for number in range(50):
        ask(cache, f"x{number}=1")

    assert len(cache._plain._pages) == 1
    assert len(cache._queried._pages) == 0


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("GZIP", "gzip"),
        ("*", "br"),
        ("*;q=0", None),
        ("br; q=0.0", None),
        ("identity", None),
        ("", None),
    ],
)
def test_a_browser_gets_the_best_coding_that_it_takes_once_a_page_is_asked_for_often(
    cache, accepted, coding
):
    page = cache.fresh(ask(cache))
    page.hits = answers.HITS_BEFORE_BEST_COMPRESSION
    answer = page.answer(accepted)

    headers = dict(answer.headers)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    assert (headers.get("Content-Encoding"), headers["Vary"]) == (coding, "Accept-Encoding")
    assert unpack(answer.body).decode() == TEXT
    assert headers["Content-Length"] == str(len(answer.body))


def test_a_page_is_packed_only_as_somebody_takes_it(cache):
    page = cache.fresh(ask(cache, accepted="gzip"))
    size = page.size
    assert [*page.coded] == ["gzip"]

    packed, plain = page.answer("br").body, page.answer("").body

    assert (brotli.decompress(packed), plain) == (TEXT.encode(), TEXT.encode())
    assert ([*page.coded], page.size) == (["gzip", "br"], size)
    assert "" not in page.answers


def long(request):
    """A page that the best compression makes smaller than the fast one."""
    shown = " ".join(f"Phường {number * number} đón {number % 37} tàu." for number in range(800))
    return with_tags(HttpResponse(shown, content_type="text/html; charset=utf-8"), ["article-1"])


@pytest.mark.parametrize(
    ("accepted", "at_first", "coding"),
    [("gzip", "gzip", "gzip"), ("gzip, br", "gzip", "br"), ("br", "br", "br")],
)
def test_a_page_is_packed_quickly_at_first_and_well_once_it_is_asked_for_more(
    cache, accepted, at_first, coding
):
    key = ask(cache, respond=public_page(long), accepted=accepted)
    found = []
    for _ in range(4):
        page = cache.fresh(key)
        found.append((page.ready(accepted) is None, page.answer(accepted).body))

    plain = page.answer("").body
    quickly = answers.CODINGS[at_first].fast(plain)
    well = answers.CODINGS[coding].best(plain)
    assert len(well) < len(quickly)
    assert found == [(True, quickly), (True, well), (False, well), (False, well)]


def test_while_a_page_is_seldom_asked_for_nobody_waits_for_a_better_coding(cache):
    page = cache.fresh(ask(cache, accepted="gzip"))
    first = page.answer("gzip")

    assert page.answer("gzip, deflate, br, zstd") is first


def test_what_is_packed_better_takes_no_room_when_it_is_gone(cache):
    for _ in range(2):
        key = ask(cache, respond=public_page(long), accepted="gzip")
        for _ in range(answers.HITS_BEFORE_BEST_COMPRESSION):
            cache.fresh(key).answer("gzip")
    cache.keep(key, "", (), None)

    assert (cache._plain.pages(), cache._plain.size) == ([], 0)


def test_a_page_that_nobody_waits_for_is_packed_well_in_every_coding(cache):
    page = cache.fresh(ask(cache, respond=public_page(long), accepted=None))
    plain = page.answer("").body

    assert page.coded == {name: each.best(plain) for name, each in answers.CODINGS.items()}
    page.hits = 100
    for coding in answers.CODINGS:
        assert page.answer(coding) is page.ready(coding)


def test_who_takes_no_coding_does_not_wait_for_all_of_them(cache):
    page = cache.fresh(ask(cache, respond=public_page(long), accepted=""))

    assert page.coded == {"gzip": answers.CODINGS["gzip"].fast(page.answer("").body)}


def test_a_page_has_one_etag_however_it_is_packed_and_says_unchanged_to_who_knows_it(cache):
    page = cache.fresh(ask(cache))
    (etag,) = {dict(page.answer(coding).headers)["ETag"] for coding in ("", "gzip", "br")}

    assert etag == f'W/"{page.etag}"'
    for known in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
        answer = page.answer("br", known)
        assert (answer.status, answer.body) == (304, b"")
        assert "Content-Length" not in dict(answer.headers)
    assert page.answer("br", '"other"').status == 200


@pytest.mark.parametrize(
    "asked",
    [
        {"method": "POST"},
        {"host": "nơi khác.example"},
        {"host": "khac.example"},
        {"host": ""},
        {"path": "/admin/"},
        {"path": "/admin/x.css"},
        {"query": "&".join(f"a{number}=1" for number in range(101))},
        {"query": "trang=" + "1" * 1000},
        {"path": "/" + "a" * 1000},
        {"host": "testserver" + "." * 1000},
    ],
)
def test_what_django_has_to_see_is_not_answered_before_it(cache, asked):
    assert key_of(cache, **asked) is None


def test_what_is_asked_over_http_is_left_to_the_redirect(cache, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert cache.key("GET", "testserver", False, "/a/", "") is None
    assert cache.key("GET", "testserver", True, "/a/", "") is not None


@pytest.mark.parametrize("status", [404, 500, 503, 400])
def test_what_is_no_page_is_not_kept(cache, status):
    assert cache.fresh(ask(cache, respond=saying(["article-1"], status))) is None


def test_what_a_single_reader_was_told_is_not_kept(cache):
    @public_page
    def with_cookie(request):
        response = with_tags(HttpResponse(TEXT), ["article-1"])
        response.set_cookie("a", "b")
        return response

    assert cache.fresh(ask(cache, respond=with_cookie)) is None
    assert cache.fresh(ask(cache, respond=saying(["article-1"], Vary="Cookie"))) is None


def test_a_redirect_is_kept_too(cache):
    @public_page
    def moved(request):
        return with_tags(HttpResponsePermanentRedirect("/b/"), ["article-1"])

    answer = cache.fresh(ask(cache, respond=moved)).answer("br")

    assert (answer.status, dict(answer.headers)["Location"], answer.body) == (301, "/b/", b"")


def test_a_page_whose_time_is_over_is_neither_fresh_nor_shown_in_need(cache, monkeypatch):
    end = timezone.now() + timedelta(hours=1)

    @public_page
    def ending(request):
        return with_tags(HttpResponse(TEXT), ["article-1"], until=end)

    key = ask(cache, respond=ending)
    assert cache.fresh(key) is not None
    monkeypatch.setattr(stale_marks, "milliseconds", lambda: int(end.timestamp() * 1000))
    assert (cache.fresh(key), cache.old(key, "")) == (None, None)


def test_an_old_page_is_there_in_need_and_says_so(cache):
    key = ask(cache)
    stale_marks.mark(["article-1"])

    answer = cache.old(key, "").answer("", old=True)

    assert (dict(answer.headers)["Portal-Old"], answer.body.decode()) == ("1", TEXT)


def test_what_was_withdrawn_is_not_shown_even_in_need(cache):
    key = ask(cache)
    stale_marks.mark(["article-1"], gone=True)

    assert cache.old(key, "") is None


def test_an_answer_that_is_none_takes_the_place_of_the_page(cache):
    key = ask(cache)
    ask(cache, respond=saying(["article-1"], 404))

    assert cache.old(key, "") is None


def test_the_pages_asked_for_last_stay_within_the_bytes_given():
    cache = PageCache(max_bytes=30_000)
    keys = [ask(cache, respond=saying([f"article-{n}"]), path=f"/{n}/") for n in range(10)]
    cache.fresh(keys[0])
    keys += [ask(cache, respond=saying([f"article-{n}"]), path=f"/{n}/") for n in range(10, 20)]

    kept = [number for number, key in enumerate(keys) if cache.fresh(key)]
    assert cache._plain.size <= 30_000
    # The first page was asked for again meanwhile.
    assert kept == [0, *range(kept[1], 20)]


def test_a_page_does_not_pass_for_another_when_what_it_looked_at_was_forgotten(cache, monkeypatch):
    @public_page
    def sometimes(request):
        shown = [
            request.GET.get("trang", ""),
            request.GET.get("q", "") if "trang" in request.GET else "",
        ]
        return with_tags(HttpResponse(" ".join(shown)), ["site"])

    monkeypatch.setattr(memory, "_MAX_REMEMBERED_PATHS", 2)
    assert cache.fresh(ask(cache, "trang=2", respond=sometimes))
    for path in ("/b/", "/c/"):
        ask(cache, path=path)
    ask(cache, respond=sometimes)

    assert cache.fresh(key_of(cache, query="trang=2&q=tàu")) is None


def test_a_coding_that_another_thread_overwrites_is_sent_all_the_same(cache):
    class Overwritten(answers.CachedPage):
        """Another thread writes back the codings that it read before."""

        @property
        def coded(self):
            return {"gzip": gzip.compress(b"words" * 100)}

        @coded.setter
        def coded(self, value):
            pass

    page = Overwritten(200, [], "e", {}, slots=(), seen=1, until=0, tags="")

    assert brotli.decompress(page.answer("br").body) == b"words" * 100
