from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agency.current import current_agency
from delivery.public_page import with_tags
from delivery.tags import tag
from sections.tree import Node

from ..addresses import absolute
from ..editions import lists
from ..pages import content
from ..pages.paging import list_page
from . import placements


def section(
    request: HttpRequest,
    node: Node,
    arrangement: placements.Arrangement | None = None,
    at: datetime | None = None,
    **context: Any,
) -> HttpResponse:
    """A section's front: its top story if one is placed, then the articles of it and of the
    sections below, newest first; as arranged now, or in a preview as given."""
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
    response = render(request, "news/section.html", context, using="public")
    return with_tags(response, [*(tag("section", each.pk) for each in node.subtree()), *shown.tags])
