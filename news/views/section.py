from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from delivery.pages import tagged
from delivery.tags import tag
from sections.tree import Node

from .. import lists
from ..addresses import absolute

PAGE_SIZE = 20


def section(request: HttpRequest, node: Node) -> HttpResponse:
    """A section's front: what stands in it and below it, newest first.

    `?truoc=` continues with older articles, `?sau=` goes back to newer ones.
    """
    older, newer = _place(request, "truoc"), _place(request, "sau")
    if older and newer:
        raise Http404
    wish = lists.Wish(
        lists.section_targets(node), PAGE_SIZE + 1, older_than=older, newer_than=newer
    )
    cards = lists.fetch([wish])[0]
    beyond = len(cards) > PAGE_SIZE
    # The card too many only tells that there are more: the oldest, or going back the newest.
    cards = cards[-PAGE_SIZE:] if newer else cards[:PAGE_SIZE]
    context = {
        "section": node,
        "cards": cards,
        "first_page": not older and not newer,
        "older": str(cards[-1].place) if cards and (beyond or newer) else None,
        "newer": str(cards[0].place) if cards and (older or (newer and beyond)) else None,
        "canonical": absolute(node.url) + (f"?truoc={older}" if older else ""),
    }
    response = render(request, "news/section.html", context, using="public")
    shown = [name for card in cards for name in card.tags]
    return tagged(response, [*(tag("section", each.pk) for each in node.subtree()), *shown])


def _place(request: HttpRequest, name: str) -> lists.Place | None:
    text = request.GET.get(name)
    if text is None:
        return None
    try:
        return lists.Place.read(text)
    except ValueError:
        raise Http404 from None
