"""`/dinh-chinh/`: what was put right in the articles that readers see, the latest first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from agency.models import current as current_agency
from delivery.public_page import public_page, tagged

from ..addresses import CORRECTIONS, absolute, short_path
from . import corrections, feeds
from .paging import PAGE_SIZE, Stretch, cut, places, query_of

# Where an article's own page tells them.
ANCHOR = "#dinh-chinh"


@public_page
def page(request: HttpRequest) -> HttpResponse:
    older, newer = places(request)
    found = corrections.newest(PAGE_SIZE + 1, older, newer)
    entries, before, after = cut(found, PAGE_SIZE, older, newer)
    shown = Stretch(entries, not older and not newer, before, after, query_of(older, newer))
    context = {
        "stretch": shown,
        "here": CORRECTIONS,
        "anchor": ANCHOR,
        "canonical": absolute(CORRECTIONS) + shown.query,
    }
    response = render(request, "news/corrections.html", context, using="public")
    return tagged(response, [corrections.TAG, *shown.tags])


@public_page
def feed(request: HttpRequest, format: str) -> HttpResponse:
    entries = corrections.newest(feeds.ITEMS)
    items = [
        {
            "title": each.title,
            "link": absolute(each.url) + ANCHOR,
            "description": feeds.as_html(each.words),
            "pubdate": each.at,
            "unique_id": f"{absolute(short_path(each.article))}{ANCHOR}-{each.number}",
            "categories": [each.section.title],
        }
        for each in entries
    ]
    title = _("Corrections - %s") % current_agency()["name"]
    response = feeds.written(format, title, "", CORRECTIONS, items)
    return tagged(response, [corrections.TAG, *(name for each in entries for name in each.tags)])
