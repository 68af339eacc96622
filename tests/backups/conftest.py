"""A repository in a folder of the test's own, and a portal with a backup."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from backups.store.repository import Repository
from tests.backups.newsroom import Newsroom
from tests.fixtures.portal import copy_of, made_once
from tests.processes import POSTGRESQL, server_of_tests

# The database that all workers copy.
TEMPLATE = "backed_up"


@pytest.fixture
def repository(tmp_path) -> Repository:
    found = Repository(tmp_path / "backups")
    found.create()
    return found


@pytest.fixture(scope="session")
def backed_up(request, portal) -> Path:
    """A folder with a portal that has articles, with a backup of it, and with its state then."""

    def make(folder: Path) -> None:
        city = Newsroom(folder, portal)
        city.wipe()
        city.do("setup", "--no-demo")
        city.ask("fill")
        city.do("backup", city.backups)
        (folder / "state.json").write_text(json.dumps(city.state()))
        if POSTGRESQL:
            name = city.variables["DATABASE_URL"].rpartition("/")[2]
            server_of_tests().execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE {name}")
        city.close()

    return made_once(request, "backed-up", make)


@pytest.fixture
def city(backed_up, portal, tmp_path) -> Iterator[Newsroom]:
    """A copy of that portal and of its backup."""
    found = Newsroom(tmp_path, portal, BACKUP_DIR=tmp_path / "backups")
    copy_of(backed_up / "var", found.var)
    shutil.copytree(backed_up / "backups", found.backups)
    found.take_database(TEMPLATE)
    yield found
    found.close()


@pytest.fixture
def before(backed_up) -> dict[str, str]:
    """The state of that portal when it was backed up."""
    return json.loads((backed_up / "state.json").read_text())
