"""The worker deletes what a crash left in the scratch folder, after a day, and nothing else."""

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from media.uploads import decoder_process
from media.uploads.decoder_process import scratch, sweep_scratch
from tests import faketime, machine
from tests.processes import manage


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    return scratch()


def test_the_folder_above_it_is_made_for_its_owner_only(folder):
    assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700


def leave(folder: Path, name: str, age: float) -> Path:
    """Make the folder of an upload with its file, last changed this many seconds ago."""
    left = folder / name
    left.mkdir()
    (left / "source").write_bytes(b"x")
    os.utime(left, (left.stat().st_mtime - age,) * 2)
    return left


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_a_crash_left_goes_after_a_day_and_not_before(folder):
    for kind in ("photo", "document", "renditions"):
        leave(folder, f"{kind}-old", decoder_process.SCRATCH_LIFETIME_SECONDS + 60)
        leave(folder, f"{kind}-new", decoder_process.SCRATCH_LIFETIME_SECONDS - 60)

    assert sweep_scratch() == 3
    assert names(folder) == ["document-new", "photo-new", "renditions-new"]
    assert sweep_scratch() == 0


def test_the_places_of_the_child_processes_stay(folder):
    with decoder_process.decoder_slot():
        pass
    before = names(folder)
    for name in before:
        os.utime(folder / name, (1, 1))

    assert sweep_scratch() == 0
    assert names(folder) == before != []


def test_a_link_in_it_is_not_followed(folder, tmp_path):
    elsewhere = leave(tmp_path, "elsewhere", decoder_process.SCRATCH_LIFETIME_SECONDS * 2)
    (folder / "photo-link").symlink_to(elsewhere)
    os.utime(folder / "photo-link", (1, 1), follow_symlinks=False)

    assert sweep_scratch() == 0
    assert names(elsewhere) == ["source"]


def test_what_cannot_be_removed_does_not_keep_the_worker_busy(folder, monkeypatch):
    leave(folder, "photo-old", decoder_process.SCRATCH_LIFETIME_SECONDS * 2)
    monkeypatch.setattr(decoder_process.shutil, "rmtree", lambda *args, **options: None)

    assert sweep_scratch() == 0


@pytest.mark.skipif(not machine.faketime(), reason="faketime is not installed")
def test_a_clock_that_runs_ahead_takes_nothing_that_is_worked_on(folder):
    leave(folder, "photo-new", 0)
    code = "from media.uploads.decoder_process import sweep_scratch; print(sweep_scratch())"
    ahead = faketime.surroundings(timedelta(seconds=decoder_process.SCRATCH_LIFETIME_SECONDS * 2))

    answer = manage("shell", "--no-imports", "-c", code, VAR_DIR=folder.parent, **ahead)

    assert (answer.stdout, answer.returncode) == ("0\n", 0)
    assert names(folder) == ["photo-new"]


@pytest.mark.django_db
def test_the_worker_sweeps_it(folder):
    leave(folder, "photo-old", decoder_process.SCRATCH_LIFETIME_SECONDS * 2)

    call_command("work", once=True)

    assert names(folder) == []
