"""Serves the public files if no web server in front of the portal does."""

import mimetypes

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from delivery.public_page import public_page, with_tags
from media.models import renditions

_INLINE_TYPES = {"image/jpeg", "image/png", "image/webp", "application/pdf"}
mimetypes.add_type("image/webp", ".webp")


@require_safe
def public_file(request: HttpRequest, name: str) -> HttpResponse:
    """A rendition or a document. The content of a name never changes. Raises Http404."""
    storage = renditions()
    try:
        if name != name.strip("/") or not storage.exists(name):
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
            "Cache-Control": "public, max-age=31536000, immutable",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


@public_page
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon that browsers request for responses that name none: feeds and files."""
    icon = (settings.BASE_DIR / "static" / "img" / "favicon.ico").read_bytes()
    headers = {"Cache-Control": "public, max-age=86400"}
    return with_tags(HttpResponse(icon, content_type="image/x-icon", headers=headers), [])
