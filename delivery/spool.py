"""What requests leave for the worker: short lines in a file of their own, one after the other.

A request that has something to note must not write to the database: on SQLite it would queue for
the one lock that publishing needs, and whoever asks for a thousand addresses a second would hold
it. Adding a line costs some microseconds, and past `AT_MOST` bytes it is left out.
"""

import fcntl
import logging
import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

log = logging.getLogger(__name__)

# Bytes that wait at most: of some twelve thousand readers since the worker last looked.
MAX_SPOOL_BYTES = 2**19


class Spool:
    """Lines by any process of this host, taken by its worker; losing some is no harm."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def path(self) -> Path:
        return Path(settings.VAR_DIR) / "spool" / self.name

    def add(self, line: str) -> None:
        """Note it. A full disk or a full spool is no error of the page."""
        try:
            file = self._locked()
            try:
                if os.fstat(file).st_size < MAX_SPOOL_BYTES:
                    os.write(file, f"{line}\n".encode())
            finally:
                os.close(file)
        except OSError:
            log.warning("nothing can be noted in %s", self.path, exc_info=True)

    def take(self) -> list[str]:
        """All that waits, in the order in which it came; it waits no longer."""
        if not self.path.exists():
            return []
        file = self._locked()
        try:
            size = os.fstat(file).st_size
            text = os.pread(file, size, 0).decode(errors="replace")
            os.ftruncate(file, 0)
        finally:
            os.close(file)
        return text.splitlines()

    def waits(self) -> bool:
        """Whether there is anything to be taken."""
        try:
            return self.path.stat().st_size > 0
        except FileNotFoundError:
            return False

    def settle(self, count: Callable[[list[str]], None]) -> int:
        """Have all that waits counted, in one transaction; it waits again while the database is
        locked or away. What cannot be counted at all is raised, and gone.

        Always 0, for the worker would come again at once, and need not: once a second will do.
        """
        lines = self.take()
        if lines:
            try:
                with transaction.atomic():
                    count(lines)
            except (OperationalError, InterfaceError):
                self.put_back(lines)
                raise
        return 0

    def put_back(self, lines: list[str]) -> None:
        """What could not be settled waits again."""
        for line in lines:
            self.add(line)

    def _locked(self) -> int:
        """The open file, nobody else's until it is closed."""
        try:
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o640)
        except FileNotFoundError:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o640)
        # Not lockf: that one belongs to the process, and keeps no thread from another.
        fcntl.flock(file, fcntl.LOCK_EX)
        return file
