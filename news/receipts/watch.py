"""Making receipts: in a thread of the worker, the public pages of each host are read until they are
as they should be, for half a minute at most.

Pages are read by a few threads for each host, so that one that does not answer holds up no other;
the database is asked by one thread, in short transactions of each receipt's own. Nothing is lost
with the worker: what it had begun is begun again, by whichever worker runs.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Thread
from typing import Any, TypeVar

from django.db import Error
from django.db.models import Min, Q
from django.utils import timezone

from database.connections import sound_connection
from delivery import http_check, stale_marks
from delivery.conf import conf
from delivery.page_cache import edge_headers

from ..enums import ReceiptKind
from ..models import Receipt
from .public_pages import Page, showing, without
from .requests import is_due

log = logging.getLogger(__name__)
T = TypeVar("T")

# Seconds for which pages are read again and again; longer where copies may be older than that.
AT_MOST = 30.0
# Pages that are read at once of each host.
READERS = 4
# Receipts that are made at once.
RECEIPTS = 16
# Seconds between two looks at the sequence, which tells that something was published here.
EVERY = 0.02
# Seconds after which the database is asked all the same: another host may have published.
IDLE = 1.0
# Seconds between two notes of how far it is, while pages lack something.
NOTED = 1.0
# Seconds until a page is read again: more each time.
FIRST, LONGEST = 0.1, 2.0


@dataclass(slots=True)
class Sighting:
    """What was seen of one page on one host."""

    host: str
    page: Page
    # Since when it is as it should be.
    at: datetime | None = None
    # Else what it answered last; nothing before its first answer.
    said: str = ""

    def told(self, asked_at: datetime) -> dict[str, Any]:
        ms = None if self.at is None else max(0, (self.at - asked_at) // timedelta(milliseconds=1))
        path, kind = self.page.path, self.page.kind.value
        return {"host": self.host, "path": path, "kind": kind, "ms": ms, "said": self.said}


def patience() -> float:
    """Seconds until a page that is not as it should be is reported."""
    return edge_headers.AT_MOST + AT_MOST / 2 if conf("EDGE_HEADERS") else AT_MOST


def start() -> Thread:
    """Make receipts for as long as the process runs."""
    thread = Thread(target=lambda: asyncio.run(Watch().keep_on()), name="receipts", daemon=True)
    thread.start()
    return thread


class Watch:
    def __init__(self) -> None:
        self.database = ThreadPoolExecutor(1, thread_name_prefix="receipts-database")
        self.readers = {
            host: ThreadPoolExecutor(READERS, thread_name_prefix="receipts-reader")
            for host in http_check.hosts()
        }
        self.under_way: set[asyncio.Task] = set()

    async def keep_on(self) -> None:
        """For good: as soon as something has changed here, when a moment has come, and once a
        second."""
        seen, look_at = 0, 0.0
        while True:
            now = stale_marks.sequence()
            if now != seen or time.monotonic() >= look_at:
                seen = now
                try:
                    wait = await self.take_up()
                except Exception as error:  # the database is away, or older than we are
                    log.warning("receipts: %s", error)
                    wait = IDLE
                look_at = time.monotonic() + wait
            await asyncio.sleep(EVERY)

    async def take_up(self) -> float:
        """Begin what waits; seconds until there is something again, as far as is known."""
        receipts, wait = await self._ask(take, RECEIPTS - len(self.under_way))
        for receipt in receipts:
            task = asyncio.create_task(self.make(receipt))
            self.under_way.add(task)
            task.add_done_callback(self.under_way.discard)
        return wait

    async def make(self, receipt: Receipt) -> None:
        """One receipt, from its pages to its end. A fault of ours sets it aside."""
        try:
            await self._make(receipt)
        except Error as error:  # begun again after its lease
            log.warning("receipt %s: %s", receipt.pk, error)
        except Exception as error:
            log.exception("receipt %s is set aside", receipt.pk)
            await self._ask(set_aside, receipt, error)

    async def _make(self, receipt: Receipt) -> None:
        loop = asyncio.get_running_loop()
        ends = loop.time() + patience()
        pages = await self._ask(pages_of, receipt)
        found = [Sighting(host, page) for page in pages for host in self.readers]
        watched = {loop.create_task(self._watch(each)): each for each in found}
        waiting = set(watched)
        try:
            while waiting and (left := ends - loop.time()) > 0:
                done, waiting = await asyncio.wait(waiting, timeout=min(NOTED, left))
                for task in done:
                    task.result()  # raises what it raised
                if waiting:
                    still = {page.path for page in await self._ask(noted, receipt, found)}
                    # Where it rightly stands no longer, it is not missed; nor anywhere once
                    # another has taken its place.
                    gone = {task for task in waiting if watched[task].page.path not in still}
                    found = [e for e in found if still and (e.at or e.page.path in still)]
                    waiting -= _cancelled(gone)
        finally:
            _cancelled(waiting)
        await self._ask(close, receipt, found)

    async def _watch(self, sighting: Sighting) -> None:
        """Until the page is as it should be."""
        loop, page, pause = asyncio.get_running_loop(), sighting.page, FIRST
        readers = self.readers[sighting.host]
        while True:
            try:
                sighting.said, at = await loop.run_in_executor(readers, _seen, sighting.host, page)
            except http_check.Unread as error:
                sighting.said = str(error)
            else:
                if not sighting.said:
                    sighting.at = at
                    return
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST)

    async def _ask(self, act: Callable[..., T], *args: Any) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.database, _asked, act, *args)


def _seen(host: str, page: Page) -> tuple[str, datetime]:
    """What its proof says, and since when; in the readers' thread, as a page may be long."""
    answer = http_check.read(host, page.path)
    return page.proof(answer.status, answer.text), answer.at


def _asked(act: Callable[..., T], *args: Any) -> T:
    """In the database's thread."""
    with sound_connection():
        return act(*args)


def _cancelled(tasks: set[asyncio.Task]) -> set[asyncio.Task]:
    for task in tasks:
        task.cancel()
    return tasks


# What the database is asked


def take(most: int) -> tuple[list[Receipt], float]:
    """Those that are ours to make now, and seconds until the next ones come."""
    now = timezone.now()
    taken = []
    for receipt in Receipt.objects.waiting(now).select_related("edition")[: max(0, most)]:
        # Another worker may be just as quick: who changes the row has it.
        free = Receipt.objects.filter(pk=receipt.pk, begun_at=receipt.begun_at, done_at=None)
        if free.update(begun_at=now):
            receipt.begun_at = now
            taken.append(receipt)
    ahead = Receipt.objects.filter(Q(asked_at__gt=now), done_at=None)
    following = ahead.aggregate(first=Min("asked_at"))["first"]
    wait = (following - now).total_seconds() if following else IDLE
    return taken, min(wait, IDLE)


def pages_of(receipt: Receipt) -> list[Page]:
    """What is to be read for it now; nothing where readers are to find something else by now."""
    receipt.edition.refresh_from_db(fields=["live_until"])
    if not is_due(receipt):
        return []
    plan = showing if receipt.kind == ReceiptKind.SHOWN else without
    return list(plan(receipt.edition))


def noted(receipt: Receipt, found: Iterable[Sighting]) -> list[Page]:
    """Write down how far it is; the pages that are still to be so."""
    pages = pages_of(receipt)
    if pages:
        told = [each.told(receipt.asked_at) for each in found]
        Receipt.objects.filter(pk=receipt.pk).update(pages=told)
    return pages


def close(receipt: Receipt, found: Iterable[Sighting]) -> None:
    """It is done; or it is none, where an end was only moved, or an edition cancelled."""
    told = [each.told(receipt.asked_at) for each in found]
    rows = Receipt.objects.filter(pk=receipt.pk)
    if not told and _was_never_meant(receipt):
        rows.delete()
        return
    whole = told and all(page["ms"] is not None for page in told)
    seconds = max(page["ms"] for page in told) / 1000 if whole else None
    rows.update(done_at=timezone.now(), pages=told, seconds=seconds)


def _was_never_meant(receipt: Receipt) -> bool:
    """Nobody looks for it: another edition took the place of one that ended, or one that was to
    begin was cancelled."""
    return receipt.kind == ReceiptKind.GONE or receipt.edition.was_cancelled


def set_aside(receipt: Receipt, error: Exception) -> None:
    fault = f"{type(error).__name__}: {error}"[:300]
    Receipt.objects.filter(pk=receipt.pk).update(done_at=timezone.now(), fault=fault)
