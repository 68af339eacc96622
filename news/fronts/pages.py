"""The pages of fronts. Readers see the arrangement that is stored; a preview passes another one."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from agency.current import current_agency
from delivery.public_page import render_with_tags
from delivery.tags import tag
from sections.tree import Node

from ..addresses import absolute
from ..editions import lists
from ..pages import content
from ..pages.paging import list_page
from . import placements, topics


def home(
    request: HttpRequest,
    arrangement: placements.Arrangement | None = None,
    at: datetime | None = None,
    **context: Any,
) -> HttpResponse:
    """The home page: lead story, featured ones, newest, a strip of each section, pictures, the most
    read and topics."""
    if arrangement is None:
        arrangement = placements.arranged(None, at)
    shown = placements.home(arrangement, at)
    context |= {
        "newest": shown.front, "strips": shown.strips, "pictures": shown.pictures,
        "read": shown.read, "topics": topics.in_the_news(at),
        "canonical": absolute("/"),
    }  # fmt: skip
    return render_with_tags(request, "home.html", context, [*shown.tags, tag("topics", 0)])


def section(
    request: HttpRequest,
    node: Node,
    arrangement: placements.Arrangement | None = None,
    at: datetime | None = None,
    **context: Any,
) -> HttpResponse:
    """A section's page: its top story if one is placed, then the articles of the section and of the
    sections below it, newest first."""
    if arrangement is None:
        arrangement = placements.arranged(node.pk, at)
    top = placements.slot_queries(arrangement, node.pk)
    shown = list_page(request, lists.section_targets(node), top, at)
    context |= {
        "section": node,
        "stretch": shown,
        "canonical": absolute(node.url) + shown.query,
        "structured": [content.breadcrumb_json(current_agency(), node)],
    }
    tags = [*(tag("section", each.pk) for each in node.subtree()), *shown.tags]
    return render_with_tags(request, "news/section.html", context, tags)
