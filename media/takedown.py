"""Takes a photo or document down for good: its files are deleted, and readers are told so in its
place."""

from typing import Any

from django.core.exceptions import PermissionDenied

from audit.models import Kind
from audit.recording import record
from delivery.purging import gathered_purges, purge
from delivery.tags import tag

from .models import Document, Photo, Takedown, photo_rendered
from .public_use import file_tag
from .usage import DOCUMENT, PHOTO


def take_down(file: Photo | Document, *, by: Any, reason: str, words: bool = False) -> None:
    """Delete the files of a photo or document; after the commit they are gone on this machine and
    on all engines. The row stays, and the editions that name it keep their text and SHA-256. Live
    pages show a note in its place; with `words` they hide its words too (`Takedown.WORDS`).

    It may be called again, to hide the words as well. Raises PermissionDenied without the right.
    """
    kind = PHOTO if isinstance(file, Photo) else DOCUMENT
    if not may_take_down(by, file):
        raise PermissionDenied
    with gathered_purges():
        row = type(file).objects.select_for_update().get(pk=file.pk)
        row.takedown = Takedown.WORDS if words else row.takedown or Takedown.FILE
        row.save(update_fields=["takedown"])
        file.takedown = row.takedown
        purge([tag(kind, file.pk), file_tag((kind, file.pk))], gone=True)
        if kind == PHOTO:
            # The agency's logo stands on every page.
            photo_rendered.send(Photo, photo=file.pk)
        record(Kind.TAKE_DOWN, file, by=by, detail=f"{reason} ({row.get_takedown_display()})")


def may_take_down(user: Any, file: Photo | Document) -> bool:
    """Whether this person may take the file down."""
    return user.is_active and user.has_perm(f"media.take_down_{file._meta.model_name}")
