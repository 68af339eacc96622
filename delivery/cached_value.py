"""Small values that every page needs, kept in memory until something is purged."""

from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connection

from . import stale_marks

T = TypeVar("T")


class CachedValue(Generic[T]):
    """Call it for the value; it is loaded again when anything has been purged. One that equals the
    one before stays the same object, as what was made from it is still good; so it must hold
    values, not models, which are equal when their ids are.

    The sequence is read before the load begins, so a value read while a change was being committed
    is thrown away on the next call. What a transaction reads may be rolled back with it: that is
    kept for this transaction alone, until its next change.
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
            # What another thread has read does not show what this transaction has changed.
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
    """What stands for the running transaction and its last change; None outside of one.

    A purge is an entry of `run_on_commit`, which Django takes out again with its savepoint.
    """
    if not connection.in_atomic_block:
        return None
    return connection.run_on_commit[-1] if connection.run_on_commit else connection.atomic_blocks[0]
