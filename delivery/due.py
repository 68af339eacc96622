"""What happens by the clock alone: releases, ends, places, notices. No job: the first request past
the next such moment marks what fell due, and asks for the moment after it.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import Error
from django.utils import timezone

from . import marks
from .tags import SITE

log = logging.getLogger(__name__)

AGAIN = timedelta(minutes=1)
"""No longer than this is a next moment believed, lest one that was missed stay missed."""


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of thing that happens by the clock."""

    following: Callable[[datetime], datetime | None]
    """The first moment after that one at which pages change."""
    fallen: Callable[[datetime, datetime], Iterable[str]]
    """The tags of what happened after the first moment, up to and with the second."""


_sources: list[Source] = []
_one_at_a_time = threading.Lock()


def register(source: Source) -> None:
    """For an app's `ready`."""
    _sources.append(source)


def has_come() -> bool:
    """Whether the next moment has, so that `advance` is to be called before a page is trusted."""
    return marks.milliseconds() >= marks.due()


def advance() -> None:
    """Mark what has fallen due. It asks the database, and raises whatever that one raises."""
    with _one_at_a_time:
        if not has_come():
            return  # another thread did it meanwhile
        seen, now = marks.sequence(), timezone.now()
        before = marks.since()
        tags = []
        if before:
            earlier = datetime.fromtimestamp(before / 1000, UTC)
            tags = [name for source in _sources for name in _fallen(source, earlier, now)]
        moments = [source.following(now) for source in _sources]
        first = min([moment for moment in moments if moment] + [now + AGAIN])
        marks.passed(tags, _milliseconds(now), _milliseconds(first), seen)


def _fallen(source: Source, earlier: datetime, now: datetime) -> list[str]:
    """One thing of which nobody can say what it changes must not hold up all others, nor any page:
    then every page is made anew."""
    try:
        return list(source.fallen(earlier, now))
    except Error:
        raise  # it is asked again: the database is away
    except Exception:
        log.exception("what fell due cannot be told")
        return [SITE]


def _milliseconds(moment: datetime) -> int:
    """Whole ones, those begun: so a moment has come when its millisecond has."""
    return int(moment.timestamp() * 1000)
