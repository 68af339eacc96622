"""Small values that every page needs, kept in memory until something is purged."""

from collections.abc import Callable
from typing import Generic, TypeVar

from . import signal

T = TypeVar("T")


class Kept(Generic[T]):
    """Call it for the value; it is loaded again when the purge signal has risen.

    The signal is read before the load begins, so a value read while a change was being committed
    is thrown away on the next call.
    """

    def __init__(self, load: Callable[[], T]) -> None:
        self._load = load
        self._held: tuple[int, T] | None = None
        self.__doc__ = load.__doc__

    def __call__(self) -> T:
        seen = signal.current()
        held = self._held
        if held is not None and held[0] == seen:
            return held[1]
        value = self._load()
        self._held = (seen, value)
        return value
