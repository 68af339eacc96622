"""The topics that the home page names. The process caches them until the next edition begins or
ends."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from delivery.cached_value import CachedValue

from ..editions.lifecycle import moment_after
from ..editions.live import live
from ..enums import ListKind
from ..models import Listing, Topic

MAX_HOME_TOPICS = 6


def topics_in_the_news(limit: int, at: datetime | None = None) -> QuerySet[Topic]:
    """Topics with an article that readers see, the one with the newest article first."""
    newest = Listing.objects.filter(
        live(at or timezone.now()), kind=ListKind.TOPIC, target=OuterRef("pk")
    ).order_by("-released_at")
    found = Topic.objects.annotate(newest=Subquery(newest.values("released_at")[:1]))
    return found.filter(newest__isnull=False).order_by("-newest", "pk")[:limit]


def in_the_news(at: datetime | None = None) -> list[NamedTuple]:
    """Returns the cached topics. After the next edition starts or ends the cache is out of date, so
    the database is asked until the purge for that edition has been written."""
    topics, until = _cached()
    if at is None and (until is None or timezone.now() < until):
        return topics
    return _asked(at)


def _asked(at: datetime | None) -> list[NamedTuple]:
    """Reads the topics from the database, with the columns that pages show."""
    rows = topics_in_the_news(MAX_HOME_TOPICS, at)
    return list(rows.values_list("name", "slug", "description", named=True))


def _load() -> tuple[list[NamedTuple], datetime | None]:
    now = timezone.now()
    return _asked(now), moment_after(now)


_cached: CachedValue[tuple[list[NamedTuple], datetime | None]] = CachedValue(_load)
