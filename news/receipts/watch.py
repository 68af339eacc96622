"""Makes receipts: a thread of the worker reads the public pages on each host again and again until
they are right, for `watch_seconds` at most.

Each host has a few threads of its own that read its pages, so a host that does not answer does not
delay others. One more thread uses the database, in short transactions for each receipt. If the
worker dies, another worker makes its receipts again.
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
from django.db.models import Min, QuerySet
from django.utils import timezone

from database import request_ids
from database.connections import fresh_connection
from delivery import http_check, http_client, stale_marks
from delivery.page_cache import edge_headers

from ..enums import ReceiptKind
from ..models import FileReceipt, Receipt
from .public_pages import PublicPage, pages_after_end, pages_with, pages_without
from .requests import still_expected

log = logging.getLogger(__name__)
T = TypeVar("T")
AnyReceipt = Receipt | FileReceipt

# How long pages are read again and again; `watch_seconds` is longer if other servers hold copies.
MAX_WATCH_SECONDS = 30.0
# At the same time.
MAX_READS_PER_HOST = 4
# At the same time.
MAX_RECEIPTS = 16
# Between two looks at the sequence. It changes when something is published on this machine.
POLL_SECONDS = 0.02
# The database is queried after this time in any case: another machine may have published.
IDLE_POLL_SECONDS = 1.0
# How often the progress is stored while some pages are not right.
PROGRESS_SECONDS = 1.0
# Before a page is read again; the pause doubles each time.
FIRST_RETRY_SECONDS, MAX_RETRY_SECONDS = 0.1, 2.0


@dataclass(slots=True)
class PageWatch:
    """The state of one page on one host while it is being read again and again."""

    host: str
    page: PublicPage
    # When the page was first found right; None as long as it is not.
    at: datetime | None = None
    # What was wrong with its last answer (`Receipt.pages`); empty before the first answer.
    fault: str = ""

    def as_json(self, asked_at: datetime) -> dict[str, Any]:
        ms = None if self.at is None else max(0, (self.at - asked_at) // timedelta(milliseconds=1))
        return {
            "host": self.host,
            "path": self.page.path,
            "kind": self.page.kind.value,
            "ms": ms,
            "said": self.fault,
        }


def watch_seconds() -> float:
    """How many seconds a page may take to be right; after that it is reported."""
    return (
        edge_headers.MAX_COPY_SECONDS + MAX_WATCH_SECONDS / 2
        if edge_headers.is_enabled()
        else MAX_WATCH_SECONDS
    )


def start() -> None:
    """Start a thread that makes receipts for as long as the process runs."""
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
        """Begin receipts for ever: as soon as something was published on this machine, when the
        next receipt is due, and once a second."""
        seen, look_at = 0, 0.0
        while True:
            now = stale_marks.sequence()
            if now != seen or time.monotonic() >= look_at:
                seen = now
                try:
                    wait = await self.take_up()
                # The database is away, or it has not been migrated to this version.
                except Exception as error:
                    log.warning("receipts: %s", error)
                    wait = IDLE_POLL_SECONDS
                look_at = time.monotonic() + wait
            await asyncio.sleep(POLL_SECONDS)

    async def take_up(self) -> float:
        """Begin the receipts that are due. Returns the seconds until it should be called again."""
        receipts, wait = await self._ask(claim_receipts, MAX_RECEIPTS - len(self.under_way))
        for receipt in receipts:
            task = asyncio.create_task(self.make(receipt))
            self.under_way.add(task)
            task.add_done_callback(self.under_way.discard)
        return wait

    async def make(self, receipt: AnyReceipt) -> None:
        """Make one receipt. If an error is raised that is not the database's, set it aside."""
        with request_ids.request_id(receipt.request_id):
            try:
                await self._make(receipt)
                log.info("receipt %s is done", receipt.pk)
            # A worker makes the receipt again when its claim expires.
            except Error as error:
                log.warning("receipt %s: %s", receipt.pk, error)
            except Exception as error:
                log.exception("receipt %s is set aside", receipt.pk)
                await self._ask(set_aside, receipt, error)

    async def _make(self, receipt: AnyReceipt) -> None:
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
                    # Raises what the task has raised.
                    task.result()
                if waiting:
                    still = {page.path for page in await self._ask(save_progress, receipt, found)}
                    # Pages that do not have to show the edition any more are not read further.
                    # None is read after another edition has replaced it.
                    gone = {task for task in waiting if watched[task].page.path not in still}
                    found = [e for e in found if still and (e.at or e.page.path in still)]
                    waiting -= _cancelled(gone)
        finally:
            _cancelled(waiting)
        await self._ask(close, receipt, found)

    async def _watch(self, watch: PageWatch) -> None:
        """Read the page again and again until it is right."""
        loop, page, pause = asyncio.get_running_loop(), watch.page, FIRST_RETRY_SECONDS
        readers = self.readers[watch.host]
        while True:
            try:
                watch.fault, at = await loop.run_in_executor(readers, _seen, watch.host, page)
            except http_client.NoAnswer as error:
                watch.fault = str(error)
            else:
                if not watch.fault:
                    watch.at = at
                    return
            await asyncio.sleep(pause)
            pause = min(2 * pause, MAX_RETRY_SECONDS)

    async def _ask(self, act: Callable[..., T], *args: Any) -> T:
        """Run `act` in the database's thread, each time with a fresh connection."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.database, fresh_connection()(act), *args)


def _seen(host: str, page: PublicPage) -> tuple[str, datetime]:
    """What is wrong with the page (empty if it is right), and when it was read. It runs in a
    reader's thread, because a page may be long."""
    answer = http_check.read(host, page.path)
    return page.check(answer.status, answer.text), answer.at


def _cancelled(tasks: set[asyncio.Task]) -> set[asyncio.Task]:
    for task in tasks:
        task.cancel()
    return tasks


# In the database


def claim_receipts(limit: int) -> tuple[list[AnyReceipt], float]:
    """Claim at most `limit` receipts. Returns them, and the seconds until the next one is due,
    IDLE_POLL_SECONDS at most."""
    now = timezone.now()
    taken: list[AnyReceipt] = []
    waiting = [
        *Receipt.objects.waiting(now).select_related("edition")[: max(0, limit)],
        *FileReceipt.objects.waiting(now)[: max(0, limit)],
    ]
    for receipt in waiting[: max(0, limit)]:
        # Another worker may try the same. The receipt belongs to the one that changes the row.
        free = _row(receipt).filter(begun_at=receipt.begun_at, done_at=None)
        if free.update(begun_at=now):
            receipt.begun_at = now
            taken.append(receipt)
    following = Receipt.objects.filter(asked_at__gt=now, done_at=None).aggregate(
        first=Min("asked_at")
    )["first"]
    wait = (following - now).total_seconds() if following else IDLE_POLL_SECONDS
    return taken, min(wait, IDLE_POLL_SECONDS)


def _row(receipt: AnyReceipt) -> QuerySet:
    return type(receipt).objects.filter(pk=receipt.pk)


def pages_of(receipt: AnyReceipt) -> list[PublicPage]:
    """The pages to be read for the receipt; none if it is not `still_expected`."""
    if isinstance(receipt, FileReceipt):
        return list(pages_without(receipt.file_ref))
    receipt.edition.refresh_from_db(fields=["live_until"])
    if not still_expected(receipt):
        return []
    is_shown = receipt.kind == ReceiptKind.SHOWN
    return list((pages_with if is_shown else pages_after_end)(receipt.edition))


def save_progress(receipt: AnyReceipt, found: Iterable[PageWatch]) -> list[PublicPage]:
    """Store what was found so far. Returns `pages_of` the receipt, as it is now."""
    pages = pages_of(receipt)
    if pages:
        _row(receipt).update(pages=[each.as_json(receipt.asked_at) for each in found])
    return pages


def close(receipt: AnyReceipt, found: Iterable[PageWatch]) -> None:
    """Store the receipt as done. Delete it if there is nothing to tell."""
    pages = [each.as_json(receipt.asked_at) for each in found]
    rows = _row(receipt)
    # Another edition replaced the one that ended, its end was moved, or it was cancelled.
    if not pages and (receipt.kind == ReceiptKind.GONE or receipt.edition.was_cancelled):
        rows.delete()
        return
    times = [page["ms"] for page in pages]
    seconds = max(times) / 1000 if times and None not in times else None
    rows.update(done_at=timezone.now(), pages=pages, seconds=seconds)


def set_aside(receipt: AnyReceipt, error: Exception) -> None:
    """Store the receipt as one that cannot be made because of this error."""
    _row(receipt).update(done_at=timezone.now(), fault=f"{type(error).__name__}: {error}"[:300])
