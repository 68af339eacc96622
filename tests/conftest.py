"""Settings of the whole suite. Its fixtures are in `tests/fixtures/`, sorted by subject."""

import gc

import hypothesis
import pytest
from django.conf import settings

from tests import processes

pytest_plugins = [
    f"tests.fixtures.{name}"
    for name in "browser clock database editor memory people portal storage".split()
]

# The same examples in every run, none stored in a folder: a test that fails, fails for everybody.
hypothesis.settings.register_profile("suite", derandomize=True, database=None, deadline=None)
hypothesis.settings.load_profile("suite")


# A test with none of these fixtures and without the mark `django_db` cannot use the database.
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark a test that uses the browser as `browser`, and one that uses no database as `once`."""
    for item in items:
        if knows_no_database(item):
            item.add_marker(pytest.mark.once)
        # A test may name a device as its parameter and request that fixture while it runs.
        device = item.callspec.params.get("device") if hasattr(item, "callspec") else None
        if device or "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def knows_no_database(item: pytest.Item) -> bool:
    """Whether the test uses no database: neither in this process nor, by `processes.database`, in
    a process that it starts."""
    asks = item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(item.fixturenames)
    return not asks and getattr(item.module, "database", None) is not processes.database


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Let the garbage collector pass over Django and the collected tests, which stay until the
    end. To look through them again and again took a twentieth of the run's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_configure() -> None:
    """Keep a server within a test from pinning the tests, and all that they start, to one core."""
    settings.KEEP_TO_CORE = False
