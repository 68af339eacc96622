"""What a long run says meanwhile."""

import time
from collections.abc import Callable

SECONDS_BETWEEN_LINES = 5.0


class Progress:
    """Counts the files of a run and their bytes, and says how far it is, a line every few seconds;
    `of` says how many there are, if that is known."""

    def __init__(self, say: Callable[[str], None], of: str = "") -> None:
        self.say, self.of = say, of
        self.count = self.size = 0
        self._next = time.monotonic() + SECONDS_BETWEEN_LINES

    def add(self, size: int) -> None:
        """A file of so many bytes is done."""
        self.count, self.size = self.count + 1, self.size + size
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + SECONDS_BETWEEN_LINES
            self.say(f"  {self.count:,} files, {megabytes(self.size)}{self.of}")


def megabytes(size: int) -> str:
    """`1,234 MB`."""
    return f"{size / 1e6:,.0f} MB"
