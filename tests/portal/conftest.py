"""A portal that runs beside the tests, and one that shows all that pages can show."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import hypothesis
import pytest
from django.db import connection
from django.utils import timezone
from hypothesis.stateful import run_state_machine_as_test
from playwright.sync_api import Browser, Page

from delivery import due_moments, stale_marks
from demo.records import Demo
from tests.conftest import forget_marks, watched_page
from tests.portal.processes import manage


@pytest.fixture(scope="session")
def portal(tmp_path_factory) -> Path:
    """The folder of a portal that was set up once, without demo content."""
    folder = tmp_path_factory.mktemp("portal") / "var"
    answer = manage("setup", "--no-demo", VAR_DIR=folder)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.splitlines() == [
        "Preparing the database …",
        "Collecting static files …",
        f"Staff account: admin, its password is in {folder}/admin-password.txt",
    ]
    return folder


@pytest.fixture
def site(live_server, django_db_serialized_rollback, settings) -> dict[str, str]:
    """Addresses by what stands there."""
    from tests.portal import readers  # here: it wants the models

    settings.ROOT_URLCONF = readers.__name__
    return readers.make_site()


@pytest.fixture
def scriptless(
    request, chromium: Browser, live_server, settings, django_db_serialized_rollback
) -> Iterator[Callable[[dict], Page]]:
    """Makes a page of that device in a browser that runs no script."""
    pages = []

    def make(device: dict) -> Page:
        device = {**device, "java_script_enabled": False}
        pages.append(watched_page(chromium, live_server.url, request.node, device))
        return next(pages[-1])

    yield make
    for each in pages:
        next(each, None)


@pytest.fixture
def demo(db) -> Demo:
    from tests.demo import city  # here: it wants the models

    return city.load()


@pytest.fixture
def section(db):
    from tests.factories import make_section  # here: it wants the models

    return make_section(slug="kinh-te")


@pytest.fixture
def nothing_falls_due(monkeypatch):
    """That would ask the database, which some pages do without."""
    monkeypatch.setattr(due_moments, "is_due", lambda: False)


class Clock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def move(self, **by: float) -> None:
        """By what a `timedelta` takes."""
        self.now += timedelta(**by)


@pytest.fixture
def clock(monkeypatch) -> Clock:
    """The portal's clock, to be moved by the test."""
    clock = Clock(timezone.now())
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    monkeypatch.setattr(stale_marks, "milliseconds", lambda: int(clock.now.timestamp() * 1000))
    return clock


@pytest.fixture
def one_transaction(db, monkeypatch) -> None:
    """All of the test is one, which a request must not close."""
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)


@pytest.fixture
def sequences(one_transaction, clock, django_capture_on_commit_callbacks) -> Callable:
    """Plays so many random sequences of steps in a small town (`tests.portal.town`), and fails
    after a step that has left a page stale."""
    from tests.factories import make_publisher
    from tests.portal import town  # here: they want the models
    from tests.portal.delivered import Delivered

    # The database's own clock guards what has ended: to it, all of this lies ahead.
    clock.move(days=1)
    with django_capture_on_commit_callbacks(execute=True):
        town.build()
    by, first = make_publisher(), Delivered()

    class Played(town.Town):
        pass

    Played.by, Played.clock, Played.first = by, clock, first
    Played.commits = staticmethod(django_capture_on_commit_callbacks)

    def play(count: int, steps: int = 4, **settings: object) -> None:
        forget_marks()
        town.look(first, {})
        run_state_machine_as_test(
            Played,
            settings=hypothesis.settings(
                max_examples=count,
                stateful_step_count=steps,
                phases=[hypothesis.Phase.generate],  # so few steps need not be made fewer
                suppress_health_check=list(hypothesis.HealthCheck),
                **settings,
            ),
        )

    return play


@pytest.fixture
def newsroom(
    one_transaction, clock, settings, monkeypatch, django_capture_on_commit_callbacks
) -> Callable:
    """Plays so many random sequences of what people do in a newsroom (`tests.portal.newsroom`),
    and fails after a request that does not keep its promises."""
    from tests.portal.newsroom import machine, room  # here: they want the models

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SESSION_COOKIE_AGE = 365 * 86400  # days pass
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)  # 403, 404, 410
    clock.now = clock.now.replace(second=0, microsecond=0) + timedelta(days=1)
    forget_marks()
    furnished = room.Room(clock, django_capture_on_commit_callbacks)
    furnished.furnish()
    return machine.Sequences(furnished, machine.articles(furnished))


@pytest.fixture
def stopped(settings):
    """Varnish and the portal behind it; neither runs yet."""
    from tests.portal.varnished import Front  # here: it wants the models

    front = Front()
    settings.DELIVERY = {"ENGINES": [front.name]}
    yield front
    front.stop()


@pytest.fixture
def front(stopped):
    stopped.portal = stopped.start_portal()
    stopped.start_varnish()
    return stopped
