"""What whoever publishes should know: that readers may not see it yet, that work is overdue, what
was set aside, and what a clock that ran ahead has published."""

from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from django.http import HttpRequest
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
    # Else none of it mends itself.
    worker_runs: bool


def engines_behind(request: HttpRequest) -> EnginesBehind | None:
    """Who has not been told for a while what has changed; None where all is well, or where this
    person publishes nothing. One query at most."""
    if not permissions.may_publish_somewhere(request.user):
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
    """What the worker should have done by now, what it could not do, and what is dated wrongly."""

    sentences: list[str]
    aside: list[SetAside]
    # What a clock that ran ahead published, and readers do not see yet.
    misdated: list[SetAside]
    worker_works: bool
    # When one was at work last; nothing where none ever was.
    worked_at: str


# Seconds for which a process remembers what was late: it is a matter of minutes, and to ask costs
# as much as the rest of the dashboard.
CACHE_SECONDS = 15
_cache: dict[int, tuple[float, OverdueWork | None]] = {}


def overdue_work(request: HttpRequest) -> OverdueWork | None:
    """None where nothing is overdue, set aside or dated wrongly, or where this person publishes
    nothing; as it was a few seconds ago (`KEPT_FOR`)."""
    if not permissions.may_publish_somewhere(request.user):
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
    """Ask anew the next time."""
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
