"""Where a photo or a document is used. Upper floors register finders, because this one knows none.

usage.register(photos_in_articles)                      # photos
usage.register(attached_documents, kind=usage.DOCUMENT)
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping

PHOTO, DOCUMENT = "photo", "document"


# Somewhere that shows a photo: its name for staff, and its address in the admin.
Usage = tuple[str, str]
Finder = Callable[[Collection[int]], Mapping[int, Collection[Usage]]]
_finders: dict[str, list[Finder]] = {PHOTO: [], DOCUMENT: []}


def register(finder: Finder, kind: str = PHOTO) -> None:
    """Ask that callable too: from ids to, for each id that is used, its `(label, admin url)`s.

    Called from `AppConfig.ready()`. One finder is asked once for many ids, so it should need one
    query, and may stop at some twenty places of an id.
    """
    if finder not in _finders[kind]:
        _finders[kind].append(finder)


def usage_of(ids: Collection[int], kind: str = PHOTO) -> dict[int, list[Usage]]:
    """Where each of those photos (or documents) is used; one that is not, is not there."""
    found: dict[int, list[Usage]] = defaultdict(list)
    for finder in _finders[kind] if ids else ():
        for pk, used in finder(ids).items():
            found[pk] += used
    return {pk: used for pk, used in found.items() if used}
