"""A core for each serving process, as nginx has it (worker_cpu_affinity).

Python runs one thread at a time. Where the threads that make pages stand on several cores, each
finds another's caches when its turn comes, and turns come with every query: on one core a page
costs a quarter less, and more of them are made (docs/server.md).
"""

import errno
import os
import socket
import sys
from contextlib import suppress
from itertools import count

CLAIM_PREFIX = "cong-tin"
# Held until the process ends.
_claims: list[socket.socket] = []
_all_cores: set[int] = set()


def pin_to_core() -> None:
    """Keeps the calling thread, and those that it starts, to the core that the fewest serving
    processes of this machine keep to. Nothing where there is but one, or no Linux."""
    if sys.platform != "linux" or _claims:
        return
    everywhere = os.sched_getaffinity(0)
    if len(everywhere) == 1:
        return
    with suppress(OSError):  # where that is forbidden, as in some containers
        core, claim = _least_taken(everywhere)
        os.sched_setaffinity(0, {core})
        _claims.append(claim)
        _all_cores.update(everywhere)


def unpin_thread() -> None:
    """Lets the calling thread go wherever the process might before it settled: for work that is not
    a reader's page, or that is none of Python's."""
    if _all_cores:
        with suppress(OSError):  # none of these cores is ours any more
            os.sched_setaffinity(0, _all_cores)


def _least_taken(cores: set[int]) -> tuple[int, socket.socket]:
    """One of these, and the claim to it, to be held. OSError where none can be made."""
    return next(
        (core, claim)
        for times in count()
        # From the last: the first is the one that most machines take interrupts on.
        for core in sorted(cores, reverse=True)
        if (claim := _claim(f"\0{CLAIM_PREFIX}/core-{core}/{times}"))
    )


def _claim(name: str) -> socket.socket | None:
    """A name in Linux's abstract namespace: one holder, and free again however that one ends."""
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        claim.bind(name)
    except OSError as error:
        claim.close()
        if error.errno != errno.EADDRINUSE:
            raise
        return None
    return claim
