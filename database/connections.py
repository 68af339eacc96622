"""Connections outside of requests, and which database errors are temporary."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections

# A damaged file of SQLite counts as temporary: cached pages are shown until somebody restores it.
_SQLITE_DAMAGED_CODES = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


@contextmanager
def fresh_connection() -> Iterator[None]:
    """A block for a thread outside of requests: broken and expired connections are closed before
    and after it, as Django does around a request."""
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()


def is_temporary(error: BaseException | None) -> bool:
    """Whether the same request may succeed later."""
    code = getattr(error.__cause__, "sqlite_errorcode", None) if error else None
    if isinstance(error, OperationalError | InterfaceError):
        # SQLite raises OperationalError for a mistake in a statement too, which is permanent.
        return code is None or code & 0xFF != sqlite3.SQLITE_ERROR
    if type(error) is DatabaseError and code is None:
        # psycopg2's, without a code of the server, if the server died during the query.
        return getattr(error.__cause__, "pgcode", "unknown") is None
    return isinstance(error, DatabaseError) and (code or 0) & 0xFF in _SQLITE_DAMAGED_CODES
