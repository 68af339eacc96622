"""Notices at the top of every page: in force by the clock, in memory with the agency."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from delivery.tags import SITE

from .enums import Level

# More at once nobody reads; the most urgent stay.
MAX_NOTICES = 3

_ORDER = list(Level)


@dataclass(frozen=True, slots=True)
class CurrentNotice:
    """A notice as pages show it."""

    level: Level
    text: str
    link: str
    link_text: str
    starts_at: datetime | None
    expires_at: datetime | None

    def in_force(self, at: datetime) -> bool:
        return (self.starts_at is None or self.starts_at <= at) and (
            self.expires_at is None or at < self.expires_at
        )


def in_order(rows: Iterable[dict]) -> list[CurrentNotice]:
    """The most urgent first; of one level the latest first, as they came."""
    found = [CurrentNotice(**{**row, "level": Level(row["level"])}) for row in rows]
    return sorted(found, key=lambda each: _ORDER.index(each.level))


def notices_in_force(at: datetime | None = None) -> tuple[CurrentNotice, ...]:
    """Those that readers see at that moment."""
    at = at or timezone.now()
    return tuple(each for each in _kept() if each.in_force(at))[:MAX_NOTICES]


def next_notice_moment(at: datetime) -> datetime | None:
    """When the next notice begins or ends; None where none lies ahead."""
    moments = (moment for each in _kept() for moment in (each.starts_at, each.expires_at))
    return min((moment for moment in moments if moment and moment > at), default=None)


def notice_tags_between(first: datetime, last: datetime) -> list[str]:
    """The tags of the pages that a notice has changed since: it stands on every one.

    Asked of the database: what this process holds of notices may have been read after the last
    moment, when those that had ended were left out.
    """
    from .models import Notice  # which asks `in_order`

    begun = Q(starts_at__gt=first, starts_at__lte=last)
    ended = Q(expires_at__gt=first, expires_at__lte=last)
    return [SITE] if Notice.objects.filter(begun | ended).exists() else []


def _kept() -> tuple[CurrentNotice, ...]:
    from .models import current_agency  # which asks `in_order`

    return current_agency()["notices"]
