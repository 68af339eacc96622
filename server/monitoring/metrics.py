"""Numbers for Prometheus, at 127.0.0.1 and METRICS_PORT, where that is set.

Each serving process counts its requests in a file of its own below VAR_DIR/metrics. `manage.py
serve` adds them up when it is asked, and asks the database what waits, and for how long.
"""

import asyncio
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import Error
from django.utils import timezone

from backups import status as backup_status
from backups.trial.outcome import Trial
from database.connections import fresh_connection
from delivery import worker_status
from delivery.purging import lags
from news.models import Receipt

from .readiness import DB_TIMEOUT_SECONDS, written_folders

if TYPE_CHECKING:
    from prometheus_client import Metric

    from delivery.page_cache.memory import PageCache

# How often counts that are kept elsewhere are added.
ADD_SECONDS = 1.0
# The receipts of so long are told of.
RECEIPTS_OF = timedelta(hours=1)
# Where the library wants to be told its folder, before it is imported.
_FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def start() -> None:
    """Answer Prometheus, in a thread. Called before the serving processes are started, which count
    from then on. Raises OSError if the port is taken."""
    # Counts begin anew, which Prometheus takes for a restart. While one server follows another,
    # both have a folder.
    everybodys = Path(settings.VAR_DIR) / "metrics"
    for left in everybodys.glob("*"):
        if not Path(f"/proc/{left.name}").exists():
            shutil.rmtree(left, ignore_errors=True)
    folder = everybodys / str(os.getpid())
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ[_FOLDER_VARIABLE] = str(folder)
    # Imported late: the library takes its folder from the environment when it is imported.
    from prometheus_client import CollectorRegistry, multiprocess, start_http_server

    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    registry.register(_Now())
    try:
        start_http_server(settings.METRICS_PORT, "127.0.0.1", registry)
    except OSError:
        del os.environ[_FOLDER_VARIABLE]
        shutil.rmtree(folder)
        raise


@cache
def _counters() -> SimpleNamespace:
    """The counters of this process."""
    from prometheus_client import Counter, Gauge, Histogram

    return SimpleNamespace(
        requests=Counter(
            "cong_tin_requests",
            "Requests that the short way of cached pages did not answer.",
            ["route", "status", "cache"],
        ),
        seconds=Histogram(
            "cong_tin_request_seconds",
            "How long these took.",
            ["who"],
            buckets=(0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
        ),
        cached=Counter("cong_tin_cached_pages", "Cached pages that were sent."),
        waiting=Gauge(
            "cong_tin_waiting_for_thread",
            "Requests that wait for a thread.",
            ["pool"],
            multiprocess_mode="livesum",
        ),
    )


def count(route: str, status: int, cache: str, *, by_staff: bool, seconds: float) -> None:
    """Count a request that was answered."""
    if os.environ.get(_FOLDER_VARIABLE):
        counters = _counters()
        counters.requests.labels(route, str(status), cache).inc()
        counters.seconds.labels("staff" if by_staff else "readers").observe(seconds)


async def add_forever(pages: "PageCache", pools: Mapping[str, ThreadPoolExecutor]) -> None:
    """Runs as long as the server: adds what the hot path only counts, and how many wait."""
    if not os.environ.get(_FOLDER_VARIABLE):
        return
    counters, added = _counters(), 0
    while True:
        await asyncio.sleep(ADD_SECONDS)
        counters.cached.inc(pages.hits - added)
        added = pages.hits
        for name, pool in pools.items():
            counters.waiting.labels(name).set(pool._work_queue.qsize())


class _Now:
    """What is so at the moment of the question. A database that hangs holds one thread, however
    often it is asked."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="metrics")
        self._asked: Future[list[Metric]] | None = None

    def _from_database(self) -> list["Metric"]:
        """Nothing while the database is away."""
        if self._asked is None or self._asked.done():
            self._asked = self._pool.submit(_ask_database)
        try:
            return self._asked.result(DB_TIMEOUT_SECONDS)
        except (Error, TimeoutError):
            return []

    def collect(self) -> Iterable["Metric"]:
        _forget_the_dead()
        yield _gauge(
            "worker_at_work",
            "Whether a worker runs and does not hang.",
            int(worker_status.is_at_work()),
        )
        yield _gauge(
            "disk_free_bytes",
            "Room on the disk of each folder that the portal writes to.",
            {
                name: shutil.disk_usage(folder).free
                for name, folder in written_folders().items()
                # A folder is made with its first file.
                if Path(folder).exists()
            },
            "folder",
        )
        if settings.BACKUP_DIR:
            yield from _backups()
        found = self._from_database()
        yield _gauge("database_up", "Whether the database answers.", int(bool(found)))
        yield from found


def _backups() -> Iterator["Metric"]:
    """Nothing while the folder cannot be read."""
    with suppress(OSError):
        now, trial = timezone.now(), Trial.last()
        moments = {"backup": backup_status.last_backup(), "trial": trial and trial.at}
        ages = {name: (now - at).total_seconds() for name, at in moments.items() if at}
        yield _gauge(
            "backup_age_seconds",
            "Since the last backup was begun, and since one was last restored for a trial.",
            ages,
            "what",
        )
        faults = trial.found.fault_count if trial else 0
        yield _gauge("backup_faults", "What the last trial found wrong.", faults)


def _forget_the_dead() -> None:
    """Leave out the gauges of processes that have ended; counts stay."""
    from prometheus_client import multiprocess

    for left in Path(os.environ[_FOLDER_VARIABLE]).glob("gauge_live*.db"):
        pid = left.stem.rpartition("_")[2]
        if not Path(f"/proc/{pid}").exists():
            multiprocess.mark_process_dead(int(pid))


def _ask_database() -> list["Metric"]:
    with fresh_connection():
        return [*_numbers()]


def _numbers() -> Iterator["Metric"]:
    now = timezone.now()
    waiting = {task.name: task.waiting() for task in worker_status.tasks()}
    yield _gauge(
        "waiting",
        "Items that wait for the worker.",
        {name: count for name, (count, _) in waiting.items()},
        "task",
    )
    ages = {name: (now - since).total_seconds() for name, (_, since) in waiting.items() if since}
    yield _gauge("waiting_seconds", "How long the oldest of them waits.", ages, "task")
    aside = {name: len(items) for name, items in worker_status.set_aside().items()}
    yield _gauge("set_aside", "Items that failed and wait for a person.", aside, "task")
    behind = {name: lag.age.total_seconds() for name, lag in lags().items()}
    yield _gauge("purge_lag_seconds", "How far an engine is behind.", behind, "engine")
    done = Receipt.objects.filter(done_at__gte=now - RECEIPTS_OF).exclude(pages=[])
    seconds = sorted(done.exclude(seconds=None).values_list("seconds", flat=True))
    shares = (
        {str(share): seconds[int((len(seconds) - 1) * share)] for share in (0.5, 0.95, 1)}
        if seconds
        else {}
    )
    yield _gauge(
        "receipt_seconds", "Until a publication was seen, in the last hour.", shares, "quantile"
    )
    yield _gauge(
        "receipts_failed",
        "Publications not seen in time, in the last hour.",
        done.filter(seconds=None).count(),
    )


def _gauge(name: str, words: str, value: float | Mapping[str, float], label: str = "") -> "Metric":
    from prometheus_client.core import GaugeMetricFamily

    if not isinstance(value, Mapping):
        return GaugeMetricFamily(f"cong_tin_{name}", words, value)
    family = GaugeMetricFamily(f"cong_tin_{name}", words, labels=[label])
    for each, number in value.items():
        family.add_metric([each], number)
    return family
