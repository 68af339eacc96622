"""How many connections a serving process holds at once, and which are closed when there are more.

libuv closes each new connection for which there is no descriptor, at once and without a word:
readers would be reset while idle connections are held. So the process asks for as many descriptors
as the system allows, and before they run out the longest idle connections are closed: first those
that wait for their client to send or to take something, then those whose request is being answered.
"""

import logging
import time
from contextlib import suppress
from heapq import nsmallest
from resource import RLIM_INFINITY, RLIMIT_NOFILE, getrlimit, setrlimit
from typing import Protocol

log = logging.getLogger(__name__)

# The most that a process asks for: half as many connections, silent ones, hold 110 MB.
MAX_DESCRIPTORS = 2**15
# Descriptors: databases, logs, the shared memory, what threads have open.
RESERVED_DESCRIPTORS = 100
# Connections that the system holds until they are taken in, all at once.
MAX_BACKLOG = 2048
# How many of all are closed at a time: to look through all of them for each would take long.
CLOSED_SHARE = 1 / 16
# Seconds after which the log says it again.
WARN_EVERY_SECONDS = 60.0

_said_at = -WARN_EVERY_SECONDS


class Connection(Protocol):
    """What has to be known of one."""

    heard: float

    def is_at_work(self) -> bool:
        """Whether it is for us to do something."""

    def let_go(self) -> None:
        """Close it at once."""


def raise_limit() -> None:
    """Ask for as many descriptors as the system allows, within reason."""
    soft, hard = getrlimit(RLIMIT_NOFILE)
    wanted = MAX_DESCRIPTORS if hard == RLIM_INFINITY else min(hard, MAX_DESCRIPTORS)
    if soft != RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):  # macOS has a limit of its own besides
            setrlimit(RLIMIT_NOFILE, (wanted, hard))


def max_connections() -> int:
    """Connections that may be held: each may want a file besides, to be sent or for its body."""
    soft = getrlimit(RLIMIT_NOFILE)[0]
    descriptors = MAX_DESCRIPTORS if soft == RLIM_INFINITY else min(soft, MAX_DESCRIPTORS)
    return max(1, (descriptors - RESERVED_DESCRIPTORS) // 2)


def backlog() -> int:
    """How many may come in at once: no more than there are descriptors left for them."""
    return min(MAX_BACKLOG, max_connections())


def close_idle_if_full(connections: set[Connection]) -> None:
    """Close some where there are too many."""
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
        each.let_go()


def _closing_order(connection: Connection) -> tuple[bool, float]:
    return connection.is_at_work(), connection.heard
