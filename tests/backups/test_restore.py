"""What was backed up comes back, on both databases: each row and each file."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from backups.store.repository import Repository

# `database` tells the suite that this module runs on both databases.
from tests.processes import ROOT, database, surroundings  # noqa: F401

pytestmark = pytest.mark.long


def test_everything_comes_back_after_the_portal_is_wiped(city, before):
    city.wipe()

    said = city.do("restore")

    assert said.splitlines()[-1] == "Restored: everything"
    assert city.state() == before


def test_a_portal_without_articles_makes_no_backup_and_is_restored_over(city, before):
    city.wipe()
    city.do("setup", "--no-demo")

    refused = city.manage("backup")
    city.do("restore")

    assert refused.returncode == 1
    assert "the portal has no articles" in refused.stderr
    assert city.state() == before


def test_a_portal_that_holds_something_is_not_overwritten(city, before):
    refused = city.manage("restore")
    shutil.move(city.var / "uploads", city.var / "elsewhere")
    shutil.move(city.var / "library", city.var / "aside")
    for_rows = city.manage("restore")
    shutil.move(city.var / "elsewhere", city.var / "uploads")
    shutil.move(city.var / "aside", city.var / "library")

    assert refused.returncode == for_rows.returncode == 1
    assert "is not empty: move it away first" in refused.stderr
    assert "the database is not empty" in for_rows.stderr
    assert city.state() == before


@pytest.mark.skipif(not shutil.which("age"), reason="age is not installed")
def test_an_encrypted_backup_comes_back_with_the_right_key_alone(city, before, tmp_path):
    for name in ("key", "other"):
        subprocess.run(["age-keygen", "-o", tmp_path / name], check=True, capture_output=True)
    said = subprocess.run(["age-keygen", "-y", tmp_path / "key"], check=True, capture_output=True)
    recipient = said.stdout.decode().strip()
    city.do("backup", tmp_path / "safe", BACKUP_RECIPIENT=recipient)
    city.wipe()

    without = city.manage("restore", tmp_path / "safe")
    wrong = city.manage("restore", tmp_path / "safe", BACKUP_IDENTITY=tmp_path / "other")
    city.do("restore", tmp_path / "safe", "--identity", tmp_path / "key")

    assert (without.returncode, wrong.returncode) == (1, 1)
    assert "the backup is encrypted" in without.stderr
    assert "no identity matched" in wrong.stderr
    assert city.state() == before


def test_a_damaged_database_is_refused_and_a_lost_photo_is_named(city, before, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(city.backups, copy)
    [stored] = copy.glob("*Z/database*")
    whole = stored.read_bytes()
    stored.write_bytes(whole[:-1])
    content = next(copy.glob("files/??/*"))
    content.write_bytes(b"")
    city.wipe()

    refused = city.manage("restore", copy)
    stored.write_bytes(whole)
    with_a_gap = city.manage("restore", copy)

    assert (refused.returncode, with_a_gap.returncode) == (1, 1)
    assert f"{stored} is damaged" in refused.stderr
    assert f"{content} is damaged" in with_a_gap.stderr
    after = city.state()
    differing = {name for name in before if after.get(name) != before[name]}
    assert differing
    assert all(name.startswith(("uploads/", "library/", "tep/")) for name in differing)


@pytest.mark.once
def test_a_restore_that_is_killed_leaves_nothing_that_would_be_served(city):
    city.wipe()
    run = subprocess.Popen(
        [sys.executable, "manage.py", "restore"],
        cwd=ROOT,
        env=surroundings(VAR_DIR=city.var, **city.variables),
        stdout=subprocess.PIPE,
        text=True,
    )
    with run:
        for line in run.stdout:
            if line.startswith("Files: "):
                run.send_signal(signal.SIGKILL)
                break

    served = city.manage("serve")
    again = city.manage("restore")

    assert (served.returncode, again.returncode) == (1, 1)
    assert "A restore did not come to its end." in served.stderr
    assert "is not empty" in again.stderr


@pytest.mark.once
@pytest.mark.parametrize("command", [["work", "--once"], ["backup"]])
def test_what_a_killed_restore_left_is_not_worked_on(command, tmp_path, settings):
    settings.VAR_DIR = tmp_path
    (tmp_path / "restore-unfinished").touch()

    with pytest.raises(CommandError, match="A restore did not come to its end"):
        call_command(*command)


def test_a_run_that_is_killed_leaves_the_earlier_backup_whole(city):
    more = city.var / "uploads" / "more"
    more.mkdir()
    for number in range(400):
        (more / str(number)).write_bytes(os.urandom(20_000))
    repository = Repository(city.backups)
    [earlier] = repository.backups()
    run = subprocess.Popen(
        [sys.executable, "manage.py", "backup"],
        cwd=ROOT,
        env=surroundings(VAR_DIR=city.var, **city.variables),
        stdout=subprocess.DEVNULL,
    )
    while not list(city.backups.glob("*Z/files.jsonl"))[1:]:
        assert run.poll() is None
        time.sleep(0.005)
    run.send_signal(signal.SIGKILL)
    run.wait()

    left = [each.name for each in repository.backups()]
    unfinished = {path.parent.name for path in city.backups.glob("*Z/files.jsonl")} - {*left}
    time.sleep(1)
    city.do("backup")
    shutil.rmtree(more)

    assert left == [earlier.name]
    assert len(unfinished) == 1
    assert not [name for name in unfinished if (city.backups / name).exists()]
    # Retention keeps the last one of a day.
    [whole] = repository.backups()
    assert sum(1 for _content in whole.contents()) >= 400
    for name in whole.contents():
        assert repository.content(name).exists()
