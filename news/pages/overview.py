"""`/so-do-trang/`: the whole portal on one page, for people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from delivery.public_page import public_page, with_tags
from delivery.tags import tag

from ..addresses import absolute
from ..models import Topic

MAX_TOPICS = 60


@public_page
def overview(request: HttpRequest) -> HttpResponse:
    topics = Topic.objects.in_the_news(MAX_TOPICS)
    context = {"topics": topics, "canonical": absolute("/so-do-trang/")}
    response = render(request, "news/overview.html", context, using="public")
    return with_tags(response, [tag("topics", 0)])
