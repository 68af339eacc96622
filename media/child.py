"""Decodes pictures, in a process of its own with little memory and little time.

A picture from outside is the most dangerous input there is: decoders have holes, and a small file
can unfold into gigabytes. So the serving process never decodes one. Run as
`python -m media.child '<json order>'`; it prints one JSON object: what was done, or `{"fault": code}`.
It imports neither Django nor the project, so that it starts in a tenth of a second.
"""

import json
import resource
import struct
import sys
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps

# By content; whatever the file calls itself. TIFF, MPO (a JPEG with a second picture) as phones
# and scanners make them.
FORMATS = ("JPEG", "MPO", "PNG", "WEBP", "GIF", "TIFF", "AVIF")
JPEG_OPTIONS = {"quality": 84, "optimize": True, "progressive": True, "subsampling": "4:2:0"}
EXIF_TAKEN = 0x9003  # DateTimeOriginal, in the Exif IFD
EXIF_IFD = 0x8769


class Refused(Exception):
    """The picture cannot be taken; the argument is a code that the parent words for people."""


def limit(seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def opened(path: str, pixels: int) -> Image.Image:
    try:
        picture = Image.open(path, formats=FORMATS)
    except Image.DecompressionBombError:
        raise Refused("too-many-pixels") from None
    except (OSError, ValueError, SyntaxError, struct.error):
        raise Refused("not-a-picture") from None
    if picture.width * picture.height > pixels:
        raise Refused("too-many-pixels")
    if min(picture.size) < 16:
        raise Refused("too-small")
    return picture


def decoded(picture: Image.Image) -> Image.Image:
    try:
        picture.load()
    except (OSError, ValueError, SyntaxError, struct.error, EOFError):
        raise Refused("broken") from None
    except (MemoryError, Image.DecompressionBombError):
        raise Refused("too-many-pixels") from None
    return picture


def taken_on(picture: Image.Image) -> str | None:
    """The day that the camera noted, as YYYY-MM-DD."""
    try:
        noted = str(picture.getexif().get_ifd(EXIF_IFD).get(EXIF_TAKEN, ""))
    except Exception:  # the metadata of strangers: whatever is wrong with it, we can do without
        return None
    day = noted[:10].replace(":", "-")
    return day if len(day) == 10 and day[:4].isdigit() and day > "1826" else None


def to_srgb(picture: Image.Image, notes: list[str]) -> Image.Image:
    """The same colours for every screen: sRGB or grey, 8 bits, with alpha only where it shows."""
    if picture.mode.startswith(("I", "F")):
        notes.append("deep")
        low, high = picture.getextrema()
        span = 65535 if picture.mode.startswith("I") and high > 255 else max(high - low, 1e-9)
        base = 0 if picture.mode.startswith("I") else low
        scale = 255 / span
        picture = picture.convert("F").point(lambda v: v * scale - base * scale).convert("L")
    if picture.mode == "CMYK":
        notes.append("cmyk")
    if "transparency" in picture.info or picture.mode in {"PA", "LA", "La", "RGBa"}:
        picture = picture.convert("RGBA")
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        picture = through_profile(picture, profile)
    if picture.mode == "RGBA":
        shows = picture.getchannel("A").getextrema()[0] < 255
        return picture if shows else picture.convert("RGB")
    return picture if picture.mode in {"RGB", "L"} else picture.convert("RGB")


def through_profile(picture: Image.Image, profile: bytes) -> Image.Image:
    """Colours taken from the picture's own profile to sRGB; unchanged where the profile is bad."""
    import io

    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    colours = picture.convert("RGB") if alpha else picture
    try:
        made = ImageCms.profileToProfile(
            colours,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    if alpha:
        made.putalpha(alpha)
    return made


def upright(picture: Image.Image, notes: list[str]) -> Image.Image:
    turned = ImageOps.exif_transpose(picture)
    if turned is not picture and picture.getexif().get(0x0112, 1) != 1:
        notes.append("turned")
    return turned


def bare(picture: Image.Image) -> Image.Image:
    """Pixels only: no metadata, no profile, no thumbnail."""
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    return clean


def master(order: dict[str, Any]) -> dict[str, Any]:
    """The upright, stripped copy that everything served is made from."""
    notes: list[str] = []
    picture = opened(order["source"], order["pixels"])
    if getattr(picture, "n_frames", 1) > 1 and picture.format not in {"MPO"}:
        notes.append("animated")
        picture.seek(0)
    day = taken_on(picture)
    side = order["side"]
    if picture.format in {"JPEG", "MPO"}:
        picture.draft(None, (side, side))  # decodes a large JPEG at a fraction of its size
    picture = decoded(picture)
    picture = to_srgb(upright(picture, notes), notes)
    if max(picture.size) > side:
        picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    picture = bare(picture)
    extension = "png" if picture.mode == "RGBA" else "jpg"
    target = Path(f"{order['target']}.{extension}")
    write(picture, target)
    return {
        "file": target.name,
        "format": extension,
        "width": picture.width,
        "height": picture.height,
        "taken_on": day,
        "notes": notes,
    }


def renditions(order: dict[str, Any]) -> dict[str, Any]:
    """The master in each width asked for, as WebP and as JPEG (PNG where it has alpha)."""
    picture = decoded(opened(order["source"], order["pixels"]))
    extension = "png" if picture.mode == "RGBA" else "jpg"
    folder = Path(order["target"])
    made = []
    for width in order["widths"]:
        size = (width, max(1, round(picture.height * width / picture.width)))
        smaller = picture.resize(size, Image.Resampling.LANCZOS)
        write(smaller, folder / f"{width}.{extension}")
        smaller.save(folder / f"{width}.webp", quality=78, method=4)
        made.append(width)
    return {"widths": made}


def write(picture: Image.Image, target: Path) -> None:
    if target.suffix == ".png":
        picture.save(target, optimize=True)
    else:
        picture.save(target, "JPEG", **JPEG_OPTIONS)


def main() -> None:
    order = json.loads(sys.argv[1])
    limit(order["seconds"], order["memory"])
    Image.MAX_IMAGE_PIXELS = order["pixels"]
    try:
        answer = {"master": master, "renditions": renditions}[order["make"]](order)
    except Refused as refusal:
        answer = {"fault": refusal.args[0]}
    except MemoryError:
        answer = {"fault": "too-many-pixels"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
