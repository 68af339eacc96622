"""What holds for the whole suite; its fixtures are in `tests/fixtures/`, sorted by subject."""

import hypothesis
import pytest
from django.conf import settings

pytest_plugins = [
    f"tests.fixtures.{name}"
    for name in "browser clock database editor memory people portal storage".split()
]

# The same examples every time, none kept in a folder: a test that fails, fails for everybody.
hypothesis.settings.register_profile("suite", derandomize=True, database=None, deadline=None)
hypothesis.settings.load_profile("suite")


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
