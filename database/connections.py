"""The database outside of requests, where Django looks after no connection."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import close_old_connections


@contextmanager
def fresh_connection() -> Iterator[None]:
    """In a thread of ours: a connection that broke, or is too old, is not used again."""
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()
