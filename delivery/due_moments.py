"""What happens by the clock alone: releases, ends, placements, notices. There is no job for it: the
first request after such a moment marks what fell due and asks for the next moment.

A clock that ran ahead and is put back has shown things too early. Then every cached page is stale,
and what the clock had passed falls due once more.
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

# A next moment is believed for this long, so a moment that was missed is found soon.
MAX_TRUSTED = timedelta(minutes=1)

# Sent to one process of the host, outside of a transaction: the clock says `now`, and had run up to
# `ahead` before. Receivers mend what was done because the clock was wrong.
clock_put_back = Signal()


@dataclass(frozen=True, slots=True)
class DueSource:
    """One kind of thing that happens by the clock."""

    # The next moment after the given one at which pages change.
    following: Callable[[datetime], datetime | None]
    # The tags of what happened after the first moment, up to the second and at it.
    fallen: Callable[[datetime, datetime], Iterable[str]]


_sources: list[DueSource] = []
_one_at_a_time = threading.Lock()

# Called in an app's `ready`.
register = _sources.append


def advance() -> None:
    """Mark what has fallen due. When `is_due`, it has to be called before a page is trusted. Asks
    the database; raises what the database raises."""
    with _one_at_a_time:
        if not is_due():
            return  # another thread did it meanwhile
        if ahead := stale_marks.take_clock_lead():
            _after_clock_put_back(_moment(ahead))
        # Read before the clock, so that what has passed never lies ahead of it.
        seen, before = stale_marks.sequence(), stale_marks.marked_until()
        now = timezone.now()
        sources = _sources if before else []
        tags = [name for source in sources for name in _fallen(source, _moment(before), now)]
        first = min(filter(None, [now + MAX_TRUSTED, *(each.following(now) for each in _sources)]))
        stale_marks.record_moments(tags, _milliseconds(now), _milliseconds(first), seen)


def _fallen(source: DueSource, earlier: datetime, now: datetime) -> list[str]:
    """Its tags; where it cannot tell them, the tag of every page, so that it holds up no other."""
    try:
        return list(source.fallen(earlier, now))
    except Error:
        raise  # it is asked again: the database is away
    except Exception:
        log.exception("what fell due cannot be told")
        return [SITE]


def _after_clock_put_back(ahead: datetime) -> None:
    now = timezone.now()
    log.warning("the clock was put back by %s: every page is made anew", ahead - now)
    try:
        for _receiver, answer in clock_put_back.send_robust(None, now=now, ahead=ahead):
            if isinstance(answer, Error):
                raise answer  # the database is away; other errors are in the log
    except BaseException:
        stale_marks.return_clock_lead(_milliseconds(ahead))
        raise


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _milliseconds(moment: datetime) -> int:
    """Rounded down: a moment has come when its millisecond has begun."""
    return int(moment.timestamp() * 1000)
