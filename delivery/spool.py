"""A file of short lines that requests leave for the worker.

A reader's request does not write to the database. On SQLite it would wait for the one write lock
that publishing needs, and somebody who requests a thousand addresses a second would hold that lock.
To add a line takes some microseconds. When the spool is full, new lines are dropped.
"""

import fcntl
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

log = logging.getLogger(__name__)

# Enough for twelve thousand readers between two visits of the worker.
MAX_SPOOL_BYTES = 2**19


class Spool:
    """One spool, by its name. Any process of the machine adds lines, the machine's worker takes
    them. Lines may be lost without harm."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def path(self) -> Path:
        return Path(settings.VAR_DIR) / "spool" / self.name

    def add(self, line: str) -> None:
        """Add a line. A full disk or a full spool raises nothing: the request is answered all the
        same."""
        try:
            with self._locked() as file:
                if os.fstat(file).st_size < MAX_SPOOL_BYTES:
                    os.write(file, f"{line}\n".encode())
        except OSError:
            log.warning("nothing can be noted in %s", self.path, exc_info=True)

    def take(self) -> list[str]:
        """Read all lines, in their order, and empty the file."""
        if not self.path.exists():
            return []
        with self._locked() as file:
            text = os.pread(file, os.fstat(file).st_size, 0).decode(errors="replace")
            os.ftruncate(file, 0)
        return text.splitlines()

    def waits(self) -> bool:
        """Whether there are lines."""
        return self.path.exists() and self.path.stat().st_size > 0

    def drain(self, handle: Callable[[list[str]], None]) -> int:
        """Give all lines to `handle`, in one transaction. Errors are raised. If the database is
        locked or away, the lines are put back; after another error they are lost.

        Returns 0, so that the worker comes again after a second and not at once.
        """
        lines = self.take()
        if lines:
            try:
                with transaction.atomic():
                    handle(lines)
            except (OperationalError, InterfaceError):
                self.put_back(lines)
                raise
        return 0

    def put_back(self, lines: list[str]) -> None:
        """Add lines again that could not be handled."""
        for line in lines:
            self.add(line)

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """The open file, which nobody else reads or writes within the block."""
        if not self.path.parent.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o640)
        try:
            # Not `lockf`: its lock belongs to the process and does not keep threads apart.
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
        finally:
            os.close(file)
