"""Runs programs beside the benchmark, measures their CPU and memory, and surely ends them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from tests.postgres import die_with_parent

PROC = Path("/proc")
TICK = os.sysconf("SC_CLK_TCK")


@contextmanager
def running(
    command: list[str | Path], *, ready: Callable[[], object], within: float = 60, **options: Any
) -> Iterator[subprocess.Popen]:
    """Run a program; yields it when `ready()` is true. RuntimeError if it ends before, or is not
    ready `within` so many seconds.

    Its process group is killed at the end in any case; if we are killed, the kernel ends it.
    """
    process = _started(command, **{"stdout": subprocess.DEVNULL, **options})
    try:
        wait_for(ready, process, within)
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)
        _end(process)


def run(command: list[str | Path], **options: Any) -> None:
    """Run a program until it ends. RuntimeError with its output if it fails."""
    process = _started(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
    )
    try:
        said, _ = process.communicate()
    finally:
        # With the processes that it may have started.
        _end(process)
    if process.returncode:
        raise RuntimeError(f"{command} failed:\n{said}")


def _started(command: list[str | Path], **options: Any) -> subprocess.Popen:
    """Start the command in a session of its own, so that Ctrl-C reaches it only through us."""
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=partial(die_with_parent, os.getpid()) if sys.platform == "linux" else None,
        **options,
    )


def _end(process: subprocess.Popen) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_for(ready: Callable[[], object], process: subprocess.Popen, within: float) -> None:
    end = time.monotonic() + within
    while not ready():
        if process.poll() is not None:
            raise RuntimeError(f"{process.args} ended with {process.returncode}")
        if time.monotonic() > end:
            raise RuntimeError(f"{process.args} was not ready within {within:.0f} s")
        time.sleep(0.01)


def listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def family(roots: Iterable[int]) -> set[int]:
    """These processes and all that they have started, directly or not."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdecimal() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = set(), list(roots)
    while waiting:
        found.add(pid := waiting.pop())
        waiting += children.get(pid, [])
    return found


def cpu(roots: list[int]) -> float:
    """Seconds of CPU, user and system, of these processes and all below them, also of ended ones.

    Each living process has a clock in nanoseconds, whose number Linux makes from the pid. For its
    ended children, its `stat` has hundredths of a second.
    """
    spent = 0.0
    for pid in family(roots):
        fields = _stat(pid)
        with suppress(OSError):
            spent += time.clock_gettime((~pid << 3) | 2)
        spent += sum(map(int, fields[13:15])) / TICK if fields else 0
    return spent


def memory(pid: int) -> dict[str, float]:
    """MB (of 2**20 bytes): `Rss`, resident memory; `Pss`, with shared pages divided among the
    processes that share them."""
    lines = _read(PROC / str(pid) / "smaps_rollup").splitlines()
    pairs = (line.split(":") for line in lines if line.startswith(("Rss:", "Pss:")))
    return {name: int(rest.split()[0]) / 1024 for name, rest in pairs}


def _stat(pid: int) -> list[str]:
    """The fields of its `stat` after the name, which may hold spaces and brackets; empty if the
    process has ended."""
    return _read(PROC / str(pid) / "stat").rpartition(")")[2].split()


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
