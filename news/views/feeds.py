"""RSS: of everything, and of each section."""

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Rss201rev2Feed

from agency.models import current as current_agency
from delivery.pages import public_page, tagged
from delivery.tags import tag
from sections.tree import Node

from .. import lists
from ..addresses import absolute
from ..enums import ListKind

ITEMS = 30


@public_page
def everything(request: HttpRequest) -> HttpResponse:
    agency = current_agency()
    wish = lists.Wish([(ListKind.ALL.value, 0)], ITEMS)
    return _feed(agency["name"], "", "/", wish, [tag(ListKind.ALL, 0)])


def section(request: HttpRequest, node: Node) -> HttpResponse:
    title = f"{node.title} - {current_agency()['name']}"
    wish = lists.Wish(lists.section_targets(node), ITEMS)
    tags = [tag("section", each.pk) for each in node.subtree()]
    return _feed(title, node.description, node.url, wish, tags)


def _feed(title: str, about: str, path: str, wish: lists.Wish, tags: list[str]) -> HttpResponse:
    feed = Rss201rev2Feed(
        title=title,
        link=absolute(path),
        description=about or title,
        language="vi",
        feed_url=absolute(f"{path}rss.xml"),
    )
    cards = lists.fetch([wish])[0]
    for card in cards:
        feed.add_item(
            title=card.title,
            link=absolute(card.url),
            description=card.lead,
            pubdate=card.released_at,
            unique_id=absolute(f"/b/{card.article}"),
            unique_id_is_permalink=False,
            categories=[card.section.title],
        )
    response = HttpResponse(content_type="application/rss+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return tagged(response, [*tags, *(tag("article", card.article) for card in cards)])
