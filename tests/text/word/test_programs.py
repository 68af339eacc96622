"""Word files that other programs or other versions of Word have written."""

import unicodedata

import pytest

from tests.text.word.docx import NUMBERING, STYLES, p, picture, r, text_box
from tests.text.word.samples import BODY, PICTURE, found


def test_a_picture_that_libreoffice_puts_into_a_box_with_its_caption(taken):
    """LibreOffice has other names for styles, and puts the caption into the picture's paragraph."""
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


def test_what_pandoc_gives_to_the_paragraphs_of_an_item_is_no_bullet(body):
    blank = NUMBERING.replace('w:val=""', 'w:val=" "')

    assert body(p("Cá", num=2), p("Giá tăng.", num=1), p("Tôm", num=2), numbering=blank) == (
        '<ol><li>Cá</li></ol><p>Giá tăng.</p><ol start="2"><li>Tôm</li></ol>'
    )


@pytest.mark.parametrize("name", ["Block Text", "Block Quotation", "Quotations"])
def test_pandoc_and_libreoffice_have_names_of_their_own_for_quotations(body, name):
    styles = STYLES.replace('w:val="Quote"', f'w:val="{name}"')

    assert body(p("Nước lên.", style="Quote"), styles=styles) == (
        "<blockquote><p>Nước lên.</p></blockquote>"
    )
