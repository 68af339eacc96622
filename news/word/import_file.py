"""Imports a Word file: pictures go into the photo library, text is cleaned like a body."""

import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile

from editor.cleaning_messages import cleaning_messages
from media.conf import conf
from media.models import Photo
from media.uploads.decoder_process import run_child
from media.uploads.documents import detect_kind
from media.uploads.faults import PHOTO_FAULTS, FileFault
from media.uploads.photos import TakenPhoto, take_photo
from media.uploads.receiving import received
from text.body.blocks import Figure, figure_html
from text.body.clean import clean_body
from text.body.read import split_at_figures
from text.html import escape

from ..desk.models import BODY_LENGTH

# After this time no further picture is taken, because a person waits for the form.
PICTURES_TIMEOUT_SECONDS = 20


@dataclass(frozen=True)
class ImportedPicture:
    """A picture of the file. If the library did not take it, `taken` is None and `reason` is a code
    or a sentence."""

    number: int
    name: str
    caption: str
    credit: str
    taken: TakenPhoto | None = None
    reason: str = ""


@dataclass(frozen=True)
class ImportedArticle:
    """The parts of an article. `findings` are those of `text.word.findings`, as dicts; `notes` say
    what cleaning removed."""

    title: str
    lead: str
    body: str
    lead_photo: ImportedPicture | None
    pictures: tuple[ImportedPicture, ...]
    findings: list[dict[str, Any]]
    notes: list[str] = field(default_factory=list)


def import_word_file(upload: UploadedFile | File, *, by: Any, may_add: bool) -> ImportedArticle:
    """Read a Word file and take its pictures into the photo library, as uploaded by `by`.

    If `may_add` is false, no picture is taken, and each has the reason. Raises ValidationError
    (field `file`) for a file that is too large, FileFault for one that cannot be read. Do not call
    it inside a transaction, because reading pictures takes seconds.
    """
    with received(upload, conf("DOCUMENT_BYTES"), {}) as (source, _digest):
        answer = run_reader(source, source.parent)
        if len(answer["html"]) > BODY_LENGTH:
            raise FileFault("long")
        end = time.monotonic() + PICTURES_TIMEOUT_SECONDS
        pictures = tuple(
            _imported(number, row, source.parent, by, may_add, end)
            for number, row in enumerate(answer["pictures"], 1)
        )
    cleaned = clean_body(answer["html"])
    if len(cleaned.html) > BODY_LENGTH:
        raise FileFault("long")
    if not (cleaned.html or answer["title"] or pictures):
        raise FileFault("empty")
    return ImportedArticle(
        title=answer["title"],
        lead=answer["lead"],
        body=_with_photos(cleaned.html, pictures),
        lead_photo=pictures[answer["lead_photo"] - 1] if answer["lead_photo"] else None,
        pictures=pictures,
        findings=answer["findings"],
        notes=cleaning_messages(cleaned.notes),
    )


def _imported(
    number: int, row: dict[str, str], folder: Path, by: Any, may_add: bool, end: float
) -> ImportedPicture:
    words = {"caption": row["caption"], "credit": row["credit"]}
    told = ImportedPicture(number, row["name"], **words)
    if not may_add:
        return replace(told, reason="forbidden")
    if time.monotonic() > end:
        return replace(told, reason="late")
    library = {"alt": row["alt"] or " ".join(row["caption"].split()), **words}
    cut = {name: text[: Photo._meta.get_field(name).max_length] for name, text in library.items()}
    try:
        with (folder / row["file"]).open("rb") as file:
            taken = take_photo(File(file, name=row["name"]), by=by, **cut)
    except ValidationError as error:
        [fault] = error.error_dict["file"]
        is_known = fault.code in PHOTO_FAULTS
        return replace(told, reason=fault.code if is_known else " ".join(error.messages))
    return replace(told, taken=taken)


def _with_photos(html: str, pictures: tuple[ImportedPicture, ...]) -> str:
    """The body, in which each figure has the key of a library photo in place of the number of a
    picture in the file. The words of a picture that was not taken become a paragraph."""
    out = []
    for part in split_at_figures(html):
        if not isinstance(part, Figure):
            out.append(part.html)
        elif taken := pictures[part.photo - 1].taken:
            out.append(figure_html(Figure(taken.photo.pk, part.caption, part.credit)))
        elif words := "\n".join(filter(None, (part.caption, part.credit))):
            out.append(f"<p>{escape(words).replace(chr(10), '<br>')}</p>")
    return "".join(out)


# Seconds of CPU. A report of 100 pages takes a third of one.
MAX_CPU_SECONDS = 5
MAX_MEMORY_BYTES = 300 * 2**20
MAX_PICTURES = 60
# The size of all pictures of a file together, unpacked.
MAX_PICTURES_BYTES = 200 * 2**20
_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from text.word.convert import main; main()"


def run_reader(source: Path, folder: Path) -> dict[str, Any]:
    """Returns what `text.word.convert` makes of a file. Its pictures are written into the folder.

    Raises FileFault if the file is not a Word file, cannot be read, or takes more than is allowed.
    """
    check_is_docx(source)
    order = {
        "path": str(source),
        "folder": str(folder),
        "seconds": MAX_CPU_SECONDS,
        "memory": MAX_MEMORY_BYTES,
        "pictures": MAX_PICTURES,
        "picture_bytes": conf("PHOTO_BYTES"),
        "all_bytes": MAX_PICTURES_BYTES,
    }
    # -S: installed packages cannot be imported.
    program = ["-S", "-c", _PROGRAM, str(settings.BASE_DIR)]
    return run_child(program, order, order["seconds"] * 3, "heavy", "broken")


def check_is_docx(source: Path) -> None:
    """Raises FileFault if the content of the file is not that of a `.docx`, or if it unpacks to too
    much."""
    kind = detect_kind(source)
    if kind != "docx":
        raise FileFault(kind if kind in ("doc", "odt") else "other")
