"""A pytest plugin, `-p tests.long_first`: tests that are marked `long` begin before all others, so
that at the end of a run no worker is left alone with one of them."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After everything else that sorts."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
