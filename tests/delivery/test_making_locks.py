"""If several processes need the same page at once, one makes it and the others take it from
disk."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import RequestFactory

from delivery import due_moments, stale_marks
from delivery.page_cache import disk
from delivery.page_cache.disk import DiskCache, MakingLocks
from delivery.page_cache.page import cacheable_page
from server.handler import RequestHandler
from tests.delivery.delivered import Reader, play
from tests.processes import ROOT
from tests.server.test_cached_pages import Portal, view

OTHER = """
import sys
from pathlib import Path
from delivery.page_cache.disk import MakingLocks
with MakingLocks(Path(sys.argv[1])).lock(sys.argv[2]) as waited:
    print("waited" if waited else "at once", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def another_process_at(path, name: str) -> Iterator[subprocess.Popen]:
    command = [sys.executable, "-c", OTHER, path, name]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout.readline() == "at once\n"
        yield process
        process.kill()


def let_go(other: subprocess.Popen) -> None:
    other.stdin.write("done\n")
    other.stdin.flush()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "pages.turns"


def test_nobody_is_waited_for_where_nobody_is_at_it(path):
    with another_process_at(path, "another page"), MakingLocks(path).lock("a page") as waited:
        assert not waited


def test_who_is_at_it_is_waited_for(path, monkeypatch):
    monkeypatch.setattr(disk, "WAIT_SECONDS", 60.0)
    with another_process_at(path, "a page") as other:
        threading.Timer(0.05, let_go, [other]).start()
        with MakingLocks(path).lock("a page") as waited:
            assert (waited, other.wait(10)) == (True, 0)


def test_who_died_is_not_waited_for(path, monkeypatch):
    monkeypatch.setattr(disk, "WAIT_SECONDS", 60.0)
    with another_process_at(path, "a page") as other:
        threading.Timer(0.05, other.kill).start()
        with MakingLocks(path).lock("a page") as waited:
            assert (waited, other.wait(10)) == (True, -9)


def test_who_hangs_is_not_waited_for_long(path, monkeypatch):
    monkeypatch.setattr(disk, "WAIT_SECONDS", 0.02)
    with another_process_at(path, "a page") as other, MakingLocks(path).lock("a page") as waited:
        assert (waited, other.poll()) == (True, None)


def test_a_turn_ends_when_the_page_cannot_be_made(path):
    ours = MakingLocks(path)
    with pytest.raises(ZeroDivisionError), ours.lock("a page"):
        1 / 0  # noqa: B018

    with another_process_at(path, "a page") as other:
        assert other.poll() is None


def test_a_page_that_another_process_was_making_is_taken_from_it(tmp_path, monkeypatch):
    monkeypatch.setattr(due_moments, "is_due", lambda: False)
    monkeypatch.setattr(disk, "WAIT_SECONDS", 60.0)
    portal, reader, key = Portal(), Reader("/a/"), (False, "/a/", ())
    store = DiskCache(tmp_path / "pages.sqlite3", "1")
    theirs = cacheable_page(view(RequestFactory().get("/a/")), stale_marks.sequence())

    with another_process_at(tmp_path / "pages.turns", str(key)) as other:

        def done() -> None:
            store.put(key, theirs, ())
            let_go(other)

        threading.Timer(0.05, done).start()
        errors = play(RequestHandler(portal, threads=4, store=store), [reader])

    assert (errors, portal.asked, reader.status) == ([], [], 200)
    assert reader.headers["ETag"] == f'W/"{theirs.etag}"'


def test_a_page_is_made_where_no_file_can_be_locked(tmp_path, monkeypatch):
    monkeypatch.setattr(due_moments, "is_due", lambda: False)
    portal, reader = Portal(), Reader("/a/")

    errors = play(
        RequestHandler(portal, store=DiskCache(tmp_path / "away" / "pages.sqlite3", "1")), [reader]
    )

    assert (errors, len(portal.asked), reader.status) == ([], 1, 200)
