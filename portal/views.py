"""The front door: the home page, and which page stands at an address of the tree."""

import sys

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render

from accounts.form_recovery import database_busy_page
from agency.current import current_agency
from database.connections import is_temporary
from delivery.public_page import public_page, with_tags
from delivery.tags import MISSING, tag
from media.uploads.receiving import DISK_FULL_ERRNOS
from news.addresses import parse
from news.fronts import pages as fronts
from news.pages import article, feeds, verification
from redirects import missed_addresses
from sections.tree import section_formerly_at, tree
from sections.views import static_page

home = public_page(fronts.home)


@public_page
def resolve(request: HttpRequest, path: str) -> HttpResponse:
    """A section, a static page or an article; sections come first."""
    if node := tree().by_path.get(path):
        return fronts.section(request, node) if node.lists_articles else static_page(request, node)
    if address := parse(path):
        return article.article(request, address)
    return _redirect_from_old_path(path)


def _redirect_from_old_path(path: str, suffix: str = "") -> HttpResponse:
    """To the section that formerly had this path; Http404 if there is none."""
    node = section_formerly_at(path)
    if node is None:
        raise Http404
    return with_tags(
        HttpResponsePermanentRedirect(f"{node.url}{suffix}"), [tag("section", node.pk)]
    )


@public_page
def section_feed(request: HttpRequest, path: str, format: str) -> HttpResponse:
    node = tree().by_path.get(path)
    if node is None:
        return _redirect_from_old_path(path, f"{format}.xml")
    if not node.lists_articles:
        raise Http404
    return feeds.section(node, format)


@public_page
def fanpage_qr(request: HttpRequest) -> HttpResponse:
    address = current_agency()["fanpage_url"]
    if not address:
        raise Http404
    return with_tags(verification.qr_image(address, "qr-nho.png"), ["agency"])


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A redirect where staff have set one, otherwise 404."""
    target = missed_addresses.target_of(request)
    response = (
        HttpResponsePermanentRedirect(target)
        if target
        else render(request, "errors/404.html", status=404, using="public")
    )
    # A scheduled article may appear at this address, which purges nothing.
    response.headers["Cache-Control"] = "no-cache"
    return with_tags(response, [MISSING])


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", status=400, using="public")


def server_error(request: HttpRequest) -> HttpResponse:
    """Makes no query, because the database may be what failed; then the answer is a 503."""
    error = sys.exception()
    if is_temporary(error):
        return database_busy_page(request)
    # The disk has no room for an uploaded file; the rest of that form cannot be read either.
    status = 503 if isinstance(error, OSError) and error.errno in DISK_FULL_ERRNOS else 500
    return render(request, "errors/500.html", {"code": status}, status=status, using="public")
