"""The agency and its notices as pages show them: in memory until they change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from delivery.cached_value import CachedValue
from delivery.tags import SITE
from media.pictures import picture

from . import measuring_script as measuring
from .models import Agency, Level, Notice

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
    return tuple(each for each in _current_notices() if each.in_force(at))[:MAX_NOTICES]


def next_notice_moment(at: datetime) -> datetime | None:
    """When the next notice begins or ends; None where none lies ahead."""
    ends = ((each.starts_at, each.expires_at) for each in _current_notices())
    moments = chain.from_iterable(ends)
    return min((moment for moment in moments if moment and moment > at), default=None)


def notice_tags_between(first: datetime, last: datetime) -> list[str]:
    """The tags of the pages that a notice has changed since: it stands on every one.

    Asked of the database: what this process holds of notices may have been read after the last
    moment, when those that had ended were left out.
    """
    begun = Q(starts_at__gt=first, starts_at__lte=last)
    ended = Q(expires_at__gt=first, expires_at__lte=last)
    return [SITE] if Notice.objects.filter(begun | ended).exists() else []


def _current_notices() -> tuple[CurrentNotice, ...]:
    return current_agency()["notices"]


class CurrentAgency(dict[str, Any]):
    """The agency as pages show it. Nobody changes it, so fragments can be cached by its hash."""

    @cached_property
    def _hash(self) -> int:
        return hash(frozenset(self.items()))

    def __hash__(self) -> int:
        return self._hash


def _load() -> CurrentAgency:
    agency = Agency.objects.select_related("logo").first()
    if agency is None:
        agency = Agency(name=str(_("News portal")))
        social = ()
    else:
        social = tuple(agency.social_links.values_list("name", "url"))
    fields = {field.name: getattr(agency, field.attname) for field in Agency._meta.fields}
    logo = agency.logo and picture(
        {
            name: getattr(agency.logo, name)
            for name in ("pk", "key", "format", "width", "height", "widths")
        }
    )
    held_back = bool(agency.measuring_script) and not measuring.may_run(agency.measuring_integrity)
    return CurrentAgency(
        {
            **fields,
            "measuring_script": "" if held_back else agency.measuring_script,
            "measuring_held_back": held_back,
            "short_name": agency.short_name or agency.name,
            "logo": logo,
            "social_links": social,
            "notices": tuple(in_order(_notices())),
        }
    )


def _notices() -> QuerySet:
    """Those in force or to come."""
    ahead = Notice.objects.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()))
    return ahead.values("level", "text", "link", "link_text", "starts_at", "expires_at")


current_agency: CachedValue[CurrentAgency] = CachedValue(_load)
