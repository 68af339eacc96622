"""Finds where a photo or a document is used. Upper floors register functions that find it, because
this floor does not import them.

usage.register(photos_in_articles)                      # photos
usage.register(attached_documents, kind=usage.DOCUMENT)
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping

PHOTO, DOCUMENT = "photo", "document"
# A file of the library: its kind and the key of its row.
FileRef = tuple[str, int]
# The most places that are named for one photo or document.
MAX_PLACES_SHOWN = 20


# A place that uses a file: its name for staff, and its address in the admin.
Usage = tuple[str, str]
Finder = Callable[[Collection[int]], Mapping[int, Collection[Usage]]]
_finders: dict[str, list[Finder]] = {PHOTO: [], DOCUMENT: []}


def register(finder: Finder, kind: str = PHOTO) -> None:
    """Add a finder: a function that takes ids and returns, for each id in use, its places as
    `(label, admin url)`.

    Call this from `AppConfig.ready()`. A finder gets many ids at once, so it should need one query;
    it needs to return no more than `MAX_PLACES_SHOWN` places for an id.
    """
    if finder not in _finders[kind]:
        _finders[kind].append(finder)


def usage_of(ids: Collection[int], kind: str = PHOTO) -> dict[int, list[Usage]]:
    """The places that use each of these photos (or documents), by id, without ids that are not in
    use."""
    found: dict[int, list[Usage]] = defaultdict(list)
    for finder in _finders[kind] if ids else ():
        for pk, used in finder(ids).items():
            found[pk] += used
    return {pk: used for pk, used in found.items() if used}
