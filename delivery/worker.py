"""Whether the worker of this host runs: it holds a lock, and however it ends, the lock ends too."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


def _path() -> Path:
    return Path(settings.VAR_DIR) / "worker-lock"


@contextmanager
def running() -> Iterator[None]:
    """One of the host's workers runs until the block ends."""
    with _path().open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def runs() -> bool:
    """Whether one does. One that hangs does too."""
    try:
        with _path().open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        pass
    return False
