"""All tests pass on other days, over the end of a year, and on machines in other time zones.

libfaketime sets the clock of all processes of a run, also of Chromium. Only Redis and Varnish have
the true clock (`tests.faketime` says why). The run is on SQLite, because on PostgreSQL the server
would need this clock too: the guards of the database use it.
"""

import subprocess
from calendar import isleap
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from tests import faketime, machine, run
from text.dates import HANOI

LEFT_OUT = {"tests/news/desk/test_clock_repair_served.py": "has a clock of its own"}


def in_forty_days() -> datetime:
    return datetime.now(HANOI) + timedelta(days=40)


def leap_day() -> datetime:
    """Ten o'clock on the next 29 February, when it is still the day before in Los Angeles."""
    later = count(datetime.now(HANOI).year + 1)
    return datetime(next(year for year in later if isleap(year)), 2, 29, 10, tzinfo=HANOI)


def end_of_a_year() -> datetime:
    """Two minutes before the end of next year, so that the run passes it."""
    return datetime(datetime.now(HANOI).year + 1, 12, 31, 23, 58, tzinfo=HANOI)


@pytest.mark.skipif(not machine.faketime(), reason="faketime is not installed")
@pytest.mark.parametrize(
    ("when", "zone"),
    [
        (in_forty_days, "Asia/Ho_Chi_Minh"),
        (leap_day, "America/Los_Angeles"),
        (end_of_a_year, "UTC"),
    ],
)
def test_the_suite_is_green_then_and_there(when, zone, tmp_path):
    then = when()
    ahead = faketime.surroundings(then - datetime.now(HANOI))
    environment = run.surroundings(tmp_path) | ahead | {"TZ": zone}
    left_out = [f"--ignore={path}" for path in LEFT_OUT]

    now = moment(environment)
    assert abs(now - then) < timedelta(minutes=1)
    assert now.utcoffset() == then.astimezone(ZoneInfo(zone)).utcoffset()
    became = run.pytest("SQLite", left_out, environment)

    assert run.with_outcome(became, "failed") == []
    assert run.with_outcome(became, "passed")


def moment(environment: dict[str, str]) -> datetime:
    """The time and the time zone of a process in this environment."""
    said = subprocess.run(["date", "-Is"], env=environment, capture_output=True, text=True)
    return datetime.fromisoformat(said.stdout.strip())
