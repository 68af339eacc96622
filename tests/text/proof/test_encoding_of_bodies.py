"""Bodies in TCVN3 and VNI are converted to Unicode: only their words, not their mark-up."""

import pytest

from text.body.clean import clean_body
from text.proof import body_to_unicode, check_legacy, to_unicode
from text.proof.legacy import may_be_legacy

FIGURE = (
    '<figure data-photo="3" data-alt="V¨n hãa"><figcaption>Th«ng tin v¨n hãa<cite>Ảnh: Lâm</cite>'
    "</figcaption></figure>"
)


@pytest.mark.parametrize(
    ("body", "converted"),
    [
        ("<p>Së V¨n hãa vµ Th«ng tin</p>", "<p>Sở Văn hóa và Thông tin</p>"),
        ("<p>V¨n <strong>hã</strong>a Th«ng tin</p>", "<p>Văn <strong>hó</strong>a Thông tin</p>"),
        ("<p>Va<em>ên hoùa</em> thoâng tin</p>", "<p>Vă<em>n hóa</em> thông tin</p>"),
        ("<p>Ho<em>ùa</em> thoâng tin laø</p>", "<p>Hó<em>a</em> thông tin là</p>"),
        ("<p>Th«ng tin &lt;b&gt; &amp; v¨n hãa</p>", "<p>Thông tin &lt;b&gt; &amp; văn hóa</p>"),
        (
            '<p>Th«ng <a href="https://a.example/?a=1&amp;b=V¨n">tin v¨n hãa</a></p>',
            '<p>Thông <a href="https://a.example/?a=1&amp;b=V¨n">tin văn hóa</a></p>',
        ),
        (FIGURE, FIGURE.replace("Th«ng tin v¨n hãa", "Thông tin văn hóa")),
        ("<p>Thành ủy, 120 m², «ville», Muñoz</p>", "<p>Thành ủy, 120 m², «ville», Muñoz</p>"),
        ("", ""),
    ],
)
def test_words_are_converted_and_mark_up_stays_to_the_letter(body, converted):
    assert clean_body(body).html == body

    assert body_to_unicode(body) == converted
    assert clean_body(converted).html == converted


def test_a_run_ends_with_its_paragraph():
    # One of these words alone does not tell its encoding.
    body = "<p>hãa</p><p>tõ</p><ul><li>hãa</li></ul>"

    assert body_to_unicode(body) == body


def test_many_pieces_keep_their_letters():
    body = "<p>" + "<strong>V¨n hãa</strong> Th«ng <em>tin</em> " * 4_000 + "</p>"

    converted = body_to_unicode(body)

    assert "V¨n" not in converted and converted.count("<strong>Văn hóa</strong>") == 4_000


@pytest.mark.parametrize(
    "text",
    [
        "V¨n hãa Th«ng tin",
        "HéI NGHÞ C¸N Bé",
        "Vaên hoùa",
        "Saùng nay, baùo caùo",
        "caây xanh treân phoá",
    ],
)
def test_a_text_in_which_an_encoding_is_found_is_worth_looking_at(text):
    assert check_legacy(text) and to_unicode(text) != text
    assert may_be_legacy(text)


@pytest.mark.parametrize(
    "text",
    ["Thành ủy họp về thực trạng bến cá; hòa, hoà, thuỷ, quý, khuỷu, ngoằn ngoèo", "plain", "“–…"],
)
def test_a_text_in_plain_vietnamese_is_not(text):
    assert not may_be_legacy(text)
