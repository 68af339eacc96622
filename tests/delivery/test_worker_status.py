"""Processes know without the database whether a worker runs, even if it was killed."""

import subprocess
import sys

import pytest
from django.core.management import call_command

from delivery import worker_status
from server.management.commands import work


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


def test_where_none_ever_ran_none_runs():
    assert worker_status.is_running() is False


def test_one_of_two_that_ends_leaves_the_other():
    with worker_status.worker_lock():
        with worker_status.worker_lock():
            assert worker_status.is_running() is True
        assert worker_status.is_running() is True
    assert worker_status.is_running() is False


def test_one_that_was_killed_runs_no_longer(folder):
    code = (
        "import sys, time; from django.conf import settings"
        "\nsettings.configure(VAR_DIR=sys.argv[1])"
        "\nfrom delivery import worker_status"
        "\nwith worker_status.worker_lock(): print(flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, folder], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        before = worker_status.is_running()
        process.kill()
        process.wait()

    assert (before, worker_status.is_running()) == (True, False)


@pytest.mark.django_db
def test_the_command_is_one(monkeypatch):
    seen = []
    monkeypatch.setattr(work, "CHORES", [lambda: seen.append(worker_status.is_running()) or 0])

    call_command("work", once=True)

    assert (seen, worker_status.is_running()) == ([True], False)
