"""The home page, and the choice of the page at an address of the section tree."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from agency.current import current_agency
from delivery.public_page import public_page, with_tags
from delivery.tags import tag
from news.addresses import parse
from news.fronts import pages as fronts
from news.pages import article, feeds, verification
from sections.tree import section_formerly_at, tree
from sections.views import static_page

home = public_page(fronts.home)


@public_page
def resolve(request: HttpRequest, path: str) -> HttpResponse:
    """The section, static page or article at this path; the section tree is looked up first."""
    if node := tree().by_path.get(path):
        return fronts.section(request, node) if node.lists_articles else static_page(request, node)
    if address := parse(path):
        return article.article(request, address)
    return _redirect_from_old_path(path)


def _redirect_from_old_path(path: str, suffix: str = "") -> HttpResponse:
    """A redirect to the section that formerly had this path; Http404 if there is none."""
    node = section_formerly_at(path)
    if node is None:
        raise Http404
    return with_tags(
        HttpResponsePermanentRedirect(f"{node.url}{suffix}"), [tag("section", node.pk)]
    )


@public_page
def section_feed(request: HttpRequest, path: str, format: str) -> HttpResponse:
    """The feed of the section at this path; `format` is `rss` or `atom`."""
    node = tree().by_path.get(path)
    if node is None:
        return _redirect_from_old_path(path, f"{format}.xml")
    if not node.lists_articles:
        raise Http404
    return feeds.section(node, format)


@public_page
def fanpage_qr(request: HttpRequest) -> HttpResponse:
    """The QR code of the agency's fanpage; Http404 if it has none."""
    address = current_agency()["fanpage_url"]
    if not address:
        raise Http404
    return with_tags(verification.qr_image(address, "qr-nho.png"), ["agency"])
