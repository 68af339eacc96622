"""The gate: which edition of an article readers see at a moment, the same condition in three
languages."""

from datetime import datetime
from typing import Any

from django.db.models import Q

# In SQL; both values are the moment.
LIVE = "live_from <= %s AND (live_until IS NULL OR live_until > %s)"
# With the moment as a named value.
LIVE_NOW = LIVE.replace("%s", "%(now)s")


def live(at: datetime) -> Q:
    """As a condition of a query on editions or listings."""
    return Q(live_from__lte=at) & (Q(live_until=None) | Q(live_until__gt=at))


def is_live(row: Any, at: datetime) -> bool:
    """Of an edition or a listing that was read."""
    return row.live_from <= at and (row.live_until is None or row.live_until > at)
