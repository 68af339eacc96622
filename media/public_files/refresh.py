"""The folder of files that readers may see: hard links to files of the library.

A file has its link while something public names it (`media.public_files.use`). Whoever changes that
purges the file's tag; after the commit `follow_purges` makes or removes the link. The worker does
what the clock ends, and makes up for what was missed.
"""

import logging
import os
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext

from delivery.worker_status import CountAndOldest, WorkerTask

from ..models import Document, Photo, document_folder, library, photo_folder
from ..usage import DOCUMENT, PHOTO, FileRef
from .links import (
    TRY_SECONDS,
    adopt,
    delete,
    folders_in,
    library_folder,
    link,
    public,
    public_files_lock,
    unlink,
)
from .rows import named_by_rows
from .use import file_of_tag, files_ended, readable_files

log = logging.getLogger(__name__)

# It is decided about so many files at a time; others wait for the lock meanwhile.
MAX_FILES_PER_LOCK = 200
# Then somebody else gets the lock.
PAUSE_SECONDS = 2 * TRY_SECONDS
# The worker looks after what the clock has ended, and after rows that were changed without a purge,
# this often.
LOOK_SECONDS = 15
# It compares all links with what is public this often.
COMPARE_SECONDS = 600


def follow_purges(tags: Iterable[str]) -> None:
    """Receives the tags of committed purges: makes or removes the links of the files among them."""
    refresh({file for name in tags if (file := file_of_tag(name))})


def refresh(files: Collection[FileRef]) -> int:
    """Make the links of those files that readers may see, and remove those of the others; of those
    that were taken down the files too. Returns how many folders were changed. Do not call it inside
    a transaction.

    What the disk refuses is logged and left to the worker's next look; it holds up no other file.
    """
    waiting, changed = sorted(files), 0
    while waiting:
        some, waiting = waiting[:MAX_FILES_PER_LOCK], waiting[MAX_FILES_PER_LOCK:]
        with _missed_if_refused("the links of files"), public_files_lock():
            readable = readable_files(some)
            for file, stored in stored_files(some).items():
                with _missed_if_refused(stored.folder):
                    changed += _put_right(stored, is_readable=file in readable)
        if waiting:
            time.sleep(PAUSE_SECONDS)
    return changed


def _put_right(stored: "StoredFile", *, is_readable: bool) -> bool:
    """Make or remove the links of a file, as it should be. Returns whether it was not so before."""
    if stored.taken_down:
        return _delete(stored)
    adopt(stored.folder)
    return link(stored.folder) if is_readable else unlink(stored.folder)


@contextmanager
def _missed_if_refused(what: str) -> Iterator[None]:
    """If the disk refuses what is done within, that is logged, and the worker does it again."""
    try:
        yield
    except OSError as fault:
        log.warning("%s could not be changed: %r", what, fault)
        _note_missed()


def compare(*, thoroughly: bool = False) -> int:
    """Compare all links with what is public, and put right what differs. Returns how many folders
    were changed. Unless it is done `thoroughly`, a folder that is there is taken to be complete."""
    there = set(folders_in(public()))
    stored = stored_files()
    files = {each.folder: file for file, each in stored.items()}
    wanted = {stored[file].folder for file in readable_files() if file in stored}
    differing = wanted | there if thoroughly else wanted ^ there
    undeleted = {file for file, each in stored.items() if each.taken_down and _is_there(each)}
    changed = refresh({files[folder] for folder in differing if folder in files} | undeleted)
    # No row has these folders any more: whoever deleted the rows was interrupted.
    for folder in sorted(there - files.keys()):
        with _missed_if_refused(folder), public_files_lock():
            changed += unlink(folder)
    return changed


def adopt_all() -> None:
    """Take the files of all rows into the library that only the public folder has: up to version
    0.1.0 it held all files itself. Done once; if it is interrupted, it is done again."""
    done = library_folder() / ".adopted"
    if not done.exists():
        for folder in folders_in(public()):
            adopt(folder)
        done.touch()


class PublicFilesChore:
    """The worker's part. Called often; returns how many folders were changed."""

    def __init__(self) -> None:
        self.look_at = self.compare_at = 0.0
        self.until: datetime | None = None
        self.of_rows: set[FileRef] = set()

    def __call__(self) -> int:
        if time.monotonic() < self.look_at:
            return 0
        self.look_at = time.monotonic() + LOOK_SECONDS
        now, of_rows = timezone.now(), named_by_rows(None)
        # Also after the clock was put back, because what it had ended is public again.
        is_due = self.until is None or now < self.until or time.monotonic() >= self.compare_at
        was_missed = _missed().exists()
        if is_due or was_missed:
            with _missed_since():
                # When the worker starts, files may have come back from a backup; a folder that was
                # missed may lack a file.
                changed = compare(thoroughly=self.until is None or was_missed)
            self.compare_at = time.monotonic() + COMPARE_SECONDS
        else:
            changed = refresh(files_ended(self.until, now) | (of_rows ^ self.of_rows))
        self.until, self.of_rows = now, of_rows
        return changed


class StoredFile(NamedTuple):
    """Where the library has a photo or document."""

    folder: str
    taken_down: bool
    # The name of the file that was sent, in the default storage; empty if there is none.
    original: str = ""


def stored_files(files: Collection[FileRef] | None = None) -> dict[FileRef, StoredFile]:
    """Of these files, or of all if it is None, those that have a row."""
    photos, documents = Photo.objects.order_by(), Document.objects.order_by()
    if files is not None:
        photos = photos.filter(pk__in=[pk for kind, pk in files if kind == PHOTO])
        documents = documents.filter(pk__in=[pk for kind, pk in files if kind == DOCUMENT])
    return {
        (PHOTO, pk): StoredFile(photo_folder(key), bool(takedown), original)
        for pk, key, takedown, original in photos.values_list("pk", "key", "takedown", "original")
    } | {
        (DOCUMENT, pk): StoredFile(document_folder(name), bool(takedown))
        for pk, name, takedown in documents.values_list("pk", "file", "takedown")
    }


def files_left(file: FileRef) -> bool:
    """Whether a file that was taken down is still there, because the disk refused to remove it. The
    worker tries it again."""
    stored = stored_files([file]).get(file)
    return stored is not None and _is_there(stored)


def _is_there(stored: StoredFile) -> bool:
    places = Path(public().path(stored.folder)), Path(library().path(stored.folder))
    return any(place.is_dir() for place in places) or bool(
        stored.original and default_storage.exists(stored.original)
    )


def _delete(stored: StoredFile) -> bool:
    """Remove the files, first from what readers see. Returns whether there were any."""
    was_there = _is_there(stored)
    delete(stored.folder)
    if stored.original:
        default_storage.delete(stored.original)
    return was_there


def _missed() -> Path:
    """There while a change of links was missed; its time says since when."""
    return library_folder() / ".missed"


@contextmanager
def _missed_since() -> Iterator[None]:
    """Within, what was missed is made up for. What is missed again, was missed since the same time
    as before."""
    path = _missed()
    since = path.stat().st_mtime if path.exists() else time.time()
    # Removed first: what is missed within makes the file anew.
    path.unlink(missing_ok=True)
    try:
        yield
    except Exception:
        _note_missed()
        raise
    finally:
        with suppress(OSError):
            os.utime(path, (since, since))


def _note_missed() -> None:
    # A full disk refuses this too; then the worker's next comparison finds it.
    with suppress(OSError):
        _missed().touch()


def _missed_count_and_oldest() -> CountAndOldest:
    try:
        return 1, datetime.fromtimestamp(_missed().stat().st_mtime, UTC)
    except FileNotFoundError:
        return 0, None


FILES_TASK = WorkerTask(
    "files",
    lambda _count: gettext(
        "The disk refused to show readers a photo or document, or to take one from them. The "
        "portal goes on trying; tell whoever looks after it."
    ),
    _missed_count_and_oldest,
    timedelta(minutes=1),
)
