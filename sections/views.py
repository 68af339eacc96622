"""The public page of a static page."""

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from delivery.public_page import render_with_tags
from delivery.tags import tag
from text.body.safe import safe
from text.display import render

from .models import Section
from .tree import Node


def static_page(request: HttpRequest, node: Node) -> HttpResponse:
    """The response at the address of a static page."""
    body = Section.objects.values_list("body", flat=True).get(pk=node.pk)
    context = {
        "section": node,
        "body": Markup(render.body_html(safe(body))),
        "canonical_path": node.url,
    }
    return render_with_tags(request, "sections/page.html", context, [tag("section", node.pk)])
