"""`/theo-ngay/`: the articles of a year, a month or a day, archived ones too."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from delivery.public_page import public_page, with_tags
from delivery.tags import tag
from text.dates import WEEKDAYS

from ..addresses import absolute
from ..editions.lifecycle import day_target, month_tag, month_targets
from ..editions.models import live
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
    # Whether it belongs to the month that is shown.
    inside: bool

    @property
    def url(self) -> str:
        return path(self.day.year, self.day.month, self.day.day)


def path(*parts: int) -> str:
    """`/theo-ngay/2026/03/05/`, or as many parts of it as are given."""
    return ROOT + "".join(f"{part:02}/" for part in parts)


@public_page
def archive(request: HttpRequest) -> HttpResponse:
    """The years that have articles, the newest with its months; `?ngay=` leads to a day."""
    typed = request.GET.get("ngay", "").strip()[:20]
    found = read_day(typed)
    if found:
        there = path(found.year, found.month, found.day)
        return with_tags(HttpResponseRedirect(there), [tag("archive", 0)])
    days = _day_listings().values_list("target", flat=True)
    last, first = days.order_by("-target").first(), days.order_by("target").first()
    years = range(last // 10_000, first // 10_000 - 1, -1) if last else []
    months = _months(years[0]) if years else {}
    context = {"years": years, "months": months, "typed": typed, "error": bool(typed)}
    return _answer(request, context, ROOT, [tag("year", each) for each in years[:1]])


@public_page
def year(request: HttpRequest, year: str) -> HttpResponse:
    number = date_in_address(year).year
    months = _months(number)
    if not any(months.values()):
        raise Http404
    context = {"year": number, "months": months}
    return _answer(request, context, path(number), [tag("year", number)])


@public_page
def month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    first = date_in_address(year, month)
    counts = _counts(*month_targets(first))
    if not counts:
        raise Http404
    shown = list_page(request, _targets(counts))
    here = path(first.year, first.month)
    context = {"first": first, "weeks": _weeks(first, counts), "stretch": shown, "here": here}
    return _answer(request, context, here + shown.query, [month_tag(first), *shown.tags])


@public_page
def day(request: HttpRequest, year: str, month: str, day: str) -> HttpResponse:
    """One day, in the calendar of its month."""
    asked = date_in_address(year, month, day)
    counts = _counts(*month_targets(asked))
    if asked not in counts and asked > timezone.localdate():
        raise Http404
    shown = list_page(request, _targets([asked]))
    here = path(asked.year, asked.month, asked.day)
    context = {
        "first": asked.replace(day=1), "day": asked, "weeks": _weeks(asked, counts),
        "stretch": shown, "here": here, "noindex": asked not in counts,
    }  # fmt: skip
    tags = [tag(ListKind.DAY, day_target(asked)), month_tag(asked), *shown.tags]
    return _answer(request, context, here + shown.query, tags)


def _answer(
    request: HttpRequest, context: dict[str, Any], address: str, tags: list[str]
) -> HttpResponse:
    context = {
        "path": path, "weekdays": list(zip(WEEKDAY_ABBREVIATIONS, WEEKDAYS["vi"], strict=True)),
        "canonical": absolute(address), **context,
    }  # fmt: skip
    response = render(request, "news/archive.html", context, using="public")
    return with_tags(response, [tag("archive", 0), *tags])


def _day_listings() -> QuerySet[Listing]:
    return Listing.objects.filter(live(timezone.now()), kind=ListKind.DAY)


def _counts(first: int, last: int) -> dict[date, int]:
    """The number of articles of each day whose list lies between these; days without any are left
    out."""
    within = _day_listings().filter(target__range=(first, last))
    rows = within.order_by().values_list("target").annotate(Count("pk"))
    return {
        date(found // 10_000, found // 100 % 100, found % 100): articles for found, articles in rows
    }


def _months(year: int) -> dict[int, int]:
    """How many articles each month of that year has."""
    months = dict.fromkeys(range(1, 13), 0)
    for each, articles in _counts(year * 10_000, year * 10_000 + 9_999).items():
        months[each.month] += articles
    return months


def _weeks(day: date, counts: dict[date, int]) -> list[list[Day]]:
    weeks = calendar.Calendar().monthdatescalendar(day.year, day.month)
    return [
        [Day(each, counts.get(each, 0), each.month == day.month) for each in week] for week in weeks
    ]


def _targets(days: Iterable[date]) -> list[tuple[str, int]]:
    return [(ListKind.DAY.value, day_target(each)) for each in days]
