"""`make test`: the whole suite on SQLite and on PostgreSQL at the same time, and a line of totals.

The two runs use each other's pauses: many tests wait for a process, a clock or a browser. The
output of the run on PostgreSQL is printed after that of the other.

The last line is `N passed, N failed, N skipped`, the totals of both runs; above it are the ten
slowest tests. Programs that this machine lacks are installed if that is allowed. Otherwise they are
named in one line and their tests count as skipped; under CI=true that is a failure.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple
from xml.etree import ElementTree

from tests import machine, postgres

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest"]
# Each worker has a database and, on SQLite, a Chromium of its own. Both runs together have two
# workers for each core: while one waits for a server, a clock or a browser, the other one works.
# The cores are busy then (98 % in a run on two of them): more workers only slow each other down,
# until tests that wait for a process fail. A worker that has finished takes over tests that another
# one has not begun, so the tests of a module, and what they share, mostly stay together.
WORKERS = f"-n {min(4, os.cpu_count() or 1)} --dist worksteal -p tests.long_first".split()
ON_SQLITE = WORKERS
# The browser sees the same pages on both databases. Tests with the mark `once` would do the same
# on both.
ON_POSTGRESQL = [*WORKERS, "-p", "tests.few_cases", "-m", "not browser and not once"]
SLOWEST_SHOWN = 10


class Case(NamedTuple):
    """The result of a test: `passed`, `failed` or `skipped`, and its time."""

    outcome: str
    seconds: float = 0.0


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

    became: dict[str, Case] = {}
    if machine.CI:
        became = {f"this machine has no {lack}": Case("failed") for lack in lacks}
    left_out = 0
    with tempfile.TemporaryDirectory(prefix="cong-tin-") as folder:
        environment = surroundings(Path(folder))
        if "PostgreSQL" in lacks:
            left_out = size_of(ON_POSTGRESQL + arguments, environment)
            say("== SQLite")
            became |= pytest("SQLite", ON_SQLITE + arguments, environment)
        else:
            became |= on_both(arguments, environment)

    total = Counter(case.outcome for case in became.values()) + Counter(skipped=left_out)
    say_slowest(became)
    # Once more, for people who see only the end of the output.
    for test in with_outcome(became, "failed"):
        say(f"failed: {test}")
    say("{passed} passed, {failed} failed, {skipped} skipped".format_map(total))
    return 1 if total["failed"] or not total["passed"] else 0


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of a run, without DATABASE_URL, and with a HOME that can be written to."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    home = environment.get("HOME", "")
    if not home or not os.access(home, os.W_OK):
        # Chromium and Java store files there.
        environment["HOME"] = str(folder)
    return environment


def on_both(arguments: list[str], environment: dict[str, str]) -> dict[str, Case]:
    """Both runs at once."""
    with tempfile.TemporaryFile("w+") as said, postgres.server() as url:
        more = {**environment, "DATABASE_URL": url}
        with begun("PostgreSQL", ON_POSTGRESQL + arguments, more, said) as on_postgresql:
            say("== SQLite, and PostgreSQL beside it")
            became = pytest("SQLite", ON_SQLITE + arguments, environment)
            became |= on_postgresql()
        said.seek(0)
        say("== PostgreSQL")
        say(said.read().rstrip())
    return became


def pytest(name: str, arguments: list[str], environment: dict[str, str]) -> dict[str, Case]:
    """Run the suite; returns the result of each test. `name` is the run's name in messages."""
    with begun(name, arguments, environment) as outcome:
        return outcome()


@contextmanager
def begun(
    name: str, arguments: list[str], environment: dict[str, str], said: IO | None = None
) -> Iterator[Callable[[], dict[str, Case]]]:
    """Start such a run; when the block is left early, it is ended. Call what is yielded to wait for
    the results."""
    with tempfile.TemporaryDirectory(prefix="cong-tin-") as folder:
        report = Path(folder) / "report.xml"
        process = subprocess.Popen(
            [*PYTEST, f"--junit-xml={report}", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=said,
            stderr=said and subprocess.STDOUT,
        )
        try:
            yield lambda: became_of(name, process.wait(), report)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()


def became_of(name: str, status: int, report: Path) -> dict[str, Case]:
    became = cases(report) if report.exists() else {}
    if status and not with_outcome(became, "failed"):
        # No test failed, yet pytest did: nothing collected (5), a broken conftest, an interruption.
        became[f"pytest itself, with status {status}"] = Case("failed")
    return {f"{test} ({name})": case for test, case in became.items()}


def cases(report: Path) -> dict[str, Case]:
    """The results by test. A test that failed and whose teardown failed too counts once."""
    became: dict[str, Case] = {}
    for element in ElementTree.parse(report).iter("testcase"):
        test = f"{element.get('classname')}::{element.get('name')}"
        seconds = float(element.get("time", 0))
        if element.find("failure") is not None or element.find("error") is not None:
            became[test] = Case("failed", seconds)
        elif element.find("skipped") is not None:
            became.setdefault(test, Case("skipped", seconds))
        else:
            became.setdefault(test, Case("passed", seconds))
    return became


def with_outcome(became: dict[str, Case], outcome: str) -> list[str]:
    """The tests that passed, failed or were skipped."""
    return [test for test, case in became.items() if case.outcome == outcome]


def say_slowest(became: dict[str, Case]) -> None:
    """Print the tests that took longest, with their set-up and teardown."""
    say("== The slowest tests")
    ran = [(test, case.seconds) for test, case in became.items() if case.seconds]
    for test, seconds in sorted(ran, key=lambda each: -each[1])[:SLOWEST_SHOWN]:
        say(f"{seconds:7.1f} s  {test}")


def size_of(arguments: list[str], environment: dict[str, str]) -> int:
    """How many tests such a run would have."""
    command = [*PYTEST, "--collect-only", "-q", "-q", *arguments]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    # One line for each file: `tests/news/test_x.py: 12`.
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
