"""What a long run says meanwhile."""

import time
from collections.abc import Callable

SECONDS_BETWEEN_LINES = 5.0


class Progress:
    """Says how far a run is, a line every few seconds."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self._next = time.monotonic() + SECONDS_BETWEEN_LINES

    def at(self, count: int, size: int, of: str) -> None:
        """So many files and bytes are done; `of` says how many there are, if that is known."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + SECONDS_BETWEEN_LINES
            self.say(f"  {count:,} files, {megabytes(size)}{of}")


def megabytes(size: int) -> str:
    """`1,234 MB`."""
    return f"{size / 1e6:,.0f} MB"
