"""Middleware of the portal: limits of request bodies, the headers that say what pages and embedders
may do, and the separation of the admin's host from the public hosts."""

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponsePermanentRedirect,
)
from django.utils.deprecation import MiddlewareMixin

from agency import measuring_script
from delivery import hosts
from server.request_bodies import VIEW_COUNT_PATH, body_limit, takes_forms


class BodyLimitMiddleware(MiddlewareMixin):
    """Refuses a request whose body no page takes, before the body is read: 405 if no page at this
    path takes a body, 413 if it is too long."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        reads = request.method in {"GET", "HEAD", "OPTIONS"}
        if not (reads or takes_forms(request.path) or VIEW_COUNT_PATH.fullmatch(request.path)):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        fits = length.isdecimal() and int(length) <= body_limit(request.path)
        return None if fits else HttpResponse(status=413)


# What no page of the portal asks a browser for, not even through a script that got into it.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid"),
        *("magnetometer", "microphone", "midi", "payment", "serial", "usb"),
    )
)


class EmbeddingMiddleware(MiddlewareMixin):
    """Says who may embed a response, and what its page may ask the browser for.

    Whoever may read may embed: newspapers show pictures of an authority, and nothing in a public
    response is meant for one reader. What staff see is embedded by their own pages alone. A view
    may decide otherwise by setting the header itself.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        is_staffs = request.path.startswith("/admin/") or hosts.is_admin_host(_host(request))
        response.headers.setdefault(
            "Cross-Origin-Resource-Policy", "same-origin" if is_staffs else "cross-origin"
        )
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        return response


PUBLIC_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
# Django's admin works under this; only pages with CKEditor need more.
STAFF_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
# CKEditor 4 writes inline script and style into its frames.
EDITOR_POLICY = (
    STAFF_POLICY + "; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'"
)


def public_policy(response: HttpResponse) -> str:
    """The policy of a public response: content of the portal, and of the server that measures
    visits, if the agency has one."""
    # Imported late: the server imports this module before models are loaded.
    from agency.current import current_agency

    page = response.headers.get("Content-Type", "").startswith("text/html")
    # 304 too: its headers replace those that a browser has stored with the page.
    shows_it = response.status_code == 304 or (page and response.status_code // 100 in {2, 4})
    agency = current_agency() if shows_it else {}
    if not agency.get("measuring_script"):
        return PUBLIC_POLICY
    measured = measuring_script.csp_directives(
        agency["measuring_script"], agency["measuring_integrity"]
    )
    return "; ".join([PUBLIC_POLICY, *measured])


class CspMiddleware(MiddlewareMixin):
    """Sets the policy by the kind of page: public, staff, or staff with the rich-text editor.

    The agency's measuring script, if it has one, may run on public pages only, and on no page of
    the admin's own host. A view asks for the editor's policy with `response.wants_editor = True`.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        host = _host(request)
        if not request.path.startswith("/admin/") or not hosts.serves_admin(host):
            # On the admin's own host, even a page for a missing file has the origin of the admin.
            policy = PUBLIC_POLICY if hosts.is_admin_host(host) else public_policy(response)
        elif getattr(response, "wants_editor", False):
            policy = EDITOR_POLICY
        else:
            policy = STAFF_POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        return response


class HostSeparationMiddleware(MiddlewareMixin):
    """If the admin has a host of its own, staff pages are served only there, and public pages only
    on other hosts. Runs before the session middleware, so that no session is read or started on the
    wrong host.

    A POST to a public page on the admin's host is refused: a redirect would drop its body.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        host = _host(request)
        if f"{request.path}/".startswith("/admin/"):
            if not hosts.serves_admin(host):
                raise Http404
        elif hosts.is_admin_host(host) and not request.path.startswith(("/static/", "/tep/")):
            if request.method not in {"GET", "HEAD"}:
                return HttpResponseNotAllowed(["GET", "HEAD"])
            there = HttpResponsePermanentRedirect(settings.PUBLIC_URL + request.get_full_path())
            # Otherwise browsers would keep the redirect even after the settings have changed.
            there.headers["Cache-Control"] = "no-cache"
            return there
        return None


def _host(request: HttpRequest) -> str:
    """The Host header as it was sent: Django judges later whether the host is allowed."""
    return request.META.get("HTTP_HOST", "")
