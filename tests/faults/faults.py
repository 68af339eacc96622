"""What is really broken under a portal that serves, and put right again."""

import errno
import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from resource import RLIMIT_NOFILE, setrlimit
from threading import Event, Thread

from tests.faketime import Clock

from .protections import (
    BUSY_PAGE,
    CLOSED_CONNECTIONS,
    PAGES_WITHOUT_DISK,
    RECOVERED_FORMS,
    SPOOL_MAY_BE_FULL,
    SYNCED_COMMITS,
    Protection,
)

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

    @property
    def disks(self) -> list[Path]:
        """In the order in which they are mounted."""
        return [self.var, self.database, self.spool]

    def mount(self) -> None:
        for disk in self.disks:
            disk.mkdir(exist_ok=True)
            subprocess.run(["mount", "-o", "loop", image_of(disk), disk], check=True)

    def unmount(self) -> None:
        for disk in reversed(self.disks):
            subprocess.run(["umount", "--lazy", disk], check=True)


def image_of(disk: Path) -> Path:
    return disk.with_suffix(".img") if disk.name != "spool" else disk.parent.with_suffix(".spool")


def why_not() -> str:
    """Why no disk can be mounted here; an empty text if one can."""
    if os.geteuid() != 0:
        return "only root mounts disks"
    return "" if Path("/dev/loop-control").exists() else "there are no loop devices"


@contextmanager
def placed(folder: Path, megabytes: int) -> Iterator[Place]:
    """Disks (ext4, in files) below this folder."""
    var = folder / "var"
    place = Place(var, folder / "database", var / "spool", Clock(folder / "clock", timedelta(0)))
    for disk in place.disks:
        with image_of(disk).open("wb") as image:
            image.truncate(megabytes * MEGABYTE)
        # Without room for root alone: the portal may run as root here. Blocks are as on a disk of
        # usual size. SQLite reserves its shared memory by writing one byte for each 4,096: with
        # smaller blocks the kernel ends the process (SIGBUS) when the disk is full.
        options = ["-q", "-m", "0", "-b", "4096"]
        subprocess.run(["mkfs.ext4", *options, image_of(disk)], check=True)
    place.mount()
    try:
        yield place
    finally:
        place.unmount()


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """No byte more finds room there; what others set free is taken at once."""
    filler, done = disk / "filler", Event()

    def fill() -> None:
        while not done.wait(0.005):
            _write_until_full(filler, 4096, 1)

    _write_until_full(filler, MEGABYTE, 4096, 1)
    filling = Thread(target=fill)
    filling.start()
    try:
        yield
    finally:
        done.set()
        filling.join()
        filler.unlink()


def _write_until_full(path: Path, *sizes: int) -> None:
    """Add pieces of the first size until none has room, then of the next."""
    with path.open("ab", buffering=0) as file:
        for size in sizes:
            try:
                while True:
                    file.write(b"x" * size)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise


@contextmanager
def read_only(place: Place) -> Iterator[None]:
    """As the kernel leaves a disk after an error: whatever is open, nothing can be written until it
    was examined and mounted anew (`mended`)."""
    for disk in place.disks:
        subprocess.run(["mount", "-o", "remount,abort", disk], check=True)
    yield


def mended(place: Place) -> None:
    """What an administrator does: examine the disks and mount them. The portal does not run."""
    place.unmount()
    for disk in place.disks:
        # 1: it has mended something.
        done = subprocess.run(["e2fsck", "-p", image_of(disk)], stdout=subprocess.DEVNULL)
        assert done.returncode in {0, 1}
    place.mount()


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


READ_ONLY = "all disks can only be read, until the machine is started again"
FULL_DATABASE = "the disk of the database is full"


@dataclass(frozen=True)
class Fault:
    """While the yielded context of `begin` lasts, something is broken."""

    begin: Callable[[Place], AbstractContextManager[None]]
    protection: Protection


FAULTS: dict[str, Fault] = {
    FULL_DATABASE: Fault(lambda place: full(place.database), BUSY_PAGE),
    "the disk of VAR_DIR is full (uploads, library, cached pages)": Fault(
        lambda place: full(place.var), PAGES_WITHOUT_DISK
    ),
    "the disk of the spool is full": Fault(lambda place: full(place.spool), SPOOL_MAY_BE_FULL),
    READ_ONLY: Fault(read_only, SYNCED_COMMITS),
    "the clock is two hours ahead, then right": Fault(
        lambda place: clock_ahead(place.clock, timedelta(hours=2)), RECOVERED_FORMS
    ),
    "the clock is two hours behind, then right": Fault(
        lambda place: clock_ahead(place.clock, -timedelta(hours=2)), RECOVERED_FORMS
    ),
    "all descriptors are used up": Fault(
        lambda place: descriptors_used_up(place.port), CLOSED_CONNECTIONS
    ),
}
