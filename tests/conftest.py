"""Fixtures of the whole suite: a database whose guards let tests tidy up, and a real browser."""

import re
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import hypothesis
import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.signals import setting_changed
from django.db import transaction
from django.db.backends.sqlite3.base import DatabaseOperations
from django.dispatch import receiver
from django.test import testcases
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests import machine

# The same examples every time, none kept in a folder: a test that fails, fails for everybody.
hypothesis.settings.register_profile("suite", derandomize=True, database=None, deadline=None)
hypothesis.settings.load_profile("suite")

DATABASE_READY = pytest.StashKey[bool]()

FLAGS = """
    --headless --no-sandbox --disable-gpu --disable-quic --no-first-run
    --disable-background-networking --disable-component-update --disable-sync
""".split()
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {
    "viewport": {"width": 360, "height": 780},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for a browser is a browser test, marked or not."""
    for item in items:
        # A test may name its device as a parameter and ask for that fixture when it runs.
        device = item.callspec.params.get("device") if hasattr(item, "callspec") else None
        if device or "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
        # Emptying the tables would take what migrations wrote (the groups) from later tests, and
        # Django mends that only where every test with real transactions asks for it.
        mark = item.get_closest_marker("django_db")
        if mark and mark.kwargs.get("transaction") and not mark.kwargs.get("serialized_rollback"):
            again = pytest.mark.django_db(**{**mark.kwargs, "serialized_rollback": True})
            item.add_marker(again, append=False)


def pytest_configure() -> None:
    """A server within a test must not keep the tests, and all that they start, to one core."""
    settings.KEEP_TO_CORE = False


@pytest.fixture(scope="session", autouse=True)
def guards_let_flush_pass() -> Iterator[None]:
    """Tests with real transactions empty the tables afterwards, which the guards refuse on SQLite.

    (On PostgreSQL flushing is a TRUNCATE, which does not fire them.)
    """
    flush = DatabaseOperations.execute_sql_flush

    def flush_unguarded(operations: DatabaseOperations, statements: list[str]) -> None:
        connection = operations.connection
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE %s",
                ["%RAISE(%"],
            )
            guards = cursor.fetchall()
            for name, _ in guards:
                cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
            flush(operations, statements)
            for _, sql in guards:
                cursor.execute(sql)

    DatabaseOperations.execute_sql_flush = flush_unguarded
    yield
    DatabaseOperations.execute_sql_flush = flush


@pytest.fixture(scope="session", autouse=True)
def static_files_as_they_stand() -> None:
    """The server that browsers ask serves them uncollected: pytest-django looks for that app by
    Django's name for it alone, and ours is called otherwise (`OurStaticFilesConfig`)."""
    testcases._StaticFilesHandler = StaticFilesHandler


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """The system's Chromium, started once."""
    if DATABASE_READY in request.session.stash:
        pytest.fail("a test that takes a browser must be marked so: see `browser_first`")
    executable = machine.chromium()
    if executable is None:
        (pytest.fail if machine.CI else pytest.skip)("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            # Nothing is looked up, so nothing leaves the machine, whatever a page asks for.
            args=[*FLAGS, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def browser_first(request: pytest.FixtureRequest) -> None:
    """Starts the browser, where a test wants one, before the database is set up.

    Playwright's event loop changes which connection Django takes for this thread; a database set
    up before would lose what its migrations wrote from the second browser test on.
    """
    if any(item.get_closest_marker("browser") for item in request.session.items):
        request.getfixturevalue("chromium")


@pytest.fixture(scope="session")
def django_db_setup(request, browser_first, django_db_setup) -> None:
    """pytest-django's own, after the browser."""
    request.session.stash[DATABASE_READY] = True


@pytest.fixture
def page(request, chromium, live_server, settings, django_db_serialized_rollback) -> Iterator[Page]:
    """A desktop browser's page on the live server. See `watched_page`."""
    settings.PUBLIC_URL = live_server.url
    yield from watched_page(chromium, live_server.url, request.node, DESKTOP)


@pytest.fixture
def phone(
    request, chromium, live_server, settings, django_db_serialized_rollback
) -> Iterator[Page]:
    """A phone's page on the live server. See `watched_page`."""
    settings.PUBLIC_URL = live_server.url
    yield from watched_page(chromium, live_server.url, request.node, PHONE)


def watched_page(browser: Browser, url: str, test: pytest.Item, device: dict) -> Iterator[Page]:
    """A page in a context of its own; relative addresses are the live server's.

    The test fails on an error in the console or in a script, and on a request to any other host.
    A test that provokes an error says which: `@pytest.mark.browser(allow="status of 404")`.
    """
    allowed = [mark.kwargs["allow"] for mark in test.iter_markers("browser") if mark.kwargs]
    troubles: list[str] = []
    context = browser.new_context(
        base_url=url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **device
    )
    watch(context, urlsplit(url).netloc, troubles)
    try:
        yield context.new_page()
    finally:
        forms = [each for each in context.pages if "/admin/" in each.url]
        context.close()
        if forms:
            time.sleep(0.2)  # what a form says when it is closed comes in while there is a database
    wrong = [text for text in troubles if not any(re.search(this, text) for this in allowed)]
    if wrong:
        pytest.fail("The browser saw:\n" + "\n".join(wrong), pytrace=False)


def watch(context: BrowserContext, host: str, troubles: list[str]) -> None:
    """Have everything that must not happen in that context written down."""

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            troubles.append(f"console: {message.text} ({message.location.get('url', '')})")

    def on_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != host:
            troubles.append(f"request to another host: {request.url}")

    context.on("console", on_console)
    context.on("weberror", lambda error: troubles.append(f"page: {error.error}"))
    context.on("request", on_request)


@receiver(setting_changed)
def forget_settings(setting: str, **_) -> None:
    """A process reads some of its settings once: whom it tells of changes, and what it is called. A
    test may change them."""
    if setting in {"ADMIN_URL", "ALLOWED_HOSTS"}:
        from delivery import hosts

        hosts.is_admin_host.cache_clear()
        hosts.serves_public.cache_clear()
    if setting == "DELIVERY":
        from delivery import stale_marks
        from delivery.engines import base
        from delivery.page_cache import edge_headers

        for told in (base.engines, edge_headers.is_enabled, stale_marks.has_others):
            told.cache_clear()


@pytest.fixture(autouse=True)
def nothing_kept_from_another_test() -> None:
    """A rollback takes a test's rows away without a commit: what memory holds of them goes too,
    what the spool does, and what the marks say of changes that never ended."""
    from news.counting import readers
    from news.desk import alerts
    from redirects import missed_addresses

    forget_marks()
    alerts.forget()
    for spool in (readers.spool, missed_addresses.spool):
        spool.take()


def forget_marks() -> None:
    """No change is on its way, none has fallen due, and what memory holds is read anew."""
    from delivery import stale_marks

    words = stale_marks._words()
    words[stale_marks._FIRST :] = memoryview(bytes(8 * (len(words) - stale_marks._FIRST))).cast("Q")
    words[stale_marks._SINCE] = words[stale_marks._AHEAD] = 0
    stale_marks.mark([])
