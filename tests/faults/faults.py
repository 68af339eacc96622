"""What is really broken under a portal that serves, and put right again."""

import errno
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from resource import RLIMIT_NOFILE, setrlimit

from tests.faketime import Clock

MEGABYTE = 2**20
# Descriptors of a portal for the fault that uses them up.
FEW_DESCRIPTORS = 256


@dataclass
class Place:
    """The folders of a portal, each on a small disk of its own, and its clock."""

    var: Path
    database: Path
    spool: Path
    clock: Clock
    port: int = 0


@contextmanager
def placed(folder: Path, megabytes: int) -> Iterator[Place]:
    """Disks in memory (tmpfs) below this folder. It wants root."""
    var, database = folder / "var", folder / "database"
    with ExitStack() as mounted:
        for disk in (var, database, var / "spool"):
            disk.mkdir()
            options = f"size={megabytes}m,mode=0700"
            subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", disk], check=True)
            mounted.callback(subprocess.run, ["umount", "--lazy", disk], check=True)
        yield Place(var, database, var / "spool", Clock(folder / "clock", timedelta(0)))


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """No byte more finds room there."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (MEGABYTE, 4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def read_only(*disks: Path) -> Iterator[None]:
    """As the kernel leaves a disk whose errors it has met."""
    for disk in disks:
        # `-f` would only pretend. Files that are open for writing hinder an ordinary remount.
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    try:
        yield
    finally:
        for disk in disks:
            subprocess.run(["mount", "-o", "remount,rw", disk], check=True)


@contextmanager
def clock_ahead(clock: Clock, by: timedelta) -> Iterator[None]:
    clock.put(by)
    try:
        yield
    finally:
        clock.put(timedelta(0))


@contextmanager
def descriptors_used_up(port: int) -> Iterator[None]:
    """Twice as many silent connections as the portal has descriptors."""
    with ExitStack() as held:
        for _each in range(2 * FEW_DESCRIPTORS):
            held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
        yield


def few_descriptors() -> None:
    setrlimit(RLIMIT_NOFILE, (FEW_DESCRIPTORS, FEW_DESCRIPTORS))


Break = Callable[[Place], "contextmanager"]

FAULTS: dict[str, Break] = {
    "the disk of the database is full": lambda place: full(place.database),
    "the disk of VAR_DIR is full (uploads, library, kept pages)": lambda place: full(place.var),
    "the disk of the spool is full": lambda place: full(place.spool),
    "all disks can only be read": lambda place: read_only(place.database, place.var, place.spool),
    "the clock is two hours ahead, then right": lambda place: clock_ahead(
        place.clock, timedelta(hours=2)
    ),
    "the clock is two hours behind, then right": lambda place: clock_ahead(
        place.clock, -timedelta(hours=2)
    ),
    "all descriptors are used up": lambda place: descriptors_used_up(place.port),
}
