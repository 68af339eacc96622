"""The stories in the news, as the home page names them: in memory, and true by the clock."""

from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from delivery.cached_value import CachedValue

from ..editions.due_moments import next_edition_change
from ..models import Topic

MAX_HOME_TOPICS = 6


class TopicLink(NamedTuple):
    """A story as pages name it."""

    name: str
    slug: str
    description: str


def in_the_news(at: datetime | None = None) -> list[TopicLink]:
    """Those with the newest articles, the newest first. Without a query until an edition begins or
    ends: from then on it asks each time, until whatever began has been marked."""
    topics, until = _kept()
    if at is None and (until is None or timezone.now() < until):
        return topics
    return _asked(at)


def _asked(at: datetime | None) -> list[TopicLink]:
    found = Topic.objects.in_the_news(MAX_HOME_TOPICS, at)
    return [TopicLink(*row) for row in found.values_list(*TopicLink._fields)]


def _load() -> tuple[list[TopicLink], datetime | None]:
    now = timezone.now()
    return _asked(now), next_edition_change(now)


_kept: CachedValue[tuple[list[TopicLink], datetime | None]] = CachedValue(_load)
