"""Writes many articles, and gives the admin pages and the query plans to measure among them."""

import re
from collections.abc import Iterator
from datetime import timedelta
from time import perf_counter
from typing import Any

from django.contrib.admin import site
from django.db import connection
from django.utils import timezone

from demo import seeding
from news.desk import steps
from news.editions import lifecycle
from news.editions.compose import compose
from news.enums import DeskState, Genre, PublicState
from news.models import Article, Edition
from sections.models import Section
from staff.changelist import CappedPaginator
from tests.factories import make_article, make_publisher, publish

from . import pages
from .asking import ask, counted

# How many articles are added in each state that the seed does not make, and in the rare genre.
ODD = 40

# A genre that few articles have: a query for it reads past all the others.
FEW = Genre.INTERVIEW

# In the title of one article.
RARE = "Xylophon"


def grow(number: int) -> float:
    """Seed until there are so many articles. Returns the seconds that it took."""
    began = perf_counter()
    for _ in seeding.seed(number - Article.objects.count()):
        pass
    took = perf_counter() - began
    Article.objects.filter(genre=FEW, form_key=None, last_number=1).update(genre=Genre.NEWS)
    with connection.cursor() as cursor:
        # Each seems to be written on the day of its release, so months differ, as in a real portal.
        cursor.execute(
            "UPDATE news_article SET created_at = (SELECT MIN(made_at) FROM news_edition "
            "WHERE article_id = news_article.id) WHERE form_key IS NULL AND last_number > 0"
        )
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return took


def add_odd_ones() -> None:
    """Add articles in every state that the seed does not make, and one with a rare word."""
    by, now = make_publisher(), timezone.now()
    # Not on the home page, which is to show the seeded articles.
    long_ago = now - timedelta(days=400)
    section = Section.objects.filter(kind=Section.Kind.SECTION).first()

    def made(title: str, **fields: Any) -> Article:
        return make_article(title, section=section, released_at=long_ago, **fields)

    made(f"{RARE} trong nhà văn hóa")
    for number in range(ODD):
        publish(made(f"Bài phỏng vấn số {number}", genre=FEW), by=by)
        for state in (DeskState.DRAFT, DeskState.EDITING, DeskState.APPROVAL):
            made(f"Bài đang viết số {number}", state=state)
        publish(made(f"Bài hẹn giờ số {number}"), by=by, at=now + timedelta(days=1 + number))
        cancelled = made(f"Bài thôi đăng số {number}")
        publish(cancelled, by=by, at=now + timedelta(days=1))
        steps.cancel(cancelled, by=by)
        withdrawn = made(f"Bài đã gỡ số {number}")
        publish(withdrawn, by=by)
        steps.withdraw(withdrawn, by=by, reason="Thử.")
        archived = made(f"Bài lưu trữ số {number}")
        publish(archived, by=by)
        steps.archive(archived, by=by)
        expired = made(f"Bài hết hạn số {number}", state=DeskState.APPROVED)
        began, ended = now - timedelta(days=20), now - timedelta(days=10)
        lifecycle.create_edition(expired, compose(expired), start=began, until=ended, by=None)


def admin_addresses() -> dict[str, str]:
    """The article list with each filter and search, the form, the history, the autocomplete."""
    listed = "/admin/news/article/"
    last = CappedPaginator.max_rows // site.get_model_admin(Article).list_per_page
    year = timezone.localdate().year
    seeded = Article.objects.filter(form_key=None, last_number=1).order_by("pk").first()
    changed = Edition.objects.filter(number=2).order_by("pk").first()
    _, photos = pages.richest()
    return {
        "list": listed,
        f"list, its last page ({last})": f"{listed}?p={last}",
        **dict(_searches(listed)),
        **dict(_filters(listed, year)),
        "form, empty": f"{listed}add/",
        "form of a seeded article": f"{listed}{seeded.pk}/change/",
        "form of an article with photos": f"{listed}{photos.article_id}/change/",
        "history": f"{listed}{changed.article_id}/history/",
        **dict(_completions()),
    }


def _searches(listed: str) -> Iterator[tuple[str, str]]:
    yield "search, a rare word", f"{listed}?q={RARE}"
    yield "search, a common word", f"{listed}?q=phường"
    yield "search, three words", f"{listed}?q=trường đường hồ sơ"
    yield "search, an absent word", f"{listed}?q=quýtđường"
    yield "search, one letter", f"{listed}?q=h"


def _filters(listed: str, year: int) -> Iterator[tuple[str, str]]:
    for state in DeskState:
        yield f"desk state: {state.value}", f"{listed}?state__exact={state.value}"
    for public in PublicState:
        yield f"public state: {public.value}", f"{listed}?cong_khai={public.value}"
    yield "a section and all below it", f"{listed}?muc={pages.widest().pk}"
    yield "a genre that many have", f"{listed}?genre__exact={Genre.NEWS.value}"
    yield "a genre that few have", f"{listed}?genre__exact={FEW.value}"
    yield "a month", f"{listed}?thang={year - 2}-05"
    yield "a year", f"{listed}?thang={year - 3}"
    yield "a year and a common word", f"{listed}?thang={year - 3}&q=phường"
    yield "a year and one letter", f"{listed}?thang={year - 3}&q=h"
    yield "a section and a common word", f"{listed}?muc={pages.widest().pk}&q=phường"
    yield (
        "a section, a genre and a year",
        f"{listed}?muc={pages.widest().pk}&genre__exact={Genre.NEWS.value}&thang={year - 3}",
    )
    yield "unpublished, a common word", f"{listed}?cong_khai={PublicState.UNPUBLISHED}&q=bài"


def _completions() -> Iterator[tuple[str, str]]:
    asked = "/admin/autocomplete/?app_label=news&model_name=relatedarticle&field_name=other&term="
    yield "related article, nothing typed", asked
    yield "related article, a common word", f"{asked}phường"
    yield "related article, an absent word", f"{asked}quýtđường"


def plans() -> dict[str, list[str]]:
    """The scans in the query plans of a section's first and last page, each once.

    AssertionError if one reads a whole table.
    """
    addresses = pages.at_scale()
    found = {}
    for name in ("section, page 1", "section, deep"):
        ask(addresses[name])
        with counted() as seen:
            ask(addresses[name])
        [statement] = seen
        lines = _plan(*statement)
        whole = [line for line in lines if line.startswith(("SCAN news_", "Seq Scan on news_"))]
        if whole:
            raise AssertionError(f"{name} reads whole tables: {whole}")
        if not any("listing_page" in line for line in lines):
            raise AssertionError(f"{name} does not walk the index of lists: {lines}")
        found[name] = list(dict.fromkeys(lines))
    return found


def _plan(sql: str, parameters: Any) -> list[str]:
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute(
            ("EXPLAIN (COSTS OFF) " if postgresql else "EXPLAIN QUERY PLAN ") + sql, parameters
        )
        rows = [str(row[-1]).strip().removeprefix("->").strip() for row in cursor]
    wanted = ("Scan", "Index Cond") if postgresql else ("SEARCH", "SCAN news_")
    casts = re.compile(r"::(text|timestamp with time zone)")
    return [casts.sub("", row) for row in rows if any(word in row for word in wanted)]
