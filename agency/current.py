"""The agency and its notices as pages show them, in memory until they change."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from delivery.cached_value import CachedValue
from delivery.tags import SITE
from media.pictures import picture, visible

from . import measuring_script as measuring
from .models import Agency, Level, Notice

# Nobody reads more notices at once. The most urgent ones are shown.
MAX_NOTICES = 3


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


def notices_in_force(at: datetime | None = None) -> tuple[CurrentNotice, ...]:
    """The notices that readers see at that moment, the most urgent first; at most MAX_NOTICES."""
    at = at or timezone.now()
    return tuple(each for each in current_agency()["notices"] if each.in_force(at))[:MAX_NOTICES]


def next_notice_moment(at: datetime) -> datetime | None:
    """The next moment at which a notice begins or ends; None if there is none."""
    notices = current_agency()["notices"]
    moments = [moment for each in notices for moment in (each.starts_at, each.expires_at)]
    return min((moment for moment in moments if moment and moment > at), default=None)


def notice_tags_between(first: datetime, last: datetime) -> list[str]:
    """`[SITE]`, the tag of every page, if a notice began or ended in `(first, last]`.

    It queries the database, because the notices in memory may have been loaded after `last`,
    without those that had ended.
    """
    begun = Q(starts_at__gt=first, starts_at__lte=last)
    ended = Q(expires_at__gt=first, expires_at__lte=last)
    return [SITE] if Notice.objects.filter(begun | ended).exists() else []


class CurrentAgency(dict[str, Any]):
    """The agency as pages show it. It is never changed after it was loaded, so parts of pages can
    be cached by its hash."""

    @cached_property
    def _hash(self) -> int:
        return hash(frozenset(self.items()))

    def __hash__(self) -> int:
        return self._hash


def _load() -> CurrentAgency:
    stored = Agency.objects.select_related("logo").first()
    agency = stored or Agency(name=str(_("News portal")))
    fields = {field.name: getattr(agency, field.attname) for field in Agency._meta.fields}
    logo = agency.logo and picture(
        {
            name: getattr(agency.logo, name)
            for name in ("pk", "key", "format", "width", "height", "widths", "takedown")
        }
    )
    held_back = bool(agency.measuring_script) and not measuring.may_run(agency.measuring_integrity)
    return CurrentAgency(
        {
            **fields,
            "measuring_script": "" if held_back else agency.measuring_script,
            "measuring_held_back": held_back,
            "short_name": agency.short_name or agency.name,
            "logo": visible(logo),
            "social_links": tuple(stored.social_links.values_list("name", "url")) if stored else (),
            "notices": tuple(_notices()),
        }
    )


def _notices() -> list[CurrentNotice]:
    """The notices that have not ended, the most urgent first; within a level the latest first."""
    ahead = Notice.objects.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()))
    rows = ahead.values("level", "text", "link", "link_text", "starts_at", "expires_at")
    found = [CurrentNotice(**{**row, "level": Level(row["level"])}) for row in rows]
    return sorted(found, key=lambda each: list(Level).index(each.level))


current_agency: CachedValue[CurrentAgency] = CachedValue(_load)
