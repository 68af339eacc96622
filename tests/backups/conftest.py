"""A repository in a folder of the test's own."""

import pytest

from backups.store.repository import Repository


@pytest.fixture
def repository(tmp_path) -> Repository:
    found = Repository(tmp_path / "backups")
    found.create()
    return found
