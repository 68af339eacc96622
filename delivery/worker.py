"""Whether the worker of this host runs: it holds a lock, and however it ends, the lock ends too."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

# So long after its last beat one that runs is taken to hang: pictures take a minute at most.
HANGING_AFTER = timedelta(minutes=5)


def _path() -> Path:
    return Path(settings.VAR_DIR) / "worker-lock"


@contextmanager
def worker_lock() -> Iterator[None]:
    """One of the host's workers runs until the block ends."""
    with _path().open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        beat()
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


def beat() -> None:
    """This worker is at work: it has done all its chores once more."""
    with suppress(FileNotFoundError):
        os.utime(_path())


def last_beat() -> datetime | None:
    """When one was at work last; None where none ever ran."""
    try:
        return datetime.fromtimestamp(_path().stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


def is_at_work() -> bool:
    """Whether one runs, and does not hang."""
    last = last_beat()
    return is_running() and last is not None and timezone.now() - last < HANGING_AFTER
