import pytest

from tests.text.samples import PRINT_VIEW, PRINT_VIEW_TEXTS
from text.body.clean import Cleaned, clean_body
from text.body.read import Figure, HtmlPart, figures, paragraphs, split_at_figures, to_editor

RICH = (
    '<figure data-photo="12" data-alt="Hồ &quot;Hạ&quot; &amp; sen"><figcaption>một<br>hai &lt; ba'
    "<cite>Ảnh: PV</cite></figcaption></figure>"
)
FIGURE = Figure(12, "một\nhai < ba", "Ảnh: PV", 'Hồ "Hạ" & sen')
BARE = '<figure data-photo="13"></figure>'


def test_a_body_is_cut_at_its_figures():
    assert split_at_figures(f"<p>a</p><h2>b</h2>{RICH}{BARE}<p>c</p>") == [
        HtmlPart("<p>a</p><h2>b</h2>"),
        FIGURE,
        Figure(13, "", "", None),
        HtmlPart("<p>c</p>"),
    ]


def test_an_empty_body_has_no_segments():
    assert split_at_figures("") == []


def test_figures_come_in_order_and_as_often_as_they_are_used():
    assert figures(f"{BARE}<p>a</p>{RICH}{BARE}") == [Figure(13), FIGURE, Figure(13)]


def test_texts_come_in_reading_order_to_the_letter():
    assert paragraphs(PRINT_VIEW) == PRINT_VIEW_TEXTS


@pytest.mark.parametrize(
    "html, texts",
    [
        ("", []),
        ("<p>a <strong>b</strong><br>c &amp; d</p><h2>e</h2><hr>", ["a b\nc & d", "e"]),
        ("<ul><li>a<ol><li>b</li></ol></li><li><p>c</p><p>d</p></li></ul>", ["a", "b", "c", "d"]),
        ("<blockquote><p>a</p><p>b</p></blockquote>", ["a", "b"]),
        (
            "<table><caption>t</caption><thead><tr><th>a</th><th></th></tr></thead><tbody>"
            "<tr><td>b</td><td><p>c</p><p>d</p></td></tr><tr><td></td><td>e<ul><li>f</li></ul></td>"
            "</tr><tr><td></td><td></td></tr></tbody></table>",
            ["t", "a\t", "b\tc\nd", "\te\nf"],
        ),
        (f"{RICH}{BARE}<p>a</p>", ["một\nhai < ba", "Ảnh: PV", "a"]),
    ],
)
def test_each_block_gives_its_text(html, texts):
    assert paragraphs(html) == texts


def library(photo):
    return {12: ("/tep/12.jpg?a=1&b=2", "Hồ"), 13: ("/tep/13.jpg", 'Chợ "nổi"')}.get(photo)


def test_the_editor_sees_the_photo_with_caption_and_credit_to_type_in():
    assert to_editor(f"<p>a</p>{RICH}", library) == (
        '<p>a</p><figure class="photo" data-photo="12" data-alt="Hồ &quot;Hạ&quot; &amp; sen">'
        '<img alt="Hồ &quot;Hạ&quot; &amp; sen" src="/tep/12.jpg?a=1&amp;b=2"><figcaption>'
        '<div class="caption">một<br>hai &lt; ba</div><div class="credit">Ảnh: PV</div>'
        "</figcaption></figure>"
    )


def test_a_figure_without_words_has_empty_places_for_them_in_the_editor():
    assert to_editor(BARE, library) == (
        '<figure class="photo" data-photo="13"><img alt="Chợ &quot;nổi&quot;" src="/tep/13.jpg">'
        '<figcaption><div class="caption"></div><div class="credit"></div></figcaption></figure>'
    )


@pytest.mark.parametrize("image", [library, lambda photo: None])
def test_what_the_editor_sends_back_unchanged_is_the_same_body(image):
    body = f"<p>a</p>{RICH}<p>b</p>{BARE}{BARE}"

    assert clean_body(to_editor(body, image)) == Cleaned(body, ())
