"""Pictures of a Word file, their captions and credits; each test is about one behaviour of Word."""

import pytest

from tests.text.word.docx import br, cell, p, picture, r, row, table, text_box
from tests.text.word.samples import BODY, LEAD, PICTURE, TWO, found

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


def test_a_plain_line_that_ends_with_a_credit_is_the_caption(body):
    assert body(
        p(BODY), p(picture("rId20")), p("Xe qua cầu. Ảnh: Hải Đăng"), p(BODY), pictures=PICTURE
    ) == (
        f'<p>{BODY}</p><figure data-photo="1"><figcaption>Xe qua cầu.<cite>Ảnh: Hải Đăng</cite>'
        f"</figcaption></figure><p>{BODY}</p>"
    )


def test_who_signed_under_the_last_picture_is_no_caption(taken):
    answer = taken(
        p("Cầu mới", style="Title"), p(BODY), p(picture("rId20")),
        p(r("Tin, ảnh: NGUYỄN HẢI", i=1), jc="center"), pictures=PICTURE,
    )  # fmt: skip

    assert answer["html"].endswith("</figure><p><em>Tin, ảnh: NGUYỄN HẢI</em></p>")
    assert found(answer) == {"signature": (1, ["Tin, ảnh: NGUYỄN HẢI"])}


def test_a_caption_in_the_cell_beside_its_picture(body):
    beside = table(row(cell(p(picture("rId20"))), "Xe máy"), row(cell(p(picture("rId21"))), "Ô tô"))

    assert body(p(BODY), beside, p(BODY), pictures=TWO) == (
        f'<p>{BODY}</p><figure data-photo="1"><figcaption>Xe máy</figcaption></figure>'
        f'<figure data-photo="2"><figcaption>Ô tô</figcaption></figure><p>{BODY}</p>'
    )


@pytest.mark.parametrize("first", ["picture", "caption"])
def test_a_caption_in_a_box_beside_a_floating_picture(taken, first):
    both = [picture("rId20"), text_box(p("Xe qua cầu.", style="Caption"))]
    both = both if first == "picture" else both[::-1]

    answer = taken(p("Cầu mới", style="Title"), p(BODY), p(*both, "Chợ đã mở."), pictures=PICTURE)

    assert answer["html"] == (
        f'<p>{BODY}</p><figure data-photo="1"><figcaption>Xe qua cầu.</figcaption></figure>'
        "<p>Chợ đã mở.</p>"
    )
    assert found(answer) == {}


def test_a_box_beside_a_picture_that_holds_no_caption_stays_text(taken):
    answer = taken(
        p("Cầu mới", style="Title"), p(BODY), p(picture("rId20"), text_box(p("Mở 5-18 giờ"))),
        p(BODY), pictures=PICTURE,
    )  # fmt: skip

    assert answer["html"] == (
        f'<p>{BODY}</p><figure data-photo="1"></figure><p>Mở 5-18 giờ</p><p>{BODY}</p>'
    )
    assert found(answer) == {"textbox": (1, ["Mở 5-18 giờ"])}


def test_the_only_words_in_a_box_with_a_picture_are_its_caption(body):
    box = text_box(p(picture("rId20")), p("Bến cá lúc bình minh"))

    assert body(p(BODY, box), p(BODY), pictures=PICTURE) == (
        f'<p>{BODY}</p><figure data-photo="1"><figcaption>Bến cá lúc bình minh</figcaption>'
        f"</figure><p>{BODY}</p>"
    )


def test_a_caption_below_two_pictures_stands_below_the_last(body):
    both = cell(p("Hai bờ sông"), props='<w:gridSpan w:val="2"/>')
    pictures = row(cell(p(picture("rId20"))), cell(p(picture("rId21"))))

    assert body(p(BODY), table(pictures, row(both)), pictures=TWO) == (
        f'<p>{BODY}</p><figure data-photo="1"></figure><figure data-photo="2"><figcaption>'
        "Hai bờ sông</figcaption></figure>"
    )


def test_a_table_of_one_column_keeps_the_order_of_its_words_and_pictures(body):
    chart = table(row("Biểu đồ 1"), row(cell(p(picture("rId20")))), row("Nguồn: Cục Thống kê"))

    assert body(p(BODY), chart, p(BODY), pictures=PICTURE) == (
        f'<p>{BODY}</p><p>Biểu đồ 1</p><figure data-photo="1"></figure>'
        f"<p>Nguồn: Cục Thống kê</p><p>{BODY}</p>"
    )


def test_a_picture_between_two_spaces_leaves_one(body):
    assert body(p(BODY), p("Xe ", picture("rId20"), " qua cầu."), pictures=PICTURE) == (
        f'<p>{BODY}</p><p>Xe qua cầu.</p><figure data-photo="1"></figure>'
    )


def test_a_centred_box_with_no_picture_beside_it_is_told(taken):
    box = text_box(p("Mở 5-18 giờ", jc="center"))

    answer = taken(p("Cầu mới", style="Title"), p(BODY, box), p("Chợ đã mở."))

    assert answer["html"] == f"<p>{BODY}</p><p>Mở 5-18 giờ</p><p>Chợ đã mở.</p>"
    assert found(answer) == {"textbox": (1, [BODY])}


def test_stars_between_parts_are_no_caption(body):
    assert body(p(BODY), p(picture("rId20")), p("* * *", jc="center"), pictures=PICTURE) == (
        f'<p>{BODY}</p><figure data-photo="1"></figure><p>* * *</p>'
    )
