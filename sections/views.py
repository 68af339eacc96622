from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from markupsafe import Markup

from delivery.public_page import with_tags
from delivery.tags import tag
from text.body.safe import safe
from text.display import render as display_render

from .models import Section
from .tree import Node


def static_page(request: HttpRequest, node: Node) -> HttpResponse:
    """A node with a text of its own."""
    body = Section.objects.values_list("body", flat=True).get(pk=node.pk)
    context = {
        "section": node,
        "body": Markup(display_render.body_html(safe(body))),
        "canonical_path": node.url,
    }
    response = render(request, "sections/page.html", context, using="public")
    return with_tags(response, [tag("section", node.pk)])
