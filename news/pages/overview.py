"""`/so-do-trang/`: the whole portal on one page, for people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from delivery.public_page import public_page, tagged
from delivery.tags import tag

from ..addresses import absolute
from ..models import Topic

TOPICS = 60


@public_page
def overview(request: HttpRequest) -> HttpResponse:
    topics = Topic.objects.in_the_news(TOPICS)
    context = {"topics": topics, "canonical": absolute("/so-do-trang/")}
    response = render(request, "news/overview.html", context, using="public")
    return tagged(response, [tag("topics", 0)])
