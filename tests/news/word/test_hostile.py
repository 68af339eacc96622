"""Files that are not Word files, or are broken or hostile, are refused with a sentence, or are read
within seconds."""

import io
import time
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.utils import translation

from media.models import Photo
from media.uploads.faults import FileFault
from news.word import report
from news.word.import_file import check_is_docx, import_word_file, run_reader
from tests.factories import make_user, picture_bytes
from tests.media import office
from tests.text.word.docx import (
    HEAD,
    NAMES,
    STYLES,
    document,
    docx,
    p,
    packed,
    picture,
    r,
    related,
    row,
    table,
)

pytestmark = pytest.mark.django_db

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'


def entity(doctype: str, name: str) -> bytes:
    body = f"<w:body><w:p><w:r><w:t>&{name};</w:t></w:r></w:p></w:body>"
    return docx(main=f"{HEAD}{doctype}<w:document {NAMES}>{body}</w:document>")


def renamed(content: bytes, **parts: bytes | str) -> bytes:
    """The archive with some of its parts replaced; a part that is replaced by nothing is left
    out."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files |= {name.replace("__", "/"): text for name, text in parts.items()}
    return packed({name: text for name, text in files.items() if text})


GOOD = docx(p("Cầu mới", style="Title"), p("Cầu dài 420 m."))
ZEROS = "word/media/zeros.bin"
REFUSED = {
    "doc": (office.ole(("WordDocument", 2), ("1Table", 2)), "doc"),
    "odt": (office.odf("odt"), "odt"),
    "pdf": (office.PDF, "other"),
    "sheet": (office.ooxml("xlsx"), "other"),
    "zip": (packed({"a.txt": "a"}), "archive"),
    "exe": (b"MZ\x90\0" + b"\0" * 500, "unknown"),
    "with a password": (office.ole(("EncryptedPackage", 2), ("EncryptionInfo", 2)), "encrypted"),
    "macros": (office.ooxml("docx", word__vbaProject__bin=b"x"), None),
    "cut off": (GOOD[: len(GOOD) // 2], "cut-off"),
    "zip bomb": (lambda: docx(p("x"), extra={ZEROS: b"\0" * 100_000_000}), "bomb"),
    "broken XML": (docx(main="<w:document><w:body>"), "broken"),
    "no XML": (docx(main=b"\xff\xfe\x00\x01" * 50), "broken"),
    "no such encoding": (docx(main='<?xml version="1.0" encoding="x-vni"?><a/>'), "broken"),
    "billion laughs": (entity(BOMB, "j"), "entities"),
    "file of the server": (entity(OUTSIDE, "f"), "entities"),
    "no text": (docx(p(), p(" ")), "empty"),
    "an empty table": (docx(table(row("", ""))), "empty"),
    "no main part": (renamed(GOOD, **{"word__document.xml": ""}), "missing"),
    "10,000 nested tables": (
        docx(main=f"{HEAD}<w:document {NAMES}><w:body>" + "<w:tbl><w:tr><w:tc>" * 10_000
             + p("x") + "</w:tc></w:tr></w:tbl>" * 10_000 + "</w:body></w:document>"),
        "nested",
    ),
    "a text longer than an article": (
        lambda: docx(*[p("Cầu dài 420 m, rộng 22 m.")] * 50_000), "long"
    ),
    "a part of 60 MB": (
        lambda: docx(main=(HEAD + "<a>" + "<b>Cầu mới qua sông</b>" * 2_700_000 + "</a>").encode()),
        None,
    ),
}  # fmt: skip


def made(case: tuple) -> tuple:
    """The case with its file. A large file is made only now, by the test that sends it."""
    content, expected = case
    return content() if callable(content) else content, expected


def send(content: bytes, **options):
    upload = ContentFile(content, name="bài.docx")
    return import_word_file(upload, **{"by": make_user(), "may_add": True, **options})


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_sentence_within_seconds(what):
    content, code = made(REFUSED[what])
    began = time.monotonic()

    with pytest.raises(FileFault) as refused:
        send(content)

    assert time.monotonic() - began < 12
    assert code in (refused.value.args[0], None)
    with translation.override("vi"):
        assert refused.value.args[0] in report.FAULT_SENTENCES
        assert not report.fault(refused.value.args[0]).isascii()


BOUNDED = {
    "50,000 paragraphs": (lambda: docx(*[p("Cầu.")] * 50_000), 50_000),
    "half a million empty elements": (
        lambda: docx(p("Cầu."), main=HEAD + document(p("Cầu."), "<w:p/>" * 500_000)[len(HEAD):]), 1
    ),
    "1,500 tables in one another": (
        docx(p("Cầu."), main=f"{HEAD}<w:document {NAMES}><w:body>" + p("Cầu.")
             + "<w:tbl><w:tr><w:tc>" * 1_500 + p("x") + "</w:tc></w:tr></w:tbl>" * 1_500
             + "</w:body></w:document>"), 1,
    ),
    "unbalanced fields": (
        docx(*[p("Cầu.", r(inside='<w:fldChar w:fldCharType="begin"/>'))] * 2_000), 2_000
    ),
    "styles in a circle": (
        docx(p("Cầu.", style="A"), styles=f'<w:styles {NAMES}><w:style w:type="paragraph" '
             'w:styleId="A"><w:basedOn w:val="A"/></w:style></w:styles>'), 1,
    ),
    "numbers that are none": (
        docx(p("Cầu.", props='<w:numPr><w:ilvl w:val="x"/><w:numId w:val="-1e9"/></w:numPr>'
               '<w:outlineLvl w:val="99999999999999999999"/>')), 1,
    ),
    "a table of one wide row": (docx(p("Cầu."), table(row(*["x"] * 20_000))), 1),
}  # fmt: skip


@pytest.mark.parametrize("what", BOUNDED)
def test_what_is_only_unusual_is_read_within_seconds(what, tmp_path):
    content, paragraphs = made(BOUNDED[what])
    (tmp_path / "source").write_bytes(content)
    began = time.monotonic()

    answer = run_reader(tmp_path / "source", tmp_path)

    assert time.monotonic() - began < 12
    assert answer["html"].count("<p>Cầu.</p>") == paragraphs


def test_no_name_in_the_file_leads_out_of_it(tmp_path):
    relations = [
        ("rId20", "image", "../../../../../../etc/passwd", ""),
        ("rId21", "image", "/etc/hostname", ""),
        ("rId22", "image", "file:///etc/passwd", ""),
        ("rId23", "image", "C:\\\\boot.ini", ""),
        ("rId24", "styles", "../../etc/passwd", ""),
    ]
    names = [key for key, kind, _, _ in relations if kind == "image"]
    content = renamed(
        docx(p("Cầu."), *[p(picture(key)) for key in names]),
        **{"word___rels__document.xml.rels": related(relations)},
    )
    (tmp_path / "source").write_bytes(content)

    answer = run_reader(tmp_path / "source", tmp_path)

    assert answer["pictures"] == []
    assert [(each["kind"], each["count"]) for each in answer["findings"]] == [
        ("missing", 4), ("no-title", 1)
    ]  # fmt: skip
    assert [each.name for each in tmp_path.iterdir()] == ["source"]


def test_parts_are_written_under_names_of_ours(tmp_path):
    evil = {"rId20": ("../../evil.jpg", picture_bytes((64, 64)))}
    (tmp_path / "source").write_bytes(docx(p("Cầu."), p(picture("rId20")), pictures=evil))

    run_reader(tmp_path / "source", tmp_path)

    assert {each.name for each in tmp_path.iterdir()} <= {"source", "picture-1"}


def test_a_picture_of_too_many_pixels_is_left_out_and_its_caption_stays(settings):
    settings.MEDIA = {**getattr(settings, "MEDIA", {}), "PHOTO_PIXELS": 10_000}
    huge = {"rId20": ("media/image1.png", picture_bytes((400, 300), "PNG"))}

    taken = send(
        docx(p("Cầu mới", style="Title"), p("Cầu dài 420 m."), p(picture("rId20")),
             p("Xe qua cầu.", style="Caption"), pictures=huge)
    )  # fmt: skip

    assert taken.body == "<p>Cầu dài 420 m.</p><p>Xe qua cầu.</p>"
    assert [picture.reason for picture in taken.pictures] == ["too-many-pixels"]
    assert not Photo.objects.exists()


def test_more_pictures_than_an_article_needs_are_left_out_and_told(tmp_path):
    many = {
        f"rId{n}": (f"media/i{n}.jpeg", picture_bytes((32, 32), seed=n)) for n in range(50, 130)
    }
    (tmp_path / "source").write_bytes(
        docx(p("Cầu."), *[p(picture(key)) for key in many], pictures=many)
    )

    answer = run_reader(tmp_path / "source", tmp_path)

    assert len(answer["pictures"]) == 60
    assert {"kind": "many", "count": 20, "places": ["Cầu."]} in answer["findings"]


def test_the_strict_kind_of_the_format_is_read_too(tmp_path):
    strict = "http://purl.oclc.org/ooxml/"
    main = document(p("Cầu mới", style="Title"), p(r("Cầu dài.", b=1)))
    main = main.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        f"{strict}wordprocessingml/main",
    )
    styles = STYLES.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        f"{strict}wordprocessingml/main",
    )
    (tmp_path / "source").write_bytes(docx(main=main, styles=styles))

    check_is_docx(tmp_path / "source")
    answer = run_reader(tmp_path / "source", tmp_path)

    assert (answer["title"], answer["lead"]) == ("Cầu mới", "Cầu dài.")
