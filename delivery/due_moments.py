"""Changes of pages by the clock alone: an edition, a placement or a notice begins or ends. No job
is scheduled for them: the first process that looks after such a moment calls `advance`, which marks
the tags and stores the next moment.

A clock that ran ahead and is put back has shown things too early. Then every cached page is stale,
and the moments that the clock had passed fall due once more.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import Error
from django.dispatch import Signal
from django.utils import timezone

from . import stale_marks
from .stale_marks import is_due
from .tags import SITE

log = logging.getLogger(__name__)

# The next moment is looked up again after this time, so a moment that was missed is found soon.
MAX_TRUSTED = timedelta(minutes=1)

# Sent in one process of the machine, outside of a transaction. `now` is the time of the clock,
# `ahead` the time that it had reached before. Receivers repair what was done at the wrong time.
clock_put_back = Signal()


@dataclass(frozen=True, slots=True)
class DueSource:
    """One kind of change by the clock, as an upper app registers it."""

    # The next moment after the given one at which pages change; None if there is none.
    following: Callable[[datetime], datetime | None]
    # The tags of what happened after the first moment, up to and including the second.
    fallen: Callable[[datetime, datetime], Iterable[str]]


_sources: list[DueSource] = []
_one_at_a_time = threading.Lock()

# Called in an app's `ready`.
register = _sources.append


def advance() -> None:
    """Mark the tags of what has fallen due, and store the next moment. While `is_due()` is true, no
    page is trusted before this was called. Queries the database and raises its errors."""
    with _one_at_a_time:
        if not is_due():
            # Another thread did it meanwhile.
            return
        if ahead := stale_marks.take_clock_lead():
            _after_clock_put_back(_moment(ahead))
        # Read before the clock, so that `before` is never later than `now`.
        seen, before = stale_marks.sequence(), stale_marks.marked_until()
        now = timezone.now()
        sources = _sources if before else []
        tags = [name for source in sources for name in _fallen(source, _moment(before), now)]
        first = min(filter(None, [now + MAX_TRUSTED, *(each.following(now) for each in _sources)]))
        stale_marks.record_moments(tags, _milliseconds(now), _milliseconds(first), seen)


def _fallen(source: DueSource, earlier: datetime, now: datetime) -> list[str]:
    """The tags of this source. If it fails, the tag of every page instead, so that the other
    sources still work. Errors of the database are raised."""
    try:
        return list(source.fallen(earlier, now))
    except Error:
        # The database is away: the next call asks the source again.
        raise
    except Exception:
        log.exception("what fell due cannot be told")
        return [SITE]


def _after_clock_put_back(ahead: datetime) -> None:
    now = timezone.now()
    log.warning("the clock was put back by %s: every page is made anew", ahead - now)
    try:
        for _receiver, answer in clock_put_back.send_robust(None, now=now, ahead=ahead):
            if isinstance(answer, Error):
                # The database is away. Django has logged other errors.
                raise answer
    except BaseException:
        stale_marks.return_clock_lead(_milliseconds(ahead))
        raise


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _milliseconds(moment: datetime) -> int:
    """Since 1970, rounded down: a moment has come when its millisecond has begun."""
    return int(moment.timestamp() * 1000)
