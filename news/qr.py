"""QR codes of addresses. Making one costs as much as many pages, so they are kept."""

import io
from functools import lru_cache


@lru_cache(maxsize=4096)
def svg(address: str) -> bytes:
    """As SVG without an XML prolog, on white, with the quiet zone that readers need."""
    import qrcode
    from qrcode.image.svg import SvgPathFillImage

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(address)
    text = code.make_image(image_factory=SvgPathFillImage).to_string(encoding="unicode")
    return text.encode()


@lru_cache(maxsize=256)
def png(address: str) -> bytes:
    """As PNG, each module 12 pixels wide: sharp on paper."""
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4, box_size=12)
    code.add_data(address)
    written = io.BytesIO()
    code.make_image().save(written, "PNG")
    return written.getvalue()
