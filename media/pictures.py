"""Computes the addresses and sizes of a photo on a page, from a few columns of its row."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from typing import Any, NamedTuple

from django.templatetags.static import static

from database import prepared_statements

from .models import PUBLIC_URL_PREFIX, library
from .uploads.photos import photo_file


class Picture(NamedTuple):
    """What an `<img>` needs. `webp` and `plain` are values of srcset, empty until renditions exist.

    `width` and `height` are those of the file at `src`; `full_width` is that of the master. `src`
    is empty if the photo was taken down; `takedown` is the value of `models.Takedown`.
    """

    photo: int
    src: str
    width: int
    height: int
    full_width: int
    webp: str = ""
    plain: str = ""
    takedown: str = ""


def picture(row: Mapping[str, Any]) -> Picture:
    """The picture from the columns of a photo, by name. Without renditions it shows the master."""
    columns = [row[name] for name in ("pk", "key", "format", "width", "height")]
    return picture_from_columns(*columns, json.dumps(row["widths"]), row["takedown"])


@lru_cache(maxsize=4096)
def picture_from_columns(
    photo: int,
    key: str,
    extension: str,
    width: int,
    height: int,
    stored_widths: str,
    takedown: str,
    files_url: str = PUBLIC_URL_PREFIX,
) -> Picture:
    """The picture from the columns of a photo; `stored_widths` is JSON, as SQL returns it.
    `files_url` is the address below which whoever reads the page may see the file."""
    if takedown:
        return Picture(photo, "", width, height, width, takedown=takedown)
    widths = json.loads(stored_widths)
    # The folder's address is computed once: to join addresses took a quarter of a list's page.
    folder = f"{files_url}{photo_file(key, '')}"
    if not widths:
        return Picture(photo, f"{folder}goc.{extension}", width, height, width)

    def srcset(kind: str) -> str:
        return ", ".join(f"{folder}{each}.{kind} {each}w" for each in widths)

    best = min(widths, key=lambda each: abs(each - 960))
    # `picture_decoder.make_renditions` rounds the height in the same way.
    size = best, max(1, round(height * best / width))
    return Picture(
        photo,
        f"{folder}{best}.{extension}",
        *size,
        width,
        srcset("webp"),
        srcset(extension),
    )


def visible(picture: Picture | None) -> Picture | None:
    """The picture, unless it was taken down."""
    return picture if picture and not picture.takedown else None


def pictures(photos: Iterable[int], files_url: str = PUBLIC_URL_PREFIX) -> dict[int, Picture]:
    """The pictures of these photos by id, in one query; no query if there are no photos."""
    wanted = set(photos)
    if not wanted:
        return {}
    values: dict[str, Any] = {}
    chosen = prepared_statements.in_list(values, wanted)
    found = prepared_statements.rows(
        "SELECT id, key, format, width, height, widths, takedown FROM media_photo "
        f"WHERE id {chosen}",
        values,
    )
    return {row[0]: picture_from_columns(*row, files_url) for row in found}


def _address(row: Mapping[str, Any], nearest_to: int) -> str:
    """The address for staff of the rendition with the nearest width; that of the master if there is
    none; that of a picture that says so if the photo was taken down."""
    if row["takedown"]:
        return static("staff/media/taken-down.svg")
    best = min(row["widths"], key=lambda width: abs(width - nearest_to), default=None)
    name = f"{best}.webp" if best else f"goc.{row['format']}"
    return library().url(photo_file(row["key"], name))


# The address of the smallest rendition, for lists in the admin.
thumbnail = partial(_address, nearest_to=0)
# The address of a rendition that is large enough to judge a photo, for the editor and forms.
preview = partial(_address, nearest_to=640)
