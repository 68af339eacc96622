"""A pytest plugin, `-p tests.long_first`: tests with the mark `long` run first, so that no worker
is still busy with one of them when the others have finished."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Runs after all other plugins that sort tests."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
