"""Accepts the pictures that staff upload; their content decides, never their name."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit import form_changes

from ..conf import conf
from ..models import Photo, library, photo_folder
from .decoder_process import run_decoder
from .faults import PHOTO_FAULTS, PHOTO_NOTES
from .receiving import known_file, received, store

# The kinds that a browser's file picker offers; the content of the file decides.
ACCEPTED = "image/jpeg,image/png,image/webp,image/gif,image/avif,image/tiff"
SUFFIX_LENGTH = 6


@dataclass(frozen=True)
class TakenPhoto:
    """A photo from an upload. `notes` are sentences about what was changed in the picture;
    `is_duplicate` says that the library already had the file."""

    photo: Photo
    notes: tuple[str, ...]
    is_duplicate: bool = False


def take_photo(upload: UploadedFile | File, *, by: Any = None, **texts: Any) -> TakenPhoto:
    """Add a picture to the library; `texts` are the photo's alt, caption, credit …

    A child process makes the master at once; the worker makes the renditions later. Raises
    ValidationError (field `file`) with a sentence for the editor if the file is refused. Do not
    call it inside a transaction: the child may take seconds.
    """
    with received(upload, conf("PHOTO_BYTES"), PHOTO_FAULTS) as (source, digest):
        if existing := known_file(Photo, digest):
            return TakenPhoto(existing, (), is_duplicate=True)
        made = run_decoder("master", source=source, target=source.with_name("master"))
        texts.setdefault("taken_on", _day(made["taken_on"]))
        photo = Photo(
            digest=digest,
            key=secrets.token_hex(16),
            format=made["format"],
            width=made["width"],
            height=made["height"],
            uploaded_by=by,
            **texts,
        )
        master_name = photo_file(photo.key, f"goc.{photo.format}")
        try:
            with source.with_name(made["file"]).open("rb") as master:
                library().save(master_name, File(master))
            with source.open("rb") as original:
                store(photo.original, f"{photo.key}{_suffix(upload.name)}", original)
            with transaction.atomic():
                photo.save()
                form_changes.record_upload(photo, *texts)
        except IntegrityError:
            # Another request has added the same file at the same time.
            return TakenPhoto(known_file(Photo, digest), (), is_duplicate=True)
        finally:
            # If no row was written, its files are removed.
            if not photo.pk:
                library().delete(master_name)
                if photo.original:
                    photo.original.delete(save=False)
    return TakenPhoto(photo, tuple(str(PHOTO_NOTES[note]) for note in made["notes"]))


def photo_file(key: str, name: str) -> str:
    """The name of a file of a photo in the library."""
    return f"{photo_folder(key)}/{name}"


def _day(noted: str) -> date | None:
    """The day that a camera noted; None if it is no date, or an impossible one from a wrong
    clock."""
    try:
        day = date.fromisoformat(noted)
    except ValueError:
        return None
    return day if date(1826, 1, 1) < day <= timezone.localdate() + timedelta(days=1) else None


def _suffix(name: str | None) -> str:
    """The suffix of the upload's name if it is plain: people search for `.jpg` in a backup."""
    suffix = Path((name or "").partition("\0")[0]).suffix.lower()
    plain = suffix.isascii() and suffix[1:].isalnum() and len(suffix) <= SUFFIX_LENGTH
    return suffix if plain else ""
