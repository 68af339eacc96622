"""What every response of the portal carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

# Bytes of a request. Django spools a body to disk before any view or token check runs.
STAFF_BODY = 64 * 2**20
PUBLIC_BODY = 64 * 2**10


class BoundedBody:
    """405 and 413 before a body is read that no page of ours would take."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        staff = request.path.startswith("/admin/")
        if not staff and request.method not in {"GET", "HEAD", "OPTIONS"}:
            # Before anything reads the body: a slow one would hold a thread.
            return HttpResponseNotAllowed(["GET", "HEAD"])
        limit = STAFF_BODY if staff else PUBLIC_BODY
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        if not length.isdecimal() or int(length) > limit:
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


class ContentSecurityPolicy:
    """A policy by kind of page: public, staff, or staff with the rich-text editor.

    A view asks for the editor's policy with `response.wants_editor = True`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith("/admin/"):
            policy = PUBLIC_POLICY
        elif getattr(response, "wants_editor", False):
            policy = EDITOR_POLICY
        else:
            policy = STAFF_POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        return response
