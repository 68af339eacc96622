"""What was backed up comes back, on both databases: each row and each file."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from backups.store.repository import Repository
from tests.backups.newsroom import newsroom

# `database` tells the suite that this module runs on both databases.
from tests.processes import ROOT, database, surroundings  # noqa: F401

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory, portal):
    """A portal of which there is one backup, and its state then."""
    with newsroom(tmp_path_factory.mktemp("newsroom"), portal) as (found, empty):
        found.do("backup", found.backups)
        yield found, empty, found.ask("state")


def test_everything_comes_back_after_the_portal_is_wiped(backed_up):
    portal, empty, before = backed_up
    portal.wipe(empty)

    said = portal.do("restore", portal.backups)

    assert said.splitlines()[-1] == "Restored: everything"
    assert portal.ask("state") == before


def test_it_comes_back_over_what_setup_makes(backed_up):
    portal, empty, before = backed_up
    portal.wipe(empty)
    portal.do("setup", "--no-demo")

    portal.do("restore", portal.backups)

    assert portal.ask("state") == before


def test_an_empty_portal_takes_no_place_among_the_backups(backed_up):
    portal, empty, before = backed_up
    portal.wipe(empty)
    portal.do("setup", "--no-demo")

    refused = portal.manage("backup", portal.backups)
    portal.do("restore", portal.backups)

    assert refused.returncode == 1
    assert "the portal has no articles" in refused.stderr
    assert portal.ask("state") == before


def test_a_portal_that_holds_something_is_not_overwritten(backed_up):
    portal, _empty, before = backed_up

    refused = portal.manage("restore", portal.backups)
    shutil.move(portal.var / "uploads", portal.var / "elsewhere")
    shutil.move(portal.var / "library", portal.var / "aside")
    for_rows = portal.manage("restore", portal.backups)
    shutil.move(portal.var / "elsewhere", portal.var / "uploads")
    shutil.move(portal.var / "aside", portal.var / "library")

    assert refused.returncode == for_rows.returncode == 1
    assert "is not empty: move it away first" in refused.stderr
    assert "the database is not empty" in for_rows.stderr
    assert portal.ask("state") == before


@pytest.mark.skipif(not shutil.which("age"), reason="age is not installed")
def test_an_encrypted_backup_comes_back_with_the_right_key_alone(backed_up, tmp_path):
    portal, empty, before = backed_up
    for name in ("key", "other"):
        subprocess.run(["age-keygen", "-o", tmp_path / name], check=True, capture_output=True)
    said = subprocess.run(["age-keygen", "-y", tmp_path / "key"], check=True, capture_output=True)
    recipient = said.stdout.decode().strip()
    portal.do("backup", tmp_path / "safe", BACKUP_RECIPIENT=recipient)
    portal.wipe(empty)

    without = portal.manage("restore", tmp_path / "safe")
    wrong = portal.manage("restore", tmp_path / "safe", BACKUP_IDENTITY=tmp_path / "other")
    portal.do("restore", tmp_path / "safe", "--identity", tmp_path / "key")

    assert (without.returncode, wrong.returncode) == (1, 1)
    assert "the backup is encrypted" in without.stderr
    assert "no identity matched" in wrong.stderr
    assert portal.ask("state") == before


def test_a_damaged_database_is_refused_and_a_lost_photo_is_named(backed_up, tmp_path):
    portal, empty, before = backed_up
    copy = tmp_path / "copy"
    shutil.copytree(portal.backups, copy)
    [stored] = copy.glob("*Z/database*")
    whole = stored.read_bytes()
    stored.write_bytes(whole[:-1])
    content = next(copy.glob("files/??/*"))
    content.write_bytes(b"")
    portal.wipe(empty)

    refused = portal.manage("restore", copy)
    stored.write_bytes(whole)
    with_a_gap = portal.manage("restore", copy)

    assert (refused.returncode, with_a_gap.returncode) == (1, 1)
    assert f"{stored} is damaged" in refused.stderr
    assert f"{content} is damaged" in with_a_gap.stderr
    after = portal.ask("state")
    differing = {name for name in before if after.get(name) != before[name]}
    assert differing
    assert all(name.startswith(("uploads/", "library/", "tep/")) for name in differing)
    portal.wipe(empty)
    portal.do("restore", portal.backups)


@pytest.mark.once
def test_a_restore_that_is_killed_leaves_nothing_that_would_be_served(backed_up):
    portal, empty, before = backed_up
    portal.wipe(empty)
    run = subprocess.Popen(
        [sys.executable, "manage.py", "restore", portal.backups],
        cwd=ROOT,
        env=surroundings(VAR_DIR=portal.var, **portal.variables),
        stdout=subprocess.PIPE,
        text=True,
    )
    with run:
        for line in run.stdout:
            if line.startswith("Files: "):
                run.send_signal(signal.SIGKILL)
                break

    commands = ["serve"], ["work", "--once"], ["backup", portal.backups]
    refused = [portal.manage(*each) for each in commands]
    again = portal.manage("restore", portal.backups)
    portal.wipe(empty)
    portal.do("restore", portal.backups)

    assert [each.returncode for each in (*refused, again)] == [1, 1, 1, 1]
    [said] = {each.stderr for each in refused}
    assert "A restore did not come to its end." in said
    assert "is not empty" in again.stderr
    assert portal.ask("state") == before


def test_a_run_that_is_killed_leaves_the_earlier_backup_whole(backed_up):
    portal, _empty, _before = backed_up
    more = portal.var / "uploads" / "more"
    more.mkdir()
    for number in range(400):
        (more / str(number)).write_bytes(os.urandom(20_000))
    repository = Repository(portal.backups)
    [earlier] = repository.backups()
    run = subprocess.Popen(
        [sys.executable, "manage.py", "backup", portal.backups],
        cwd=ROOT,
        env=surroundings(VAR_DIR=portal.var, **portal.variables),
        stdout=subprocess.DEVNULL,
    )
    while not list(portal.backups.glob("*Z/files.jsonl"))[1:]:
        assert run.poll() is None
        time.sleep(0.005)
    run.send_signal(signal.SIGKILL)
    run.wait()

    left = [each.name for each in repository.backups()]
    unfinished = {path.parent.name for path in portal.backups.glob("*Z/files.jsonl")} - {*left}
    time.sleep(1)
    portal.do("backup", portal.backups)
    shutil.rmtree(more)

    assert left == [earlier.name]
    assert len(unfinished) == 1
    assert not [name for name in unfinished if (portal.backups / name).exists()]
    # Retention keeps the last one of a day.
    [whole] = repository.backups()
    assert sum(1 for _content in whole.contents()) >= 400
    for name in whole.contents():
        assert repository.content(name).exists()
