"""What holds for the whole suite; its fixtures are in `tests/fixtures/`, sorted by subject."""

import hypothesis
import pytest
from django.conf import settings

from tests import processes

pytest_plugins = [
    f"tests.fixtures.{name}"
    for name in "browser clock database editor memory people portal storage".split()
]

# The same examples every time, none kept in a folder: a test that fails, fails for everybody.
hypothesis.settings.register_profile("suite", derandomize=True, database=None, deadline=None)
hypothesis.settings.load_profile("suite")


# Who has none of these, and is not marked `django_db`, gets to no database.
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for a browser is a browser test, and whoever asks for no database runs once,
    marked or not."""
    for item in items:
        if knows_no_database(item):
            item.add_marker(pytest.mark.once)
        # A test may name its device as a parameter and ask for that fixture when it runs.
        device = item.callspec.params.get("device") if hasattr(item, "callspec") else None
        if device or "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def knows_no_database(item: pytest.Item) -> bool:
    """Neither in this process nor, by `processes.database`, in one of its own."""
    asks = item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(item.fixturenames)
    return not asks and getattr(item.module, "database", None) is not processes.database


def pytest_configure() -> None:
    """A server within a test must not keep the tests, and all that they start, to one core."""
    settings.KEEP_TO_CORE = False
