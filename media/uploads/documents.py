"""Accepts documents that readers may download; their content decides, never their name.

Accepted are PDF and the office formats of Microsoft and of the Open Document standard. A child
process reads a PDF, which may hold no script and no other file. Nothing else is unpacked: of an
archive only the list of parts and two small parts are read, within limits. Files with macros are
refused. Plain archives are refused: their files should be attached one by one, so
that readers see kind and size. RTF is refused: it may hold embedded objects that cannot be checked.
"""

import re
import secrets
import zipfile
import zlib
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from audit import form_changes
from text.slug import slugify
from text.unicode import FORBIDDEN, nfc

from ..conf import conf
from ..models import Document
from . import ole_files
from .decoder_process import run_child
from .faults import DOCUMENT_FAULTS, FileFault
from .receiving import known_file, received, store

# The kinds that a browser's file picker offers; the content of the file decides.
ACCEPTED = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.doc,.xls,.ppt"
PDF_HEADER, PDF_TRAILER = b"%PDF-", b"%%EOF"
# PDF readers search for them within this many bytes from the beginning and from the end.
PDF_HEADER_WITHIN, PDF_TRAILER_WITHIN = 1024, 2048
MAX_SLUG_CHARACTERS = 80
# A program, never imported: the library that it uses stays out of the serving process.
PDF_CHECKER = str(Path(__file__).with_name("pdf_checker.py"))


def take_document(
    upload: UploadedFile | File, *, title: str, by: Any = None
) -> tuple[Document, bool]:
    """Store a document under a readable public name made from its title. Returns it, and whether
    the portal already had the same file.

    Raises ValidationError (field `file`) with a sentence for the editor if the file is refused.
    """
    with received(upload, conf("DOCUMENT_BYTES"), DOCUMENT_FAULTS) as (source, digest):
        if existing := known_file(Document, digest):
            return existing, True
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
    """A new name for a document in the library: `van-ban/<key>/ke-hoach-12-kh-ubnd.pdf`."""
    slug = slugify(title, MAX_SLUG_CHARACTERS) or "van-ban"
    return f"van-ban/{secrets.token_hex(16)}/{slug}.{extension}"


def detect_kind(source: Path) -> str:
    """The kind of the file, as its usual extension. Raises FileFault if the portal refuses it."""
    with source.open("rb") as file:
        head = file.read(PDF_HEADER_WITHIN)
        if PDF_HEADER in head:
            file.seek(max(0, file.seek(0, 2) - PDF_TRAILER_WITHIN))
            _check_pdf(source, head, file.read())
            return "pdf"
        if head.startswith(b"PK\x03\x04"):
            return _zip_kind(file)
        if head.startswith(ole_files.SIGNATURE[:4]):
            return ole_files.kind(file)
    raise FileFault("unknown")


def _check_pdf(source: Path, head: bytes, tail: bytes) -> None:
    """Raises FileFault for a PDF that readers must not be sent. `head` and `tail` are its first and
    last bytes."""
    if PDF_TRAILER not in tail:
        raise FileFault("cut-off")
    # A file that other programs take for a page or an archive (a polyglot) begins or ends so.
    after = tail.rpartition(PDF_TRAILER)[2]
    if not head.startswith(PDF_HEADER) or after.strip(b"\0\t\n\f\r ") or zipfile.is_zipfile(source):
        raise FileFault("pdf-mixed")
    order = {"source": source, "seconds": conf("CHILD_SECONDS"), "memory": conf("CHILD_MEMORY")}
    run_child([PDF_CHECKER], order, order["seconds"] * 2, "pdf-heavy", "cut-off")


def _own_name(name: str | None) -> str:
    """The name of the file on the sender's disk, without folders and forbidden characters."""
    plain = FORBIDDEN.sub("", nfc(name or "")).replace("\\", "/").rpartition("/")[2]
    return plain[-200:] or _("without a name")


MAX_PARTS = 20_000
# The archive's own list of parts.
MAX_DIRECTORY_BYTES = 4 * 2**20
MAX_UNPACKED_BYTES = 2 * 2**30
# Unpacked to packed bytes of all parts together; a real table of zeros reaches about 100.
MAX_RATIO = 250
MAX_PART_BYTES = 2 * 2**20
ENCRYPTED = 0x1

# The kind by the content type of the main part; files with macros have others (`…macroEnabled…`).
_OFFICE = "application/vnd.openxmlformats-officedocument."
OOXML = {
    f"{_OFFICE}wordprocessingml.document.main+xml": "docx",
    f"{_OFFICE}spreadsheetml.sheet.main+xml": "xlsx",
    f"{_OFFICE}presentationml.presentation.main+xml": "pptx",
    f"{_OFFICE}presentationml.slideshow.main+xml": "pptx",
}
_OPEN = "application/vnd.oasis.opendocument."
ODF = {f"{_OPEN}text": "odt", f"{_OPEN}spreadsheet": "ods", f"{_OPEN}presentation": "odp"}
CONTENT_TYPE = re.compile(rb"""ContentType\s*=\s*["']([^"']{1,200})["']""")
# Names of parts with macros: Basic in OOXML; in Open Document, folders with Basic or other scripts.
MACROS = re.compile(r"(^|/)(vbaproject\.bin|vbadata\.xml)$|^(basic|scripts)/.", re.IGNORECASE)


class _BoundedReader:
    """A file that refuses large reads. `zipfile` reads the whole list of parts, and makes an object
    for each of them: 50 MB can name a million."""

    def __init__(self, file: BinaryIO) -> None:
        self.seek, self.tell, self._read = file.seek, file.tell, file.read
        self.seekable = file.seekable

    def read(self, size: int = -1) -> bytes:
        if size > MAX_DIRECTORY_BYTES:
            raise FileFault("bomb")
        return self._read(size if size >= 0 else MAX_DIRECTORY_BYTES)


def _zip_kind(file: BinaryIO) -> str:
    """`docx`, `odt` …; raises FileFault for any other archive."""
    try:
        with zipfile.ZipFile(_BoundedReader(file)) as archive:
            _check_bounds(archive)
            return _kind_of_archive(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise FileFault("cut-off") from None
    # zipfile raises RuntimeError for an encrypted part.
    except RuntimeError:
        raise FileFault("encrypted") from None


def _check_bounds(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise FileFault("bomb")
    unfolded = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unfolded > MAX_UNPACKED_BYTES or unfolded > MAX_RATIO * max(packed, 2**16):
        raise FileFault("bomb")


def _kind_of_archive(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    if "[Content_Types].xml" in names:
        found = _ooxml(_part(archive, "[Content_Types].xml"))
    elif "mimetype" in names:
        found = ODF.get(_part(archive, "mimetype").decode("ascii", "replace").strip(), "")
        if found and "META-INF/manifest.xml" not in names:
            raise FileFault("cut-off")
    else:
        raise FileFault("archive")
    if any(MACROS.search(name) for name in names):
        raise FileFault("macros")
    if not found:
        raise FileFault("unknown")
    if any(part.flag_bits & ENCRYPTED for part in archive.infolist()):
        raise FileFault("encrypted")
    if found.startswith("od") and b"encryption-data" in _part(archive, "META-INF/manifest.xml"):
        raise FileFault("encrypted")
    return found


def _ooxml(types: bytes) -> str:
    told = [match.decode("ascii", "replace") for match in CONTENT_TYPE.findall(types)]
    if any("macroenabled" in each.lower() or "vbaproject" in each.lower() for each in told):
        raise FileFault("macros")
    return next((OOXML[each] for each in told if each in OOXML), "")


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The content of a small part. Its real size counts, not the one in its header."""
    with archive.open(name) as part:
        content = part.read(MAX_PART_BYTES + 1)
    if len(content) > MAX_PART_BYTES:
        raise FileFault("bomb")
    return content
