"""The public page of a static page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from delivery.public_page import render_with_tags
from delivery.tags import tag
from media.models import Photo
from media.pictures import picture
from media.shown_body import ShownFigure, body_parts, shown_figure
from text.body.read import Figure

from .models import Section
from .tree import Node


def static_page(request: HttpRequest, node: Node) -> HttpResponse:
    """The response at the address of a static page."""
    parts = body_parts(Section.objects.values_list("body", flat=True).get(pk=node.pk))
    photos = {part.photo for part in parts if isinstance(part, Figure)}
    # No query if the text has no photos.
    rows = {row["pk"]: row for row in Photo.objects.filter(pk__in=photos).for_chooser()}
    context = {
        "section": node,
        "body": [_figure(part, rows) if isinstance(part, Figure) else part for part in parts],
        "canonical_path": node.url,
    }
    tags = [tag("section", node.pk), *(tag("photo", photo) for photo in sorted(photos))]
    return render_with_tags(request, "sections/page.html", context, tags)


def _figure(figure: Figure, rows: Mapping[int, Mapping[str, Any]]) -> ShownFigure:
    """The figure with its picture; `rows` are those of `for_chooser`, by id."""
    row = rows.get(figure.photo)
    alt = (row["alt"] if row else "") if figure.alt is None else figure.alt
    return shown_figure(row and picture(row), alt, figure.caption, figure.credit)
