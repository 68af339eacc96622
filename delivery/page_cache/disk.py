"""Cached pages on disk, in one SQLite file that all serving processes of the machine share. They
outlive a restart. Each process looks in its own memory first (`delivery.page_cache.memory`).

Nothing here raises: if something is wrong with the file, pages are made anew.
"""

import fcntl
import json
import logging
import os
import sqlite3
import threading
import time
from array import array
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

from .page import CachedPage, Key

log = logging.getLogger(__name__)

# Of all pages; those stored longest ago are deleted first.
MAX_BYTES = 400 * 2**20
# How long to wait for another process that writes.
LOCK_TIMEOUT_SECONDS = 0.2

# Without fsync, because after a power cut no stored page is used. With a small cache (256 kB),
# because the processes have the pages in their memory already.
_OPEN = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = OFF;
    PRAGMA cache_size = -256;
    CREATE TABLE IF NOT EXISTS page (
        key TEXT NOT NULL UNIQUE, release TEXT NOT NULL, size INTEGER NOT NULL,
        looked_at TEXT NOT NULL, status INTEGER NOT NULL, headers TEXT NOT NULL,
        etag TEXT NOT NULL, slots BLOB NOT NULL, seen INTEGER NOT NULL, until INTEGER NOT NULL,
        tags TEXT NOT NULL, plain BLOB, gzip BLOB, br BLOB
    )
"""
_GET = """
    SELECT looked_at, status, headers, etag, slots, seen, until, tags, plain, gzip, br
    FROM page WHERE key = ? AND release = ?
"""
# The pages of other releases, and the oldest ones while there are too many bytes.
_EVICT = """
    DELETE FROM page WHERE rowid NOT IN (
        SELECT rowid FROM (
            SELECT rowid, sum(size) OVER (ORDER BY rowid DESC) AS held FROM page WHERE release = ?
        ) WHERE held <= ?
    )
"""
_CODINGS = "", "gzip", "br"


def cache_file() -> Path:
    """The file with the pages of this machine."""
    return settings.VAR_DIR / "pages-2.sqlite3"


def erase() -> None:
    """Delete every page from this machine's disk and overwrite its bytes, after a redaction. A
    failure is logged."""
    if not cache_file().exists():
        return
    try:
        with closing(sqlite3.connect(cache_file(), timeout=10, isolation_level=None)) as database:
            database.execute("PRAGMA secure_delete = ON")
            database.execute("DELETE FROM page")
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error:
        log.exception("pages on disk: they could not be taken away; delete %s", cache_file())


class DiskCache:
    """The pages of one release of the portal; those of other releases are ignored."""

    def __init__(self, path: Path, release: str, max_bytes: int = MAX_BYTES) -> None:
        self.path, self.release, self.max_bytes = path, release, max_bytes
        self._of_thread = threading.local()
        # The lock under which the page of a key is made.
        self.making_lock = MakingLocks(path.with_suffix(".turns")).lock
        self._puts = 0

    def get(self, key: Key) -> tuple[CachedPage, frozenset[str]] | None:
        """The page stored last, fresh or not, and the names of the query parameters that its view
        reads. None if there is no page."""
        try:
            row = self._opened().execute(_GET, (_key_text(key), self.release)).fetchone()
            return row and _read(*row)
        # After a power cut rows may hold anything.
        except Exception as error:
            self._give_up(error)
            return None

    def put(self, key: Key, page: CachedPage, looked_at: Iterable[str]) -> None:
        """Store the page in place of the one there, with the names that `get` returns."""
        row = (
            *(_key_text(key), self.release, page.size, json.dumps(sorted(looked_at)), page.status),
            *(json.dumps(page.headers), page.etag, array("I", page.slots).tobytes()),
            *(page.seen, page.until, page.tags, *map(page.coded.get, _CODINGS)),
        )
        self._puts += 1
        try:
            database = self._opened()
            database.execute(f"REPLACE INTO page VALUES ({', '.join('?' * len(row))})", row)
            if self._puts % 64 == 1:
                database.execute(_EVICT, (self.release, self.max_bytes))
        except Exception as error:
            self._give_up(error)

    def _opened(self) -> sqlite3.Connection:
        """This thread's connection."""
        if not hasattr(self._of_thread, "database"):
            database = sqlite3.connect(
                self.path, timeout=LOCK_TIMEOUT_SECONDS, isolation_level=None
            )
            self.path.chmod(0o640)
            database.executescript(_OPEN)
            self._of_thread.database = database
        return self._of_thread.database

    def _give_up(self, error: Exception) -> None:
        """Log it, close the connection, and delete the file if it is broken."""
        log.warning("pages on disk: %s", error)
        with suppress(AttributeError):
            self._of_thread.database.close()
            del self._of_thread.database
        if not isinstance(error, sqlite3.OperationalError | OSError):
            for end in ("", "-wal", "-shm"):
                with suppress(OSError):
                    Path(f"{self.path}{end}").unlink()


def _read(
    looked_at: str,
    status: int,
    headers: str,
    etag: str,
    slots: bytes,
    seen: int,
    until: int,
    tags: str,
    *bodies: bytes | None,
) -> tuple[CachedPage, frozenset[str]]:
    """The page in a row, and the names of the query parameters that its view reads."""
    page = CachedPage(
        status=status,
        headers=[(name, value) for name, value in json.loads(headers)],
        etag=etag,
        coded={name: body for name, body in zip(_CODINGS, bodies, strict=True) if body is not None},
        slots=tuple(array("I", slots)),
        seen=seen,
        until=until,
        tags=tags,
    )
    return page, frozenset(json.loads(looked_at))


def _key_text(key: Key) -> str:
    return json.dumps(key, ensure_ascii=False)


# Far more than pages, because two pages that share a byte wait for each other.
LOCK_BYTES = 2**32
# After which a page that another process is slow to make is made here too.
WAIT_SECONDS = 0.5
# Between two tries. A blocking lock would have no timeout.
RETRY_SECONDS = 0.001


class MakingLocks:
    """A lock for each page, held by the one process of the machine that makes the page; the others
    wait and take it from disk. It is a lock on one byte of a file, which the kernel frees when the
    process dies. It does not keep threads of one process apart: `server.handler` does that.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def lock(self, name: object) -> Iterator[bool]:
        """Hold the lock of the page with this name, after `WAIT_SECONDS` go on without it. Yields
        True if another process held the lock before, so the page may be stored by now."""
        byte = int.from_bytes(blake2b(str(name).encode(), digest_size=8).digest()) % LOCK_BYTES
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
        """The open file. It is never closed, because that would free all locks of the process."""
        return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)

    def _locks(self, byte: int) -> bool | None:
        """Try to lock the byte. False if another process holds it, None if locking fails."""
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
        except BlockingIOError:
            return False
        except OSError as error:
            log.warning("pages are made without locks: %s", error)
            return None
        return True
