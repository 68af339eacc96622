"""Whether the worker of this host (`manage.py work`) runs, and which tasks wait for it. It holds a
lock while it runs, which the system takes from it however it ends.

Readers wait for none of these tasks: what is published begins and ends by the clock alone
(`delivery.due_moments`). Each floor registers its tasks. The dashboard and `/readyz` name what has
waited for too long, and items that failed and were set aside.
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

# After its last sign of work a running worker is taken to hang: pictures take a minute at most.
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
    """Whether a worker runs on this host, be it that it hangs."""
    try:
        with _path().open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, FileNotFoundError) as error:
        return isinstance(error, BlockingIOError)
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
    """Whether a worker runs and does not hang."""
    last = last_at_work()
    return is_running() and last is not None and timezone.now() - last < HANGING_AFTER


# Items that were set aside are named up to this number.
MAX_SET_ASIDE_SHOWN = 100
# How many items wait, and since when the first; None where only the worker could know.
CountAndOldest = tuple[int, datetime | None]


def count_and_oldest(rows: QuerySet, column: str) -> CountAndOldest:
    """Of these rows, by a column that says since when each waits; one query."""
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

    # As `/readyz` calls it.
    name: str
    # For staff: what it means that this number of items wait.
    sentence: Callable[[int], str]
    waiting: Callable[[], CountAndOldest]
    # How long items may wait for a busy worker.
    patience: timedelta
    # Items that failed and wait until somebody looks: those that this person may see, or all for
    # None.
    set_aside: Callable[[Any], list[SetAside]] = lambda user: []


@dataclass(frozen=True, slots=True)
class Overdue:
    work: WorkerTask
    count: int
    # None when no worker ever ran.
    since: datetime | None


_kinds: list[WorkerTask] = []

# Called in an app's `ready`.
register = _kinds.append


def overdue() -> list[Overdue]:
    """The kinds of which something should have been done by now. Asks the database; raises what the
    database raises."""
    found = []
    for work in _kinds:
        count, since = work.waiting()
        late = timezone.now() - since > work.patience if since else not is_at_work()
        if count and late:
            found.append(Overdue(work, count, since or last_at_work()))
    return found


def set_aside(user: Any = None) -> dict[str, list[SetAside]]:
    """By kind, the items that failed: those that this person may see, or all for None."""
    return {work.name: found for work in _kinds if (found := work.set_aside(user))}
