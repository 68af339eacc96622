"""What was put right in public. A correction stands in the edition that made it; from its first
second on, readers find it at the article and, while they see that article, among all corrections.

They are read when a page is made, never frozen into later editions: so one that was cancelled or is
still to come is told by none, whatever was published around it.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import starmap
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from agency.current import current_agency
from database import prepared_statements
from delivery.public_page import public_page, with_tags
from delivery.tags import tag
from sections.tree import Node, tree

from ..addresses import CORRECTIONS_PATH, absolute, article_path_in, short_path
from ..editions import lists
from ..models import Edition
from . import feeds
from .paging import CARDS_PER_PAGE, ListPage, cursors, query_of, trim_page

# Of the pages that list them.
TAG = tag("corrections", 0)
# `EditionQuerySet.corrections` in plain SQL; a test proves them equal.
SHOWN_CORRECTION_SQL = (
    "correction > '' AND live_from <= %(now)s AND (live_until IS NULL OR live_until > live_from)"
)

_LISTED = f"""
SELECT c.live_from, c.correction, c.number, e.article_id, e.title, e.slug, e.section_id
FROM (SELECT article_id, number, live_from, correction FROM news_edition
      WHERE {SHOWN_CORRECTION_SQL}{{beyond}}) AS c
JOIN (SELECT article_id, title, slug, section_id FROM news_edition
      WHERE {lists.LIVE_NOW}) AS e ON e.article_id = c.article_id
ORDER BY c.live_from {{order}}, c.article_id {{order}} LIMIT {{limit}}
"""


class Correction(NamedTuple):
    at: datetime
    words: str


class Entry(NamedTuple):
    """A correction among those of all articles, with the article as it is called now."""

    at: datetime
    words: str
    # Of the edition that made it.
    number: int
    article: int
    title: str
    url: str
    section: Node

    @property
    def place(self) -> lists.Cursor:
        return lists.Cursor(self.at, self.article)

    @property
    def tags(self) -> list[str]:
        return [tag("article", self.article)]


def corrections_of(article: int, at: datetime | None = None) -> tuple[Correction, ...]:
    """What was put right in that article until then, the latest first."""
    rows = Edition.objects.corrections(at).filter(article=article)
    return tuple(starmap(Correction, rows.values_list("live_from", "correction")))


def latest_corrections(
    limit: int,
    older_than: lists.Cursor | None = None,
    newer_than: lists.Cursor | None = None,
) -> list[Entry]:
    """The latest corrections of articles that readers see, the latest first; of those before or
    after a place, the ones next to it. One query, which walks the index of corrections alone."""
    values = {"now": lists.to_db(timezone.now())}
    beyond, order = lists.keyset_condition("live_from", older_than, newer_than, values)
    statement = _LISTED.format(beyond=beyond, order=order, limit=int(limit))
    entries = _entries(prepared_statements.rows(statement, values, often=False))
    return entries[::-1] if newer_than else entries


def _entries(rows: Iterable[tuple]) -> list[Entry]:
    nodes = tree().by_id
    found = []
    for at, words, number, article, title, slug, section in rows:
        node = nodes[section]
        url = article_path_in(node.path, slug, article)
        found.append(Entry(lists.from_db(at), words, number, article, title, url, node))
    return found


# Where an article's own page tells them.
CORRECTIONS_ANCHOR = "#dinh-chinh"


@public_page
def page(request: HttpRequest) -> HttpResponse:
    older, newer = cursors(request)
    found = latest_corrections(CARDS_PER_PAGE + 1, older, newer)
    entries, before, after = trim_page(found, CARDS_PER_PAGE, older, newer)
    shown = ListPage(entries, not older and not newer, before, after, query_of(older, newer))
    context = {
        "stretch": shown,
        "here": CORRECTIONS_PATH,
        "anchor": CORRECTIONS_ANCHOR,
        "canonical": absolute(CORRECTIONS_PATH) + shown.query,
    }
    response = render(request, "news/corrections.html", context, using="public")
    return with_tags(response, [TAG, *shown.tags])


@public_page
def feed(request: HttpRequest, format: str) -> HttpResponse:
    entries = latest_corrections(feeds.FEED_ITEMS)
    items = [
        {
            "title": each.title,
            "link": absolute(each.url) + CORRECTIONS_ANCHOR,
            "description": feeds.as_html(each.words),
            "pubdate": each.at,
            "unique_id": f"{absolute(short_path(each.article))}{CORRECTIONS_ANCHOR}-{each.number}",
            "categories": [each.section.title],
        }
        for each in entries
    ]
    title = _("Corrections - %s") % current_agency()["name"]
    response = feeds.feed_response(format, title, "", CORRECTIONS_PATH, items)
    return with_tags(response, [TAG, *(name for each in entries for name in each.tags)])
