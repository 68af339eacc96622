"""Alerts for whoever publishes: caches that were not told of changes, work that is overdue or set
aside, and what was published while the clock ran ahead."""

from datetime import timedelta
from functools import lru_cache
from time import monotonic
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _, ngettext

from delivery import worker
from delivery.engines.base import engines
from delivery.purging import lags
from text.dates import datetime_with_zone

from ..rights import permissions
from . import clock_repair

# The process caches overdue work for so long: asking costs as much as the rest of the dashboard.
CACHE_SECONDS = 15


def engines_behind(request: HttpRequest) -> dict[str, Any] | None:
    """Caches that have not been told of changes for a while, a sentence about each, and whether the
    worker runs; None where there are none, and for people who publish nothing. One query at
    most."""
    if not permissions.has_in_any_section(request.user, permissions.PUBLISH):
        return None
    sentences = [
        _("%(engine)s has not been told of changes for %(age)s: %(meanwhile)s.")
        % {
            "engine": engines()[name],
            "age": _spoken(lag.age),
            "meanwhile": engines()[name].meanwhile(),
        }
        for name, lag in lags().items()
        if lag.is_worth_telling
    ]
    # If the worker does not run, it stays so until somebody starts it.
    return sentences and {"engines": sentences, "worker_runs": worker.is_running()}


def overdue_work(request: HttpRequest) -> dict[str, Any] | None:
    """Work that is late, work that was set aside, and editions with a wrong date; None for people
    who publish nothing. Up to `CACHE_SECONDS` old."""
    if not permissions.has_in_any_section(request.user, permissions.PUBLISH):
        return None
    return cached_work(request.user, monotonic() // CACHE_SECONDS)


# Its keys hold on to requests, by `request.user`.
@lru_cache(maxsize=100)
def cached_work(user, period: float) -> dict[str, Any]:
    """`period` counts `CACHE_SECONDS`."""
    last = worker.last_at_work()
    return {
        "sentences": [each.work.sentence(each.count) for each in worker.overdue()],
        "aside": [each for found in worker.set_aside(user).values() for each in found],
        # Published while the clock ran ahead; readers do not see them yet.
        "misdated": clock_repair.editions_dated_ahead(user),
        "worker_works": worker.is_at_work(),
        # Empty where none ever did.
        "worked_at": datetime_with_zone(last) if last else "",
    }


def _spoken(age: timedelta) -> str:
    if age < timedelta(minutes=1):
        return ngettext("%d second", "%d seconds", age.seconds) % age.seconds
    now = timezone.now()
    return timesince(now - age, now, depth=1)
