"""`/readyz`: whether all that belongs to a portal is at work, for whatever watches it.

Not for who decides where readers are sent: pages are served without the worker, and what is kept
even without the database. That is `/healthz`.
"""

import asyncio
import logging
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from database.connections import fresh_connection, is_temporary
from delivery import worker
from delivery.engines.base import engines
from delivery.purging import lags
from delivery.worker import overdue, set_aside
from media.models import renditions
from news.models import Edition

log = logging.getLogger(__name__)

# Seconds for which an answer is given again: anybody may ask as often as they like.
ANSWER_CACHE_SECONDS = 1.0
# Seconds after which the database is taken to be away.
DB_TIMEOUT_SECONDS = 5.0
# MB on each disk: some of the largest forms, or a day of the database.
MIN_FREE_MEGABYTES = 200
DB_AWAY_ANSWER = 503, "not ready\ndatabase: does not answer\n"

StatusAndText = tuple[int, str]


class Readiness:
    """Asked for once, however many want to know; in a thread that nothing else waits for."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="ready")
        self._asking: asyncio.Future[StatusAndText] | None = None
        # When it is taken to hang, by the loop's clock.
        self._by = 0.0
        self._last: tuple[float, StatusAndText] = 0.0, DB_AWAY_ANSWER

    async def __call__(self) -> StatusAndText:
        """Status and text."""
        at, known = self._last
        if at and time.monotonic() - at < ANSWER_CACHE_SECONDS:
            return known
        if self._asking is None:
            loop = asyncio.get_running_loop()
            self._asking = loop.run_in_executor(self._pool, _said)
            self._asking.add_done_callback(self._has_said)
            self._by = loop.time() + DB_TIMEOUT_SECONDS
        try:
            async with asyncio.timeout_at(self._by):
                return await asyncio.shield(self._asking)
        except TimeoutError:
            return DB_AWAY_ANSWER

    def _has_said(self, asking: "asyncio.Future[StatusAndText]") -> None:
        self._asking = None
        if not asking.cancelled():
            self._last = time.monotonic(), asking.result()


def _said() -> StatusAndText:
    try:
        with fresh_connection():
            return status_report()
    except Exception as error:
        if is_temporary(error):
            return DB_AWAY_ANSWER
        log.exception("whether the portal is ready")
        return 503, "not ready\nthe log says why\n"


def status_report() -> StatusAndText:
    """What is wrong, a line each, the worker first; then what was set aside, which is not. It names
    kinds and counts and nothing that is anybody's secret."""
    wrong = []
    if not worker.is_running():
        wrong.append(
            f"worker: does not run on this host; last at work {_iso(worker.last_at_work())}"
        )
    elif not worker.is_at_work():
        wrong.append(f"worker: hangs; last at work {_iso(worker.last_at_work())}")
    wrong += [
        f"{each.work.name}: {each.count} overdue since {_iso(each.since)}" for each in overdue()
    ]
    now = timezone.now()
    wrong += [
        f"{engines()[name].TITLE or name}: {lag.rows} changes not told since {_iso(now - lag.age)}"
        for name, lag in lags().items()
        if lag.is_worth_telling
    ]
    if count := Edition.objects.misdated(now).count():
        wrong.append(f"clock: it ran ahead; {count} published then and not seen yet")
    wrong += _full_disks()
    aside = [f"{name}: {len(found)} set aside" for name, found in set_aside().items()]
    lines = ["not ready" if wrong else "ok", *wrong, *aside]
    return 503 if wrong else 200, "".join(f"{line}\n" for line in lines)


def _full_disks() -> list[str]:
    """Where nothing more may fit soon, a line for each disk of ours: looked up, not tried."""
    folders = {
        "VAR_DIR": settings.VAR_DIR,
        "uploads": default_storage.location,
        "tep": renditions().location,
        "temporary files": tempfile.gettempdir(),
    }
    found: dict[int, str] = {}
    for name, folder in folders.items():
        with suppress(FileNotFoundError):  # made with the first file
            at, disk = os.statvfs(folder), Path(folder).stat().st_dev
            free = at.f_bavail * at.f_frsize // 2**20
            if free < MIN_FREE_MEGABYTES or (at.f_files and not at.f_favail):
                found.setdefault(disk, f"disk: {free} MB free for {name}")
    return list(found.values())


def _iso(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else "never"
