"""Starts processes with another time of day, by an offset in libfaketime.

The monotonic clock and the times of files stay true, so measured times are true.
"""

import os
from datetime import timedelta
from pathlib import Path

from tests import machine

_TRUE = {
    "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    "NO_FAKE_STAT": "1",
    # Processes have nothing to share.
    "FAKETIME_DISABLE_SHM": "1",
    # Otherwise Python's threads wait a hundred milliseconds for their turn, not one.
    "FAKETIME_FORCE_MONOTONIC_FIX": "0",
}
# The variables that a process hands on, so that the processes that it starts have its clock.
VARIABLES = ("LD_PRELOAD", "FAKETIME", *_TRUE)


def surroundings(by: timedelta) -> dict[str, str]:
    """Variables for a process whose clock is ahead by this time."""
    return {**_loaded(), "FAKETIME": _said(by)}


def true_clock() -> dict[str, str]:
    """Our own environment without libfaketime, for Redis and Varnish. Their allocator (jemalloc)
    asks for the time while libfaketime starts, and each would wait for the other for ever."""
    return {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}


class Clock:
    """A clock that a test can set while processes use it."""

    def __init__(self, file: Path, by: timedelta) -> None:
        self.file = file
        self.put(by)

    def put(self, by: timedelta) -> None:
        """Set the clock ahead by this time. Processes see it when they next ask for the time."""
        new = self.file.with_suffix(".new")
        new.write_text(f"{_said(by)}\n")
        # Replaced as a whole, so that no process reads an incomplete file.
        new.replace(self.file)

    def surroundings(self) -> dict[str, str]:
        """Variables for a process that uses this clock."""
        return {
            **_loaded(),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            # The file is read each time (1 µs). With its shortest cache, of a second, libfaketime
            # would notice a new time up to two seconds later.
            "FAKETIME_NO_CACHE": "1",
        }


def _loaded() -> dict[str, str]:
    return {"LD_PRELOAD": str(machine.faketime()), **_TRUE}


def _said(by: timedelta) -> str:
    return f"{by.total_seconds():+.0f}"
