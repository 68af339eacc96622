"""Taking in the pictures that staff upload: judged by content, never by name."""

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
from ..models import Photo, renditions
from .decoder_process import run_decoder
from .faults import PHOTO_FAULTS, PHOTO_NOTES
from .receiving import received, store

# What a browser's file picker offers; the content decides.
ACCEPTED = "image/jpeg,image/png,image/webp,image/gif,image/avif,image/tiff"
SUFFIX_LENGTH = 6


@dataclass(frozen=True)
class TakenPhoto:
    """A photo from an upload; `known` when the library already held the same file."""

    photo: Photo
    notes: tuple[str, ...]
    known: bool = False


def take_photo(upload: UploadedFile | File, *, by: Any = None, **words: Any) -> TakenPhoto:
    """Take a picture into the library; `words` are the photo's alt, caption, credit …

    The upright copy is made at once, in a child process; the renditions come later, from the
    worker. ValidationError (field `file`) with a sentence for the editor when the file cannot be
    taken. Not to be called inside a transaction: the child may take seconds.
    """
    with received(upload, conf("PHOTO_BYTES"), PHOTO_FAULTS) as (source, digest):
        if known := Photo.objects.filter(digest=digest).first():
            return TakenPhoto(known, (), known=True)
        made = run_decoder("master", source=source, target=source.with_name("master"))
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
        master_name = photo_file(photo.key, f"goc.{photo.format}")
        try:
            with source.with_name(made["file"]).open("rb") as master:
                renditions().save(master_name, File(master))
            with source.open("rb") as original:
                store(photo.original, f"{photo.key}{_suffix(upload.name)}", original)
            with transaction.atomic():
                photo.save()
                form_changes.record_upload(photo, *words)
        except IntegrityError:  # the same file, sent twice at once
            return TakenPhoto(Photo.objects.get(digest=digest), (), known=True)
        finally:
            if not photo.pk:  # no orphaned files when the row was not written
                renditions().delete(master_name)
                if photo.original:
                    photo.original.delete(save=False)
    return TakenPhoto(photo, tuple(str(PHOTO_NOTES[note]) for note in made["notes"]))


def photo_file(key: str, name: str) -> str:
    """Where a public file of a photo lies in the renditions' storage."""
    return f"anh/{key[:2]}/{key}/{name}"


def _day(noted: str) -> date | None:
    """The day that a camera noted; None for no date, and for one of a clock that was not set."""
    try:
        day = date.fromisoformat(noted)
    except ValueError:
        return None
    return day if date(1826, 1, 1) < day <= timezone.localdate() + timedelta(days=1) else None


def _suffix(name: str | None) -> str:
    """The upload's own suffix if it is plain, because people look for `.jpg` in a backup."""
    suffix = Path((name or "").partition("\0")[0]).suffix.lower()
    plain = suffix.isascii() and suffix[1:].isalnum() and len(suffix) <= SUFFIX_LENGTH
    return suffix if plain else ""
