"""Making receipts: a thread of the worker reads the public pages of each host until they are as
they should be, for half a minute at most.

A few threads for each host read its pages, so a host that does not answer does not hold up others.
One thread asks the database, in short transactions for each receipt. If the worker dies, another
worker makes its receipts again.
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
from django.db.models import Min
from django.utils import timezone

from database.connections import fresh_connection
from delivery import http_check, http_client, stale_marks
from delivery.page_cache import edge_headers

from ..enums import ReceiptKind
from ..models import Receipt
from .public_pages import PublicPage, pages_after_end, pages_with
from .requests import still_expected

log = logging.getLogger(__name__)
T = TypeVar("T")

# For which pages are read again and again; longer where copies may be older than that.
MAX_WATCH_SECONDS = 30.0
# At the same time.
MAX_READS_PER_HOST = 4
# Made at the same time.
MAX_RECEIPTS = 16
# Between two looks at the sequence, which tells that something was published on this host.
POLL_SECONDS = 0.02
# After which the database is asked all the same: another host may have published.
IDLE_POLL_SECONDS = 1.0
# Between two notes in the database, while pages lack something.
PROGRESS_SECONDS = 1.0
# Until a page is read again; the pause doubles each time.
FIRST_RETRY_SECONDS, MAX_RETRY_SECONDS = 0.1, 2.0


@dataclass(slots=True)
class PageWatch:
    """What was read of one page on one host."""

    host: str
    page: PublicPage
    # Since when it is as it should be.
    at: datetime | None = None
    # Otherwise what it lacked at its last answer; empty before its first one.
    said: str = ""

    def told(self, asked_at: datetime) -> dict[str, Any]:
        ms = None if self.at is None else max(0, (self.at - asked_at) // timedelta(milliseconds=1))
        return {
            "host": self.host,
            "path": self.page.path,
            "kind": self.page.kind.value,
            "ms": ms,
            "said": self.said,
        }


def watch_seconds() -> float:
    """Seconds until a page that is not as it should be is reported."""
    return (
        edge_headers.MAX_COPY_SECONDS + MAX_WATCH_SECONDS / 2
        if edge_headers.is_enabled()
        else MAX_WATCH_SECONDS
    )


def start() -> None:
    """Make receipts for as long as the process runs."""
    Thread(
        target=lambda: asyncio.run(ReceiptWatcher().keep_on()), name="receipts", daemon=True
    ).start()


class ReceiptWatcher:
    def __init__(self) -> None:
        self.database = ThreadPoolExecutor(1, thread_name_prefix="receipts-database")
        self.readers = {
            host: ThreadPoolExecutor(MAX_READS_PER_HOST, thread_name_prefix="receipts-reader")
            for host in http_check.public_hosts()
        }
        self.under_way: set[asyncio.Task] = set()

    async def keep_on(self) -> None:
        """Forever: take up receipts as soon as something has changed on this host, when a moment
        has come, and once a second."""
        seen, look_at = 0, 0.0
        while True:
            now = stale_marks.sequence()
            if now != seen or time.monotonic() >= look_at:
                seen = now
                try:
                    wait = await self.take_up()
                except Exception as error:  # the database is away, or older than we are
                    log.warning("receipts: %s", error)
                    wait = IDLE_POLL_SECONDS
                look_at = time.monotonic() + wait
            await asyncio.sleep(POLL_SECONDS)

    async def take_up(self) -> float:
        """Begin the receipts that wait. Returns the seconds until the next look."""
        receipts, wait = await self._ask(claim_receipts, MAX_RECEIPTS - len(self.under_way))
        for receipt in receipts:
            task = asyncio.create_task(self.make(receipt))
            self.under_way.add(task)
            task.add_done_callback(self.under_way.discard)
        return wait

    async def make(self, receipt: Receipt) -> None:
        """Make one receipt. A fault of the portal sets it aside."""
        try:
            await self._make(receipt)
        except Error as error:  # it is made again when its claim expires
            log.warning("receipt %s: %s", receipt.pk, error)
        except Exception as error:
            log.exception("receipt %s is set aside", receipt.pk)
            await self._ask(set_aside, receipt, error)

    async def _make(self, receipt: Receipt) -> None:
        loop = asyncio.get_running_loop()
        ends = loop.time() + watch_seconds()
        pages = await self._ask(pages_of, receipt)
        found = [PageWatch(host, page) for page in pages for host in self.readers]
        watched = {loop.create_task(self._watch(each)): each for each in found}
        waiting = set(watched)
        try:
            while waiting and (left := ends - loop.time()) > 0:
                done, waiting = await asyncio.wait(waiting, timeout=min(PROGRESS_SECONDS, left))
                for task in done:
                    task.result()  # raises what it raised
                if waiting:
                    still = {page.path for page in await self._ask(save_progress, receipt, found)}
                    # A page on which the edition need not stand any more is not read further, and
                    # none once another edition has taken its place.
                    gone = {task for task in waiting if watched[task].page.path not in still}
                    found = [e for e in found if still and (e.at or e.page.path in still)]
                    waiting -= _cancelled(gone)
        finally:
            _cancelled(waiting)
        await self._ask(close, receipt, found)

    async def _watch(self, sighting: PageWatch) -> None:
        """Read the page again and again until it is as it should be."""
        loop, page, pause = asyncio.get_running_loop(), sighting.page, FIRST_RETRY_SECONDS
        readers = self.readers[sighting.host]
        while True:
            try:
                sighting.said, at = await loop.run_in_executor(readers, _seen, sighting.host, page)
            except http_client.NoAnswer as error:
                sighting.said = str(error)
            else:
                if not sighting.said:
                    sighting.at = at
                    return
            await asyncio.sleep(pause)
            pause = min(2 * pause, MAX_RETRY_SECONDS)

    async def _ask(self, act: Callable[..., T], *args: Any) -> T:
        """In the database's thread, with a connection that is fresh each time."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.database, fresh_connection()(act), *args)


def _seen(host: str, page: PublicPage) -> tuple[str, datetime]:
    """What the page lacks, and when it was read; in a reading thread, as a page may be long."""
    answer = http_check.read(host, page.path)
    return page.proof(answer.status, answer.text), answer.at


def _cancelled(tasks: set[asyncio.Task]) -> set[asyncio.Task]:
    for task in tasks:
        task.cancel()
    return tasks


# In the database


def claim_receipts(most: int) -> tuple[list[Receipt], float]:
    """Claim at most that many receipts; they, and the seconds until the next one is due."""
    now = timezone.now()
    taken = []
    for receipt in Receipt.objects.waiting(now).select_related("edition")[: max(0, most)]:
        # Another worker may try the same: whoever changes the row has the receipt.
        free = Receipt.objects.filter(pk=receipt.pk, begun_at=receipt.begun_at, done_at=None)
        if free.update(begun_at=now):
            receipt.begun_at = now
            taken.append(receipt)
    following = Receipt.objects.filter(asked_at__gt=now, done_at=None).aggregate(
        first=Min("asked_at")
    )["first"]
    wait = (following - now).total_seconds() if following else IDLE_POLL_SECONDS
    return taken, min(wait, IDLE_POLL_SECONDS)


def pages_of(receipt: Receipt) -> list[PublicPage]:
    """The pages to be read for it; none where readers are to find something else by now."""
    receipt.edition.refresh_from_db(fields=["live_until"])
    if not still_expected(receipt):
        return []
    is_shown = receipt.kind == ReceiptKind.SHOWN
    return list((pages_with if is_shown else pages_after_end)(receipt.edition))


def save_progress(receipt: Receipt, found: Iterable[PageWatch]) -> list[PublicPage]:
    """Store what was found so far. Returns the pages that are still to be read."""
    pages = pages_of(receipt)
    if pages:
        Receipt.objects.filter(pk=receipt.pk).update(
            pages=[each.told(receipt.asked_at) for each in found]
        )
    return pages


def close(receipt: Receipt, found: Iterable[PageWatch]) -> None:
    """Store it as done. Delete it where its end was moved or its edition cancelled."""
    told = [each.told(receipt.asked_at) for each in found]
    rows = Receipt.objects.filter(pk=receipt.pk)
    # Another edition replaced the one that ended, or this one was cancelled before its start.
    if not told and (receipt.kind == ReceiptKind.GONE or receipt.edition.was_cancelled):
        rows.delete()
        return
    times = [page["ms"] for page in told]
    seconds = max(times) / 1000 if times and None not in times else None
    rows.update(done_at=timezone.now(), pages=told, seconds=seconds)


def set_aside(receipt: Receipt, error: Exception) -> None:
    Receipt.objects.filter(pk=receipt.pk).update(
        done_at=timezone.now(), fault=f"{type(error).__name__}: {error}"[:300]
    )
