"""Serves the files of the library: to readers, if no web server in front of the portal does, and to
staff."""

import mimetypes

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousFileOperation
from django.core.files.storage import Storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from delivery.public_page import public_page, with_tags
from delivery.tags import MISSING
from staff.rights import allow_any_staff

from .models import library
from .public_files.links import public
from .public_files.use import was_public
from .rights import may_see
from .usage import DOCUMENT, PHOTO

_INLINE_TYPES = {"image/jpeg", "image/png", "image/webp", "application/pdf"}
mimetypes.add_type("image/webp", ".webp")
# How long a browser may show a file without asking: what is taken down is gone from it after a day.
PUBLIC_CACHE_SECONDS = 86_400
# Short, because a colleague may take a photo down; long enough for a page of thumbnails.
STAFF_CACHE_SECONDS = 300


@require_safe
def public_file(request: HttpRequest, name: str) -> HttpResponse:
    """A file that readers may see; 410 for one that they may not see any more. Raises Http404."""
    try:
        return file_response(public(), name, f"public, max-age={PUBLIC_CACHE_SECONDS}")
    except Http404:
        if not was_public(name):
            raise
    gone = render(request, "errors/file_gone.html", status=410, using="public")
    gone.headers["Cache-Control"] = "no-cache"
    return with_tags(gone, [MISSING])


@require_safe
def staff_file(request: HttpRequest, name: str) -> HttpResponse:
    """Any file of the library, for staff who may see photos, or documents. Raises Http404."""
    kind = PHOTO if name.startswith("anh/") else DOCUMENT
    if not may_see(request.user, kind):
        raise PermissionDenied
    try:
        changed = int(library().get_modified_time(name).timestamp())
    except (SuspiciousFileOperation, OSError, ValueError):
        raise Http404 from None
    if known := get_conditional_response(request, last_modified=changed):
        return known
    response = file_response(library(), name, f"private, max-age={STAFF_CACHE_SECONDS}")
    response.headers["Last-Modified"] = http_date(changed)
    return response


# It asks the right itself, because that depends on the kind of the file.
staff_file.right = allow_any_staff


def file_response(storage: Storage, name: str, cache_control: str) -> HttpResponse:
    """The file of that name in the storage. Raises Http404."""
    try:
        hidden = any(part.startswith(".") for part in name.split("/"))
        if hidden or name != name.strip("/") or not storage.exists(name):
            raise Http404
        file = storage.open(name)
    except (SuspiciousFileOperation, OSError, ValueError):
        raise Http404 from None
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return FileResponse(
        file,
        content_type=kind,
        as_attachment=kind not in _INLINE_TYPES,
        headers={
            "Cache-Control": cache_control,
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


@public_page
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon that browsers request for responses that name none: feeds and files."""
    icon = (settings.BASE_DIR / "static" / "img" / "favicon.ico").read_bytes()
    headers = {"Cache-Control": "public, max-age=86400"}
    return with_tags(HttpResponse(icon, content_type="image/x-icon", headers=headers), [])
