"""Decodes pictures, in a process of its own with little memory and little time.

A picture from outside is dangerous: decoders have had security holes, and a small file can unpack
to gigabytes. So the serving process never decodes one. Run `python picture_decoder.py '<order in
JSON>'`; it prints one JSON object: the result, or `{"fault": code}`. It imports neither Django nor
the project, so that it starts in 0.1 s.
"""

import errno
import io
import json
import resource
import struct
import sys
import warnings
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps

# The content of the file decides. A JPEG with a second picture, as phones make them, is opened as
# JPEG, and then Pillow calls its format MPO.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF")
# Pillow's options by the suffix of the file to write.
SAVE_OPTIONS = {
    ".png": {"format": "PNG", "optimize": True},
    ".jpg": {
        **{"format": "JPEG", "quality": 84, "optimize": True},
        **{"progressive": True, "subsampling": "4:2:0"},
    },
}
MAX_FILE_BYTES = 256 * 2**20
MIN_SIDE_PIXELS = 16
# DateTimeOriginal, in the Exif IFD.
EXIF_TAKEN = 0x9003
EXIF_IFD = 0x8769
EXIF_ORIENTATION = 0x0112
HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
# Pillow's readers raise these for a damaged or false file.
UNREADABLE = (OSError, ValueError, SyntaxError, struct.error, EOFError, KeyError, IndexError)


class Refused(Exception):
    """The picture is refused. The argument is a code, for which the parent process has a
    sentence."""


def set_limits(seconds: int, memory: int) -> None:
    """Limit this process to seconds of CPU, bytes of memory, and MAX_FILE_BYTES in each file."""
    for what, soft, hard in (
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_FSIZE, MAX_FILE_BYTES, MAX_FILE_BYTES),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(what, (soft, hard))


def opened(path: str, pixels: int) -> Image.Image:
    """The picture with only its header read. Raises Refused; `pixels` is the limit of its size."""
    try:
        picture = Image.open(path, formats=FORMATS)
    except Image.DecompressionBombError:
        raise Refused("too-many-pixels") from None
    except UNREADABLE:
        raise Refused("heic" if is_heic(path) else "not-a-picture") from None
    if picture.width * picture.height > pixels:
        raise Refused("too-many-pixels")
    if min(picture.size) < MIN_SIDE_PIXELS:
        raise Refused("too-small")
    return picture


def is_heic(path: str) -> bool:
    with Path(path).open("rb") as file:
        head = file.read(12)
    return head[4:8] == b"ftyp" and head[8:12] in HEIC


def decoded(picture: Image.Image) -> Image.Image:
    """The picture with its pixels read. Raises Refused."""
    try:
        picture.load()
    except (MemoryError, Image.DecompressionBombError):
        raise Refused("too-many-pixels") from None
    except UNREADABLE:
        raise Refused("broken") from None
    return picture


def exif(picture: Image.Image, tag: int, folder: int = 0) -> str:
    """The value of an Exif tag; "" if there is none or the metadata cannot be read."""
    try:
        noted = picture.getexif()
        return str((noted.get_ifd(folder) if folder else noted).get(tag, ""))
    except Exception:
        # Damaged metadata may raise anything, and the picture is accepted without it.
        return ""


def holds_several(picture: Image.Image) -> bool:
    """Whether the file holds more than one picture. The second one of an MPO does not count: it is
    a map of the depth."""
    try:
        return picture.format != "MPO" and getattr(picture, "is_animated", False)
    except UNREADABLE:
        return False


def is_deep(picture: Image.Image) -> bool:
    """Whether the picture has 16 or more bits in each channel. Pillow itself opens coloured ones
    with 8 bits."""
    raw = str(picture.tile[0].args) if getattr(picture, "tile", None) else ""
    return picture.mode.startswith(("I", "F")) or ";16" in raw


def eight_bits(picture: Image.Image) -> Image.Image:
    """A grey picture of 16 bits, 32 bits or floating point in 8 bits; others unchanged."""
    if not picture.mode.startswith(("I", "F")):
        return picture
    if picture.mode != "F":
        picture = picture.convert("I")
    low, high = picture.getextrema()
    if picture.mode == "I":
        low, high = 0, 65535 if high > 255 else 255
    scale = 255 / max(high - low, 1e-9)
    return picture.convert("F").point(lambda value: value * scale - low * scale).convert("L")


def smaller(picture: Image.Image, side: int) -> Image.Image:
    """The picture with at most `side` pixels in each direction, in a mode in which shrinking looks
    right.

    Call it before the colours are converted, which then takes a fraction of the time.
    """
    if picture.mode in {"1", "P", "PA"} or "transparency" in picture.info:
        alpha = picture.mode == "PA" or "transparency" in picture.info
        picture = picture.convert("RGBA" if alpha else "RGB")
    if picture.mode == "LA":
        picture = picture.convert("RGBA")
    picture.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return picture


def to_srgb(picture: Image.Image) -> Image.Image:
    """The picture in sRGB or grey, so that it looks the same on every screen; with an alpha channel
    only if something is transparent."""
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        picture = through_profile(picture, profile)
    if picture.mode == "RGBA":
        is_opaque = picture.getchannel("A").getextrema()[0] == 255
        return picture.convert("RGB") if is_opaque else picture
    return picture if picture.mode in {"RGB", "L"} else picture.convert("RGB")


def through_profile(picture: Image.Image, profile: bytes) -> Image.Image:
    """The picture converted from its own profile to sRGB; unchanged if the profile is damaged."""
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    colours = picture.convert("RGB") if alpha else picture
    try:
        made = ImageCms.profileToProfile(
            colours,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture
    if alpha:
        made.putalpha(alpha)
    return made


def without_metadata(picture: Image.Image) -> Image.Image:
    """The pixels only, without metadata, profile, comment and thumbnail."""
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    return clean


def make_master(order: dict[str, Any]) -> dict[str, Any]:
    """Write the master: the upright copy without metadata, from which all others are made."""
    picture = opened(order["source"], order["pixels"])
    notes = {
        "pages" if picture.format == "TIFF" else "animated": holds_several(picture),
        # This must come before Exif is read, because then Pillow decodes a PNG.
        "deep": is_deep(picture),
        "cmyk": picture.mode == "CMYK",
    }
    orientation, day = exif(picture, EXIF_ORIENTATION), exif(picture, EXIF_TAKEN, EXIF_IFD)
    is_turned = notes["turned"] = orientation in {"2", "3", "4", "5", "6", "7", "8"}
    if picture.format in {"JPEG", "MPO"}:
        # Pillow then decodes a large JPEG at a fraction of its size.
        picture.draft(None, (order["side"], order["side"]))
    picture = to_srgb(smaller(eight_bits(decoded(picture)), order["side"]))
    if is_turned:
        picture.getexif()[EXIF_ORIENTATION] = int(orientation)
        picture = ImageOps.exif_transpose(picture)
    picture = without_metadata(picture)
    extension = "png" if picture.mode == "RGBA" else "jpg"
    target = Path(f"{order['target']}.{extension}")
    write(picture, target)
    return {
        "file": target.name,
        "format": extension,
        "width": picture.width,
        "height": picture.height,
        # As the camera wrote it, but with dashes. The parent checks it.
        "taken_on": day[:10].replace(":", "-"),
        "notes": [note for note, is_so in notes.items() if is_so],
    }


def make_renditions(order: dict[str, Any]) -> dict[str, Any]:
    """Write the master in each of the widths, as WebP and as JPEG (PNG if it has alpha)."""
    picture = decoded(opened(order["source"], order["pixels"]))
    extension = "png" if picture.mode == "RGBA" else "jpg"
    folder = Path(order["target"])
    for width in order["widths"]:
        size = (width, max(1, round(picture.height * width / picture.width)))
        copy = picture.resize(size, Image.Resampling.LANCZOS)
        write(copy, folder / f"{width}.{extension}")
        copy.save(folder / f"{width}.webp", quality=78, method=4)
    return {}


def write(picture: Image.Image, target: Path) -> None:
    """Encode the picture in memory, then write it: on a full disk Pillow leaves half a file and
    raises no error."""
    whole = io.BytesIO()
    picture.save(whole, **SAVE_OPTIONS[target.suffix])
    target.write_bytes(whole.getvalue())


def main() -> None:
    order = json.loads(sys.argv[1])
    set_limits(order["seconds"], order["memory"])
    Image.MAX_IMAGE_PIXELS = order["pixels"]
    warnings.simplefilter("ignore")
    try:
        answer = {"master": make_master, "renditions": make_renditions}[order["make"]](order)
    except Refused as refusal:
        answer = {"fault": refusal.args[0]}
    except MemoryError:
        answer = {"fault": "too-many-pixels"}
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        answer = {"fault": "full"}
    answer["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
