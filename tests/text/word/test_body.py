"""The body of a Word file; each test is about one behaviour of Word."""

import pytest

from tests.text.word.docx import STYLES, br, cell, link, p, r, row, table
from tests.text.word.samples import BODY, found


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


def field(instruction: str, text: str) -> str:
    """A field with this instruction and text, as Word writes it."""
    signs = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in FIELD_SIGNS]
    inside = r(inside=f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>')
    return signs[0] + inside + signs[1] + r(text) + signs[2]


FIELD_SIGNS = ("begin", "separate", "end")


@pytest.mark.parametrize(
    ("instruction", "address"),
    [
        (r'HYPERLINK \o "Mở trang" "https://a.example/x"', "https://a.example/x"),
        (r'HYPERLINK "https://a.example/x" \l "phan-2"', "https://a.example/x#phan-2"),
        (r'HYPERLINK \n https://a.example/x \t "_blank"', "https://a.example/x"),
    ],
)
def test_a_field_of_a_link_leads_there_whatever_else_it_says(body, instruction, address):
    assert body(p("Xem ", field(instruction, "trang A"), ".")) == (
        f'<p>Xem <a href="{address}">trang A</a>.</p>'
    )


def test_a_field_that_leads_to_a_place_in_the_file_is_text(body):
    assert body(p("Xem ", field(r'HYPERLINK \l "phan-2"', "phần 2"), ".")) == "<p>Xem phần 2.</p>"


def test_a_link_keeps_the_place_in_the_page(body):
    there = link("rId30", "trang A").replace("<w:hyperlink", '<w:hyperlink w:anchor="phan-3"')

    assert body(p("Xem ", there), links={"rId30": "https://a.example/x"}) == (
        '<p>Xem <a href="https://a.example/x#phan-3">trang A</a></p>'
    )


def test_letters_raised_by_hand_are_raised(body):
    assert body(p("420 m", r("2", position=6, sz=16), ", H", r("2", position=-4), "O")) == (
        "<p>420 m<sup>2</sup>, H<sub>2</sub>O</p>"
    )


def test_a_drop_cap_is_the_first_letter_of_its_paragraph(body):
    frame = '<w:framePr w:dropCap="drop" w:lines="3"/>'

    assert body(p(r("C", sz=110), props=frame), p("hợ đã mở."), p(BODY)) == (
        f"<p>Chợ đã mở.</p><p>{BODY}</p>"
    )


def test_a_framed_paragraph_is_one_of_its_own(body):
    frame = '<w:framePr w:w="3000"/>'

    assert body(p("Trong khung.", props=frame), p(BODY)) == f"<p>Trong khung.</p><p>{BODY}</p>"


def test_what_only_indents_a_paragraph_is_not_taken(body):
    assert (
        body(
            p(r(inside="<w:tab/>"), r("Thụt", b=1), r(inside="<w:tab/><w:tab/>"), "vào"),
            p("\u00a0\u00a0", r("\u00a0 Thụt", i=1)),
        )
        == "<p><strong>Thụt</strong> vào</p><p><em>Thụt</em></p>"
    )


def test_a_head_reaches_as_far_down_as_its_merged_cells(body):
    tall, wide = '<w:vMerge w:val="restart"/>', '<w:gridSpan w:val="2"/>'
    head = row(cell(p(r("Phường", b=1)), props=tall), cell(p(r("Xe", b=1)), props=wide))

    assert body(
        table(head, row(cell(props="<w:vMerge/>"), "Máy", "Con"), row("Vạn Chài", "12", "3"))
    ) == (
        '<table><thead><tr><th scope="col" rowspan="2">Phường</th><th scope="col" colspan="2">Xe'
        '</th></tr><tr><th scope="col">Máy</th><th scope="col">Con</th></tr></thead><tbody><tr>'
        "<td>Vạn Chài</td><td>12</td><td>3</td></tr></tbody></table>"
    )


def test_a_row_that_begins_further_right_keeps_its_columns(body):
    tall = '<w:vMerge w:val="restart"/>'

    assert body(
        table(
            row("A", cell(p("B"), props=tall)),
            row(cell(props="<w:vMerge/>"), props='<w:gridBefore w:val="1"/>'),
        )
    ) == (
        '<table><tbody><tr><td>A</td><td rowspan="2">B</td></tr><tr><td></td></tr></tbody></table>'
    )


def test_cells_that_old_word_joined_are_one(body):
    first, rest = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"

    assert body(
        table(row("A", "B"), row(cell(p("Cộng"), props=first), cell(p("15"), props=rest)))
    ) == (
        "<table><tbody><tr><td>A</td><td>B</td></tr>"
        '<tr><td colspan="2"><p>Cộng</p><p>15</p></td></tr></tbody></table>'
    )


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("<w:default/>", "☒"),
        ('<w:default w:val="0"/><w:checked/>', "☒"),
        ('<w:default/><w:checked w:val="0"/>', "☐"),
    ],
)
def test_a_check_box_of_a_form_is_a_sign(body, state, shown):
    box = field("FORMCHECKBOX", "").replace(
        '"begin"/>',
        f'"begin"><w:ffData><w:checkBox>{state}</w:checkBox></w:ffData></w:fldChar>',
    )

    assert body(p(box, " Đồng ý")) == f"<p>{shown} Đồng ý</p>"


def test_words_style_for_lists_in_lists_is_a_level(body):
    styles = STYLES.replace('w:val="Quote"', 'w:val="List Bullet 2"')

    assert (
        body(p("Rau", num=1), p("muống", num=2, style="Quote"), p("Cá", num=1), styles=styles)
        == "<ul><li>Rau<ol><li>muống</li></ol></li><li>Cá</li></ul>"
    )
