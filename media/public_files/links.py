"""Makes and removes the hard links through which readers see files of the library, a folder at a
time, under a lock."""

import errno
import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.core.files.storage import Storage, storages

from ..models import library

# How long a change waits for others that change links.
LOCK_SECONDS = 5
# While it waits, it tries again after so long.
TRY_SECONDS = 0.01


def public() -> Storage:
    """The storage of the files that readers may see."""
    return storages["public"]


@contextmanager
def public_files_lock() -> Iterator[None]:
    """Held while it is decided about links and while they are changed. Otherwise an older decision
    could make a link again that a newer one has removed. Machines that share the folder of the
    library share the lock. Raises TimeoutError after LOCK_SECONDS."""
    with (library_folder() / ".lock").open("a") as file:
        ends = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > ends:
                    raise TimeoutError("the lock of the public files is held") from None
                time.sleep(TRY_SECONDS)
        yield


def library_folder() -> Path:
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


def adopt(folder: str) -> None:
    """Take files of this folder into the library that only the public folder has, so that no file
    is lost when its link is removed."""
    _link_all(Path(public().path(folder)), Path(library().path(folder)), only_missing=True)


def unlink(folder: str) -> bool:
    """Take the files of this folder from readers. Returns whether there were any. Call it with the
    lock."""
    path = Path(public().path(folder))
    if not path.is_dir():
        return False
    shutil.rmtree(path)
    return True


def delete(folder: str) -> None:
    """Delete a folder of the library with its files, first from what readers see. Call it with the
    lock."""
    unlink(folder)
    with suppress(FileNotFoundError):
        shutil.rmtree(library().path(folder))


def link(folder: str) -> bool:
    """Show the files of this folder to readers. Returns whether one was not shown before. Call it
    with the lock."""
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


def folders_in(storage: Storage) -> Iterator[str]:
    """The folders of photos (`anh/3f/3f9a…`) and of documents (`van-ban/8c21…`) in this storage."""
    for first in _names(storage, "anh"):
        yield from (f"anh/{first}/{key}" for key in _names(storage, f"anh/{first}"))
    yield from (f"van-ban/{key}" for key in _names(storage, "van-ban"))


def _names(storage: Storage, folder: str) -> list[str]:
    try:
        return [path.name for path in Path(storage.path(folder)).iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
