"""The stories in the news, as the home page names them: in memory, and true by the clock."""

from datetime import datetime

from django.utils import timezone

from delivery.kept import Kept

from .due import edition_after
from .models import Topic

MOST = 6


def in_the_news(at: datetime | None = None) -> list[Topic]:
    """Those with the newest articles, the newest first. Without a query until an edition begins or
    ends: from then on it asks each time, until whatever began has been marked."""
    topics, until = _kept()
    if at is None and (until is None or timezone.now() < until):
        return topics
    return _asked(at)


def _asked(at: datetime | None) -> list[Topic]:
    return list(Topic.objects.in_the_news(MOST, at))


def _load() -> tuple[list[Topic], datetime | None]:
    now = timezone.now()
    return _asked(now), edition_after(now)


_kept: Kept[tuple[list[Topic], datetime | None]] = Kept(_load)
