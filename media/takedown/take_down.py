"""Takes a photo or document down for good: its files are deleted, and readers are told so in its
place."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied

from audit.models import Kind
from audit.recording import record
from delivery.purging import gathered_purges, purge
from delivery.tags import tag

from ..models import Document, Photo, Takedown, photo_rendered
from ..public_files.use import FileRef, file_tag
from ..usage import DOCUMENT, PHOTO


class Follower(NamedTuple):
    """What an upper app does when a file is taken down."""

    # Entered before the words of the file are hidden, and left after it, in the same transaction.
    hiding: Callable[[FileRef], AbstractContextManager]
    # Called in the transaction of the takedown.
    taken_down: Callable[[FileRef], None]
    # The address at which staff read whether readers still find the file; None if nobody looked.
    receipt_url: Callable[[FileRef], str | None]


MODELS = {PHOTO: Photo, DOCUMENT: Document}
_followers: list[Follower] = []

# Called in an app's `ready`.
register = _followers.append


def take_down(file: FileRef, *, by: Any, reason: str, words: bool = False) -> None:
    """Delete the files of a photo or document; after the commit they are gone on this machine and
    on all engines. The row stays, and the editions that name it keep their text and SHA-256. Live
    pages show a note in its place; with `words` they hide its words too (`Takedown.WORDS`).

    It may be called again, to hide the words as well. Raises PermissionDenied without the right.
    """
    if not may_take_down(by, file):
        raise PermissionDenied
    kind, pk = file
    with gathered_purges(), ExitStack() as hiding:
        # An edition that is made meanwhile waits for it, because it refers to this row.
        row = MODELS[kind].objects.select_for_update().get(pk=pk)
        if words and row.takedown != Takedown.WORDS:
            for each in _followers:
                hiding.enter_context(each.hiding(file))
        row.takedown = Takedown.WORDS if words else row.takedown or Takedown.FILE
        row.save(update_fields=["takedown"])
        purge([tag(kind, pk), file_tag(file)], gone=True)
        if kind == PHOTO:
            # The agency's logo stands on every page.
            photo_rendered.send(Photo, photo=pk)
        for each in _followers:
            each.taken_down(file)
        record(Kind.TAKE_DOWN, row, by=by, detail=f"{reason} ({row.get_takedown_display()})")


def receipt_url(file: FileRef) -> str | None:
    """The address at which staff read whether readers still find the file; None if nobody looked
    yet."""
    return next(filter(None, (each.receipt_url(file) for each in _followers)), None)


def may_take_down(user: Any, file: FileRef) -> bool:
    """Whether this person may take the file down."""
    return user.is_active and user.has_perm(f"media.take_down_{file[0]}")
