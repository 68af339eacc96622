"""`/theo-ngay/`: the articles of a year, a month or a day, including archived ones."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from delivery.public_page import public_page, render_with_tags, with_tags
from delivery.tags import tag
from text.dates import WEEKDAYS

from ..addresses import absolute
from ..editions.lifecycle import day_target, month_tag, month_targets
from ..editions.live import live
from ..enums import ListKind
from ..models import Listing
from .paging import date_in_address, list_page, read_day

ROOT = "/theo-ngay/"
WEEKDAY_ABBREVIATIONS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a calendar, and how many articles it has."""

    day: date
    articles: int
    # Whether the day belongs to the month that is shown.
    inside: bool

    @property
    def url(self) -> str:
        return path(self.day.year, self.day.month, self.day.day)


def path(*parts: int) -> str:
    """`/theo-ngay/2026/03/05/`, or as many parts of it as are given."""
    return ROOT + "".join(f"{part:02}/" for part in parts)


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """The years from the first article to the latest, and the months of the latest year. `?ngay=`
    redirects to a day."""
    typed = request.GET.get("ngay", "").strip()[:20]
    if found := read_day(typed):
        there = HttpResponseRedirect(path(found.year, found.month, found.day))
        return with_tags(there, [tag("archive", 0)])
    days = _day_listings().values_list("target", flat=True)
    last, first = days.order_by("-target").first(), days.order_by("target").first()
    years = range(last // 10_000, first // 10_000 - 1, -1) if last else []
    context = {
        "years": years, "months": _months(years[0]) if years else {},
        "typed": typed, "error": bool(typed),
    }  # fmt: skip
    return _answer(request, context, ROOT, [tag("year", each) for each in years[:1]])


@public_page
def year(request: HttpRequest, year: str) -> HttpResponse:
    """The months of a year with their numbers of articles; 404 for a year without articles."""
    number = date_in_address(year).year
    months = _months(number)
    if not any(months.values()):
        raise Http404
    return _answer(request, {"year": number, "months": months}, path(number), [tag("year", number)])


@public_page
def month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    """The calendar of a month, and its articles; 404 for a month without articles."""
    first = date_in_address(year, month)
    counts = _counts(*month_targets(first))
    if not counts:
        raise Http404
    return _calendar(request, first, counts, counts, path(first.year, first.month))


@public_page
def day(request: HttpRequest, year: str, month: str, day: str) -> HttpResponse:
    """The calendar of a month, and the articles of one of its days. A day without articles has a
    page too, unless it lies in the future."""
    asked = date_in_address(year, month, day)
    counts = _counts(*month_targets(asked))
    if asked not in counts and asked > timezone.localdate():
        raise Http404
    here = path(asked.year, asked.month, asked.day)
    more = {"day": asked, "noindex": asked not in counts}
    return _calendar(request, asked, counts, [asked], here, **more)


def _calendar(
    request: HttpRequest,
    asked: date,
    counts: dict[date, int],
    days: Iterable[date],
    here: str,
    **more: Any,
) -> HttpResponse:
    """The calendar of a month, and the articles of some of its days."""
    shown = list_page(request, [(ListKind.DAY.value, day_target(each)) for each in days])
    context = {
        "first": asked.replace(day=1), "weeks": _weeks(asked, counts), "stretch": shown,
        "here": here, **more,
    }  # fmt: skip
    return _answer(request, context, here + shown.query, [month_tag(asked), *shown.tags])


def _answer(
    request: HttpRequest, context: dict[str, Any], address: str, tags: list[str]
) -> HttpResponse:
    context = {
        "path": path, "weekdays": list(zip(WEEKDAY_ABBREVIATIONS, WEEKDAYS, strict=True)),
        "canonical": absolute(address), **context,
    }  # fmt: skip
    return render_with_tags(request, "news/archive.html", context, [tag("archive", 0), *tags])


def _day_listings() -> QuerySet[Listing]:
    return Listing.objects.filter(live(timezone.now()), kind=ListKind.DAY)


def _counts(first: int, last: int) -> dict[date, int]:
    """The number of articles of each day whose target (`day_target`) is between `first` and `last`.
    Days without articles are left out."""
    within = _day_listings().filter(target__range=(first, last)).order_by()
    return {
        date(day // 10_000, day // 100 % 100, day % 100): articles
        for day, articles in within.values_list("target").annotate(Count("pk"))
    }


def _months(year: int) -> dict[int, int]:
    """How many articles each month of that year has."""
    months = dict.fromkeys(range(1, 13), 0)
    for each, articles in _counts(year * 10_000, year * 10_000 + 9_999).items():
        months[each.month] += articles
    return months


def _weeks(day: date, counts: dict[date, int]) -> list[list[Day]]:
    return [
        [Day(each, counts.get(each, 0), each.month == day.month) for each in week]
        for week in calendar.Calendar().monthdatescalendar(day.year, day.month)
    ]
