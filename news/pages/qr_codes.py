"""QR codes of addresses. Making one costs as much as many pages, so they are kept.

Pages show the PNG of one pixel a module, which CSS scales up (`image-rendering: pixelated`). For a
long address that is 0.4 kB; an SVG of the shortest path has 0.9 kB, packed with brotli at its best.
"""

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


@lru_cache(maxsize=4096)
def png(address: str, module: int = 1) -> bytes:
    """As PNG of black and white, on white with its quiet zone; `module` pixels a module."""
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4, box_size=module)
    code.add_data(address)
    written = io.BytesIO()
    code.make_image().save(written, "PNG", optimize=True)
    return written.getvalue()
