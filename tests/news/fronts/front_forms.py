"""Arranges fronts, and reads their forms and pages."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.utils import timezone

from news.fronts import arrange
from news.fronts.placements import Slot
from news.models import Article, Front
from tests.factories import make_article, make_publisher, publish
from tests.news.pages.page_text import text_of

HOME = "/admin/news/front/home/"
PREVIEW = f"{HOME}preview/"


def desk(section: object = None) -> str:
    return f"/admin/news/front/section/{section.pk}/" if section else HOME


def hours(count: float) -> datetime:
    """The moment in so many hours, without seconds, as people type it."""
    return timezone.now().replace(second=0, microsecond=0) + timedelta(hours=count)


def from_a_minutes_start(clock: Callable[[], datetime]) -> Callable[[], datetime]:
    """The same clock, put back to the start of its minute. It runs on, so no test meets a change of
    minute."""
    now = clock()
    behind = timedelta(seconds=now.second, microseconds=now.microsecond)
    return lambda: clock() - behind


def live(*names: str, section) -> list[Article]:
    """Published articles of these names, each a day older than the one before."""
    found = []
    for day, name in enumerate(names, 1):
        released = timezone.now() - timedelta(days=day)
        article = make_article(name, section=section, released_at=released)
        publish(article)
        found.append(article)
    return found


def scheduled(name: str, at: datetime, **fields) -> Article:
    article = make_article(name, **fields)
    publish(article, at=at)
    return article


def place(*rows: tuple, section=None, by=None, at: datetime | None = None) -> None:
    """Arrange a front anew: each row is (place, article[, from[, until]])."""
    key = section and section.pk
    front = Front.objects.filter(section=key).first()
    wanted = []
    for number, article, *times in rows:
        start, end = [*times, None, None][:2]
        wanted.append((None, Slot(number, article.pk, start or hours(-1), end)))
    version = front.version if front else 0
    arrange.arrange(key, wanted, by=by or make_publisher(), version=version, at=at)


def titles(response: HttpResponse) -> list[str]:
    """The titles of the articles that a page lists, in their order."""
    return re.findall(r'<a href="/[^"]+-[0-9]+/">([^<]+)</a>', text_of(response))


def typed(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y %H:%M}" if moment else ""


def sent(*rows: tuple, version: int = 0, **fields: object) -> dict[str, object]:
    """The fields of a front's form. Each row is (key, article, place[, from[, until]]); from and
    until are moments or texts."""
    data: dict[str, object] = {"version": version, "words": "", "moment": "", **fields}
    data["row"] = [key for key, *_ in rows]
    for key, article, number, *times in rows:
        start, end = [*times, "", ""][:2]
        data |= {
            f"{key}-article": getattr(article, "pk", article),
            f"{key}-place": number,
            f"{key}-starts_at": start if isinstance(start, str) else typed(start),
            f"{key}-ends_at": end if isinstance(end, str) else typed(end),
        }
    return data


def saved(*rows: tuple, **fields: object) -> dict[str, object]:
    """The same, sent by the button that saves."""
    return sent(*rows, _save="1", **fields)


def stored(section=None) -> list[tuple[int, str, datetime, datetime | None]]:
    """The placements of a front, by place and start."""
    rows = arrange.current_placements(section and section.pk, timezone.now())
    return [
        (row.place, row.article.title, row.starts_at, row.ends_at)
        for row in rows.select_related("article").order_by("place", "starts_at", "set_at")
    ]


def rows(response: HttpResponse) -> list[tuple[int, str, str, str]]:
    """The rows that the form shows, in its order: place, title, from, until."""
    return [
        (row.number, row.known.title, row.starts_at, row.ends_at)
        for _place, _name, found in response.context["places"]
        for row in found
    ]


def faults(response: HttpResponse) -> dict[str, list[str]]:
    """The errors that the form shows, by field."""
    assert response.status_code == 200, response
    return {
        f"{row.key}-{name}": [str(error) for error in errors]
        for row in response.context["front"].rows
        for name, errors in row.form.errors.items()
    }
