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

    total = Counter(failed=len(lacks)) if machine.CI else Counter()
    with tempfile.TemporaryDirectory(prefix="cong-tin-") as folder:
        environment = surroundings(Path(folder))
        say("== SQLite")
        total += pytest(arguments, environment)
        if "PostgreSQL" in lacks:
            total["skipped"] += size_of(ON_POSTGRESQL + arguments, environment)
        else:
            say("== PostgreSQL")
            with postgres.server() as url:
                more = {**environment, "DATABASE_URL": url}
                total += pytest(ON_POSTGRESQL + arguments, more)

    say("{passed} passed, {failed} failed, {skipped} skipped".format_map(total))
    return 1 if total["failed"] or not total["passed"] else 0


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of a run: no database but ours, and a home that can be written to."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    home = environment.get("HOME", "")
    if not home or not os.access(home, os.W_OK):
        environment["HOME"] = str(folder)  # Chromium and Java keep things there
    return environment


def pytest(arguments: list[str], environment: dict[str, str]) -> Counter:
    """One run of the suite, counted."""
    with tempfile.TemporaryDirectory(prefix="cong-tin-") as folder:
        report = Path(folder) / "report.xml"
        command = [*PYTEST, *AT_ONCE, f"--junit-xml={report}", *arguments]
        status = subprocess.run(command, cwd=ROOT, env=environment).returncode
        counts = count(report) if report.exists() else Counter()
    if status and not counts["failed"]:
        # No test failed, yet pytest did: nothing collected (5), a broken conftest, an interruption.
        say(f"pytest ended with status {status}")
        counts["failed"] += 1
    return counts


def count(report: Path) -> Counter:
    """What became of each test; one that failed and then failed to tidy up counts once."""
    outcomes: dict[tuple, str] = {}
    for case in ElementTree.parse(report).iter("testcase"):
        test = (case.get("classname"), case.get("name"))
        if case.find("failure") is not None or case.find("error") is not None:
            outcomes[test] = "failed"
        elif case.find("skipped") is not None:
            outcomes.setdefault(test, "skipped")
        else:
            outcomes.setdefault(test, "passed")
    return Counter(outcomes.values())


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
