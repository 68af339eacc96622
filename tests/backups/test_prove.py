"""A trial restores the newest backup elsewhere and says what is wrong with it."""

import json
import shutil

import pytest

from tests.backups.newsroom import newsroom
from tests.processes import database  # noqa: F401

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory, portal):
    """A portal with a backup in BACKUP_DIR."""
    with newsroom(tmp_path_factory.mktemp("newsroom"), portal) as (found, _empty):
        found.variables["BACKUP_DIR"] = found.backups
        found.do("backup")
        yield found


def last_proof(portal) -> dict:
    return json.loads((portal.var / "last-proof.json").read_text())


def test_a_whole_backup_is_proven_and_the_portal_is_left_as_it_is(backed_up):
    before = backed_up.ask("state")

    said = backed_up.do("prove_backup").splitlines()[-1]

    assert said.startswith("Backup ")
    assert "proven in" in said
    found = last_proof(backed_up)
    kinds = ("editions", "files", "pages", "fault_count", "faults")
    assert [found[name] for name in kinds] == [4, 3, 2, 0, []]
    assert backed_up.ask("state") == before
    assert not (backed_up.backups / "scratch").exists()


def test_a_damaged_file_is_named_and_noted(backed_up):
    content = next(backed_up.backups.glob("files/??/*"))
    whole = content.read_bytes()
    content.write_bytes(whole[:-1])

    done = backed_up.manage("prove_backup")
    content.write_bytes(whole)

    assert done.returncode == 1
    assert f"{content} is damaged" in done.stderr
    assert last_proof(backed_up)["fault_count"] >= 1


def test_a_damaged_database_and_a_folder_without_backups_are_noted(backed_up, tmp_path):
    [stored] = backed_up.backups.glob("*Z/database*")
    whole = stored.read_bytes()
    stored.write_bytes(whole[:-1])

    done = backed_up.manage("prove_backup")
    stored.write_bytes(whole)
    none = backed_up.manage("prove_backup", tmp_path)

    assert (done.returncode, none.returncode) == (1, 1)
    assert last_proof(backed_up)["faults"] == [
        f"CommandError: {stored} is damaged: its SHA-256 is another than in the manifest"
    ]
    assert "there is no whole backup" in none.stderr


def test_what_a_killed_trial_left_is_no_hindrance(backed_up):
    shutil.copytree(backed_up.var, backed_up.backups / "scratch")

    backed_up.do("prove_backup")

    assert not (backed_up.backups / "scratch").exists()
