"""A page that several processes of a host miss at the same moment is made by one of them: the
others wait for it, and take it from disk.

Each page has a byte of a file that is locked while it is made. The kernel frees what a process that
dies has locked. Threads of one process do not keep each other out: `server.handler` does that.
"""

import fcntl
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

log = logging.getLogger(__name__)

# Far more than pages: two that share one may wait for each other for nothing.
LOCK_BYTES = 2**32
# Seconds after which a page that another process cannot get done is made here, too.
WAIT_SECONDS = 0.5
# Seconds between two tries. To be woken would take a thread that cannot give up.
RETRY_SECONDS = 0.001


class MakingLocks:
    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def turn(self, name: str) -> Iterator[bool]:
        """Ours to make that page; true when another process was at it meanwhile, so that it may be
        there by now."""
        byte = int.from_bytes(blake2b(name.encode(), digest_size=8).digest()) % LOCK_BYTES
        locked, waited = self._locks(byte), False
        end = time.monotonic() + WAIT_SECONDS
        while locked is False and time.monotonic() < end:
            waited = True
            time.sleep(RETRY_SECONDS)
            locked = self._locks(byte)
        try:
            yield waited
        finally:
            if locked:
                fcntl.lockf(self._file, fcntl.LOCK_UN, 1, byte)

    @cached_property
    def _file(self) -> int:
        """Open for as long as the process lives: to close it would free all that it has locked."""
        return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)

    def _locks(self, byte: int) -> bool | None:
        """None where nothing can be locked: pages are made all the same."""
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
        except BlockingIOError:
            return False
        except OSError as error:
            log.warning("pages are made without taking turns: %s", error)
            return None
        return True
