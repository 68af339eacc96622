"""Taking in what staff upload: judged by content, never by name."""

import hashlib
import json
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from text.normal import forbidden, nfc

from .conf import conf
from .models import Photo, renditions

FAULTS = {
    "not-a-picture": _(
        "This file is not a picture that the portal can read. Send JPEG, PNG, WebP, GIF, AVIF or "
        "TIFF; the name of a file does not make it one."
    ),
    "too-many-pixels": _("This picture has too many pixels. Make it smaller and send it again."),
    "too-small": _("This picture is smaller than 16 pixels; nothing could be seen."),
    "broken": _("This picture is broken or was cut off on its way. Send the whole file."),
    "empty": _("This file is empty."),
}
NOTES = {
    "animated": _("Of the moving picture the first frame was taken."),
    "cmyk": _("The print colours (CMYK) were converted for the screen."),
    "deep": _("The 16-bit colours were converted to 8 bits."),
    "turned": _("The photo was turned upright."),
}


@dataclass(frozen=True)
class Ingested:
    """A photo from an upload; `known` when the library already held the same file."""

    photo: Photo
    notes: tuple[str, ...]
    known: bool = False


class PictureFault(Exception):
    """A picture could not be processed; the argument is a code of `FAULTS`."""


def ingest(upload: UploadedFile | File, *, by: Any = None, **words: Any) -> Ingested:
    """Take a picture into the library; `words` are the photo's alt, caption, credit …

    The upright copy is made at once, in a child process; the renditions come later, from the
    worker. ValidationError (field `file`) with a sentence for the editor when the file cannot be
    taken.
    """
    if not upload.size:
        raise _fault("empty")
    if upload.size > conf("PHOTO_BYTES"):
        raise ValidationError(
            {
                "file": _("The file is %(size)s; at most %(limit)s can be sent.")
                % {
                    "size": filesizeformat(upload.size),
                    "limit": filesizeformat(conf("PHOTO_BYTES")),
                }
            }
        )
    with tempfile.TemporaryDirectory(prefix="photo-", dir=scratch()) as folder:
        source = Path(folder) / "source"
        digest = _spool(upload, source)
        known = Photo.objects.filter(digest=digest).first()
        if known:
            return Ingested(known, (), known=True)
        try:
            made = child("master", source=source, target=Path(folder) / "master")
        except PictureFault as fault:
            raise _fault(fault.args[0]) from None
        words.setdefault("taken_on", made["taken_on"])
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
                photo.original.save(
                    f"{photo.key}{_suffix(upload.name)}", File(original), save=False
                )
            try:
                with transaction.atomic():
                    photo.save()
            except IntegrityError:  # the same file, sent twice at once
                return Ingested(Photo.objects.get(digest=digest), (), known=True)
    return Ingested(photo, tuple(str(NOTES[note]) for note in made["notes"]))


def photo_file(key: str, name: str) -> str:
    """Where a public file of a photo lies in the renditions' storage."""
    return f"anh/{key[:2]}/{key}/{name}"


def child(make: str, **order: Any) -> dict[str, Any]:
    """Have a bounded child process make something of a picture. PictureFault when it cannot."""
    command = {
        "make": make,
        "pixels": conf("PHOTO_PIXELS"),
        "side": conf("MASTER_SIDE"),
        "seconds": conf("CHILD_SECONDS"),
        "memory": conf("CHILD_MEMORY"),
        **{key: str(value) if isinstance(value, Path) else value for key, value in order.items()},
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "media.child", json.dumps(command)],
            capture_output=True,
            cwd=settings.BASE_DIR,
            env={"OMP_NUM_THREADS": "1"},
            timeout=conf("CHILD_SECONDS") * 2,
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):  # killed by its limits: nothing was printed
        raise PictureFault("too-many-pixels") from None
    if "fault" in answer:
        raise PictureFault(answer["fault"])
    return answer


def _fault(code: str) -> ValidationError:
    return ValidationError({"file": FAULTS[code]}, code=code)


def scratch() -> Path:
    folder = Path(settings.VAR_DIR) / "scratch"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _spool(upload: File, target: Path) -> str:
    digest = hashlib.sha256()
    with target.open("wb") as file:
        for chunk in upload.chunks():
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def _suffix(name: str | None) -> str:
    suffix = Path(nfc(name or "")).suffix.lower()
    return suffix if suffix.isascii() and suffix[1:].isalnum() and not forbidden(suffix) else ""


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
