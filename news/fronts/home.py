from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from delivery.public_page import with_tags
from delivery.tags import tag

from ..addresses import absolute
from . import placements, topics


def home(
    request: HttpRequest,
    arrangement: placements.Arrangement | None = None,
    at: datetime | None = None,
    **context: Any,
) -> HttpResponse:
    """The home page: lead story, featured ones, newest, a strip of each section, pictures, the most
    read and topics; as arranged now, or in a preview as given."""
    shown = placements.home(
        placements.arranged(None, at) if arrangement is None else arrangement, at
    )
    context |= {
        "newest": shown.front, "strips": shown.strips, "pictures": shown.pictures,
        "read": shown.read, "topics": topics.in_the_news(at),
        "canonical": absolute("/"),
    }  # fmt: skip
    response = render(request, "home.html", context, using="public")
    return with_tags(response, [*shown.tags, tag("topics", 0)])
