"""Makes pictures of every kind that people may upload, so that no file has to be stored."""

import io
import struct
import zlib

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo


def scene(size: tuple[int, int] = (640, 400)) -> Image.Image:
    """A picture that is red above and blue below, so that its orientation shows."""
    picture = Image.new("RGB", size, (210, 30, 30))
    ImageDraw.Draw(picture).rectangle((0, size[1] // 2, *size), fill=(20, 40, 200))
    return picture


def written(picture: Image.Image, kind: str, **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def large_photo(turn: int = 0) -> bytes:
    """A JPEG of 24 megapixels and about 8 MB; it differs by `turn`."""
    noise = Image.effect_noise((750, 500), 90).resize((6000, 4000), Image.Resampling.BICUBIC)
    layers = [noise, noise.rotate(180), noise.point(lambda value: value // 2 + turn)]
    return written(Image.merge("RGB", layers), "JPEG", quality=92)


def png_chunk(kind: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check


def png_bomb(width: int = 30000, height: int = 30000) -> bytes:
    """A black PNG of this size in a few kilobytes."""
    squeezer = zlib.compressobj(9)
    rows = (width + 7) // 8 + 1
    data = b"".join(squeezer.compress(b"\0" * rows * 100) for _ in range(height // 100))
    data += squeezer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", data)
        + png_chunk(b"IEND", b"")
    )


def jpeg_with_everything_private() -> bytes:
    """A JPEG with GPS, the serial number of a camera, a photographer's name, XMP, IPTC and a
    comment."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "HangMayAnh", "Mau 7"
    exif[0x013B] = "TenNguoiChup"
    exif.get_ifd(0x8769)[0xA431] = "SERIAL-0042"
    exif.get_ifd(0x8769)[0x9003] = "2020:03:05 08:15:00"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (20.0, 51.0, 54.25)
    gps[3], gps[4] = "E", (106.0, 41.0, 1.5)
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>XMP-RIENG-TU</rdf></x:xmpmeta>'
    plain = written(
        scene(), "JPEG", exif=exif.tobytes(), xmp=xmp, comment=b"LOI-GHI-CHU", quality=90
    )
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x0f\x1c\x02\x50\x00\x0aIPTC-TENAI"
    segment = b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc
    return plain[:2] + segment + plain[2:]


def png_with_texts() -> bytes:
    info = PngInfo()
    info.add_text("Author", "TEN-TAC-GIA")
    info.add_itxt("XML:com.adobe.xmp", "<x>XMP-RIENG-TU</x>")
    return written(scene(), "PNG", pnginfo=info)


def rotated_jpeg(orientation: int) -> bytes:
    """A `scene` that is upright only if its EXIF orientation is applied."""
    turns = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90}
    turns[8] = Image.Transpose.ROTATE_270
    exif = Image.Exif()
    exif[0x0112] = orientation
    return written(scene().transpose(turns[orientation]), "JPEG", exif=exif.tobytes(), quality=95)


def animated(kind: str) -> bytes:
    first = scene((320, 200))
    others = [Image.new("RGB", (320, 200), colour) for colour in ("green", "yellow")]
    return written(first, kind, save_all=True, append_images=others, duration=100)


def mpo() -> bytes:
    return written(scene(), "MPO", save_all=True, append_images=[Image.new("RGB", (640, 400))])


def sixteen_bit_png(coloured: bool) -> bytes:
    """A PNG with 16 bits per channel; a coloured one is written here, as Pillow cannot do it."""
    if not coloured:
        ramp = Image.new("I;16", (256, 32))
        ramp.putdata([x * 257 for _ in range(32) for x in range(256)])
        return written(ramp, "PNG")
    row = b"\0" + b"".join(struct.pack(">HHH", 0xC000, 0x1000, 0x1000) for _ in range(64))
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 16, 2, 0, 0, 0))
        + png_chunk(b"IDAT", zlib.compress(row * 64))
        + png_chunk(b"IEND", b"")
    )


def display_p3() -> bytes:
    """An ICC profile with Display P3's primaries and sRGB's curve, after ICC.1:2001-04."""

    def s15(*values: float) -> bytes:
        return b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + s15(*values)

    curve = b"para\0\0\0\0" + struct.pack(">HH", 3, 0)
    curve += s15(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    words = b"desc\0\0\0\0" + struct.pack(">I", 3) + b"P3\0" + b"\0" * 78
    tags = {
        b"desc": words,
        b"cprt": b"text\0\0\0\0CC0\0",
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": xyz(0.51512, 0.24120, -0.00105),
        b"gXYZ": xyz(0.29198, 0.69225, 0.04189),
        b"bXYZ": xyz(0.15710, 0.06657, 0.78407),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    table, data = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        table += name + struct.pack(">II", start + len(data), len(value))
        data += value + b"\0" * (-len(value) % 4)
    size = start + len(data)
    header = struct.pack(">I4sI4s4s4s", size, b"lcms", 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + b"\0" * 28
    header = header[:68] + s15(0.9642, 1.0, 0.8249)
    return header + b"\0" * (128 - len(header)) + table + data


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>'
SCRIPT = b"<?php system($_GET['c']); ?>" * 20
HTML = b"<!doctype html><script>alert(1)</script>" * 20
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200
