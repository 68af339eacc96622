"""`/dinh-chinh/`: what was put right in the articles that readers see, the latest first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from agency.models import current_agency
from delivery.public_page import public_page, with_tags

from ..addresses import CORRECTIONS_PATH, absolute, short_path
from . import corrections, feeds
from .paging import CARDS_PER_PAGE, ListPage, cursors, query_of, trim_page

# Where an article's own page tells them.
CORRECTIONS_ANCHOR = "#dinh-chinh"


@public_page
def page(request: HttpRequest) -> HttpResponse:
    older, newer = cursors(request)
    found = corrections.latest_corrections(CARDS_PER_PAGE + 1, older, newer)
    entries, before, after = trim_page(found, CARDS_PER_PAGE, older, newer)
    shown = ListPage(entries, not older and not newer, before, after, query_of(older, newer))
    context = {
        "stretch": shown,
        "here": CORRECTIONS_PATH,
        "anchor": CORRECTIONS_ANCHOR,
        "canonical": absolute(CORRECTIONS_PATH) + shown.query,
    }
    response = render(request, "news/corrections.html", context, using="public")
    return with_tags(response, [corrections.TAG, *shown.tags])


@public_page
def feed(request: HttpRequest, format: str) -> HttpResponse:
    entries = corrections.latest_corrections(feeds.FEED_ITEMS)
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
    return with_tags(response, [corrections.TAG, *(name for each in entries for name in each.tags)])
