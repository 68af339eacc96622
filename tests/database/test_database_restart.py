"""What two serving processes do while PostgreSQL is stopped or hangs, and after it is back."""

import os
import signal
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import postgres
from tests.fixtures.portal import copy_of, copy_static
from tests.processes import free_port, manage, serving

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(not postgres.binaries(), reason="PostgreSQL is not installed"),
]

WRITTEN = """
from tests import factories
from news.addresses import article_path
section = factories.make_section("Kinh tế", slug="kinh-te")
for title in ("Bài một", "Bài hai"):
    edition = factories.publish(factories.make_article(title, section=section))
    print(article_path(section.pk, edition.slug, edition.article_id))
"""
WITHDRAWN = """
from tests import factories
from news.desk import steps
from news.models import Article
steps.withdraw(Article.objects.get(title="Bài một"), by=factories.make_publisher(), reason="Sai")
"""


class Database:
    """The PostgreSQL server at a DATABASE_URL; a test stops and starts it."""

    def __init__(self, url: str) -> None:
        self.folder = Path(url.split("@/", 1)[1]).parent
        self.mine = None

    def runs(self) -> bool:
        return (self.folder / "data" / "postmaster.pid").exists()

    def stop(self) -> None:
        pid = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGINT)
        while self.runs():
            time.sleep(0.02)

    def hang(self) -> None:
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        """Send this signal to all processes of the server."""
        head = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{head}/task/{head}/children").read_text().split()
        for pid in (head, *map(int, children)):
            os.kill(pid, number)

    def start(self) -> None:
        who = postgres.owner_of(self.folder)
        self.mine = postgres.start(postgres.binaries(), self.folder, who, postgres.FAST)


@pytest.fixture(scope="module")
def set_up(portal) -> Iterator[tuple[Database, str]]:
    """A server with a database in which a portal is set up, and the URL of the database."""
    with postgres.server() as url, tempfile.TemporaryDirectory() as folder:
        database = Database(url)
        copy_static(portal, Path(folder))
        answer = manage("setup", "--no-demo", VAR_DIR=folder, DATABASE_URL=url)
        assert answer.returncode == 0
        yield database, url
        if database.mine:
            postgres.stop(database.mine)


@pytest.fixture
def served(set_up, portal, tmp_path) -> Iterator[tuple[int, Database, dict]]:
    """The port of a served portal, its database server, and the variables for other commands of the
    same portal."""
    database, empty = set_up
    if not database.runs():
        database.start()
    server, _, name = empty.rpartition("/")
    own = f"own_{tmp_path.name.translate(str.maketrans('-', '_'))}"
    postgres.run_sql(
        postgres.binaries(), database.folder, f'CREATE DATABASE "{own}" TEMPLATE {name}'
    )
    port, url = free_port(), f"{server}/{own}"
    var = copy_of(portal, tmp_path / "var", "portal.sqlite3*")
    # Receipts must not read its pages, because a page that they read would be cached too.
    unread = {"PUBLIC_HOSTS": "http://127.0.0.1:9"}
    with serving(var, port, DATABASE_URL=url, WORKERS=2, **unread):
        yield port, database, {"VAR_DIR": var, "DATABASE_URL": url}


def within(seconds: float, what: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not what() and time.monotonic() < deadline:
        time.sleep(0.05)
    return what()


def ask(port: int, path: str) -> tuple[int, str | None, str]:
    """The status, the header that says whether the page may be old, and the text."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
            return answer.status, answer.headers["Portal-Old"], answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers["Portal-Old"], ""


def test_what_is_kept_is_served_without_it_and_everything_once_it_is_back(served):
    port, database, there = served
    first, second = manage("shell", "-v0", "-c", WRITTEN, **there).stdout.split()
    # Eight requests, so that both processes cache it.
    kept = [ask(port, first) for _ in range(8)]
    assert {each[:2] for each in kept} == {(200, None)}

    database.stop()
    assert [ask(port, first)[0] for _ in range(8)] == [200] * 8
    assert {ask(port, second)[:2] for _ in range(4)} == {(503, None)}
    assert (ask(port, "/healthz")[0], ask(port, "/readyz")[0]) == (200, 503)

    database.start()
    assert within(10, lambda: [ask(port, second)[:2] for _ in range(8)] == [(200, None)] * 8)
    assert manage("shell", "-v0", "-c", WITHDRAWN, **there).returncode == 0
    assert [ask(port, first)[0] for _ in range(8)] == [410] * 8


def test_one_that_hangs_is_taken_to_be_away(served):
    port, database, there = served
    first, second = manage("shell", "-v0", "-c", WRITTEN, **there).stdout.split()
    assert {ask(port, first)[:2] for _ in range(8)} == {(200, None)}

    database.hang()
    try:
        # This makes the processes forget the next due moment, and the database cannot tell it.
        manage(
            "shell",
            "-v0",
            "-c",
            "from delivery import stale_marks; stale_marks.mark(['a'])",
            **there,
        )
        assert [ask(port, first)[:2] for _ in range(8)] == [(200, "1")] * 8
        with ThreadPoolExecutor(8) as pool:
            assert {each[:2] for each in pool.map(ask, [port] * 8, [second] * 8)} == {(503, None)}
        assert [ask(port, "/healthz")[0] for _ in range(4)] == [200] * 4
        assert [ask(port, "/readyz")[0] for _ in range(2)] == [503] * 2
        assert [ask(port, first)[:2] for _ in range(8)] == [(200, "1")] * 8
    finally:
        database.go_on()
    assert within(10, lambda: [ask(port, second)[:2] for _ in range(8)] == [(200, None)] * 8)


def test_what_was_withdrawn_is_not_served_even_without_it(served):
    port, database, there = served
    first, second = manage("shell", "-v0", "-c", WRITTEN, **there).stdout.split()
    kept = [ask(port, path)[0] for path in (first, "/", second) for _ in range(8)]
    assert kept == [200] * 24
    assert manage("shell", "-v0", "-c", WITHDRAWN, **there).returncode == 0

    database.stop()
    assert {ask(port, first)[0] for _ in range(8)} <= {503, 410}
    assert "Bài một" not in "".join(ask(port, "/")[2] for _ in range(8))
