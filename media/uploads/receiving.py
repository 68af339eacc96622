"""Copies uploads (photos, documents, Word files) into temporary folders, and refuses some."""

import errno
import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db.models.fields.files import FieldFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ..models import LibraryFile
from .decoder_process import scratch
from .faults import PHOTO_FAULTS, FileFault

# The disk is full, or the kernel lets it only be read after an error.
UNWRITABLE_ERRNOS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


@contextmanager
def received(upload: File, limit: int, faults: Mapping[str, Promise]) -> Iterator[tuple[Path, str]]:
    """A copy of the upload in a temporary folder, and the SHA-256 of its bytes in hexadecimal.

    Raises ValidationError (field `file`) for an empty file, for one of more than `limit` bytes, if
    the disk cannot be written, and if the `with` block raises a FileFault whose code is one of
    `faults`.
    """
    if not upload.size:
        raise _refusal("empty", PHOTO_FAULTS)
    if upload.size > limit:
        sizes = {"size": filesizeformat(upload.size), "limit": filesizeformat(limit)}
        message = _("The file is %(size)s; at most %(limit)s can be sent.")
        raise ValidationError({"file": ValidationError(message, "too-large", sizes)})
    try:
        with tempfile.TemporaryDirectory(prefix="upload-", dir=scratch()) as folder:
            source = Path(folder) / "source"
            yield source, _write_and_hash(upload, source)
    except FileFault as fault:
        if fault.args[0] not in faults:
            raise
        raise _refusal(fault.args[0], faults) from None
    except OSError as error:
        if error.errno not in UNWRITABLE_ERRNOS:
            raise
        raise _refusal("full", PHOTO_FAULTS) from None


def known_file(model: type[LibraryFile], digest: str) -> LibraryFile | None:
    """The file of these bytes that the library has already; None if it has none. Raises FileFault
    if one was taken down: it is not taken in again."""
    rows = list(model.objects.filter(digest=digest))
    if any(each.takedown for each in rows):
        raise FileFault("taken-down")
    return rows[0] if rows else None


def store(field: FieldFile, name: str, content: BinaryIO) -> None:
    """Save the content under this name. If that fails, no part of it stays."""
    try:
        field.save(name, File(content), save=False)
    except OSError:
        field.storage.delete(field.field.generate_filename(field.instance, name))
        raise


def _refusal(code: str, faults: Mapping[str, Promise]) -> ValidationError:
    return ValidationError({"file": ValidationError(faults[code], code)})


def _write_and_hash(upload: File, target: Path) -> str:
    with target.open("w+b") as file:
        file.writelines(upload.chunks())
        file.seek(0)
        return hashlib.file_digest(file, "sha256").hexdigest()
