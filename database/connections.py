"""Connections outside of requests, and which errors of the database will pass."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections

# SQLite's file is damaged until somebody restores it: kept pages are shown meanwhile.
_SQLITE_DAMAGED_CODES = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


@contextmanager
def fresh_connection() -> Iterator[None]:
    """In a thread of ours: a connection that broke, or is too old, is not used again."""
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()


def is_temporary(error: BaseException | None) -> bool:
    """Whether the same request may well succeed later."""
    code = getattr(error.__cause__, "sqlite_errorcode", None) if error else None
    if isinstance(error, OperationalError | InterfaceError):
        # SQLite raises OperationalError for a mistake in a statement too, which does not pass.
        return code is None or code & 0xFF != sqlite3.SQLITE_ERROR
    return isinstance(error, DatabaseError) and (code or 0) & 0xFF in _SQLITE_DAMAGED_CODES
