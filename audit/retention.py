"""Deletes entries that are older than AUDIT_KEEP_DAYS, and records the deletion."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.checks import Error, register
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from text.dates import datetime_with_zone

from .constraints import MIN_RETENTION_DAYS
from .models import Entry, Kind
from .recording import record


def delete_expired_entries(at: datetime, limit: int = 1000) -> int:
    """Delete up to `limit` entries that are more than AUDIT_KEEP_DAYS old on the day of `at`.
    Returns how many."""
    first_kept = timezone.localdate(at) - timedelta(days=settings.AUDIT_KEEP_DAYS)
    old = Entry.objects.filter(at__lt=timezone.make_aware(datetime.combine(first_kept, time.min)))
    # A DELETE takes SQLite's only write lock even when there is nothing to delete; so look first.
    found = list(old.order_by("at", "pk").values_list("pk", "at")[:limit])
    if not found:
        return 0
    with transaction.atomic():
        gone, _by_model = Entry.objects.filter(pk__in=[key for key, _at in found]).delete()
        # The worker of another machine may have deleted them first.
        if gone:
            first, last = datetime_with_zone(found[0][1]), datetime_with_zone(found[-1][1])
            told = {"count": gone, "first": first, "last": last}
            record(Kind.SWEEP, detail=_("%(count)d rows, from %(first)s to %(last)s") % told)
    return gone


@register
def retention_is_long_enough(app_configs, **kwargs) -> list[Error]:
    """System check: AUDIT_KEEP_DAYS is at least what the law wants."""
    if settings.AUDIT_KEEP_DAYS >= MIN_RETENTION_DAYS:
        return []
    return [
        Error(
            f"AUDIT_KEEP_DAYS is {settings.AUDIT_KEEP_DAYS}",
            hint=f"Six months is the least that the law allows: {MIN_RETENTION_DAYS} days or more.",
            id="audit.E001",
        )
    ]
