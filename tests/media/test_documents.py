"""Uploaded documents are accepted or refused by their content, and get a readable public name."""

import struct
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from media.models import Document
from media.uploads.documents import public_name, take_document
from media.uploads.faults import DOCUMENT_FAULTS, PHOTO_FAULTS
from tests.factories import make_user, picture_bytes
from tests.media import files, office

pytestmark = pytest.mark.django_db


def send(content: bytes, name: str = "van-ban.pdf", title: str = "Kế hoạch 12/KH-UBND"):
    return take_document(ContentFile(content, name=name), title=title)


def refusal(content: bytes, name: str = "van-ban.pdf") -> str:
    with pytest.raises(ValidationError) as refused:
        send(content, name)
    assert list(refused.value.message_dict) == ["file"]
    assert not Document.objects.exists()
    return refused.value.message_dict["file"][0]


GOOD = {
    "pdf": office.PDF,
    "docx": office.ooxml("docx"),
    "xlsx": office.ooxml("xlsx"),
    "pptx": office.ooxml("pptx"),
    "odt": office.odf("odt"),
    "ods": office.odf("ods"),
    "odp": office.odf("odp"),
    "doc": office.ole(("WordDocument", 2), ("1Table", 2)),
    "xls": office.ole(("Workbook", 2)),
    "ppt": office.ole(*[(f"Thừa {n}", 2) for n in range(9)], ("PowerPoint Document", 2)),
}


@pytest.mark.parametrize("kind", GOOD)
def test_the_content_decides_what_a_document_is(kind):
    sender = make_user()
    upload = ContentFile(GOOD[kind], name="kế hoạch.exe")

    document = take_document(upload, title="Kế hoạch 12/KH-UBND (toàn văn)", by=sender)[0]

    folder, _, name = document.file.name.rpartition("/")
    assert folder.startswith("van-ban/")
    assert name == f"ke-hoach-12-kh-ubnd-toan-van.{kind}"
    assert (document.kind, document.bytes, document.name) == (kind, len(GOOD[kind]), "kế hoạch.exe")
    assert document.uploaded_by == sender
    with document.file.open() as stored:
        assert stored.read() == GOOD[kind]


def macro_types(extension: str) -> bytes:
    return office.ooxml(extension, f"application/vnd.ms-{extension}.main.macroEnabled.main+xml")


def many_parts() -> bytes:
    """A ZIP file with 120,000 entries in its directory, which says that it has 65,535."""
    small = office.archive({"a": b""})
    end = small.rindex(b"PK\x05\x06")
    entry = small[small.index(b"PK\x01\x02") : end]
    listed = entry * 120_000
    start = small.index(b"PK\x01\x02")
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, len(listed), start, 0)
    return small[:start] + listed + tail


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"just a text, renamed", "unknown"),
        (files.HTML, "unknown"),
        (b"MZ" + b"\0" * 4000, "unknown"),
        (picture_bytes(), "unknown"),
        (b"{\\rtf1 hello}", "unknown"),
        (office.PDF[:2000], "cut-off"),
        (office.PDF + b"\0" * 5000, "cut-off"),
        (office.archive({"a.txt": b"a", "b.exe": b"MZ"}), "archive"),
        (GOOD["docx"][:-30], "cut-off"),
        (GOOD["docx"][:60], "cut-off"),
        (b"PK\x03\x04" + b"\0" * 200, "cut-off"),
        (macro_types("docx"), "macros"),
        (office.archive({"[Content_Types].xml": "<Types/>", "x.xml": "<x/>"}), "unknown"),
        (
            office.archive(
                {
                    "[Content_Types].xml": f'<T ContentType="{office.MAIN["docx"][1]}"/>',
                    "word/vbaProject.bin": b"VBA",
                }
            ),
            "macros",
        ),
        (office.archive({"mimetype": office.OPEN["odt"], "content.xml": "x"}), "cut-off"),
        (office.odf("odt", **{"Basic/Standard/Module1.xml": b"Sub"}), "macros"),
        (office.odf("odt", manifest="<encryption-data/>"), "encrypted"),
        (office.archive({"mimetype": "application/epub+zip", "x": "x"}), "unknown"),
        (GOOD["doc"][:700], "cut-off"),
        (office.ole(("WordDocument", 2), ("Macros", 1)), "macros"),
        (office.ole(("Workbook", 2), ("_VBA_PROJECT_CUR", 1)), "macros"),
        (office.ole(("EncryptedPackage", 2), ("EncryptionInfo", 2)), "encrypted"),
        (office.ole(("WordDocument", 1)), "unknown"),
        (office.ole(("Something", 2)), "unknown"),
        (many_parts(), "bomb"),
        (
            office.archive(
                {
                    "[Content_Types].xml": f'<T ContentType="{office.MAIN["docx"][1]}"/>',
                    "word/document.xml": b"\0" * 80_000_000,
                }
            ),
            "bomb",
        ),
        (office.odf("odt", manifest="x" * 3_000_000), "bomb"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_taken_is_refused_with_its_reason(content, fault):
    assert refusal(content, "van-ban.docx") == str(DOCUMENT_FAULTS[fault])


def test_a_circle_in_an_old_document_ends():
    circle = bytearray(GOOD["doc"])
    table = 512
    # The next sector of the directory is the same sector again.
    circle[table + 4 : table + 8] = struct.pack("<I", 1)

    assert send(bytes(circle))[0].kind == "doc"


def test_a_directory_far_into_a_large_old_document_is_found():
    """In a file above 7 MB, the sectors of the allocation table are a chain too."""
    sectors = 109 * 128 + 200
    directory_at = sectors - 1
    body = bytearray(sectors * 512)
    far = GOOD["xls"][512 + 512 :]
    body[directory_at * 512 : directory_at * 512 + 512] = far[:512]
    table = [0xFFFFFFFF] * 128
    table[directory_at % 128] = 0xFFFFFFFE
    body[1 * 512 : 2 * 512] = struct.pack("<128I", *table)
    chain = [0xFFFFFFFF] * 128
    chain[directory_at // 128 - 109] = 1
    chain[127] = 0xFFFFFFFE
    body[2 * 512 : 3 * 512] = struct.pack("<128I", *chain)
    header = bytearray(GOOD["xls"][:512])
    header[48:52] = struct.pack("<I", directory_at)
    header[68:76] = struct.pack("<II", 2, 1)

    assert send(bytes(header + body))[0].kind == "xls"


def test_an_empty_document_is_refused():
    assert refusal(b"") == str(PHOTO_FAULTS["empty"])


def test_a_large_document_is_refused(settings):
    settings.MEDIA = {"DOCUMENT_BYTES": 1000}

    assert "1000" in refusal(office.PDF)


def test_the_same_file_is_known():
    first = send(office.PDF)[0]

    again = send(office.PDF, title="Tên khác")

    assert again == (first, True)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Quyết định số 08/2020/QĐ-UBND", "quyet-dinh-so-08-2020-qd-ubnd.pdf"),
        ("…", "van-ban.pdf"),
        ("a" * 300, "a" * 80 + ".pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
    ],
)
def test_the_public_name_can_be_read_and_is_safe(title, name):
    folder, key, found = public_name(title, "pdf").split("/")

    assert (folder, found, len(key)) == ("van-ban", name, 32)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\Nhà\\Kế hoạch.pdf", "Kế hoạch.pdf"),
        ("a\0b\u202ec.pdf", "abc.pdf"),
        ("x" * 500, "x" * 200),
    ],
)
def test_the_senders_own_name_is_kept_for_staff(sent, kept):
    upload = ContentFile(office.PDF)
    upload.name = sent

    assert take_document(upload, title="Kế hoạch")[0].name == kept


def test_a_part_is_never_read_whole_whatever_its_header_says(monkeypatch):
    from media.uploads import documents

    lying = office.odf("odt", manifest="<m>" + " " * 5_000_000)
    monkeypatch.setattr(documents, "_check_bounds", lambda archive: None)

    assert refusal(lying) == str(DOCUMENT_FAULTS["bomb"])


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (office.pdf("/OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>"), "pdf-script"),
        (office.pdf("/AA <</WC 4 0 R>>", "<</S /JavaScript /JS 5 0 R>>", "(1)"), "pdf-script"),
        (office.pdf("/Names <</JavaScript <</Names [(a) 4 0 R]>>>>", "<<>>"), "pdf-script"),
        (office.pdf("/AcroForm <</Fields [] /XFA 4 0 R>>", "[]"), "pdf-script"),
        (office.pdf("/OpenAction [<</S /Launch /F (cmd.exe)>>]"), "pdf-launch"),
        (office.pdf("/Names <</EmbeddedFiles <</Names []>>>>"), "pdf-files"),
        (office.pdf("", "<</Type /Annot /Subtype /FileAttachment>>"), "pdf-files"),
        (office.pdf("", "<</Type /Filespec /EF <</F 5 0 R>>>>", "null"), "pdf-files"),
        (office.pdf("/Collection <<>>"), "pdf-files"),
        (
            office.PDF.replace(
                b"/Root 1 0 R", b"/Root <</Type /Catalog /Pages 2 0 R /Collection <<>>>>"
            ),
            "pdf-files",
        ),
        (b"<html><script>alert(1)</script>" + office.PDF, "pdf-mixed"),
        (office.PDF + b"<script>alert(1)</script>", "pdf-mixed"),
        (office.PDF + office.archive({"a.js": b"1"}), "pdf-mixed"),
        (office.PDF + office.archive({"a.js": b"1"}) + b"%%EOF", "pdf-mixed"),
        (b"%PDF-1.7\n%%EOF\n", "cut-off"),
        (office.pdf("/A " + "[" * 400 + "]" * 400), "cut-off"),
    ],
)
def test_a_pdf_that_brings_more_than_pages_is_refused(content, fault):
    assert refusal(content) == str(DOCUMENT_FAULTS[fault])


def test_a_pdf_with_links_fields_and_a_signature_is_taken():
    content = office.pdf(
        "/AcroForm <</Fields [4 0 R] /SigFlags 3>>",
        "<</FT /Sig /T (Chu ky) /V <</Type /Sig /Filter /Adobe.PPKLite /Contents <00>>>>>",
        "<</Type /Annot /Subtype /Link /Rect [0 0 9 9] /A <</S /URI /URI (https://a.example/)>>>>",
        "<</S /GoTo /D [3 0 R /Fit]>>",
    )

    assert send(content)[0].kind == "pdf"


def test_a_pdf_that_takes_too_long_to_read_is_refused(settings):
    settings.MEDIA = {"CHILD_SECONDS": 0}

    assert refusal(office.PDF) == str(DOCUMENT_FAULTS["pdf-heavy"])


def test_an_archive_is_never_unpacked(monkeypatch):
    def fail(*args, **kwargs):
        raise AssertionError("unpacked")

    monkeypatch.setattr(zipfile.ZipFile, "extractall", fail)
    monkeypatch.setattr(zipfile.ZipFile, "extract", fail)
    monkeypatch.setattr(zipfile.ZipFile, "testzip", fail)

    assert send(GOOD["docx"])[0].kind == "docx"


def test_a_deleted_document_takes_its_file_along(
    library_files, django_capture_on_commit_callbacks, own_storage
):
    document = send(office.PDF)[0]

    with django_capture_on_commit_callbacks(execute=True):
        document.delete()

    assert library_files() == []
    assert list((own_storage / "library" / "van-ban").iterdir()) == []
