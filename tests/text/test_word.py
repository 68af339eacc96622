"""What a Word file's text becomes: title, lead, body, captions; one behaviour of Word each."""

import unicodedata

import pytest

from tests.text.docx import (
    STYLES,
    br,
    cell,
    docx,
    link,
    notes,
    p,
    page_part,
    picture,
    r,
    row,
    table,
    text_box,
)
from text.clean import clean_body
from text.word.child import read

LEAD = "Sáng 12/3, cầu Trầm nối hai phường đón những chuyến xe đầu tiên sau ba năm thi công."
BODY = "Cầu dài 420 m, rộng 22 m, có bốn làn xe và hai lối đi bộ."
PICTURE = {"rId20": ("media/image1.jpeg", b"\xff\xd8\xff" + b"1" * 60)}
TWO = {**PICTURE, "rId21": ("media/image2.png", b"\x89PNG" + b"2" * 60)}


@pytest.fixture
def taken(tmp_path):
    """Call it with what `docx` takes: what the child makes of the file."""

    def taken(*blocks, **options):
        path = tmp_path / "bai.docx"
        path.write_bytes(docx(*blocks, **options))
        order = {"path": str(path), "folder": str(tmp_path), "pictures": 9}
        return read({**order, "picture_bytes": 10**6, "all_bytes": 10**6})

    return taken


@pytest.fixture
def body(taken):
    """The same for a text below a title: the body as it would be stored."""

    def body(*blocks, **options):
        return clean_body(taken(p("Cầu mới", style="Title"), *blocks, **options)["html"]).html

    return body


def found(answer):
    return {each["kind"]: (each["count"], each["places"]) for each in answer["findings"]}


# Title and lead


TITLES = {
    "style": p("Cầu mới thông xe", style="Title"),
    "heading": p("Cầu mới thông xe", style="Heading1"),
    "bold": p(r("Cầu mới ", b=1), r("thông xe", b=1)),
    "large": p(r("Cầu mới thông xe", sz=40)),
}


@pytest.mark.parametrize("how", TITLES)
def test_the_first_line_that_stands_out_is_the_title(taken, how):
    answer = taken(TITLES[how], p(BODY), p(BODY))

    assert answer["title"] == "Cầu mới thông xe"
    assert answer["html"] == f"<p>{BODY}</p>" * 2


def test_a_plain_first_line_is_no_title_and_that_is_told(taken):
    answer = taken(p("Cầu mới thông xe"), p(BODY))

    assert answer["title"] == ""
    assert answer["html"] == f"<p>Cầu mới thông xe</p><p>{BODY}</p>"
    assert found(answer) == {"no-title": (1, [])}


def test_a_title_of_two_lines_is_one_line(taken):
    assert taken(p("Cầu mới", br(), r("thông xe"), style="Title"), p(BODY))["title"] == (
        "Cầu mới thông xe"
    )


@pytest.mark.parametrize("mark", ["b", "i"])
def test_bold_or_italic_sentences_below_the_title_are_the_lead(taken, mark):
    answer = taken(
        p("Cầu mới", style="Title"), p(r(LEAD, **{mark: 1})), p(r("Vui lắm.", **{mark: 1})), p(BODY)
    )

    assert answer["lead"] == f"{LEAD}\nVui lắm."
    assert answer["html"] == f"<p>{BODY}</p>"


def test_a_lead_whose_full_stop_is_not_bold_is_one(taken):
    answer = taken(p("Cầu mới", style="Title"), p(r(LEAD[:-1], b=1), r(". ")), p(BODY))

    assert (answer["lead"], answer["html"]) == (LEAD, f"<p>{BODY}</p>")


def test_a_short_bold_line_below_the_title_is_no_lead(body):
    assert body(p(r("Ba năm chờ đợi", b=1)), p(BODY)) == (
        f"<p><strong>Ba năm chờ đợi</strong></p><p>{BODY}</p>"
    )


def test_a_text_that_is_bold_from_end_to_end_gives_the_lead_its_first_paragraph(taken):
    answer = taken(p("Cầu mới", style="Title"), *[p(r(f"{n}. {LEAD}", b=1)) for n in range(5)])

    assert answer["lead"] == f"0. {LEAD}"
    assert answer["html"].count("<p>") == 4


def test_the_headings_of_sections_are_not_taken_for_the_title(taken):
    answer = taken(
        p(r("Cầu mới thông xe", b=1)), p("Ba năm", style="Heading1"), p(BODY),
        p("Ngày đầu", style="Heading1"), p(BODY),
    )  # fmt: skip

    assert answer["title"] == "Cầu mới thông xe"
    assert answer["html"] == f"<h2>Ba năm</h2><p>{BODY}</p><h2>Ngày đầu</h2><p>{BODY}</p>"


# The body


def test_headings_keep_their_order(body):
    assert (
        body(p("Một", style="Heading1"), p("Hai", style="u2"), p("Ba", style="Heading3"), p(BODY))
        == f"<h2>Một</h2><h3>Hai</h3><h4>Ba</h4><p>{BODY}</p>"
    )


def test_no_level_of_headings_is_skipped_where_the_title_was_the_first(taken):
    answer = taken(p("Cầu mới", style="Heading1"), p(BODY), p("Ba năm", style="u2"), p(BODY))

    assert answer["html"] == f"<p>{BODY}</p><h2>Ba năm</h2><p>{BODY}</p>"


def test_marks_of_runs_are_kept(body):
    assert body(
        p(
            "a ", r("b", b=1), r("c", b=1, i=1), r(" d", i=1), r("e", strike=1),
            r("m"), r("2", vertAlign="superscript"), r("x", vertAlign="subscript"),
            r("f", rStyle="Strong"), r("g", b=0),
        )
    ) == (
        "<p>a <strong>b<em>c</em></strong><em> d</em><s>e</s>m<sup>2</sup><sub>x</sub>"
        "<strong>f</strong>g</p>"
    )  # fmt: skip


def test_a_line_break_is_kept_and_a_tab_is_a_space(body):
    assert body(p("Một", br(), r("hai"), r(inside="<w:tab/>"), r("ba"))) == "<p>Một<br>hai ba</p>"


def test_where_tabs_stop_is_no_text(body):
    stops = '<w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs>'

    assert body(p(BODY), p("Phạm vi", num=4, props=stops)) == f"<p>{BODY}</p><p>Điều 1. Phạm vi</p>"


def test_links_are_kept_as_word_writes_them_and_as_fields(body):
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> HYPERLINK "https://b.example/?a=1&amp;b=2" '
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + r("trang B")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )

    assert body(
        p("Xem ", link("rId30", "trang A"), " và ", field, "."),
        links={"rId30": "https://a.example/x"},
    ) == (
        '<p>Xem <a href="https://a.example/x">trang A</a> và '
        '<a href="https://b.example/?a=1&amp;b=2">trang B</a>.</p>'
    )


def test_lists_are_lists_with_their_levels(body):
    assert body(
        p("Một", num=1), p("trong", num=1, level=1), p("Hai", num=1), p(BODY),
        p("A", num=2), p("B", num=2), p(BODY), p("C", num=2),
    ) == (
        f"<ul><li>Một<ul><li>trong</li></ul></li><li>Hai</li></ul><p>{BODY}</p>"
        f'<ol><li>A</li><li>B</li></ol><p>{BODY}</p><ol start="3"><li>C</li></ol>'
    )  # fmt: skip


def test_numbers_that_html_cannot_count_are_written_into_the_text(taken):
    answer = taken(
        p("Quy định", style="Title"), p("Phạm vi", num=4), p("xe máy", num=3), p("Áp dụng", num=4)
    )

    assert answer["html"] == "<p>Điều 1. Phạm vi</p><p>a) xe máy</p><p>Điều 2. Áp dụng</p>"
    assert found(answer)["numbering"] == (
        3, ["Điều 1. Phạm vi", "a) xe máy", "Điều 2. Áp dụng"]
    )  # fmt: skip


def test_a_table_keeps_its_head_and_its_merged_cells(body):
    tall, below = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"

    assert body(
        table(
            row("Phường", "Xe máy", "Ô tô", head=True),
            row(cell(p("Vạn Chài"), props=tall), "12", "3"),
            row(cell(p(), props=below), cell(p("không đếm"), props='<w:gridSpan w:val="2"/>')),
        )
    ) == (
        '<table><thead><tr><th scope="col">Phường</th><th scope="col">Xe máy</th>'
        '<th scope="col">Ô tô</th></tr></thead><tbody><tr><td rowspan="2">Vạn Chài</td>'
        '<td>12</td><td>3</td></tr><tr><td colspan="2">không đếm</td></tr></tbody></table>'
    )


def test_a_first_row_of_bold_cells_is_the_tables_head(body):
    bold = [cell(p(r(text, b=1))) for text in ("Phường", "Xe")]

    assert body(table(row(*bold), row("Vạn Chài", "12"))) == (
        '<table><thead><tr><th scope="col">Phường</th><th scope="col">Xe</th></tr></thead>'
        "<tbody><tr><td>Vạn Chài</td><td>12</td></tr></tbody></table>"
    )


def test_a_quotation_is_one(body):
    assert body(p("Nước lên.", style="Quote"), p("Rồi rút.", style="Quote"), p(BODY)) == (
        f"<blockquote><p>Nước lên.</p><p>Rồi rút.</p></blockquote><p>{BODY}</p>"
    )


def test_a_sign_of_a_font_of_signs_becomes_the_character(body):
    arrow = '<w:sym w:font="Wingdings" w:char="F0E0"/>'

    assert body(p("Bến A ", r(inside=arrow), " bến B")) == "<p>Bến A → bến B</p>"


# Pictures


CAPTIONS = {
    "style": p("Xe qua cầu.", style="Caption"),
    "centred": p("Xe qua cầu.", jc="center"),
    "italic": p(r("Xe qua cầu.", i=1)),
}


@pytest.mark.parametrize("how", CAPTIONS)
def test_what_stands_under_a_picture_like_a_caption_is_one(taken, how):
    answer = taken(
        p("Cầu mới", style="Title"), p(BODY), p(picture("rId20", "Đoàn xe")), CAPTIONS[how],
        p(BODY), pictures=PICTURE,
    )  # fmt: skip

    assert answer["html"] == (
        f'<p>{BODY}</p><figure data-photo="1"><figcaption>Xe qua cầu.</figcaption></figure>'
        f"<p>{BODY}</p>"
    )
    assert [(each["alt"], each["caption"], each["credit"]) for each in answer["pictures"]] == [
        ("Đoàn xe", "Xe qua cầu.", "")
    ]


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("Xe qua cầu. Ảnh: Hải Đăng", "Xe qua cầu.", "Ảnh: Hải Đăng"),
        ("Xe qua cầu (Ảnh: Hải Đăng).", "Xe qua cầu", "Ảnh: Hải Đăng"),
        ("Xe qua cầu - Ảnh: H.Đ", "Xe qua cầu", "Ảnh: H.Đ"),
        ("Ảnh: Hải Đăng", "", "Ảnh: Hải Đăng"),
        ("Ảnh minh họa: xe qua cầu", "Ảnh minh họa: xe qua cầu", ""),
    ],
)
def test_the_credit_at_a_captions_end_is_the_credit(taken, text, caption, credit):
    answer = taken(
        p("Cầu mới", style="Title"), p(BODY), p(picture("rId20")), p(text, style="Caption"),
        pictures=PICTURE,
    )  # fmt: skip

    [row] = answer["pictures"]
    assert (row["caption"], row["credit"]) == (caption, credit)


def test_a_plain_paragraph_under_a_picture_is_text(body):
    assert body(p(BODY), p(picture("rId20")), p(BODY), pictures=PICTURE) == (
        f'<p>{BODY}</p><figure data-photo="1"></figure><p>{BODY}</p>'
    )


def test_a_picture_within_a_paragraph_does_not_part_it(body):
    assert body(p(BODY), p("Xe ", picture("rId20"), "qua cầu."), pictures=PICTURE) == (
        f'<p>{BODY}</p><p>Xe qua cầu.</p><figure data-photo="1"></figure>'
    )


def test_a_caption_after_a_line_break_belongs_to_its_picture(body):
    assert body(
        p(BODY), p(picture("rId20"), br(), r("Xe qua cầu."), jc="center"), p(BODY), pictures=PICTURE
    ) == (
        f'<p>{BODY}</p><figure data-photo="1"><figcaption>Xe qua cầu.</figcaption></figure>'
        f"<p>{BODY}</p>"
    )


def test_a_table_that_only_places_pictures_is_none(body):
    pictures = row(cell(p(picture("rId20"))), cell(p(picture("rId21"))))

    assert body(p(BODY), table(pictures, row("Xe máy", "Ô tô")), p(BODY), pictures=TWO) == (
        f'<p>{BODY}</p><figure data-photo="1"><figcaption>Xe máy</figcaption></figure>'
        f'<figure data-photo="2"><figcaption>Ô tô</figcaption></figure><p>{BODY}</p>'
    )


def test_the_picture_before_the_text_is_the_lead_photo(taken):
    answer = taken(
        p("Cầu mới", style="Title"), p(picture("rId20")), p("Xe. Ảnh: H.Đ", jc="center"),
        p(r(LEAD, b=1)), p(BODY), pictures=PICTURE,
    )  # fmt: skip

    assert (answer["lead_photo"], answer["lead"]) == (1, LEAD)
    assert answer["html"] == f"<p>{BODY}</p>"
    [photo] = answer["pictures"]
    assert (photo["caption"], photo["credit"]) == ("Xe.", "Ảnh: H.Đ")


def test_what_word_says_of_a_picture_by_itself_is_no_description(taken):
    answer = taken(
        p("Cầu mới", style="Title"),
        p(picture("rId20", "A bridge over water\n\nDescription automatically generated")),
        p(BODY),
        pictures=PICTURE,
    )

    assert [each["alt"] for each in answer["pictures"]] == [""]


# What is not taken over


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


# Other programs


def test_a_picture_that_libreoffice_puts_into_a_box_with_its_caption(taken):
    """Its styles bear other names, and a caption stands in its picture's paragraph."""
    styles = STYLES.replace('w:styleId="Caption"><w:name w:val="caption"/>',
                            'w:styleId="Style21"><w:name w:val="Illustration"/>')  # fmt: skip
    styles = styles.replace('"heading 1"', '"Heading 1"')
    box = text_box(p(picture("rId20", "Đoàn xe"), r("Xe qua cầu. Ảnh: H.Đ"), style="Style21"))

    answer = taken(
        p("Cầu mới", style="Heading1"), p(BODY, box), p(BODY), pictures=PICTURE, styles=styles
    )

    assert answer["title"] == "Cầu mới"
    assert answer["html"] == (
        f'<p>{BODY}</p><figure data-photo="1"><figcaption>Xe qua cầu.<cite>Ảnh: H.Đ</cite>'
        f"</figcaption></figure><p>{BODY}</p>"
    )
    assert found(answer) == {}


def test_a_picture_of_old_word_is_taken(taken):
    old = '<w:r><w:pict><v:shape alt="Đoàn xe"><v:imagedata r:id="rId20"/></v:shape></w:pict></w:r>'

    answer = taken(p("Tin", style="Title"), p(BODY), p(old), p(BODY), pictures=PICTURE)

    assert answer["html"] == f'<p>{BODY}</p><figure data-photo="1"></figure><p>{BODY}</p>'
    assert [each["alt"] for each in answer["pictures"]] == ["Đoàn xe"]


def test_letters_that_macos_takes_apart_are_put_together(taken):
    apart = unicodedata.normalize("NFD", "Cầu mới thông xe")

    answer = taken(
        p(apart, style="Title"), p(BODY), p(picture("rId20")),
        p(unicodedata.normalize("NFD", "Ảnh: Hải Đăng")), p(apart), pictures=PICTURE,
    )  # fmt: skip

    assert (answer["title"], answer["pictures"][0]["credit"]) == (
        "Cầu mới thông xe", "Ảnh: Hải Đăng"
    )  # fmt: skip
    assert answer["html"].endswith("<p>Cầu mới thông xe</p>")


def test_a_file_without_styles_is_read(taken):
    answer = taken(p(r("Cầu mới", b=1)), p(BODY), styles="", numbering="")

    assert (answer["title"], answer["html"]) == ("Cầu mới", f"<p>{BODY}</p>")
