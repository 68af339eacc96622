"""Rows go when their time is over; that they went is a row too."""

from datetime import datetime, time, timedelta

from django.core.checks import Error, register
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from text.dates import datetime_with_zone

from .constraints import LEAST_DAYS, keep_days
from .models import Entry, Kind
from .recording import record


def delete_expired_entries(at: datetime, limit: int = 1000) -> int:
    """Delete rows of days that are over for so long as they are to be kept; how many rows."""
    first_kept = timezone.localdate(at) - timedelta(days=keep_days())
    old = Entry.objects.filter(at__lt=timezone.make_aware(datetime.combine(first_kept, time.min)))
    # Looked up first: a DELETE takes SQLite's only write lock even when there is nothing to do.
    found = list(old.order_by("at", "pk").values_list("pk", "at")[:limit])
    if not found:
        return 0
    with transaction.atomic():
        gone, _by_model = Entry.objects.filter(pk__in=[key for key, _at in found]).delete()
        if gone:  # the worker of another host may have been quicker
            told = {
                "count": gone,
                "first": datetime_with_zone(found[0][1]),
                "last": datetime_with_zone(found[-1][1]),
            }
            record(Kind.SWEEP, detail=_("%(count)d rows, from %(first)s to %(last)s") % told)
    return gone


@register
def kept_long_enough(app_configs, **kwargs) -> list[Error]:
    if keep_days() >= LEAST_DAYS:
        return []
    return [
        Error(
            f"AUDIT_KEEP_DAYS is {keep_days()}",
            hint=f"The audit log is kept for six months at least: {LEAST_DAYS} days or more.",
            id="audit.E001",
        )
    ]
