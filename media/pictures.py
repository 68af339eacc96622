"""A photo as a page shows it: addresses and sizes, from a few columns and without a query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .ingest import photo_file
from .models import Photo, renditions


@dataclass(frozen=True, slots=True)
class Picture:
    """What an `<img>` needs. `webp` and `plain` are srcset values, empty until renditions exist."""

    photo: int
    src: str
    width: int
    height: int
    webp: str = ""
    plain: str = ""

    def __bool__(self) -> bool:
        return True


def picture(row: Mapping[str, Any]) -> Picture:
    """From a row of `Photo.objects.for_pictures()`. Never broken: the master serves meanwhile."""
    names = ("pk", "key", "format", "width", "height")
    return picture_of(*(row[name] for name in names), tuple(row["widths"]))


@lru_cache(maxsize=4096)
def picture_of(
    photo: int, key: str, extension: str, width: int, height: int, widths: tuple[int, ...]
) -> Picture:
    """From the values of such a row."""
    # The folder's address once: joining addresses was a quarter of a list's page.
    folder = renditions().url(photo_file(key, ""))
    if not widths:
        return Picture(photo, f"{folder}goc.{extension}", width, height)

    def srcset(kind: str) -> str:
        return ", ".join(f"{folder}{each}.{kind} {each}w" for each in widths)

    best = min(widths, key=lambda each: abs(each - 960))
    source = f"{folder}{best}.{extension}"
    return Picture(photo, source, width, height, srcset("webp"), srcset(extension))


def pictures(photos: Iterable[int]) -> dict[int, Picture]:
    """The pictures of those photos by id, in one query (none for no photo)."""
    wanted = set(photos)
    if not wanted:
        return {}
    rows = Photo.objects.filter(pk__in=wanted).for_pictures()
    return {row["pk"]: picture(row) for row in rows}


def thumbnail(row: Mapping[str, Any]) -> str:
    """The address of the smallest picture that there is, for lists in the admin."""
    extension = row["format"]
    name = f"{min(row['widths'])}.webp" if row["widths"] else f"goc.{extension}"
    return renditions().url(photo_file(row["key"], name))


def preview(row: Mapping[str, Any]) -> str:
    """The address of a picture large enough to judge a photo by, for the editor and its form."""
    extension = row["format"]
    if not row["widths"]:
        return renditions().url(photo_file(row["key"], f"goc.{extension}"))
    best = min(row["widths"], key=lambda width: abs(width - 640))
    return renditions().url(photo_file(row["key"], f"{best}.webp"))
