"""Each test has its own folder for uploads and public files."""

import pytest


@pytest.fixture(autouse=True)
def files_of_its_own(own_storage):
    """See `own_storage`."""
