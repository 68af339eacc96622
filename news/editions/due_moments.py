"""What begins and ends by the clock alone: editions and placements."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Min, Q

from delivery import due_moments

from ..fronts import placements
from ..fronts.models import Placement
from ..models import Edition
from .lifecycle import affected_tags


def register() -> None:
    due_moments.register(due_moments.DueSource(next_edition_change, _tags_of_editions_due))
    due_moments.register(due_moments.DueSource(placements.moment_after, _placements_between))


def next_edition_change(at: datetime) -> datetime | None:
    """When the next edition begins or ends."""
    begins = Edition.objects.filter(live_from__gt=at).aggregate(first=Min("live_from"))["first"]
    ends = Edition.objects.filter(live_until__gt=at).aggregate(first=Min("live_until"))["first"]
    return min(filter(None, (begins, ends)), default=None)


def _tags_of_editions_due(first: datetime, last: datetime) -> Iterator[str]:
    begun = Q(live_from__gt=first, live_from__lte=last)
    ended = Q(live_until__gt=first, live_until__lte=last)
    for edition in Edition.objects.filter(begun | ended):
        yield from affected_tags(edition)


def _placements_between(first: datetime, last: datetime) -> Iterator[str]:
    begun = Q(starts_at__gt=first, starts_at__lte=last)
    ended = Q(ends_at__gt=first, ends_at__lte=last)
    rows = Placement.objects.filter(begun | ended)
    for section in rows.values_list("front__section", flat=True).distinct():
        yield from placements.stale(section)
