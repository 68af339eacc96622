"""Popular pages are made again as soon as something on them has changed, and what falls due is
marked at its moment, so no reader waits for either.
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

# Between two looks at the sequence.
POLL_SECONDS = 0.02
# After a change.
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
                if alone:  # the other processes take these pages from disk afterwards
                    for key in pages.popular(MAX_REFRESHED_PAGES, MIN_HITS):
                        await _refresh_one(make, key)
                    done = now
        except Exception as error:
            is_away = isinstance(error, Error | OSError)  # the database
            log.log(
                logging.INFO if is_away else logging.ERROR,
                "popular pages: %s",
                error,
                exc_info=not is_away,
            )
            await asyncio.sleep(1)


async def _refresh_one(make: Callable[[Key], Awaitable[object]], key: Key) -> None:
    """A page that cannot be made does not hold up the next ones."""
    try:
        await make(key)
    except TimeoutError:  # which is an OSError
        log.warning("popular pages: %s takes too long", key)
    except (Error, OSError):
        raise
    except Exception:
        log.exception("popular pages: %s; its readers make it meanwhile", key)


@contextmanager
def _one_process_only() -> Iterator[bool]:
    """True while no other process of this host refreshes pages."""
    with Path(settings.VAR_DIR, "popular-lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
