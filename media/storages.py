"""Where files that staff sent are kept, so that a power cut takes none of them."""

import os
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage


class SyncedStorage(FileSystemStorage):
    """Django's storage, whose files are on the disk, with their names, before anybody is told that
    they were taken. A database row that names a file is committed after that."""

    def _save(self, name: str, content: File) -> str:
        saved = super()._save(name, content)
        path, top = Path(self.path(saved)), Path(self.location)
        _sync(path)
        # Each folder may be new.
        for folder in path.parents:
            _sync(folder)
            if folder == top:
                break
        return saved


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
