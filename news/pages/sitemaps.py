"""`robots.txt` and the sitemaps for search engines (sitemaps.org 0.9, Google's news extension), and
`/so-do-trang/` for people.

The index of sitemaps names one for each month that has articles. It finds these months by stepping
from one to the next in the database's index of lists, so it never reads all articles.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from agency.current import current_agency
from delivery.public_page import public_page, render_with_tags, with_tags
from delivery.tags import tag
from sections.tree import tree

from ..addresses import CORRECTIONS_PATH, absolute, article_path
from ..editions import lists
from ..editions.lifecycle import month_tag, month_targets
from ..editions.live import LIVE, live
from ..enums import ListKind
from ..fronts.topics import topics_in_the_news
from ..models import Listing
from .paging import date_in_address

# In one sitemap (sitemaps.org).
MAX_URLS = 50_000
# Google reads the news sitemap for articles of the last two days, at most 1,000.
NEWS_MAX_AGE = timedelta(days=2)
MAX_NEWS_URLS = 1000

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_MONTHS = f"""
WITH RECURSIVE months(month) AS (
    SELECT (SELECT target FROM news_listing WHERE kind = 'day' AND {LIVE}
            ORDER BY target DESC LIMIT 1) / 100
    UNION ALL
    SELECT (SELECT target FROM news_listing WHERE kind = 'day' AND {LIVE}
            AND target < months.month * 100 ORDER BY target DESC LIMIT 1) / 100
    FROM months WHERE months.month IS NOT NULL
)
SELECT month FROM months WHERE month IS NOT NULL
"""


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /tim-kiem/"]
    if current_agency()["indexed"]:
        lines += [f"Sitemap: {absolute(f'/{name}.xml')}" for name in ("sitemap", "sitemap-news")]
    text = "\n".join([*lines, ""])
    return with_tags(HttpResponse(text, content_type="text/plain; charset=utf-8"), [])


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """`/sitemap.xml`: the index of `pages` and of the sitemaps of all months with articles."""
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS, [lists.to_db(timezone.now())] * 4)
        months = [f"{month // 100}-{month % 100:02}" for (month,) in cursor.fetchall()]
    entries = (
        f"<sitemap><loc>{escape(absolute(f'/sitemap-{name}.xml'))}</loc></sitemap>"
        for name in ("trang", *months)
    )
    return _xml("sitemapindex", entries, [tag("archive", 0)])


@public_page
def pages(request: HttpRequest) -> HttpResponse:
    """The sitemap of the home page, sections, static pages, corrections and personal data."""
    nodes = [node.url for top in tree().top for node in top.subtree()]
    return _xml("urlset", map(entry, ("/", *nodes, CORRECTIONS_PATH, "/du-lieu-ca-nhan/")), [])


@public_page
def month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    """The sitemap of a month's articles, each with the time of its last change."""
    first = date_in_address(year, month)
    rows = (
        Listing.objects.filter(live(timezone.now()), kind=ListKind.DAY)
        .filter(target__range=month_targets(first))
        .order_by("-target", "-released_at", "-article")
        .values_list("article", "edition__section", "edition__slug", "live_from")[:MAX_URLS]
    )
    entries = [
        entry(article_path(section, slug, article), changed)
        for article, section, slug, changed in rows
    ]
    if not entries:
        raise Http404
    return _xml("urlset", entries, [month_tag(first)])


def recent_articles() -> list[lists.Card]:
    """The articles of the news sitemap, newest first."""
    newest = lists.ListQuery(
        [(ListKind.ALL.value, 0)], MAX_NEWS_URLS, since=timezone.now() - NEWS_MAX_AGE
    )
    return lists.fetch_lists([newest])[0]


@public_page
def news(request: HttpRequest) -> HttpResponse:
    """`/sitemap-news.xml`: `recent_articles` for Google News, good until one of them is too old."""
    cards = recent_articles()
    name = escape(current_agency()["name"])
    entries = (
        f"<url><loc>{escape(absolute(card.url))}</loc><news:news><news:publication>"
        f"<news:name>{name}</news:name><news:language>{card.section.language}</news:language>"
        f"</news:publication><news:publication_date>{_moment(card.released_at)}"
        f"</news:publication_date><news:title>{escape(card.title)}</news:title></news:news></url>"
        for card in cards
    )
    until = min((card.released_at + NEWS_MAX_AGE for card in cards), default=None)
    tags = [tag(ListKind.ALL, 0), *(tag("article", card.article) for card in cards)]
    return _xml("urlset", entries, tags, f' xmlns:news="{_NEWS}"', until)


def entry(path: str, changed: datetime | None = None) -> str:
    """A page as an entry of a sitemap, with the time of its last change where that is given."""
    lastmod = f"<lastmod>{_moment(changed)}</lastmod>" if changed else ""
    return f"<url><loc>{escape(absolute(path))}</loc>{lastmod}</url>"


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _xml(
    root: str,
    entries: Iterable[str],
    tags: list[str],
    more: str = "",
    until: datetime | None = None,
) -> HttpResponse:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<{root} xmlns="{_SITEMAP}"{more}>',
        *entries,
        f"</{root}>\n",
    ]
    return with_tags(
        HttpResponse("\n".join(lines), content_type="application/xml; charset=utf-8"), tags, until
    )


MAX_TOPICS = 60


@public_page
def overview(request: HttpRequest) -> HttpResponse:
    """`/so-do-trang/`: the whole portal on one page."""
    topics = topics_in_the_news(MAX_TOPICS)
    context = {"topics": topics, "canonical": absolute("/so-do-trang/")}
    return render_with_tags(request, "news/overview.html", context, [tag("topics", 0)])
