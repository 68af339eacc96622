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
from typing import Any

log = logging.getLogger(__name__)

# A process asks for no more. Half as many silent connections hold 110 MB.
MAX_DESCRIPTORS = 2**15
# For databases, logs, the shared memory, files that threads have open.
RESERVED_DESCRIPTORS = 100
# The share of connections that is closed at a time: to search all of them for each single one would
# take long.
CLOSED_SHARE = 1 / 16
# The least time between two warnings in the log.
WARN_EVERY_SECONDS = 60.0

_said_at = -WARN_EVERY_SECONDS


def raise_limit() -> None:
    """Ask for as many descriptors as the system allows, within reason."""
    soft, hard = getrlimit(RLIMIT_NOFILE)
    wanted = _capped(hard)
    if soft != RLIM_INFINITY and soft < wanted:
        # macOS has a second limit of its own.
        with suppress(ValueError, OSError):
            setrlimit(RLIMIT_NOFILE, (wanted, hard))


def _capped(limit: int) -> int:
    return MAX_DESCRIPTORS if limit == RLIM_INFINITY else min(limit, MAX_DESCRIPTORS)


def max_connections() -> int:
    """Half of the descriptors, because a connection may need a file too: one that is sent, or one
    for its body."""
    return max(1, (_capped(getrlimit(RLIMIT_NOFILE)[0]) - RESERVED_DESCRIPTORS) // 2)


def close_idle_if_full(connections: set[Any]) -> None:
    """Close the longest idle of these connections (`server.protocol.Protocol`) if there are too
    many."""
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
        1 + int(max_connections() * CLOSED_SHARE),
        connections,
        key=lambda connection: (connection.is_at_work(), connection.last_received_at),
    ):
        connections.discard(each)
        each.transport.abort()
