"""The database of a portal on a disk that can be full, or read only."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen

from tests import postgres


class Sqlite:
    """One file; a portal without demo content was copied there."""

    name = "SQLite"

    def __init__(self, disk: Path) -> None:
        self.url = f"sqlite:///{disk}/portal.sqlite3"

    def start(self) -> None:
        """There is no server."""

    def stop(self) -> None:
        """There is no server."""


class Postgresql:
    """A server that has all its files there and syncs them as it does by default."""

    name = "PostgreSQL"

    def __init__(self, disk: Path) -> None:
        self._disk, self._process = disk, None
        self._programs = postgres.binaries()
        self._who = postgres.owner_of(disk)
        self.url = f"postgres://{postgres.NAME}@/{disk}/{postgres.NAME}"
        postgres.make_cluster(self._programs, disk, self._who)
        self.start()
        postgres.run_sql(self._programs, disk, f"CREATE DATABASE {postgres.NAME}")

    def start(self) -> None:
        """Start it, unless it runs: it ends by itself where it cannot write."""
        if self._process is None or self._process.poll() is not None:
            self._process: Popen = postgres.start(self._programs, self._disk, self._who, {})

    def stop(self) -> None:
        postgres.stop(self._process)


@contextmanager
def database(kind: type[Sqlite | Postgresql], disk: Path) -> Iterator[Sqlite | Postgresql]:
    """An empty one on this disk."""
    found = kind(disk)
    try:
        yield found
    finally:
        found.stop()
