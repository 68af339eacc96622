"""`make bench`: measures the portal beside nginx, Varnish and Wagtail, and writes
docs/benchmarks.md. The head of that page says how it works and how it is configured.
"""

import os
import signal
import sys
import time

from tests import machine

from . import goals, plot, report, run
from .servers import ROOT

DOCUMENT, PLOT = ROOT / "docs" / "benchmarks.md", ROOT / "docs" / "benchmarks.svg"
# Seconds after which a run is given up. It may take a quarter of an hour, if Wagtail is installed.
LIMIT = 30 * 60
NEEDED = {"PostgreSQL", "wrk"}


def main() -> int:
    """Returns 0 however slow the portal was, 1 if nothing could be measured."""
    for number in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(number, lambda number, frame: sys.exit(128 + number))
    signal.alarm(LIMIT)
    began = time.monotonic()
    lacks = lacking()
    if NEEDED & set(lacks):
        return 1
    asked = {
        name: int(os.environ.get(f"BENCH_{name.upper()}") or default)
        for name, default in run.DEFAULTS.items()
    }
    found = run.measured(lacks, say, **asked)
    found.minutes = (time.monotonic() - began) / 60
    DOCUMENT.write_text(report.document(found))
    PLOT.write_text(plot.svg(report.bars(found)))
    rows = goals.rows(found)
    for row in rows:
        say(f"{row.verdict:8} {row.what}: {row.found} (goal: {row.goal})")
    say(f"Written: {DOCUMENT.relative_to(ROOT)}, {PLOT.relative_to(ROOT)}")
    say(goals.summary(rows))
    return 0


def lacking() -> list[str]:
    """The programs that this machine lacks and that cannot be installed."""
    lacks = machine.missing(machine.BENCHMARK)
    if lacks and machine.may_install():
        say(f"Installing for the benchmark: {', '.join(lacks)} …")
        machine.install(lacks)
        lacks = machine.missing(machine.BENCHMARK)
    if lacks:
        packages = [name for lack in lacks for name in machine.PACKAGES[lack]]
        say(f"Missing: {', '.join(lacks)}; on Debian: {' '.join(packages)}")
    return lacks


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
