"""Taking in the pictures that staff upload: judged by content, never by name."""

import errno
import hashlib
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models.fields.files import FieldFile
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import form_changes

from ..conf import conf
from ..models import Photo, renditions
from .decoder_process import PictureFault, run_decoder, scratch
from .faults import PHOTO_FAULTS, PHOTO_NOTES

# What a browser's file picker offers; the content decides.
ACCEPTED = "image/jpeg,image/png,image/webp,image/gif,image/avif,image/tiff"
SUFFIX_LENGTH = 6
DISK_FULL_ERRNOS = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def refuses_full_disk() -> Iterator[None]:
    """ValidationError (field `file`) in place of the system's error where nothing more fits."""
    try:
        yield
    except OSError as error:
        if error.errno not in DISK_FULL_ERRNOS:
            raise
        raise _fault("full") from None


@dataclass(frozen=True)
class TakenPhoto:
    """A photo from an upload; `known` when the library already held the same file."""

    photo: Photo
    notes: tuple[str, ...]
    known: bool = False


@refuses_full_disk()
def take_photo(upload: UploadedFile | File, *, by: Any = None, **words: Any) -> TakenPhoto:
    """Take a picture into the library; `words` are the photo's alt, caption, credit …

    The upright copy is made at once, in a child process; the renditions come later, from the
    worker. ValidationError (field `file`) with a sentence for the editor when the file cannot be
    taken. Not to be called inside a transaction: the child may take seconds.
    """
    check_size(upload, conf("PHOTO_BYTES"))
    with tempfile.TemporaryDirectory(prefix="photo-", dir=scratch()) as folder:
        source = Path(folder) / "source"
        digest = write_and_hash(upload, source)
        known = Photo.objects.filter(digest=digest).first()
        if known:
            return TakenPhoto(known, (), known=True)
        try:
            made = run_decoder("master", source=source, target=Path(folder) / "master")
        except PictureFault as fault:
            raise _fault(fault.args[0]) from None
        words.setdefault("taken_on", _day(made["taken_on"]))
        photo = Photo(
            digest=digest,
            key=secrets.token_hex(9),
            format=made["format"],
            width=made["width"],
            height=made["height"],
            uploaded_by=by,
            **words,
        )
        with _undone_on_failure(photo):
            with (Path(folder) / made["file"]).open("rb") as master:
                renditions().save(photo_file(photo.key, f"goc.{photo.format}"), File(master))
            with source.open("rb") as original:
                store(photo.original, f"{photo.key}{_suffix(upload.name)}", original)
            try:
                with transaction.atomic():
                    photo.save()
                    form_changes.record_upload(photo, *words)
            except IntegrityError:  # the same file, sent twice at once
                return TakenPhoto(Photo.objects.get(digest=digest), (), known=True)
    return TakenPhoto(photo, tuple(str(PHOTO_NOTES[note]) for note in made["notes"]))


def photo_file(key: str, name: str) -> str:
    """Where a public file of a photo lies in the renditions' storage."""
    return f"anh/{key[:2]}/{key}/{name}"


def check_size(upload: File, limit: int) -> None:
    """ValidationError (field `file`) for an empty file and for one of more than `limit` bytes."""
    if not upload.size:
        raise _fault("empty")
    if upload.size > limit:
        sizes = {"size": filesizeformat(upload.size), "limit": filesizeformat(limit)}
        message = _("The file is %(size)s; at most %(limit)s can be sent.")
        raise ValidationError({"file": ValidationError(message, "too-large", sizes)})


def write_and_hash(upload: File, target: Path) -> str:
    """Write an upload to a file; the SHA-256 of its bytes."""
    digest = hashlib.sha256()
    with target.open("wb") as file:
        for chunk in upload.chunks():
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def store(field: FieldFile, name: str, content: BinaryIO) -> None:
    """Keep it under that name, whole or not at all."""
    try:
        field.save(name, File(content), save=False)
    except OSError:
        field.storage.delete(field.field.generate_filename(field.instance, name))
        raise


def _fault(code: str) -> ValidationError:
    return ValidationError({"file": ValidationError(PHOTO_FAULTS[code], code)})


def _day(noted: str | None) -> date | None:
    """The day that a camera noted; None where it is none, or its clock was not set."""
    try:
        day = date.fromisoformat(noted or "")
    except ValueError:
        return None
    return day if date(1826, 1, 1) < day <= timezone.localdate() + timedelta(days=1) else None


def _suffix(name: str | None) -> str:
    """The upload's own suffix where it is a plain one: people look for `.jpg` in a backup."""
    suffix = Path((name or "").partition("\0")[0]).suffix.lower()
    plain = suffix.isascii() and suffix[1:].isalnum() and len(suffix) <= SUFFIX_LENGTH
    return suffix if plain else ""


@contextmanager
def _undone_on_failure(photo: Photo) -> Iterator[None]:
    """No orphaned files when the row was not written."""
    try:
        yield
    finally:
        if not photo.pk:
            renditions().delete(photo_file(photo.key, f"goc.{photo.format}"))
            if photo.original.name:
                photo.original.delete(save=False)
