"""Small values that every page needs, cached in memory until something is purged."""

from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connection

from . import stale_marks

T = TypeVar("T")


class CachedValue(Generic[T]):
    """Call the object to get the value. The call after any purge loads the value again. If the new
    value equals the old one, the old object is returned, so fragments made from it stay valid.
    Therefore the value is plain data: two model instances are equal as soon as their ids are.

    The sequence is read before the load, so a value that was read while a change was being
    committed is dropped on the next call. A value that a transaction reads may be rolled back with
    it, so it is cached for that transaction only, until its next change.
    """

    def __init__(self, load: Callable[[], T]) -> None:
        self._load = load
        self._held: tuple[int, object, T] | None = None
        self.__doc__ = load.__doc__

    def __call__(self) -> T:
        seen, change = stale_marks.sequence(), _transaction_state()
        held = self._held
        if (
            held is not None
            and held[0] == seen
            # A value read outside of this transaction does not show what this one has changed.
            and (held[1] is change or (held[1] is None and not connection.run_on_commit))
            and stale_marks.trusted()
        ):
            return held[2]
        value = self._load()
        if held is not None and value == held[2]:
            value = held[2]
        self._held = (seen, change, value)
        return value


def _transaction_state() -> object:
    """An object that stands for the running transaction and its last change; None outside of one.

    Each purge adds an entry to `run_on_commit`; Django removes it if its savepoint is rolled back.
    """
    if not connection.in_atomic_block:
        return None
    return connection.run_on_commit[-1] if connection.run_on_commit else connection.atomic_blocks[0]
