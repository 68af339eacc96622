"""`make test`: the whole suite on SQLite, then on PostgreSQL, and one line that says it all.

The last line is `N passed, N failed, N skipped`, the totals of both runs. What this machine lacks
is installed where that is allowed, else named in one line and its tests are counted as skipped;
under CI=true a lack is a failure.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from tests import machine, postgres

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest"]
# Each process has a database and a Chromium of its own.
AT_ONCE = ["-n", "auto", "--maxprocesses", "4"]
# The browser sees the same pages whatever the database; a portal of a test's own has its own.
ON_POSTGRESQL = ["-m", "not browser and not once"]


def main(arguments: list[str]) -> int:
    """Run everything; further arguments go to both pytest runs."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    lacks = machine.missing()
    if lacks and machine.may_install():
        say(f"Installing for the tests: {', '.join(lacks)} …")
        machine.install(lacks)
        lacks = machine.missing()
    if lacks:
        packages = [name for lack in lacks for name in machine.PACKAGES[lack]]
        consequence = "a failure under CI" if machine.CI else "their tests are left out"
        say(f"Missing: {', '.join(lacks)} ({consequence}); on Debian: {' '.join(packages)}")

    became = {f"this machine has no {lack}": "failed" for lack in lacks} if machine.CI else {}
    left_out = 0
    with tempfile.TemporaryDirectory(prefix="cong-tin-") as folder:
        environment = surroundings(Path(folder))
        say("== SQLite")
        became |= pytest("SQLite", arguments, environment)
        if "PostgreSQL" in lacks:
            left_out = size_of(ON_POSTGRESQL + arguments, environment)
        else:
            say("== PostgreSQL")
            with postgres.server() as url:
                more = {**environment, "DATABASE_URL": url}
                became |= pytest("PostgreSQL", ON_POSTGRESQL + arguments, more)

    total = Counter(became.values()) + Counter(skipped=left_out)
    for test in (test for test, outcome in became.items() if outcome == "failed"):
        say(f"failed: {test}")  # again, for who is shown no more than the end
    say("{passed} passed, {failed} failed, {skipped} skipped".format_map(total))
    return 1 if total["failed"] or not total["passed"] else 0


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of a run: no database but ours, and a home that can be written to."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    home = environment.get("HOME", "")
    if not home or not os.access(home, os.W_OK):
        environment["HOME"] = str(folder)  # Chromium and Java keep things there
    return environment


def pytest(name: str, arguments: list[str], environment: dict[str, str]) -> dict[str, str]:
    """One run of the suite, called so: what became of each test."""
    with tempfile.TemporaryDirectory(prefix="cong-tin-") as folder:
        report = Path(folder) / "report.xml"
        command = [*PYTEST, *AT_ONCE, f"--junit-xml={report}", *arguments]
        status = subprocess.run(command, cwd=ROOT, env=environment).returncode
        became = outcomes(report) if report.exists() else {}
    if status and "failed" not in became.values():
        # No test failed, yet pytest did: nothing collected (5), a broken conftest, an interruption.
        became[f"pytest itself, with status {status}"] = "failed"
    return {f"{test} ({name})": outcome for test, outcome in became.items()}


def outcomes(report: Path) -> dict[str, str]:
    """`passed`, `failed` or `skipped`; a test that failed and then failed to tidy up is one."""
    became: dict[str, str] = {}
    for case in ElementTree.parse(report).iter("testcase"):
        test = f"{case.get('classname')}::{case.get('name')}"
        if case.find("failure") is not None or case.find("error") is not None:
            became[test] = "failed"
        elif case.find("skipped") is not None:
            became.setdefault(test, "skipped")
        else:
            became.setdefault(test, "passed")
    return became


def size_of(arguments: list[str], environment: dict[str, str]) -> int:
    """How many tests such a run would have."""
    command = [*PYTEST, "--collect-only", "-q", "-q", *arguments]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    # One line a file: `tests/news/test_x.py: 12`.
    lines = (line.rpartition(": ") for line in answer.stdout.splitlines())
    return sum(int(number) for name, _, number in lines if name and number.isdigit())


def say(message: str) -> None:
    sys.stdout.write(message + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
