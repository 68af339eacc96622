"""`make proof`: the server is killed 200 times on each database and nothing is lost; and each
mistake in the code is found."""

import os
import sys
from contextlib import nullcontext

import pytest

from tests import postgres
from tests.portal.killed import mistakes
from tests.portal.killed.killing import kill_and_look
from tests.processes import manage

KILLS = int(os.environ.get("PROOF_KILLS", "200"))


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_what_was_acknowledged_outlives_two_hundred_kills_and_nothing_is_half_there(
    tmp_path, vendor, capsys
):
    var = tmp_path / "var"
    there = f"sqlite:///{var}/portal.sqlite3"
    with postgres.server() if vendor == "postgresql" else nullcontext(there) as database:
        answer = manage("setup", "--no-demo", VAR_DIR=var, DATABASE_URL=database)
        assert answer.returncode == 0, answer.stderr
        report = kill_and_look(var, KILLS, seed=KILLS, DATABASE_URL=database)

    with capsys.disabled():
        sys.stdout.write(f"\n{vendor}: {report}\n")
    assert (report.kills, report.wrong) == (KILLS, [])


@pytest.mark.parametrize("mistake", mistakes.MISTAKES)
def test_a_mistake_is_found(tmp_path, capsys, mistake):
    var = tmp_path / "var"
    made = mistakes.make(mistakes.MISTAKES[mistake], tmp_path / "mistake")
    answer = manage("setup", "--no-demo", VAR_DIR=var, **made)
    assert answer.returncode == 0, answer.stderr

    report = kill_and_look(var, 100, seed=KILLS, **made)

    with capsys.disabled():
        sys.stdout.write(f"\n{mistake}: after {report.kills} kills, {report.wrong[:1]}\n")
    assert report.wrong
