"""The QR code of a print leads here: whether that print is what readers see now."""

import io
from collections.abc import Callable
from functools import lru_cache

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from delivery.public_page import public_page, with_tags
from delivery.tags import tag
from sections.tree import tree

from ..addresses import absolute, article_path, format_code, verification_path
from ..editions import public_status
from ..editions.models import parse_code
from ..models import Edition
from . import corrections

VERIFY_TAG = "verify"


@public_page
def ask(request: HttpRequest) -> HttpResponse:
    """`/xac-minh/`: a form for the code."""
    typed = request.GET.get("ma", "").strip()[:60]
    code = parse_code(typed) if typed else None
    if code:
        return with_tags(HttpResponseRedirect(verification_path(code)), [VERIFY_TAG])
    context = {"standing": "unreadable" if typed else "ask", "typed": typed, "noindex": True}
    return with_tags(render(request, "news/verify.html", context, using="public"), [VERIFY_TAG])


@public_page
def verify(request: HttpRequest, typed: str) -> HttpResponse:
    """Whether the print with this code is what readers see now; 404 for an unknown code."""
    code = parse_code(typed)
    if code and typed != format_code(code):
        return with_tags(HttpResponseRedirect(verification_path(code)), [VERIFY_TAG])
    edition = _edition(code)
    if edition is None:
        context = {"standing": "unknown", "typed": typed[:60], "noindex": True}
        response = render(request, "news/verify.html", context, status=404, using="public")
        return with_tags(response, [VERIFY_TAG])
    running = Edition.objects.public().filter(article=edition.article_id).defer("document").first()
    # Corrections that came after the print are shown with the answer.
    told = corrections.corrections_of(edition.article_id) if running else ()
    since = [each for each in told if each.at > edition.live_from]
    if running is None:
        standing = "withdrawn"
    elif running.digest == edition.digest and not since:
        standing = "current"
    else:
        standing = "replaced"
    context = {
        "standing": standing,
        "edition": edition,
        "running": running,
        "corrections": since,
        "gone": None if running else public_status.takedown_notice(edition.article_id),
        "section": running and tree().by_id[running.section_id],
        "url": running and article_path(running.section_id, running.slug, running.article_id),
        "typed": format_code(edition.code),
        "noindex": True,
    }
    response = render(request, "news/verify.html", context, using="public")
    return with_tags(response, [VERIFY_TAG, tag("article", edition.article_id)])


@public_page
def verify_svg(request: HttpRequest, typed: str) -> HttpResponse:
    """The QR code of a print, as SVG that can be enlarged."""
    return _code(typed, svg, "image/svg+xml")


@public_page
def verify_png(request: HttpRequest, typed: str) -> HttpResponse:
    """The same as the print view shows it, one pixel a module."""
    return _code(typed, png, "image/png")


def _code(typed: str, drawn: Callable[[str], bytes], kind: str) -> HttpResponse:
    edition = _edition(parse_code(typed))
    if edition is None:
        return with_tags(HttpResponse(status=404), [VERIFY_TAG])
    image = drawn(absolute(verification_path(edition.code)))
    return with_tags(HttpResponse(image, content_type=kind), [VERIFY_TAG])


def _edition(code: str | None) -> Edition | None:
    """The edition with that code, if it has begun: one that is only planned is not revealed."""
    if code is None:
        return None
    return Edition.objects.begun().filter(code=code).defer("document").first()


@lru_cache(maxsize=4096)
def svg(address: str) -> bytes:
    """As SVG without an XML prolog, on white, with the quiet zone that scanners need."""
    import qrcode
    from qrcode.image.svg import SvgPathFillImage

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(address)
    text = code.make_image(image_factory=SvgPathFillImage).to_string(encoding="unicode")
    return text.encode()


@lru_cache(maxsize=4096)
def png(address: str, module: int = 1) -> bytes:
    """As black and white PNG with its quiet zone; `module` is the width of a module in pixels.

    Pages show one pixel a module, which CSS scales up: 0.4 kB for a long address, where an SVG has
    0.9 kB after brotli. To make a code costs as much as many pages, so codes are cached.
    """
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4, box_size=module)
    code.add_data(address)
    written = io.BytesIO()
    code.make_image().save(written, "PNG", optimize=True)
    return written.getvalue()
