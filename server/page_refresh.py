"""Popular pages are made anew as soon as something on them has changed, and what falls due is
marked at its moment: no reader has to wait for either.
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

# Seconds between two looks at the sequence.
POLL_SECONDS = 0.02
# Pages made anew after a change.
MAX_REFRESHED_PAGES = 20
# How often, at least, such a page has been asked for since it was made.
MIN_HITS = 3

log = logging.getLogger(__name__)


async def refresh_forever(
    pages: PageCache,
    make: Callable[[Key], Awaitable[object]],
    advance: Callable[[], Awaitable[object]],
) -> None:
    """For as long as the server runs. `make` makes a page and keeps it, unless somebody is doing so
    just now; `advance` marks what fell due."""
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
                if alone:  # the other processes take these pages from disk, when this one has done
                    for key in pages.popular(MAX_REFRESHED_PAGES, MIN_HITS):
                        await _refresh_one(make, key)
                    done = now
        except (Error, OSError) as error:  # the database is away: who asks is told so
            log.info("popular pages: %s", error)
            await asyncio.sleep(1)
        except Exception:
            log.exception("popular pages")
            await asyncio.sleep(1)


async def _refresh_one(make: Callable[[Key], Awaitable[object]], key: Key) -> None:
    """One that cannot be made holds up none behind it."""
    try:
        await make(key)
    except TimeoutError:  # an OSError by birth
        log.warning("popular pages: %s takes too long", key)
    except (Error, OSError):
        raise
    except Exception:
        log.exception("popular pages: %s; its readers make it meanwhile", key)


@contextmanager
def _one_process_only() -> Iterator[bool]:
    """Whether no other process of this host is at it."""
    with Path(settings.VAR_DIR, "popular-lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
