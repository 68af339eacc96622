"""What every response of the portal carries."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponsePermanentRedirect,
)

from agency import measuring_script
from delivery import hosts

# Bytes of a request. Django spools a body to disk before any view or token check runs.
STAFF_BODY = 64 * 2**20
PUBLIC_BODY = 64 * 2**10
# What readers' browsers send something to (news.counting.views).
BEACON = re.compile(r"/b/[1-9][0-9]{0,17}/luot-xem")
# Where reviewers say what they think (news.review_links.views).
REVIEW = re.compile(r"/xem-duyet/[A-Za-z0-9_-]{1,100}/")


def takes_forms(path: str) -> bool:
    """Whether any page there reads what is sent to it."""
    return path.startswith("/admin/") or bool(REVIEW.fullmatch(path))


def body_limit(path: str) -> int:
    """The most that any page there would take."""
    return STAFF_BODY if path.startswith("/admin/") else PUBLIC_BODY


class BodyLimitMiddleware:
    """405 and 413 before a body is read that no page of ours would take."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reads = request.method in {"GET", "HEAD", "OPTIONS"}
        takes = takes_forms(request.path) or BEACON.fullmatch(request.path)
        if not reads and not takes:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        if not length.isdecimal() or int(length) > body_limit(request.path):
            return HttpResponse(status=413)
        return self.get_response(request)


PUBLIC_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
# Django's admin is clean under this; only CKEditor's pages need more.
STAFF_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
# CKEditor 4 writes inline script and style into its frames.
EDITOR_POLICY = (
    STAFF_POLICY + "; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'"
)


def public_policy(response: HttpResponse) -> str:
    """What a page may load: from us, and from whoever measures visits for the agency."""
    from agency.current import current_agency  # late: the server asks us before there are models

    page = response.headers.get("Content-Type", "").startswith("text/html")
    # 304 as well: its headers take the place of those that a browser kept with the page.
    shows_it = response.status_code == 304 or (page and response.status_code // 100 in {2, 4})
    agency = current_agency() if shows_it else {}
    if not agency.get("measuring_script"):
        return PUBLIC_POLICY
    measured = measuring_script.csp_directives(
        agency["measuring_script"], agency["measuring_integrity"]
    )
    return "; ".join([PUBLIC_POLICY, *measured])


class CspMiddleware:
    """A policy by kind of page: public, staff, or staff with the rich-text editor.

    The agency's measuring script, if it has one, may run on public pages only, and on none of the
    admin's own host. A view asks for the editor's policy with `response.wants_editor = True`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        host = _host(request)
        if not request.path.startswith("/admin/") or not hosts.serves_admin(host):
            # Of a file that is not there, say: under the admin's own name it is of its origin.
            policy = PUBLIC_POLICY if hosts.is_admin_host(host) else public_policy(response)
        elif getattr(response, "wants_editor", False):
            policy = EDITOR_POLICY
        else:
            policy = STAFF_POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        return response


class HostSeparationMiddleware:
    """Staff's pages under the admin's own name alone, where it has one, and readers' pages under
    every other: before there is a session, so that none is read or begun under the wrong name.

    A POST to a readers' page under the admin's name is refused: a redirect would drop its body.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = _host(request)
        if f"{request.path}/".startswith("/admin/"):
            if not hosts.serves_admin(host):
                raise Http404
        elif hosts.is_admin_host(host) and not request.path.startswith(("/static/", "/tep/")):
            if request.method not in {"GET", "HEAD"}:
                return HttpResponseNotAllowed(["GET", "HEAD"])
            there = HttpResponsePermanentRedirect(settings.PUBLIC_URL + request.get_full_path())
            # Browsers would keep it for as long as they like, whatever the settings say by then.
            there.headers["Cache-Control"] = "no-cache"
            return there
        return self.get_response(request)


def _host(request: HttpRequest) -> str:
    """As it was said: which names are answered at all is judged later, by Django."""
    return request.META.get("HTTP_HOST", "")
