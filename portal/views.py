"""The front door: the home page, and which page stands at an address of the tree."""

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render

from agency.models import current as current_agency
from delivery.pages import public_page, tagged
from delivery.tags import tag
from news import lists, qr
from news.addresses import absolute, parse
from news.enums import ListKind
from news.views import article, feeds, section
from sections.tree import Node, moved_to, tree
from sections.views import static_page

NEWEST, STRIP = 12, 5


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Lead story, newest, a strip of each section: one query for all of them."""
    strips = [node for node in tree().top if node.on_home and node.lists_articles]
    newest, *rows = lists.fetch(
        [
            lists.Wish([(ListKind.ALL.value, 0)], NEWEST),
            *(lists.Wish(lists.section_targets(node), STRIP) for node in strips),
        ]
    )
    context = {
        "newest": newest,
        "strips": [(node, cards) for node, cards in zip(strips, rows, strict=True) if cards],
        "canonical": absolute("/"),
    }
    response = render(request, "home.html", context, using="public")
    shown = [name for cards in (newest, *rows) for card in cards for name in card.tags]
    sections = [tag("section", each.pk) for node in strips for each in node.subtree()]
    return tagged(response, [tag("home", 0), tag(ListKind.ALL, 0), *sections, *shown])


@public_page
def resolve(request: HttpRequest, path: str) -> HttpResponse:
    """A section, a static page, an article or a feed; sections come first."""
    node = tree().by_path.get(path)
    if node:
        return _node(request, node)
    address = parse(path)
    if address:
        return article.article(request, address)
    moved = moved_to(path)
    if moved:
        return tagged(HttpResponsePermanentRedirect(moved.url), [tag("section", moved.pk)])
    raise Http404


def _node(request: HttpRequest, node: Node) -> HttpResponse:
    return section.section(request, node) if node.lists_articles else static_page(request, node)


@public_page
def section_feed(request: HttpRequest, path: str) -> HttpResponse:
    node = tree().by_path.get(path)
    if node is None:
        node = moved_to(path)
        if node:
            return tagged(
                HttpResponsePermanentRedirect(f"{node.url}rss.xml"), [tag("section", node.pk)]
            )
    if node is None or not node.lists_articles:
        raise Http404
    return feeds.section(request, node)


@public_page
def fanpage_qr(request: HttpRequest) -> HttpResponse:
    address = current_agency()["fanpage_url"]
    if not address:
        raise Http404
    return tagged(HttpResponse(qr.svg(address), content_type="image/svg+xml"), ["agency"])


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    response = render(request, "errors/404.html", status=404, using="public")
    return tagged(response, ["missing"])


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", status=400, using="public")


def server_error(request: HttpRequest) -> HttpResponse:
    """Without a query: the database may be what failed."""
    return render(request, "errors/500.html", status=500, using="public")
