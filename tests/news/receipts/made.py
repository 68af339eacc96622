"""Makes receipts within a test, and reads them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote_plus

from django.db import connections

from news.models import Receipt
from news.receipts.watch import ReceiptWatcher


def make_receipts() -> None:
    """Make the receipts whose moment has come, as the worker does; returns when they are done."""

    async def made() -> None:
        watch = ReceiptWatcher()
        await watch.take_up()
        await asyncio.gather(*watch.under_way)
        await watch._ask(connections.close_all)
        for pool in (watch.database, *watch.readers.values()):
            pool.shutdown()

    # In another thread, because the browser's event loop may be running in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(made())).result()


def asked() -> list[tuple[int, str, object]]:
    """Edition, kind and moment of every receipt."""
    rows = Receipt.objects.order_by("asked_at", "edition__number", "kind")
    return list(rows.values_list("edition__number", "kind", "asked_at"))


def read(receipt: Receipt, host: str | None = None) -> dict[str, str]:
    """The fault of each page by its path; empty for a page that was right. With `host`, of this
    host only."""
    return {
        unquote_plus(page["path"]): "" if page["ms"] is not None else page["said"] or "no answer"
        for page in receipt.pages
        if host in (None, page["host"])
    }
