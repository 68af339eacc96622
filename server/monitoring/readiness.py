"""`/readyz` tells a monitoring system whether all parts of the portal work.

A load balancer asks `/healthz` instead: pages are served without the worker, and cached ones even
without the database.
"""

import logging
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from backups import status
from database.connections import fresh_connection, is_temporary
from delivery import worker_status
from delivery.engines.base import engines
from delivery.purging import lags
from media.models import library
from media.public_files.links import public
from news.models import Edition
from server.shared_call import SharedCall

log = logging.getLogger(__name__)

# How long an answer is given again, because anybody may ask as often as they like.
ANSWER_CACHE_SECONDS = 1.0
# After this time without an answer the database counts as away.
DB_TIMEOUT_SECONDS = 5.0
# On each disk: enough for some of the largest forms, or for a day of the database.
MIN_FREE_MEGABYTES = 200
DB_AWAY_ANSWER = 503, "not ready\ndatabase: does not answer\n"

StatusAndText = tuple[int, str]


class Readiness:
    """Makes the report once in `ANSWER_CACHE_SECONDS` at most, however many clients ask."""

    def __init__(self) -> None:
        self._ask = SharedCall("ready", _said)
        self._good_until = 0.0

    async def __call__(self) -> StatusAndText:
        """Status and text."""
        if time.monotonic() >= self._good_until:
            try:
                self._answer = await self._ask(DB_TIMEOUT_SECONDS)
            except TimeoutError:
                return DB_AWAY_ANSWER
            self._good_until = time.monotonic() + ANSWER_CACHE_SECONDS
        return self._answer


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
    """Status and text: a line for each thing that is wrong, the worker first; then what was set
    aside, which does not make the portal unready. Kinds and counts only, nothing secret."""
    wrong = [*_lateness(), *_full_disks(), *status.faults()]
    aside = [f"{name}: {len(found)} set aside" for name, found in worker_status.set_aside().items()]
    lines = ["not ready" if wrong else "ok", *wrong, *aside]
    return 503 if wrong else 200, "".join(f"{line}\n" for line in lines)


def _lateness() -> Iterator[str]:
    """A line for each thing that should have been done by now."""
    if not worker_status.is_at_work():
        fault = "hangs" if worker_status.is_running() else "does not run on this machine"
        yield f"worker: {fault}; last at work {_iso(worker_status.last_at_work())}"
    now = timezone.now()
    for each in worker_status.overdue():
        yield f"{each.work.name}: {each.count} overdue since {_iso(each.since)}"
    for name, lag in lags().items():
        if lag.is_worth_telling:
            yield (
                f"{engines()[name].TITLE or name}: {lag.rows} changes not told since "
                f"{_iso(now - lag.age)}"
            )
    if count := Edition.objects.misdated(now).count():
        yield f"clock: it ran ahead; {count} published then and not seen yet"


def _full_disks() -> Iterable[str]:
    """A line for each disk that the portal writes to and that is nearly full."""
    found: dict[int, str] = {}
    for name, folder in written_folders().items():
        # A folder is made with its first file.
        with suppress(FileNotFoundError):
            at, disk = os.statvfs(folder), Path(folder).stat().st_dev
            free = at.f_bavail * at.f_frsize // 2**20
            if free < MIN_FREE_MEGABYTES or (at.f_files and not at.f_favail):
                found.setdefault(disk, f"disk: {free} MB free for {name}")
    return found.values()


def written_folders() -> dict[str, str | Path]:
    """The folders that the portal writes to, by what they hold."""
    return {
        "VAR_DIR": settings.VAR_DIR,
        "uploads": default_storage.location,
        "library": library().location,
        "tep": public().location,
        "temporary files": tempfile.gettempdir(),
    }


def _iso(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else "never"
