"""The stories in the news, as the home page names them: in memory, and true by the clock."""

from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from delivery.cached_value import Kept

from ..editions.due_moments import edition_after
from ..models import Topic

MOST = 6


class Named(NamedTuple):
    """A story as pages name it."""

    name: str
    slug: str
    description: str


def in_the_news(at: datetime | None = None) -> list[Named]:
    """Those with the newest articles, the newest first. Without a query until an edition begins or
    ends: from then on it asks each time, until whatever began has been marked."""
    topics, until = _kept()
    if at is None and (until is None or timezone.now() < until):
        return topics
    return _asked(at)


def _asked(at: datetime | None) -> list[Named]:
    found = Topic.objects.in_the_news(MOST, at)
    return [Named(*row) for row in found.values_list(*Named._fields)]


def _load() -> tuple[list[Named], datetime | None]:
    now = timezone.now()
    return _asked(now), edition_after(now)


_kept: Kept[tuple[list[Named], datetime | None]] = Kept(_load)
