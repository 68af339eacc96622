"""Alerts for whoever publishes: caches that were not told of changes, work that is overdue or set
aside, and what was published while the clock ran ahead."""

from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from django.http import HttpRequest
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _, ngettext

from delivery import worker
from delivery.engines.base import engines
from delivery.purging import lags
from delivery.worker import SetAside, overdue, set_aside
from text.dates import datetime_with_zone

from ..rights import permissions
from . import clock_repair


@dataclass(frozen=True)
class EnginesBehind:
    # A sentence about each.
    engines: list[str]
    # If not, it stays so until somebody starts the worker.
    worker_runs: bool


def engines_behind(request: HttpRequest) -> EnginesBehind | None:
    """Caches that have not been told of changes for a while; None where there are none, and for
    people who publish nothing. One query at most."""
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
    return EnginesBehind(sentences, worker.is_running()) if sentences else None


@dataclass(frozen=True)
class OverdueWork:
    """Work that is late, work that was set aside, and editions with a wrong date."""

    sentences: list[str]
    aside: list[SetAside]
    # Published while the clock ran ahead; readers do not see them yet.
    misdated: list[SetAside]
    worker_works: bool
    # When a worker last worked; empty where none ever did.
    worked_at: str


# The process caches the answer for so long: asking costs as much as the rest of the dashboard.
CACHE_SECONDS = 15
_cache: dict[int, tuple[float, OverdueWork | None]] = {}


def overdue_work(request: HttpRequest) -> OverdueWork | None:
    """None where there is none, and for people who publish nothing. Up to `CACHE_SECONDS` old."""
    if not permissions.has_in_any_section(request.user, permissions.PUBLISH):
        return None
    now = monotonic()
    at, found = _cache.get(request.user.pk, (-CACHE_SECONDS, None))
    if now - at >= CACHE_SECONDS:
        if len(_cache) > 1000:
            _cache.clear()
        found = _late(request)
        _cache[request.user.pk] = now, found
    return found


def forget() -> None:
    """Drop what is cached."""
    _cache.clear()


def _late(request: HttpRequest) -> OverdueWork | None:
    sentences = [each.work.sentence(each.count) for each in overdue()]
    aside = [each for found in set_aside(request.user).values() for each in found]
    misdated = clock_repair.editions_dated_ahead(request.user)
    if not sentences and not aside and not misdated:
        return None
    last = worker.last_at_work()
    return OverdueWork(
        sentences, aside, misdated, worker.is_at_work(), datetime_with_zone(last) if last else ""
    )


def _spoken(age: timedelta) -> str:
    if age < timedelta(minutes=1):
        return ngettext("%d second", "%d seconds", age.seconds) % age.seconds
    now = timezone.now()
    return timesince(now - age, now, depth=1)
