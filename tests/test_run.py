"""The counting of `make test`: a failure is never taken for a success."""

import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests import run

REPORT = """
<testsuites><testsuite>
  <testcase classname="a" name="passes"/>
  <testcase classname="a" name="fails"><failure/></testcase>
  <testcase classname="a" name="fails"><error/></testcase>
  <testcase classname="a" name="passes, then fails to tidy up"/>
  <testcase classname="a" name="passes, then fails to tidy up"><error/></testcase>
  <testcase classname="a" name="is left out"><skipped/></testcase>
</testsuite></testsuites>
"""


def ends_with(monkeypatch, status: int, report: str | None) -> None:
    """Have the next pytest end like that."""

    def fake(command, **options):
        if report is not None:
            [path] = [part for part in command if part.startswith("--junit-xml=")]
            Path(path.partition("=")[2]).write_text(report)
        return subprocess.CompletedProcess(command, status)

    monkeypatch.setattr(run.subprocess, "run", fake)


def test_each_test_counts_once(monkeypatch):
    ends_with(monkeypatch, 1, REPORT)

    assert run.pytest([], {}) == Counter(passed=1, failed=2, skipped=1)


@pytest.mark.parametrize("report", ["<testsuites><testsuite/></testsuites>", None])
@pytest.mark.parametrize("status", [2, 3, 4, 5])
def test_a_pytest_that_ran_nothing_is_a_failure(monkeypatch, status, report):
    ends_with(monkeypatch, status, report)

    assert run.pytest([], {}) == Counter(failed=1)


def test_the_number_of_tests_left_out_is_known(monkeypatch):
    listing = "tests/a/test_b.py: 12\ntests/test_c.py: 1\n\n13 tests collected in 0.1s\n"
    answer = subprocess.CompletedProcess([], 0, stdout=listing)
    monkeypatch.setattr(run.subprocess, "run", lambda command, **options: answer)

    assert run.size_of([], {}) == 13
