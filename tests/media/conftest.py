"""Uploads and public files of a test lie in a folder of its own."""

import pytest


@pytest.fixture(autouse=True)
def files_of_its_own(own_storage):
    """See `own_storage`."""
