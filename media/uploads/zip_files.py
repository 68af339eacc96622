"""Office documents that are ZIP archives: OOXML (`docx` …) and Open Document (`odt` …).

Only the list of parts and two small parts are read, each within bounds, so that nothing large is
unpacked.
"""

import re
import zipfile
import zlib
from typing import BinaryIO

from .faults import FileFault

MAX_PARTS = 20_000
MAX_DIRECTORY_BYTES = 4 * 2**20  # bytes of the archive's own list of parts
MAX_UNPACKED_BYTES = 2 * 2**30
MAX_RATIO = 250  # of all parts together; a real sheet of zeros packs to about 1:100
MAX_PART_BYTES = 2 * 2**20
ENCRYPTED = 0x1

# The content type of the main part; a file with macros has another one (`…macroEnabled…`).
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
# Basic in OOXML (a part) and in Open Document (folders), and scripts of other languages there.
MACROS = re.compile(r"(^|/)(vbaproject\.bin|vbadata\.xml)$|^(basic|scripts)/.", re.IGNORECASE)


class _BoundedReader:
    """A file of which nothing large is read at once: `zipfile` reads the list of parts whole, and
    makes an object for each of the million parts that 50 MB can name."""

    def __init__(self, file: BinaryIO) -> None:
        self.seek, self.tell, self._read = file.seek, file.tell, file.read
        self.seekable = file.seekable

    def read(self, size: int = -1) -> bytes:
        if size > MAX_DIRECTORY_BYTES:
            raise FileFault("bomb")
        return self._read(size if size >= 0 else MAX_DIRECTORY_BYTES)


def kind(file: BinaryIO) -> str:
    """`docx`, `odt` …; FileFault for every other archive."""
    try:
        with zipfile.ZipFile(_BoundedReader(file)) as archive:
            _check_bounds(archive)
            return _kind(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise FileFault("cut-off") from None
    except RuntimeError:  # what zipfile raises at an encrypted part
        raise FileFault("encrypted") from None


def _check_bounds(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise FileFault("bomb")
    unfolded = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unfolded > MAX_UNPACKED_BYTES or unfolded > MAX_RATIO * max(packed, 2**16):
        raise FileFault("bomb")


def _kind(archive: zipfile.ZipFile) -> str:
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
    """A small part, whatever its header says about its size."""
    with archive.open(name) as part:
        content = part.read(MAX_PART_BYTES + 1)
    if len(content) > MAX_PART_BYTES:
        raise FileFault("bomb")
    return content
