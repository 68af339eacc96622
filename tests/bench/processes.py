"""Programs that run beside the benchmark, what CPU and memory they take, and their certain end."""

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
    """That program, from when `ready()` is true. RuntimeError when it ends or takes too long.

    Its process group is killed at the end, whatever came; the kernel ends it should we be killed.
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
    """That program to its end. RuntimeError with what it said when it fails."""
    process = _started(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
    )
    try:
        said, _ = process.communicate()
    finally:
        _end(process)  # with the helpers that it may have started
    if process.returncode:
        raise RuntimeError(f"{command} failed:\n{said}")


def _started(command: list[str | Path], **options: Any) -> subprocess.Popen:
    """In a group of its own, which Ctrl-C reaches only through us."""
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
    """These processes and all below them."""
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
    """Seconds of CPU, user's and system's, of these and all below them, ended ones included.

    Of a living process Linux tells it to the nanosecond under a clock made of its number; of those
    it has waited for, in hundredths, in its `stat`.
    """
    spent = 0.0
    for pid in family(roots):
        fields = _stat(pid)
        with suppress(OSError):
            spent += time.clock_gettime((~pid << 3) | 2)
        spent += sum(map(int, fields[13:15])) / TICK if fields else 0
    return spent


def memory(pid: int) -> dict[str, float]:
    """MB (of 2**20 bytes): `Rss`, resident; `Pss`, shared pages divided among those who share."""
    lines = _read(PROC / str(pid) / "smaps_rollup").splitlines()
    pairs = (line.split(":") for line in lines if line.startswith(("Rss:", "Pss:")))
    return {name: int(rest.split()[0]) / 1024 for name, rest in pairs}


def _stat(pid: int) -> list[str]:
    """Its fields from the third on (a name may hold blanks and brackets); nothing if it is gone."""
    return _read(PROC / str(pid) / "stat").rpartition(")")[2].split()


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
