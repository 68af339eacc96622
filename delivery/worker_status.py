"""Whether the worker of this machine (`manage.py work`) runs, and which tasks wait for it. The
worker holds a file lock while it runs; the kernel frees the lock however the worker ends.

Readers wait for none of these tasks: what is published begins and ends by the clock alone
(`delivery.due_moments`). Each app registers its tasks. The dashboard and `/readyz` name tasks that
have waited for too long, and items that failed and were set aside.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, QuerySet
from django.utils import timezone

# A running worker that gave no sign for this long counts as hanging: a picture takes a minute at
# most.
HANGING_AFTER = timedelta(minutes=5)


def _path() -> Path:
    return Path(settings.VAR_DIR) / "worker-lock"


@contextmanager
def worker_lock() -> Iterator[None]:
    """Held by a worker for as long as it runs."""
    with _path().open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        note_at_work()
        yield


def is_running() -> bool:
    """Whether a worker runs on this machine, even if it hangs."""
    try:
        with _path().open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, FileNotFoundError) as error:
        return isinstance(error, BlockingIOError)
    return False


def note_at_work() -> None:
    """Note that this worker does not hang. It calls this before each round of its chores."""
    # Not on a disk that can only be read: the worker goes on.
    with suppress(OSError):
        os.utime(_path())


def last_at_work() -> datetime | None:
    """When a worker last called `note_at_work`; None if none ever ran."""
    try:
        return datetime.fromtimestamp(_path().stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


def is_at_work() -> bool:
    """Whether a worker runs and does not hang."""
    last = last_at_work()
    return is_running() and last is not None and timezone.now() - last < HANGING_AFTER


# A task names at most so many of its items that were set aside.
MAX_SET_ASIDE_SHOWN = 100
# How many items wait, and since when the oldest; None if only the worker could know.
CountAndOldest = tuple[int, datetime | None]


def count_and_oldest(rows: QuerySet, column: str) -> CountAndOldest:
    """Of these rows; `column` says since when each waits. One query."""
    return tuple(rows.aggregate(count=Count("pk"), since=Min(column)).values())


@dataclass(frozen=True, slots=True)
class SetAside:
    """An item that failed and was set aside, so that it does not hold up the others."""

    name: str
    # The page on which staff deal with it.
    url: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class WorkerTask:
    """One kind of work that the worker does."""

    # Its name in `/readyz`.
    name: str
    # For staff: what it means that so many items wait.
    sentence: Callable[[int], str]
    waiting: Callable[[], CountAndOldest]
    # How long items may wait for a busy worker.
    late_after: timedelta
    # Items that failed and wait for a person: those that this user may see, or all for None.
    set_aside: Callable[[Any], list[SetAside]] = lambda user: []


@dataclass(frozen=True, slots=True)
class Overdue:
    """A task whose items have waited for too long."""

    work: WorkerTask
    count: int
    # Since when the oldest waits, or else when a worker was last at work; None if none ever ran.
    since: datetime | None


_kinds: list[WorkerTask] = []

# Called in an app's `ready`.
register = _kinds.append


def tasks() -> list[WorkerTask]:
    """All kinds of work."""
    return list(_kinds)


def overdue() -> list[Overdue]:
    """The tasks whose oldest item waits longer than `late_after`. If a task cannot say since when,
    it is overdue while no worker is at work. Queries the database and raises its errors."""
    found = []
    for work in _kinds:
        count, since = work.waiting()
        late = timezone.now() - since > work.late_after if since else not is_at_work()
        if count and late:
            found.append(Overdue(work, count, since or last_at_work()))
    return found


def set_aside(user: Any = None) -> dict[str, list[SetAside]]:
    """By the task's name, the items that failed: those that this user may see, or all for None."""
    return {work.name: found for work in _kinds if (found := work.set_aside(user))}
