"""A trial restores the newest backup elsewhere and says what is wrong with it."""

import json
import shutil

import pytest

from tests.processes import database  # noqa: F401

pytestmark = pytest.mark.long


def last_trial(portal) -> dict:
    return json.loads((portal.var / "last-trial.json").read_text())["found"]


def test_a_whole_backup_is_proven_and_the_portal_is_left_as_it_is(city, before):
    # A trial that was killed leaves its folder.
    shutil.copytree(city.var, city.backups / "scratch")

    said = city.do("prove_backup").splitlines()[-1]

    assert said.startswith("Backup ")
    assert "proven in" in said
    found = last_trial(city)
    kinds = ("editions", "files", "pages", "fault_count", "faults")
    assert [found[name] for name in kinds] == [4, 3, 2, 0, []]
    assert city.state() == before
    assert not (city.backups / "scratch").exists()


def test_a_damaged_file_is_named_and_noted(city):
    content = next(city.backups.glob("files/??/*"))
    content.write_bytes(content.read_bytes()[:-1])

    done = city.manage("prove_backup")

    assert done.returncode == 1
    assert f"{content} is damaged" in done.stderr
    assert last_trial(city)["fault_count"] >= 1


def test_a_damaged_database_and_a_folder_without_backups_are_noted(city, tmp_path):
    [stored] = city.backups.glob("*Z/database*")
    stored.write_bytes(stored.read_bytes()[:-1])

    done = city.manage("prove_backup")
    none = city.manage("prove_backup", tmp_path / "none")

    assert (done.returncode, none.returncode) == (1, 1)
    assert last_trial(city)["faults"] == [
        f"CommandError: {stored} is damaged: its SHA-256 is another than in the manifest"
    ]
    assert "there is no whole backup" in none.stderr
