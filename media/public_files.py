"""The folder of files that readers may see: hard links to files of the library.

A file has its link while something public names it (`media.public_use`). Whoever changes that
purges the file's tag; after the commit `follow_purges` makes or removes the link. The worker does
what the clock ends, and makes up for what was missed.
"""

import errno
import fcntl
import logging
import os
import shutil
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.core.files.storage import Storage, default_storage, storages
from django.utils import timezone

from .models import Document, Photo, document_folder, library, photo_folder
from .public_use import FileRef, file_of_tag, files_ended, named_by_rows, readable_files
from .usage import DOCUMENT, PHOTO

log = logging.getLogger(__name__)

# How long a change waits for others that change links.
LOCK_SECONDS = 5
# It is decided about so many files at a time; others wait for the lock meanwhile.
MAX_FILES_PER_LOCK = 200
# The worker looks after what the clock has ended, and after rows that were changed without a purge,
# this often.
LOOK_SECONDS = 15
# It compares all links with what is public this often.
COMPARE_SECONDS = 600


def public() -> Storage:
    """The storage of the files that readers may see."""
    return storages["public"]


def follow_purges(tags: Iterable[str]) -> None:
    """Receives the tags of committed purges: makes or removes the links of the files among them."""
    refresh({file for name in tags if (file := file_of_tag(name))})


def refresh(files: Collection[FileRef]) -> int:
    """Make the links of those files that readers may see, and remove those of the others; of those
    that were taken down the files too. Returns how many folders were changed. Do not call it inside
    a transaction.

    What the disk refuses is logged and left to the worker's next look.
    """
    waiting, changed = sorted(files), 0
    while waiting:
        some, waiting = waiting[:MAX_FILES_PER_LOCK], waiting[MAX_FILES_PER_LOCK:]
        try:
            with public_files_lock():
                readable = readable_files(some)
                for file, stored in stored_files(some).items():
                    if stored.taken_down:
                        changed += _delete(stored)
                        continue
                    _adopt(stored.folder)
                    changed += _link(stored.folder) if file in readable else unlink(stored.folder)
        except OSError as fault:
            log.warning("the public files could not be changed: %r", fault)
            _note_missed()
    return changed


def compare(*, thoroughly: bool = False) -> int:
    """Compare all links with what is public, and put right what differs. Returns how many folders
    were changed. Unless it is done `thoroughly`, a folder that is there is taken to be complete."""
    there = set(_folders_in(public()))
    stored = stored_files()
    files = {each.folder: file for file, each in stored.items()}
    wanted = {stored[file].folder for file in readable_files() if file in stored}
    differing = wanted | there if thoroughly else wanted ^ there
    undeleted = {file for file, each in stored.items() if each.taken_down and _is_there(each)}
    changed = refresh({files[folder] for folder in differing if folder in files} | undeleted)
    # No row has these folders any more: whoever deleted the rows was interrupted.
    for folder in there - files.keys():
        with public_files_lock():
            changed += unlink(folder)
    return changed


def adopt_all() -> None:
    """Take the files of all rows into the library that only the public folder has: up to version
    0.1.0 it held all files itself. Done once; if it is interrupted, it is done again."""
    done = _library_folder() / ".adopted"
    if not done.exists():
        for folder in _folders_in(public()):
            _adopt(folder)
        done.touch()


def _adopt(folder: str) -> None:
    """Take files of this folder into the library that only the public folder has, so that no file
    is lost when its link is removed."""
    _link_all(Path(public().path(folder)), Path(library().path(folder)), only_missing=True)


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
        missed = _missed()
        # Also after the clock was put back, because what it had ended is public again.
        is_due = self.until is None or now < self.until or time.monotonic() >= self.compare_at
        if is_due or missed.exists():
            missed.unlink(missing_ok=True)
            # When the worker starts, files may have come back from a backup.
            changed = compare(thoroughly=self.until is None)
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
    unlink(stored.folder)
    with suppress(FileNotFoundError):
        shutil.rmtree(library().path(stored.folder))
    if stored.original:
        default_storage.delete(stored.original)
    return was_there


@contextmanager
def public_files_lock() -> Iterator[None]:
    """Held while it is decided about links and while they are changed. Otherwise an older decision
    could make a link again that a newer one has removed. Machines that share the folder of the
    library share the lock. Raises TimeoutError after LOCK_SECONDS."""
    with (_library_folder() / ".lock").open("a") as file:
        ends = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > ends:
                    raise TimeoutError("the lock of the public files is held") from None
                time.sleep(0.01)
        yield


def _library_folder() -> Path:
    """The library's folder. If it is made now, it is closed to others, and its files have the group
    of the public ones: a web server that serves these belongs to it."""
    folder, shown = Path(library().location), Path(public().location)
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if shown.exists():
            with suppress(PermissionError):
                os.chown(folder, -1, shown.stat().st_gid)
                folder.chmod(0o2700)
    return folder


def _missed() -> Path:
    """There while a change of links was missed."""
    return _library_folder() / ".missed"


def _note_missed() -> None:
    # A full disk refuses this too; then the worker's next comparison finds it.
    with suppress(OSError):
        _missed().touch()


def unlink(folder: str) -> bool:
    """Take the files of this folder from readers. Returns whether there were any. Call it with the
    lock."""
    path = Path(public().path(folder))
    if not path.is_dir():
        return False
    shutil.rmtree(path)
    return True


def _link(folder: str) -> bool:
    return _link_all(Path(library().path(folder)), Path(public().path(folder)))


def _link_all(source: Path, target: Path, *, only_missing: bool = False) -> bool:
    """Link all files of a folder into another one. Returns whether one was missing there, or was an
    older file of that name; with `only_missing` the older file stays."""
    changed = False
    for file in sorted(source.iterdir()) if source.is_dir() else ():
        there = target / file.name
        if there.exists() and (only_missing or _is_same(file, there)):
            continue
        target.mkdir(parents=True, exist_ok=True)
        # So that readers never see a part of a file.
        fresh = target / f".{file.name}"
        fresh.unlink(missing_ok=True)
        _link_or_copy(file, fresh)
        fresh.replace(there)
        changed = True
    return changed


def _is_same(file: Path, other: Path) -> bool:
    found, there = file.stat(), other.stat()
    same = "st_size", "st_mtime_ns"
    return os.path.samestat(found, there) or all(
        getattr(found, name) == getattr(there, name) for name in same
    )


def _link_or_copy(file: Path, target: Path) -> None:
    try:
        os.link(file, target)
    except OSError as fault:
        # The two folders lie on different file systems, or on one that has no links.
        if fault.errno not in {errno.EXDEV, errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS}:
            raise
        shutil.copy2(file, target)


def _folders_in(storage: Storage) -> Iterator[str]:
    """The folders of photos (`anh/3f/3f9a…`) and of documents (`van-ban/8c21…`) in this storage."""
    for first in _names(storage, "anh"):
        yield from (f"anh/{first}/{key}" for key in _names(storage, f"anh/{first}"))
    yield from (f"van-ban/{key}" for key in _names(storage, "van-ban"))


def _names(storage: Storage, folder: str) -> list[str]:
    try:
        return [path.name for path in Path(storage.path(folder)).iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
