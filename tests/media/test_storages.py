"""Files of staff outlive a power cut."""

import os
from pathlib import Path

from django.core.files.base import ContentFile

from media.storages import SyncedStorage


def test_a_file_and_its_folders_are_on_the_disk_when_it_is_saved(tmp_path, monkeypatch):
    synced, sync = [], os.fsync

    def noted(descriptor: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)

    SyncedStorage(location=tmp_path).save("a/b/c.jpg", ContentFile(b"x"))

    paths = ("a/b/c.jpg", "a/b", "a", "")
    assert synced == [str(tmp_path / path) for path in paths]
