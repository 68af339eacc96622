"""One number, shared by every process of this host, that rises whenever something was purged.

What a process keeps in memory (the navigation, the agency) is good as long as the number stands
still. Reading it costs a look at mapped memory, no system call.
"""

import fcntl
import mmap
import os
import struct
import threading
from functools import cache
from pathlib import Path

from django.conf import settings

_NUMBER = struct.Struct("=Q")
_between_threads = threading.Lock()  # the file's lock only keeps processes apart


@cache
def _shared() -> tuple[int, mmap.mmap]:
    path = Path(settings.VAR_DIR) / "purge-signal"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o640)
    if os.fstat(descriptor).st_size < _NUMBER.size:
        os.ftruncate(descriptor, _NUMBER.size)
    return descriptor, mmap.mmap(descriptor, _NUMBER.size)


def current() -> int:
    return _NUMBER.unpack_from(_shared()[1])[0]


def raise_signal(tags: list[str] | None = None) -> None:
    """An engine: tell every process of this host that something it keeps may be stale."""
    descriptor, memory = _shared()
    with _between_threads:
        fcntl.lockf(descriptor, fcntl.LOCK_EX)
        try:
            _NUMBER.pack_into(memory, 0, current() + 1)
        finally:
            fcntl.lockf(descriptor, fcntl.LOCK_UN)
