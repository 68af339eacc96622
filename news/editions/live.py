"""Which editions and listings readers see at a moment: the same condition as SQL, as a Django `Q`,
and in Python."""

from datetime import datetime
from typing import Any

from django.db.models import Q

# In SQL; both parameters are the moment.
LIVE = "live_from <= %s AND (live_until IS NULL OR live_until > %s)"
# The same; the moment is the named parameter `now`.
LIVE_NOW = LIVE.replace("%s", "%(now)s")


def live(at: datetime) -> Q:
    """The condition for a queryset of editions or listings."""
    return Q(live_from__lte=at) & (Q(live_until=None) | Q(live_until__gt=at))


def is_live(row: Any, at: datetime) -> bool:
    """Whether readers see this edition or listing at that moment."""
    return row.live_from <= at and (row.live_until is None or row.live_until > at)
