"""How many connections a serving process holds, and which it closes when there are more.

libuv closes a new connection at once when there is no descriptor for it, so readers would be
refused while idle connections are held. Therefore the process asks for as many descriptors as the
system allows, and closes the longest idle connections before they run out: first those that wait
for their client, then those whose request is being answered.
"""

import logging
import time
from contextlib import suppress
from heapq import nsmallest
from resource import RLIM_INFINITY, RLIMIT_NOFILE, getrlimit, setrlimit
from typing import Protocol

log = logging.getLogger(__name__)

# A process asks for no more. Half as many silent connections hold 110 MB.
MAX_DESCRIPTORS = 2**15
# For databases, logs, the shared memory, files that threads have open.
RESERVED_DESCRIPTORS = 100
# Connections that the system holds until the process takes them.
MAX_BACKLOG = 2048
# Of all connections, closed at a time: to look through all for each one would take long.
CLOSED_SHARE = 1 / 16
# Between two warnings in the log.
WARN_EVERY_SECONDS = 60.0

_said_at = -WARN_EVERY_SECONDS


class Connection(Protocol):
    """What has to be known of a connection."""

    last_received_at: float

    def is_at_work(self) -> bool:
        """Whether its request is being answered."""

    def close_now(self) -> None:
        """Close it at once."""


def raise_limit() -> None:
    """Ask for as many descriptors as the system allows, within reason."""
    soft, hard = getrlimit(RLIMIT_NOFILE)
    wanted = MAX_DESCRIPTORS if hard == RLIM_INFINITY else min(hard, MAX_DESCRIPTORS)
    if soft != RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):  # macOS has a limit of its own besides
            setrlimit(RLIMIT_NOFILE, (wanted, hard))


def max_connections() -> int:
    """Half of the descriptors: a connection may need a file too, to be sent or for its body."""
    soft = getrlimit(RLIMIT_NOFILE)[0]
    descriptors = MAX_DESCRIPTORS if soft == RLIM_INFINITY else min(soft, MAX_DESCRIPTORS)
    return max(1, (descriptors - RESERVED_DESCRIPTORS) // 2)


def backlog() -> int:
    """Connections that may wait to be taken, no more than there are descriptors for."""
    return min(MAX_BACKLOG, max_connections())


def close_idle_if_full(connections: set[Connection]) -> None:
    """Close the longest idle connections if there are too many."""
    global _said_at
    if len(connections) <= max_connections():
        return
    now = time.monotonic()
    if now - _said_at >= WARN_EVERY_SECONDS:
        _said_at = now
        log.warning(
            "%d connections are open, as many as %d descriptors allow (ulimit -n): the longest "
            "idle ones are closed.",
            max_connections(),
            getrlimit(RLIMIT_NOFILE)[0],
        )
    for each in nsmallest(
        1 + int(max_connections() * CLOSED_SHARE), connections, key=_closing_order
    ):
        connections.discard(each)
        each.close_now()


def _closing_order(connection: Connection) -> tuple[bool, float]:
    return connection.is_at_work(), connection.last_received_at
