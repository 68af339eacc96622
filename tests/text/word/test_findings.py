"""Everything that cannot be taken over from a Word file as it is becomes a finding."""

import pytest

from tests.text.word.docx import (  # fmt: skip
    br,
    cell,
    notes,
    p,
    page_part,
    picture,
    r,
    related,
    row,
    table,
    text_box,
)
from tests.text.word.samples import BODY, PICTURE, found
from text.body.clean import clean_body


def tracked(tag: str, text: str) -> str:
    word = "delText" if tag == "del" else "t"
    return f'<w:{tag} w:id="1" w:author="A"><w:r><w:{word}>{text}</w:{word}></w:r></w:{tag}>'


REPORTED = {
    "comment": (p("Cầu mới.", r(inside='<w:commentReference w:id="0"/>')), "<p>Cầu mới.</p>"),
    "deleted": (p("Cầu ", tracked("del", "cũ"), "mới."), "<p>Cầu mới.</p>"),
    "inserted": (p("Cầu ", tracked("ins", "mới.")), "<p>Cầu mới.</p>"),
    "hidden": (p("Cầu mới.", r(" Giấu.", vanish=1)), "<p>Cầu mới.</p>"),
    "chart": (
        p("Cầu mới.", '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Chart 1"/><a:graphic>'
          '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'
          "</a:graphic></wp:inline></w:drawing></w:r>"),
        "<p>Cầu mới.</p>",
    ),
    "smartart": (
        p("Cầu mới.", '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="D"/><a:graphic>'
          '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/diagram"/>'
          "</a:graphic></wp:inline></w:drawing></w:r>"),
        "<p>Cầu mới.</p>",
    ),
    "object": (
        p("Cầu mới.", '<w:r><w:object><v:shape><v:imagedata r:id="rId20"/></v:shape>'
          '<o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'),
        "<p>Cầu mới.</p>",
    ),
    "equation": (
        p("Cầu mới. ", "<m:oMath><m:r><m:t>a</m:t></m:r><m:sSup><m:e><m:r><m:t>b</m:t></m:r></m:e>"
          "<m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>"),
        "<p>Cầu mới. ab^2</p>",
    ),
    "textbox": (
        p("Cầu mới.", text_box(p("Trong khung"))), "<p>Cầu mới.</p><p>Trong khung</p>",
    ),
    "shape": (
        p("Cầu mới.", '<w:r><w:pict><v:rect style="width:9pt"/></w:pict></w:r>'),
        "<p>Cầu mới.</p>",
    ),
    "colour": (p(r("Cầu mới.", color="FF0000")), "<p>Cầu mới.</p>"),
    "underline": (p(r("Cầu mới.", u="single")), "<p>Cầu mới.</p>"),
    "page-break": (p("Cầu mới.", br("page")), "<p>Cầu mới.</p>"),
    "embedded": (p("Cầu mới.") + '<w:altChunk r:id="rId9"/>', "<p>Cầu mới.</p>"),
    "missing": (p("Cầu mới.", picture("rId99")), "<p>Cầu mới.</p>"),
    "symbol": (
        p("Cầu mới.", r(inside='<w:sym w:font="Webdings" w:char="F001"/>')), "<p>Cầu mới.</p>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", REPORTED)
def test_what_an_article_has_no_place_for_is_told_with_its_place(taken, kind):
    block, html = REPORTED[kind]

    answer = taken(p("Tin", style="Title"), block, p(BODY))

    assert answer["html"] == f"{html}<p>{BODY}</p>"
    told = {key: (count, [place[:8] for place in places]) for key, (count, places)
            in found(answer).items()}  # fmt: skip
    assert told == {kind: (1, ["Cầu mới."])}


def test_a_metafile_and_a_picture_elsewhere_are_told_and_nothing_is_fetched(taken):
    answer = taken(
        p("Tin", style="Title"), p("Bản đồ.", picture("rId20")), p("Ảnh xa.", picture("rId21")),
        pictures={"rId20": ("media/image1.emf", b"\1\0\0\0")},
        linked_pictures={"rId21": "http://192.0.2.1/anh.jpg"},
    )  # fmt: skip

    assert answer["pictures"] == []
    assert found(answer) == {"metafile": (1, ["Bản đồ."]), "linked": (1, ["Ảnh xa."])}


def test_a_cropped_picture_is_told_since_all_of_it_is_taken(taken):
    answer = taken(
        p("Tin", style="Title"), p(BODY),
        p(picture("rId20", crop='<a:srcRect l="20000" r="0"/>')), p("Sau ảnh."), pictures=PICTURE,
    )  # fmt: skip

    assert found(answer) == {"cropped": (1, [BODY])}


def test_footnotes_stand_at_the_end_with_their_numbers(taken):
    def note(number):
        return r(inside=f'<w:footnoteReference w:id="{number}"/>')

    answer = taken(
        p("Tin", style="Title"), p("Cầu dài", note(2), "."), p("Rộng", note(1), "."),
        footnotes=notes("footnotes", "Đo năm 2024.", "Đo cả đường dẫn."),
    )  # fmt: skip

    assert clean_body(answer["html"]).html == (
        "<p>Cầu dài<sup>[1]</sup>.</p><p>Rộng<sup>[2]</sup>.</p>"
        "<p>[1] Đo cả đường dẫn.</p><p>[2] Đo năm 2024.</p>"
    )
    assert found(answer) == {"footnote": (2, ["Cầu dài[1].", "Rộng[2]."])}


def test_notes_hide_no_signature_and_make_no_title_of_a_plain_line(taken):
    note = r(inside='<w:footnoteReference w:id="1"/>')
    small = notes("footnotes", "Đo năm 2024.").replace(
        "<w:r>", '<w:r><w:rPr><w:sz w:val="20"/></w:rPr>'
    )

    answer = taken(p("Cầu dài", note), p(BODY), p("Bài, ảnh: Hải Đăng"), footnotes=small)

    assert answer["title"] == ""
    assert found(answer)["signature"] == (1, ["Bài, ảnh: Hải Đăng"])
    assert answer["html"].endswith("<p>Bài, ảnh: Hải Đăng</p><p>[1] Đo năm 2024.</p>")


def test_headers_and_footers_are_told_unless_they_only_number_pages(taken):
    answer = taken(
        p("Tin", style="Title"), p(BODY),
        header1=page_part("hdr", p("Bản thảo lần 2")), footer1=page_part("ftr", p("Trang 1/3")),
    )  # fmt: skip

    assert found(answer) == {"header": (1, ["Bản thảo lần 2"])}


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next(body):
    deleted = '<w:rPr><w:del w:id="1" w:author="A"/></w:rPr>'

    assert body(p("Cầu ", props=deleted), p("mới."), p(BODY)) == f"<p>Cầu mới.</p><p>{BODY}</p>"


@pytest.mark.parametrize(
    ("font", "text", "told"),
    [
        (".VnTime", "CÇu míi th«ng xe", 1),
        ("VNI-Times", "Caàu môùi thoâng xe", 1),
        (".VnTime", "Cầu mới thông xe", 0),
        ("Times New Roman", "CÇu", 0),
    ],
)
def test_text_in_a_font_from_before_unicode_is_told(taken, font, text, told):
    answer = taken(p("Tin", style="Title"), p(r(text, font=font)), p(BODY))

    assert found(answer) == ({"legacy": (1, [f"{font}: {text}"])} if told else {})


SIGNATURES = {
    "name": p("Nguyễn Hải"),
    "right": p(r("Hải Đăng"), jc="right"),
    "both": p("Bài, ảnh: Hải Đăng"),
    "agency": p(r("Theo Báo Hải Lâm", i=1)),
}


@pytest.mark.parametrize("how", SIGNATURES)
def test_a_signature_is_told_and_stays_in_the_text(taken, how):
    answer = taken(p("Tin", style="Title"), p(BODY), SIGNATURES[how])

    [[count, [signature]]] = [found(answer)["signature"]]
    assert (count, signature in answer["html"]) == (1, True)


def test_a_last_sentence_is_no_signature(taken):
    assert found(taken(p("Tin", style="Title"), p(BODY), p("Cầu thông xe."))) == {}


def test_a_table_in_a_cell_becomes_its_paragraphs(taken):
    inner = table(row("trong", "cùng"))

    answer = taken(p("Tin", style="Title"), p(BODY), table(row(cell(p("ngoài"), inner), "bên")))

    assert clean_body(answer["html"]).html == (
        f"<p>{BODY}</p><table><tbody><tr><td><p>ngoài</p><p>trong</p><p>cùng</p></td>"
        "<td>bên</td></tr></tbody></table>"
    )
    assert found(answer) == {"nested-table": (1, ["ngoài"])}


def test_what_a_content_control_asks_for_is_not_taken_for_text(body):
    asked = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('Bấm')}</w:sdtContent>"
    filled = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('Đã điền')}</w:sdtContent></w:sdt>"

    assert body(p(BODY), f"{asked}</w:sdt>", filled) == f"<p>{BODY}</p><p>Đã điền</p>"


TURNED = {
    "turned": picture("rId20").replace(
        "<pic:spPr/>", '<pic:spPr><a:xfrm rot="5400000"/></pic:spPr>'
    ),
    "mirrored": picture("rId20").replace("<pic:spPr/>", '<pic:spPr><a:xfrm flipH="1"/></pic:spPr>'),
    "old": '<w:r><w:pict><v:shape style="width:9pt;rotation:90"><v:imagedata r:id="rId20"/>'
    "</v:shape></w:pict></w:r>",
}


@pytest.mark.parametrize("how", TURNED)
def test_a_picture_that_word_shows_turned_is_told(taken, how):
    answer = taken(
        p("Tin", style="Title"), p(BODY), p(TURNED[how]), p("Sau ảnh."), pictures=PICTURE
    )

    assert answer["html"] == f'<p>{BODY}</p><figure data-photo="1"></figure><p>Sau ảnh.</p>'
    assert found(answer) == {"turned": (1, [BODY])}


def test_a_picture_that_old_word_cropped_is_told(taken):
    old = '<w:r><w:pict><v:shape style="rotation:0"><v:imagedata r:id="rId20" cropleft="9f"/>'

    answer = taken(
        p("Tin", style="Title"), p(BODY), p(f"{old}</v:shape></w:pict></w:r>"), p("Sau ảnh."),
        pictures=PICTURE,
    )  # fmt: skip

    assert found(answer) == {"cropped": (1, [BODY])}


def test_headers_that_are_tables_or_pictures_are_told(taken):
    logo = {"word/_rels/footer1.xml.rels": related([("rId1", "image", "media/logo.png", "")])}

    answer = taken(
        p("Tin", style="Title"), p(BODY), extra=logo,
        header1=page_part("hdr", table(row("Sở Xây dựng", "Số 12")), p()),
        footer1=page_part("ftr", p(picture("rId1"))),
    )  # fmt: skip

    assert found(answer) == {"header": (2, ["Sở Xây dựng Số 12", "logo.png"])}


def test_letters_drawn_as_word_art_are_text(taken):
    art = '<w:r><w:pict><v:shape><v:textpath string="Chợ Tết"/></v:shape></w:pict></w:r>'

    answer = taken(p("Tin", style="Title"), p("Cầu mới.", art), p(BODY))

    assert answer["html"] == f"<p>Cầu mới.</p><p>Chợ Tết</p><p>{BODY}</p>"
    assert found(answer) == {"textbox": (1, ["Cầu mới."])}


def test_what_a_merged_cell_covers_is_told(taken):
    tall = cell(p("trên"), props='<w:vMerge w:val="restart"/>')

    answer = taken(
        p("Tin", style="Title"), p(BODY),
        table(row(tall, "1"), row(cell(p("bị che"), props="<w:vMerge/>"), "2")),
    )  # fmt: skip

    assert "bị che" not in answer["html"]
    assert found(answer) == {"hidden": (1, ["bị che"])}
