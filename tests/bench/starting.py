"""Measures how long a start takes, and the memory of a portal whose page cache is full."""

import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from inspect import signature
from itertools import islice

from delivery.page_cache.memory import PageCache

from .load import Answer, get
from .processes import cpu, family, memory, run
from .servers import ROOT, Server, environment, manage, portal
from .stage import Stage

AT_ONCE = 4
DAY = 24 * 3600 * 10**6


@dataclass(frozen=True)
class Start:
    """`seconds` until `serve` printed its address, `setup` included; then milliseconds until the
    `first` page."""

    seconds: float
    first: float


@contextmanager
def started(stage: Stage) -> Iterator[tuple[Server, Start]]:
    """Run `manage.py setup && manage.py serve`, not for the first time, then get the home page."""
    began = time.perf_counter()
    run(manage("setup"), cwd=ROOT, env=environment(stage.embedded))
    with portal(stage.embedded) as server:
        ready = time.perf_counter()
        answer = get(server.address, "/")
        first = time.perf_counter()
        if answer.status != 200:
            raise AssertionError(f"the first page answered {answer.status}")
        yield server, Start(ready - began, (first - ready) * 1000)


@dataclass(frozen=True)
class Filled:
    """`cpu` and `database` in microseconds per article; memory in MB."""

    pages: int
    full: bool
    cpu: float
    database: float
    # Of the serving process, which is the largest.
    memory: dict[str, float]
    # Of all processes of the portal, with shared pages counted once.
    whole: float


def filled(server: Server, articles: Sequence[str], section: str) -> Filled:
    """Request each article once, then older and older pages of a section, until more pages were
    made than the two parts of the page cache hold.

    Each article is made by the ordinary server and put into the cache. So its cost is that of an
    uncached article, measured in another way than with settings that cache nothing.
    """
    limits = signature(PageCache).parameters
    spent = cpu(server.roots), cpu(server.database)
    pages, full = _asked(server, articles, limits["max_bytes"].default)
    ours, theirs = (
        (cpu(roots) - earlier) * 1e6 / pages
        for roots, earlier in zip((server.roots, server.database), spent, strict=True)
    )
    now = time.time_ns() // 1000
    further = (f"{section}?truoc={now - DAY * number}.1" for number in range(3650))
    more, full_too = _asked(server, further, limits["max_queried_bytes"].default)
    weights = sorted(map(memory, family(server.roots)), key=lambda each: -each.get("Rss", 0))
    whole = sum(each.get("Pss", 0) for each in weights)
    return Filled(pages + more, full and full_too, ours, theirs, weights[0], whole)


def _asked(server: Server, paths: Iterable[str], bound: int) -> tuple[int, bool]:
    """Request the paths until their pages have more than `bound` bytes. Returns how many pages were
    requested, and whether they had."""
    size, pages, waiting = 0, 0, iter(paths)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while size <= bound and (some := list(islice(waiting, 100))):
            size += sum(pool.map(lambda path: _least(get(server.address, path)), some))
            pages += len(some)
    return pages, size > bound


def _least(answer: Answer) -> int:
    """The least number of bytes that this page takes in the cache, where it has a second coding."""
    return len(answer.body) * 3 // 2 if answer.status == 200 else 0
