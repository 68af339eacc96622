"""Removes the files of deleted photos and documents, after the deletion has been committed."""

import contextlib
import logging
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import Storage, storages
from django.db import transaction

log = logging.getLogger(__name__)


def photo_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Receiver of `post_delete`: the master, the renditions and the file that was sent."""
    transaction.on_commit(partial(delete_photo_files, instance.key))
    if file := instance.original:
        transaction.on_commit(partial(remove, file.storage, file.name))


def document_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Receiver of `post_delete`: the document's public file, and the folder made for it."""
    if file := instance.file:
        transaction.on_commit(partial(remove, file.storage, file.name))
        folder = str(PurePosixPath(file.name).parent)
        transaction.on_commit(partial(remove, file.storage, folder))


def delete_photo_files(key: str) -> None:
    """Every public file of the photo with that key."""
    storage = storages["renditions"]
    folder = f"anh/{key[:2]}/{key}"
    try:
        names = storage.listdir(folder)[1]
    except OSError:
        return
    for name in names:
        remove(storage, f"{folder}/{name}")
    remove(storage, folder)


def remove(storage: Storage, name: str) -> None:
    """A file, or a folder that is empty by now. What cannot be removed is logged and stays."""
    try:
        with contextlib.suppress(FileNotFoundError):
            storage.delete(name)
    except OSError as fault:
        log.warning("%s stays: %r", name, fault)
