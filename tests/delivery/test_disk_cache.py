"""Cached pages on disk: other processes find them, also after a restart; a damaged file is no
error."""

import sqlite3
from contextlib import closing

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from delivery import stale_marks
from delivery.page_cache import disk
from delivery.page_cache.disk import DiskCache
from delivery.page_cache.memory import PageCache
from delivery.page_cache.page import CachedPage, cacheable_page
from delivery.public_page import public_page, with_tags

TEXT = "<p>Cảng Mỏ Neo đón tàu.</p>" * 20
KEY = (False, "/bến-cá/", (("sau", "a&b"),))
QUERY = "x=1&sau=a%26b"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "pages.sqlite3"


def page(text=TEXT, kind="text/html; charset=utf-8") -> CachedPage:
    @public_page
    def view(request):
        response = HttpResponse(text, content_type=kind, headers={"Link": "</a>; rel=next"})
        return with_tags(response, ["article-1", "section-2"])

    return cacheable_page(view(RequestFactory().get("/")), stale_marks.sequence())


def kept(page: CachedPage) -> tuple:
    return page.status, page.headers, page.etag, page.coded, page.slots, page.seen, page.until


@pytest.mark.parametrize(
    "made", [page(), page("a"), page("", "image/png")], ids=["packed", "short", "empty"]
)
def test_another_process_finds_the_whole_page(path, made):
    DiskCache(path, "1").put(KEY, made, {"sau", "truoc"})

    found, looked_at = DiskCache(path, "1").get(KEY)

    assert kept(found) == kept(made)
    assert looked_at == {"sau", "truoc"}
    assert DiskCache(path, "1").get((True, *KEY[1:])) is None


def test_another_release_finds_nothing_and_clears_up(path):
    DiskCache(path, "1").put(KEY, page(), ())

    assert DiskCache(path, "2").get(KEY) is None
    DiskCache(path, "2").put((False, "/", ()), page(), ())
    assert DiskCache(path, "1").get(KEY) is None


def test_the_oldest_go_when_there_are_too_many(path, monkeypatch):
    one = page()
    small = DiskCache(path, "1", max_bytes=10 * one.size)
    for number in range(200):
        small.put((False, f"/{number}/", ()), one, ())

    there = [number for number in range(200) if small.get((False, f"/{number}/", ()))]
    assert there == list(range(there[0], 200))
    # The oldest pages are deleted only with each 64th page.
    assert len(there) < 10 + 64


def no_database(path):
    path.write_bytes(b"no database, but more than a hundred bytes of it" * 40)


def cut_off(path):
    path.write_bytes(path.read_bytes()[:3000])


def a_folder(path):
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("spoil", [no_database, cut_off, a_folder])
def test_a_file_that_is_no_good_is_a_page_made_anew(path, spoil):
    DiskCache(path, "1").put(KEY, page(), ())
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    spoil(path)

    broken = DiskCache(path, "1")
    assert broken.get(KEY) is None
    broken.put(KEY, page(), ())


def a_garbled_row(path):
    DiskCache(path, "1").put(KEY, page(), ())
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("UPDATE page SET headers = zeroblob(9)")


@pytest.mark.parametrize("spoil", [no_database, a_garbled_row])
def test_what_is_damaged_is_replaced(path, spoil):
    spoil(path)
    new = DiskCache(path, "1")

    assert new.get(KEY) is None
    new.put(KEY, page(), ())

    assert new.get(KEY) is not None


def test_another_writer_is_not_waited_for_longer_than_a_page_takes(path, monkeypatch):
    monkeypatch.setattr(disk, "LOCK_TIMEOUT_SECONDS", 0)
    first, second = DiskCache(path, "1"), DiskCache(path, "1")
    first.put(KEY, page(), ())
    first._opened().execute("BEGIN IMMEDIATE")

    second.put((False, "/", ()), page(), ())

    assert second.get(KEY) is not None
    assert second.get((False, "/", ())) is None


# The disk behind the memory of a process


def cache(path) -> PageCache:
    return PageCache(store=DiskCache(path, "1"))


def test_what_one_process_keeps_another_shows(path):
    cache(path).keep(KEY, QUERY, ["sau"], page())
    other = cache(path)

    # `fresh` looks only into memory.
    assert other.fresh(KEY) is None
    assert other.stored(KEY, QUERY).coded == page().coded
    assert other.fresh(KEY) is not None


def test_what_was_marked_meanwhile_is_not_shown_but_there_in_need(path):
    cache(path).keep(KEY, QUERY, ["sau"], page())
    stale_marks.mark(["section-2"])
    other = cache(path)

    assert other.stored(KEY, QUERY) is None
    assert other.old(KEY, QUERY).coded == page().coded


def test_what_lies_stale_on_disk_does_not_count_as_a_page_made(path):
    pages = cache(path)
    pages.keep(KEY, QUERY, ["sau"], page())
    for _ in range(7):
        pages.fresh(KEY)
    stale_marks.mark(["section-2"])

    assert pages.stored(KEY, QUERY) is None
    pages.keep(KEY, QUERY, ["sau"], page())

    assert pages.fresh(KEY).hits == 7 // 2 + 1


@pytest.mark.parametrize("gone", ["section-2", "article-1"])
def test_what_is_gone_is_not_even_there_in_need(path, gone):
    cache(path).keep(KEY, QUERY, ["sau"], page())
    stale_marks.mark([gone], gone=True)

    assert (cache(path).stored(KEY, QUERY), cache(path).old(KEY, QUERY)) == (None, None)


def test_the_popular_ones_among_those_that_are_stale_are_named_the_most_popular_first(path):
    pages = cache(path)
    asked = {"/": 9, "/a/": 2, "/b/": 5, "/c/": 7}
    for name, hits in asked.items():
        key = (False, name, ())
        pages.keep(key, "", (), page())
        for _ in range(hits):
            pages.fresh(key)
    assert pages.popular(10, 3) == []

    stale_marks.mark(["article-1"])
    assert [path for _, path, _ in pages.popular(2, 3)] == ["/", "/c/"]
    assert [path for _, path, _ in pages.popular(10, 3)] == ["/", "/c/", "/b/"]

    stale_marks.begin(["section-2"])
    # Now these pages could not be cached if they were made.
    assert pages.popular(10, 3) == []
    stale_marks.end(["section-2"])
