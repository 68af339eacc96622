"""`/xac-minh/`: tells whether a print is what readers see now. The print's QR code leads here."""

import io
from functools import lru_cache

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from delivery.public_page import public_page, render_with_tags, with_tags
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
    return render_with_tags(request, "news/verify.html", context, [VERIFY_TAG])


@public_page
def verify(request: HttpRequest, typed: str) -> HttpResponse:
    """Tells whether the print with this code is what readers see now; 404 for an unknown code."""
    code = parse_code(typed)
    if code and typed != format_code(code):
        return with_tags(HttpResponseRedirect(verification_path(code)), [VERIFY_TAG])
    edition = _edition(code)
    if edition is None:
        context = {"standing": "unknown", "typed": typed[:60], "noindex": True}
        return render_with_tags(request, "news/verify.html", context, [VERIFY_TAG], status=404)
    running = Edition.objects.public().filter(article=edition.article_id).defer("document").first()
    # The answer shows the corrections that were published after the edition of the print.
    told = corrections.corrections_of(edition.article_id) if running else ()
    since = [each for each in told if each.at > edition.live_from]
    standing = "replaced" if running else "withdrawn"
    if running and running.digest == edition.digest and not since:
        standing = "current"
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
    tags = [VERIFY_TAG, tag("article", edition.article_id)]
    return render_with_tags(request, "news/verify.html", context, tags)


@public_page
def qr_code(request: HttpRequest, typed: str, name: str) -> HttpResponse:
    """The QR code of a print, which leads to `verify`. `name` is one of QR_MODULE_PIXELS."""
    edition = _edition(parse_code(typed))
    if edition is None:
        return with_tags(HttpResponse(status=404), [VERIFY_TAG])
    return with_tags(qr_image(absolute(verification_path(edition.code)), name), [VERIFY_TAG])


def _edition(code: str | None) -> Edition | None:
    """The edition with that code, if it has begun. A scheduled edition is not revealed."""
    if code is None:
        return None
    return Edition.objects.begun().filter(code=code).defer("document").first()


def qr_image(address: str, name: str) -> HttpResponse:
    """The image of an address's QR code. `name` is one of QR_MODULE_PIXELS."""
    kind = "image/svg+xml" if name == "qr.svg" else "image/png"
    return HttpResponse(_drawn(address, name), content_type=kind)


# The width in pixels of one module (small square) of the code, by the last part of the image's
# address. The SVG can be enlarged. `qr.png` is for download: sharp on a poster. Pages show
# `qr-nho.png`, which CSS scales up: it has 0.4 kB for a long address, an SVG 0.9 kB after brotli.
QR_MODULE_PIXELS = {"qr.svg": 10, "qr.png": 12, "qr-nho.png": 1}


# To draw one takes as long as to make many pages.
@lru_cache(maxsize=8192)
def _drawn(address: str, name: str) -> bytes:
    return draw_qr_code(address, name)


def draw_qr_code(text: str, name: str) -> bytes:
    """A black and white image with the quiet zone that scanners need; an SVG without an XML prolog.
    `name` is one of QR_MODULE_PIXELS."""
    # Imported late: with what it imports it takes 5 MB, and few processes draw.
    import qrcode

    code = qrcode.QRCode(
        error_correction=qrcode.ERROR_CORRECT_M, border=4, box_size=QR_MODULE_PIXELS[name]
    )
    code.add_data(text)
    if name == "qr.svg":
        from qrcode.image.svg import SvgPathFillImage

        drawing = code.make_image(image_factory=SvgPathFillImage)
        return drawing.to_string(encoding="unicode").encode()
    written = io.BytesIO()
    code.make_image().save(written, "PNG", optimize=True)
    return written.getvalue()
