"""How `make test` counts results: a failure never counts as a success."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import run
from tests.run import Case

REPORT = """
<testsuites><testsuite>
  <testcase classname="a" name="passes" time="2.51"/>
  <testcase classname="a" name="fails" time="70"><failure/></testcase>
  <testcase classname="a" name="fails" time="70"><error/></testcase>
  <testcase classname="a" name="passes, then fails to tidy up"/>
  <testcase classname="a" name="passes, then fails to tidy up"><error/></testcase>
  <testcase classname="a" name="is left out"><skipped/></testcase>
</testsuite></testsuites>
"""


def ends_with(monkeypatch, status: int, report: str | None) -> None:
    """Make the next pytest end with this status and this report."""

    class Ended:
        def __init__(self, command, **options):
            if report is not None:
                [path] = [part for part in command if part.startswith("--junit-xml=")]
                Path(path.partition("=")[2]).write_text(report)

        def wait(self):
            return status

        poll = wait

    monkeypatch.setattr(run.subprocess, "Popen", Ended)


def test_each_test_counts_once(monkeypatch):
    ends_with(monkeypatch, 1, REPORT)

    assert run.pytest("X", [], {}) == {
        "a::passes (X)": Case("passed", 2.51),
        "a::fails (X)": Case("failed", 70),
        "a::passes, then fails to tidy up (X)": Case("failed"),
        "a::is left out (X)": Case("skipped"),
    }


@pytest.mark.parametrize("report", ["<testsuites><testsuite/></testsuites>", None])
@pytest.mark.parametrize("status", [2, 3, 4, 5])
def test_a_pytest_that_ran_nothing_is_a_failure(monkeypatch, status, report):
    ends_with(monkeypatch, status, report)

    assert run.pytest("X", [], {}) == {f"pytest itself, with status {status} (X)": Case("failed")}


def test_the_number_of_tests_left_out_is_known(monkeypatch):
    listing = "tests/a/test_b.py: 12\ntests/test_c.py: 1\n\n13 tests collected in 0.1s\n"
    answer = subprocess.CompletedProcess([], 0, stdout=listing)
    monkeypatch.setattr(run.subprocess, "run", lambda command, **options: answer)

    assert run.size_of([], {}) == 13


@pytest.mark.parametrize("ci", [True, False])
def test_what_was_slow_and_what_failed_is_named_at_the_end(monkeypatch, capsys, ci):
    monkeypatch.setattr(run.signal, "signal", lambda number, handler: None)
    monkeypatch.setattr(run.machine, "missing", lambda: ["PostgreSQL"])
    monkeypatch.setattr(run.machine, "may_install", lambda: False)
    monkeypatch.setattr(run.machine, "CI", ci)
    monkeypatch.setattr(run, "size_of", lambda arguments, environment: 7)
    ends_with(monkeypatch, 1, REPORT)

    assert run.main([]) == 1

    end = capsys.readouterr().out.partition("== SQLite\n")[2].splitlines()
    assert end == [
        "== The slowest tests",
        "   70.0 s  a::fails (SQLite)",
        "    2.5 s  a::passes (SQLite)",
        *["failed: this machine has no PostgreSQL"] * ci,
        "failed: a::fails (SQLite)",
        "failed: a::passes, then fails to tidy up (SQLite)",
        f"1 passed, {3 if ci else 2} failed, 8 skipped",
    ]


def test_a_run_that_is_left_early_is_ended(monkeypatch):
    monkeypatch.setattr(run, "PYTEST", [sys.executable, "-c", "import time; time.sleep(60)"])
    processes = []
    popen = subprocess.Popen
    monkeypatch.setattr(
        run.subprocess, "Popen", lambda *a, **k: processes.append(popen(*a, **k)) or processes[0]
    )

    with pytest.raises(SystemExit), run.begun("X", [], {}):
        sys.exit(1)

    assert [each.returncode for each in processes] == [-signal.SIGTERM]
