"""Makes popular pages again as soon as something on them has changed, and marks what falls due at
its moment, so that no reader waits for either.
"""

import asyncio
import fcntl
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import Error

from delivery import due_moments, stale_marks
from delivery.page_cache.memory import PageCache
from delivery.page_cache.page import Key

# The pause between two looks at the sequence.
POLL_SECONDS = 0.02
# How many pages are made again after a change.
MAX_REFRESHED_PAGES = 20
# A page is refreshed if it was asked for at least this often since it was made.
MIN_HITS = 3

log = logging.getLogger(__name__)


async def refresh_forever(
    pages: PageCache,
    make: Callable[[Key], Awaitable[object]],
    advance: Callable[[], Awaitable[object]],
) -> None:
    """Runs as long as the server. `make` makes and caches a page, unless that is being done now;
    `advance` marks what fell due."""
    done = stale_marks.sequence()
    while True:
        await asyncio.sleep(POLL_SECONDS)
        try:
            if due_moments.is_due():
                await advance()
            now = stale_marks.sequence()
            if now == done:
                continue
            with _one_process_only() as alone:
                # The other processes take these pages from disk afterwards.
                if alone:
                    for key in pages.popular(MAX_REFRESHED_PAGES, MIN_HITS):
                        await _refresh_one(make, key)
                    done = now
        except Exception as error:
            # Whether the database is away.
            is_away = isinstance(error, Error | OSError)
            log.log(
                logging.INFO if is_away else logging.ERROR,
                "popular pages: %s",
                error,
                exc_info=not is_away,
            )
            await asyncio.sleep(1)


async def _refresh_one(make: Callable[[Key], Awaitable[object]], key: Key) -> None:
    """Make the page. If that fails, it is logged, so that the next pages are made; only errors of
    the database are raised."""
    try:
        await make(key)
    # Before OSError, of which it is a subclass.
    except TimeoutError:
        log.warning("popular pages: %s takes too long", key)
    except (Error, OSError):
        raise
    except Exception:
        log.exception("popular pages: %s; its readers make it meanwhile", key)


@contextmanager
def _one_process_only() -> Iterator[bool]:
    """Yields True if no other process of this machine refreshes pages now; the others get False."""
    with Path(settings.VAR_DIR, "popular-lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
