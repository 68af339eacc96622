"""The CPU time of a process includes the processes that it has started, also those that have
ended."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.bench.processes import cpu, family, run, running

BURN = "import time\nwhile time.process_time() < 0.2: pass\n"
PARENT = f"""
import subprocess, sys, time
subprocess.run([sys.executable, "-c", {BURN!r}])
living = subprocess.Popen([sys.executable, "-c", {BURN!r} + "time.sleep(60)"])
print("burnt", flush=True)
time.sleep(60)
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_the_living_and_the_ended_below_a_process_count():
    """In addition, none of these processes is left at the end."""
    command = [sys.executable, "-c", PARENT]
    with (
        running(command, ready=lambda: True, stdout=subprocess.PIPE, text=True) as parent,
        parent.stdout as said,
    ):
        said.readline()
        end = time.monotonic() + 20
        while cpu([parent.pid]) < 0.4 and time.monotonic() < end:
            time.sleep(0.05)
        spent, below = cpu([parent.pid]), family([parent.pid])

    assert spent >= 0.4
    assert len(below) == 2
    end = time.monotonic() + 20
    while left(below) and time.monotonic() < end:
        # The kernel needs some time to end killed processes.
        time.sleep(0.01)
    assert left(below) == []


def left(pids: set[int]) -> list[int]:
    """The processes that are still running. A killed one that nobody has waited for has no
    `exe`."""
    return [pid for pid in pids if Path(f"/proc/{pid}/exe").exists()]


def test_a_program_that_ends_before_it_is_ready_is_an_error():
    with (
        pytest.raises(RuntimeError, match="ended with 3"),
        running([sys.executable, "-c", "raise SystemExit(3)"], ready=lambda: False),
    ):
        pass


def test_what_a_program_said_is_told_when_it_fails():
    with pytest.raises(RuntimeError, match="no such street"):
        run([sys.executable, "-c", "raise SystemExit('no such street')"])
