"""Finds which files of the library readers may see: those that something public names.

An edition names the photos and documents that stand in it. Other rows (`media.public_files.rows`)
name a photo as their portrait or logo, or lead to a file in one of their texts. What names files is
registered, because this floor does not import the upper ones.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from delivery.tags import tag

from ..models import MODELS, PUBLIC_URL_PREFIX, Document, Photo, photo_folder
from ..usage import DOCUMENT, PHOTO, FileRef

_FILE_TAG = re.compile(rf"({PHOTO}|{DOCUMENT})-file-([0-9]+)")
# After the beginning of a text or of an attribute's value, or after a host: the addresses of staff
# and of review links, which end so too, are no public ones.
_ADDRESS = re.compile(
    r"""(?:^|[\s"'(=>]|//[^/\s"'<>]+)"""
    rf"{PUBLIC_URL_PREFIX}(?:anh/[^/]{{2}}/([a-z0-9-]+)/|(van-ban/[a-z0-9]+/[a-z0-9.-]*[a-z0-9]))"
)
# What `_ADDRESS` finds: the key of a photo, or the name of a document; the other one is empty.
_Found = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PublicUse:
    """One kind of things that name files, as an upper app registers it."""

    # Of these files, or of all if it is None, those that readers see now or will see later.
    named: Callable[[Collection[FileRef] | None], set[FileRef]]
    # The files of what ended by the clock after the first moment, up to and including the second.
    ended: Callable[[datetime, datetime], set[FileRef]] = lambda first, last: set()
    # Whether readers ever saw this file.
    was_seen: Callable[[FileRef], bool] = lambda file: False


_uses: list[PublicUse] = []

# Called in an app's `ready`.
register = _uses.append


def readable_files(files: Collection[FileRef] | None = None) -> set[FileRef]:
    """Of these files, or of all if it is None, those that readers may see."""
    found: set[FileRef] = set()
    for use in _uses:
        remaining = None if files is None else set(files) - found
        if remaining is None or remaining:
            found |= use.named(remaining)
    return found - takedowns(None if files is None else found).keys()


def takedowns(files: Collection[FileRef] | None) -> dict[FileRef, str]:
    """Of these files, or of all if it is None, those that were taken down, with the value of
    `Takedown`; no query if there are no files."""
    found = {}
    for kind, model in MODELS.items():
        rows = model.objects.order_by().exclude(takedown="")
        if files is not None:
            keys = [pk for each, pk in files if each == kind]
            if not keys:
                continue
            rows = rows.filter(pk__in=keys)
        found |= {(kind, pk): what for pk, what in rows.values_list("pk", "takedown")}
    return found


def files_ended(first: datetime, last: datetime) -> set[FileRef]:
    """The files of all that ended by the clock after the first moment, up to and including the
    second. Something else may name them still."""
    return {file for use in _uses for file in use.ended(first, last)}


def was_public(name: str) -> bool:
    """Whether the library has, or had, a file of this name that was taken down, or that readers
    once saw and may not see now."""
    files = linked_files([PUBLIC_URL_PREFIX + name])
    seen = {file for use in _uses for file in files if use.was_seen(file)}
    return bool(takedowns(files)) or bool(seen - readable_files(seen))


def file_tag(file: FileRef) -> str:
    """The tag to purge when something begins or ends to name the file. No page has it."""
    kind, pk = file
    return tag(f"{kind}-file", pk)


def file_of_tag(name: str) -> FileRef | None:
    """The file of which this is the tag; None for another tag."""
    match = _FILE_TAG.fullmatch(name)
    return (match[1], int(match[2])) if match else None


def public_paths(file: FileRef) -> list[str]:
    """All addresses at which readers may have found the file, the largest one first; empty if there
    is no such row."""
    kind, pk = file
    if kind == DOCUMENT:
        names = Document.objects.filter(pk=pk).values_list("file", flat=True)
        return [PUBLIC_URL_PREFIX + name for name in names]
    photo = Photo.objects.filter(pk=pk).only("key", "format", "widths").first()
    if photo is None:
        return []
    smaller = [f"{width}.{each}" for width in photo.widths for each in ("webp", photo.format)]
    folder = PUBLIC_URL_PREFIX + photo_folder(photo.key)
    return [f"{folder}/{name}" for name in (f"goc.{photo.format}", *smaller)]


def linked_files(texts: Iterable[str]) -> set[FileRef]:
    """The files to whose public addresses these texts lead; at most two queries, none if there is
    no such address."""
    return set().union(*linked_files_by_key(enumerate(texts)).values())


def linked_files_by_key(texts: Iterable[tuple[int, str]]) -> dict[int, set[FileRef]]:
    """The same for each key that stands before a text; several texts may have one key."""
    found: dict[int, set[_Found]] = defaultdict(set)
    for key, text in texts:
        if addresses := _ADDRESS.findall(text):
            found[key].update(addresses)
    everywhere = set().union(*found.values())
    photos, documents = ({each[at] for each in everywhere} - {""} for at in (0, 1))
    files: dict[_Found, FileRef] = {}
    if photos:
        rows = Photo.objects.filter(key__in=photos).values_list("key", "pk")
        files |= {(key, ""): (PHOTO, pk) for key, pk in rows}
    if documents:
        rows = Document.objects.filter(file__in=documents).values_list("file", "pk")
        files |= {("", name): (DOCUMENT, pk) for name, pk in rows}
    return {key: {files[each] for each in some if each in files} for key, some in found.items()}
