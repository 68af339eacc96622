"""Each serving process runs on one core, as with nginx (worker_cpu_affinity).

Python runs one thread at a time, and threads take turns at every query. On several cores each turn
begins with the caches of another thread. On one core a page costs a quarter less, so more pages are
made (docs/server.md).
"""

import errno
import os
import socket
import sys
from contextlib import suppress
from itertools import count

CLAIM_PREFIX = "cong-tin"
# Sockets whose names stand for a core; held until the process ends.
_claims: list[socket.socket] = []
_all_cores: set[int] = set()


def pin_to_core() -> None:
    """Keep the calling thread, and the threads that it starts, to the core that the fewest serving
    processes of this machine use. Does nothing on a single core or elsewhere than on Linux."""
    if sys.platform != "linux" or _claims:
        return
    everywhere = os.sched_getaffinity(0)
    if len(everywhere) == 1:
        return
    # Some containers forbid it.
    with suppress(OSError):
        core, claim = next(
            (core, claim)
            for times in count()
            # From the last core on: most machines handle interrupts on the first.
            for core in sorted(everywhere, reverse=True)
            if (claim := _claim(f"\0{CLAIM_PREFIX}/core-{core}/{times}"))
        )
        os.sched_setaffinity(0, {core})
        _claims.append(claim)
        _all_cores.update(everywhere)


def unpin_thread() -> None:
    """Let the calling thread use every core again: for work that is not a reader's page, or that
    runs outside of Python."""
    if _all_cores:
        # The system may have taken these cores from the process.
        with suppress(OSError):
            os.sched_setaffinity(0, _all_cores)


def _claim(name: str) -> socket.socket | None:
    """A socket bound to this name in Linux's abstract namespace. It has the name alone until it is
    closed or its process ends. None if the name is taken."""
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        claim.bind(name)
    except OSError as error:
        claim.close()
        if error.errno != errno.EADDRINUSE:
            raise
        return None
    return claim
