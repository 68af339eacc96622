"""Whether the worker of this host runs: it holds a lock, and however it ends, the lock ends too."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

# So long after its last sign one that runs is taken to hang: pictures take a minute at most.
HANGING_AFTER = timedelta(minutes=5)


def _path() -> Path:
    return Path(settings.VAR_DIR) / "worker-lock"


@contextmanager
def worker_lock() -> Iterator[None]:
    """One of the host's workers runs until the block ends."""
    with _path().open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        note_at_work()
        yield


def is_running() -> bool:
    """Whether one does. One that hangs does too."""
    try:
        with _path().open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        pass
    return False


def note_at_work() -> None:
    """This worker is at work: it has done all its chores once more."""
    with suppress(FileNotFoundError):
        os.utime(_path())


def last_at_work() -> datetime | None:
    """When one was at work last; None where none ever ran."""
    try:
        return datetime.fromtimestamp(_path().stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


def is_at_work() -> bool:
    """Whether one runs, and does not hang."""
    last = last_at_work()
    return is_running() and last is not None and timezone.now() - last < HANGING_AFTER


# So many that were set aside are named.
MAX_SET_ASIDE_SHOWN = 100
# How many wait, and since when the first of them; None where only the worker could know.
CountAndOldest = tuple[int, datetime | None]


@dataclass(frozen=True, slots=True)
class SetAside:
    """Something that was set aside, lest it hold up the others."""

    name: str
    # Where staff see to it.
    url: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class WorkerTask:
    """One kind of what the worker does."""

    # As `/readyz` has it.
    name: str
    # For staff: what it means that so many of them wait.
    sentence: Callable[[int], str]
    waiting: Callable[[], CountAndOldest]
    # A worker that is busy is given so long.
    patience: timedelta
    # What could not be done and waits until somebody looks, as far as this person may see it (None:
    # all of it).
    set_aside: Callable[[Any], list[SetAside]] = lambda user: []


@dataclass(frozen=True, slots=True)
class Overdue:
    work: WorkerTask
    count: int
    # None where no worker ever ran.
    since: datetime | None


_kinds: list[WorkerTask] = []


def register(work: WorkerTask) -> None:
    """For an app's `ready`."""
    _kinds.append(work)


def overdue() -> list[Overdue]:
    """Of each kind what should have been done by now. Asks the database, and raises whatever that
    one raises."""
    found = []
    for work in _kinds:
        count, since = work.waiting()
        if since is None:
            late = not is_at_work()
            since = last_at_work()
        else:
            late = timezone.now() - since > work.patience
        if count and late:
            found.append(Overdue(work, count, since))
    return found


def set_aside(user: Any = None) -> dict[str, list[SetAside]]:
    """By kind, what could not be done; as far as that person may see it, or all of it."""
    found = {work.name: work.set_aside(user) for work in _kinds}
    return {name: asides for name, asides in found.items() if asides}
