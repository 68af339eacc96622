"""Removes the files of photos and documents after the deletion of their rows is committed."""

import logging
from functools import partial

from django.core.files.storage import Storage
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from .models import Document, Photo, document_folder, photo_folder
from .public_files.links import delete, public_files_lock

log = logging.getLogger(__name__)


@receiver(post_delete, sender=Photo)
def photo_deleted(instance: Photo, **_about: object) -> None:
    """Remove the master, the renditions and the file that was sent."""
    transaction.on_commit(partial(delete_files, photo_folder(instance.key)))
    if file := instance.original:
        transaction.on_commit(partial(_remove, file.storage, file.name))


@receiver(post_delete, sender=Document)
def document_deleted(instance: Document, **_about: object) -> None:
    """Remove the document's file, and the folder made for it."""
    if file := instance.file:
        transaction.on_commit(partial(delete_files, document_folder(file.name)))


def delete_files(folder: str) -> None:
    """Delete a folder of the library with its files. What cannot be deleted is logged and stays:
    the row is gone already."""
    try:
        with public_files_lock():
            delete(folder)
    except OSError as fault:
        log.warning("%s stays: %r", folder, fault)


def _remove(storage: Storage, name: str) -> None:
    """Remove the file that was sent. What cannot be removed is logged and stays."""
    try:
        storage.delete(name)
    except FileNotFoundError:
        pass
    except OSError as fault:
        log.warning("%s stays: %r", name, fault)
