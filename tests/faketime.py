"""Processes with another time of day: libfaketime, by an offset that all of them share.

What is measured stays true: the monotonic clock, and the times of files.
"""

import os
from datetime import timedelta
from pathlib import Path

from tests import machine

_TRUE = {
    "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    "NO_FAKE_STAT": "1",
    "FAKETIME_DISABLE_SHM": "1",  # nothing has to be shared
    # Else Python's threads wait a hundred milliseconds for their turn, not one.
    "FAKETIME_FORCE_MONOTONIC_FIX": "0",
}
# What a process hands on to those it starts, for them to go by its clock.
VARIABLES = ("LD_PRELOAD", "FAKETIME", *_TRUE)


def surroundings(by: timedelta) -> dict[str, str]:
    """The environment of a process whose clock runs ahead by so much."""
    return {**_loaded(), "FAKETIME": _said(by)}


def true_clock() -> dict[str, str]:
    """Our own environment without libfaketime: of Redis and Varnish. Their allocator (jemalloc)
    asks for the time while libfaketime begins, and each would wait for the other for good."""
    return {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}


class Clock:
    """One that is put while processes go by it."""

    def __init__(self, file: Path, by: timedelta) -> None:
        self.file = file
        self.put(by)

    def put(self, by: timedelta) -> None:
        """Ahead by so much. Whatever process asks for the time next goes by it."""
        new = self.file.with_suffix(".new")
        new.write_text(f"{_said(by)}\n")
        new.replace(self.file)  # never seen half written

    def surroundings(self) -> dict[str, str]:
        """The environment of a process that goes by it."""
        return {
            **_loaded(),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            # The file is read whenever the time is asked for (1 µs): with its shortest cache,
            # of a second, libfaketime notices a new time up to two seconds later.
            "FAKETIME_NO_CACHE": "1",
        }


def _loaded() -> dict[str, str]:
    return {"LD_PRELOAD": str(machine.faketime()), **_TRUE}


def _said(by: timedelta) -> str:
    return f"{by.total_seconds():+.0f}"
