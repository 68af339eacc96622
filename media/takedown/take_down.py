"""Takes a photo or document down for good: its files are deleted, and readers are told so in its
place."""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, ExitStack, nullcontext
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import connection

from audit.models import Kind
from audit.recording import record
from delivery.purging import gathered_purges, purge
from delivery.tags import tag

from ..models import MODELS, Photo, Takedown, photo_changed
from ..public_files.use import file_tag
from ..rights import may_take_down
from ..usage import PHOTO, FileRef


class Follower(NamedTuple):
    """What an upper app does when a file is taken down."""

    # Called in the transaction of the takedown.
    taken_down: Callable[[FileRef], None]
    # Entered before the words of the file are hidden, and left after it, in the same transaction.
    hiding: Callable[[FileRef], AbstractContextManager] = lambda file: nullcontext()
    # The address at which staff read whether readers still find the file; None if nobody looked.
    receipt_url: Callable[[FileRef], str | None] = lambda file: None


_followers: list[Follower] = []

# Called in an app's `ready`.
register = _followers.append


def take_down(file: FileRef, *, by: Any, reason: str, words: bool = False) -> None:
    """Delete the files of a photo or document; after the commit they are gone on this machine and
    on all engines. The row stays, and the editions that name it keep their text and SHA-256. Live
    pages show a note in its place; with `words` they hide its words too (`Takedown.WORDS`).

    It may be called again, to hide the words as well; otherwise a second call does nothing. Raises
    PermissionDenied without the right.
    """
    if not may_take_down(by, file[0]):
        raise PermissionDenied
    take_down_unasked(file, by=by, reason=reason, words=words)


def take_down_unasked(file: FileRef, *, by: Any = None, reason: str, words: bool = False) -> None:
    """Take a file down and ask for no right: the portal does by itself what somebody with the right
    did before."""
    kind, pk = file
    with gathered_purges(), ExitStack() as hiding:
        # Whoever makes an edition with the file holds the row (`hold_takedowns`).
        row = MODELS[kind].objects.select_for_update().get(pk=pk)
        wanted = Takedown.WORDS if words else row.takedown or Takedown.FILE
        if row.takedown == wanted:
            return
        if words:
            for each in _followers:
                hiding.enter_context(each.hiding(file))
        row.takedown = wanted
        row.save(update_fields=["takedown"])
        purge([tag(kind, pk), file_tag(file)], gone=True)
        if kind == PHOTO:
            # The agency's logo stands on every page.
            photo_changed.send(Photo, photo=pk)
        for each in _followers:
            each.taken_down(file)
        record(Kind.TAKE_DOWN, row, by=by, detail=f"{reason} ({row.get_takedown_display()})")


def hold_takedowns(files: Collection[FileRef]) -> None:
    """Keep these files from being taken down until the end of the transaction, which makes
    something that names them. The foreign keys alone would wait only at its end."""
    if connection.vendor != "postgresql":
        # A transaction of SQLite is alone.
        return
    for kind, model in MODELS.items():
        keys = [pk for each, pk in files if each == kind]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT 1 FROM {model._meta.db_table} WHERE id = ANY(%s) ORDER BY id"
                " FOR KEY SHARE",
                [keys],
            )


def receipt_url(file: FileRef) -> str | None:
    """The address at which staff read whether readers still find the file; None if nobody looked
    yet."""
    return next(filter(None, (each.receipt_url(file) for each in _followers)), None)
