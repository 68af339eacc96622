"""Takes in documents that readers may download: judged by content, never by name.

PDF, and the office formats of Microsoft and of the Open Document standard. Nothing is unpacked: of
an archive only the list of parts and single small parts are read, within bounds. Files with macros
are refused. So are plain archives: what is in one should be attached file by file, where readers
see kind and size. RTF is refused too: it carries embedded objects that cannot be judged.
"""

import secrets
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from audit import form_changes
from text.slug import slugify
from text.unicode import FORBIDDEN, nfc

from ..conf import conf
from ..models import Document
from . import ole_files, zip_files
from .faults import DOCUMENT_FAULTS, FileFault
from .receiving import received, store

# What a browser's file picker offers; the content decides.
ACCEPTED = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.doc,.xls,.ppt"
PDF_HEADER, PDF_TRAILER = b"%PDF-", b"%%EOF"
PDF_HEADER_WITHIN, PDF_TRAILER_WITHIN = 1024, 2048  # as readers of PDF search for them
MAX_SLUG_CHARACTERS = 80


def take_document(
    upload: UploadedFile | File, *, title: str, by: Any = None
) -> tuple[Document, bool]:
    """Take in a document under a readable public name made from its title. Returns it, and whether
    the same file was there already.

    ValidationError (field `file`) with a sentence for the editor when it cannot be taken.
    """
    with received(upload, conf("DOCUMENT_BYTES"), DOCUMENT_FAULTS) as (source, digest):
        if known := Document.objects.filter(digest=digest).first():
            return known, True
        found = detect_kind(source)
        document = Document(
            title=title,
            name=_own_name(upload.name),
            kind=found,
            bytes=upload.size,
            digest=digest,
            uploaded_by=by,
        )
        with source.open("rb") as file:
            store(document.file, public_name(title, found), file)
        try:
            with transaction.atomic():
                document.save()
                form_changes.record_upload(document, "title")
        except BaseException:
            document.file.delete(save=False)
            raise
    return document, False


def public_name(title: str, extension: str) -> str:
    """Where a document lies: `van-ban/<key>/ke-hoach-12-kh-ubnd.pdf`."""
    slug = slugify(title, MAX_SLUG_CHARACTERS) or "van-ban"
    return f"van-ban/{secrets.token_hex(6)}/{slug}.{extension}"


def detect_kind(source: Path) -> str:
    """What the file is, as its usual extension. FileFault if the portal does not take it."""
    with source.open("rb") as file:
        head = file.read(PDF_HEADER_WITHIN)
        if PDF_HEADER in head:
            file.seek(max(0, file.seek(0, 2) - PDF_TRAILER_WITHIN))
            if PDF_TRAILER not in file.read():
                raise FileFault("cut-off")
            return "pdf"
        if head.startswith(b"PK\x03\x04"):
            return zip_files.kind(file)
        if head.startswith(ole_files.SIGNATURE[:4]):
            return ole_files.kind(file)
    raise FileFault("unknown")


def _own_name(name: str | None) -> str:
    """The file's own name, for staff, without folders and forbidden characters."""
    plain = FORBIDDEN.sub("", nfc(name or "")).replace("\\", "/").rpartition("/")[2]
    return plain[-200:] or _("without a name")
