"""Public corrections. A correction is stored in the edition that published it. From the start of
that edition readers find it at the article and, while they see the article, on the page of all
corrections.

Corrections are read when a page is made and never frozen into later editions. So a correction of an
edition that was cancelled, or is still to come, appears nowhere.
"""

from datetime import datetime
from itertools import starmap
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from agency.current import current_agency
from database import prepared_statements
from delivery.public_page import public_page, render_with_tags, with_tags
from delivery.tags import tag
from sections.tree import Node, tree

from ..addresses import CORRECTIONS_PATH, absolute, article_path_in, short_path
from ..editions import lists
from ..editions.live import LIVE_NOW
from ..models import Edition
from . import feeds
from .paging import CARDS_PER_PAGE, cursors, trim_page

# The tag of pages that list corrections.
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
      WHERE {LIVE_NOW}) AS e ON e.article_id = c.article_id
ORDER BY c.live_from {{order}}, c.article_id {{order}} LIMIT {{limit}}
"""


class Correction(NamedTuple):
    at: datetime
    words: str


class CorrectionEntry(NamedTuple):
    """A correction on the page of all corrections, with the article's present title."""

    at: datetime
    words: str
    # The number of the edition that published it.
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
    """The corrections of the article that were published by that moment, the latest first."""
    rows = Edition.objects.corrections(at).filter(article=article)
    return tuple(starmap(Correction, rows.values_list("live_from", "correction")))


def latest_corrections(
    limit: int,
    older_than: lists.Cursor | None = None,
    newer_than: lists.Cursor | None = None,
) -> list[CorrectionEntry]:
    """Corrections of articles that readers see, the latest first: the latest of all, or those
    before or after a cursor. One query, which walks the index of corrections."""
    values = {"now": lists.to_db(timezone.now())}
    beyond, order = lists.keyset_condition("live_from", older_than, newer_than, values)
    statement = _LISTED.format(beyond=beyond, order=order, limit=int(limit))
    nodes = tree().by_id
    entries = [
        CorrectionEntry(
            lists.from_db(at),
            words,
            number,
            article,
            title,
            article_path_in(nodes[section].path, slug, article),
            nodes[section],
        )
        for at, words, number, article, title, slug, section in prepared_statements.rows(
            statement, values, often=False
        )
    ]
    return entries[::-1] if newer_than else entries


# The place of the corrections on an article's page.
CORRECTIONS_ANCHOR = "#dinh-chinh"


@public_page
def page(request: HttpRequest) -> HttpResponse:
    """`/dinh-chinh/`: the corrections of articles that readers see, the latest first."""
    older, newer = cursors(request)
    shown = trim_page(latest_corrections(CARDS_PER_PAGE + 1, older, newer), older, newer)
    context = {
        "stretch": shown,
        "here": CORRECTIONS_PATH,
        "anchor": CORRECTIONS_ANCHOR,
        "canonical": absolute(CORRECTIONS_PATH) + shown.query,
    }
    return render_with_tags(request, "news/corrections.html", context, [TAG, *shown.tags])


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
    tags = [TAG, *(name for each in entries for name in each.tags)]
    return with_tags(feeds.feed_response(format, title, "", CORRECTIONS_PATH, items), tags)
