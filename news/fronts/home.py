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
    """Lead story, featured ones, newest, a strip of each section, pictures, what is read most and
    what runs on; arranged as it is, or in a preview as it will be."""
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
