"""Cleaning of figures (library photos in the text): canonical, as the editor sends them, and
broken."""

import pytest

from text.body.clean import Cleaned, clean_body
from text.body.removals import Removal, RemovalKind

EDITOR = (
    '<figure class="photo" data-photo="12"><img alt="" src="/tep/a.jpg"><figcaption>'
    '<div class="caption">dòng một<br>dòng hai</div><div class="credit">Ảnh: PV</div>'
    "</figcaption></figure>"
)
CANONICAL = (
    '<figure data-photo="12"><figcaption>dòng một<br>dòng hai<cite>Ảnh: PV</cite>'
    "</figcaption></figure>"
)
WIDGET = (
    '<div tabindex="-1" class="cke_widget_wrapper cke_widget_block" data-cke-widget-wrapper="1">'
    '<figure class="photo cke_widget_element" data-photo="12" data-widget="photo">'
    '<img alt="" data-cke-saved-src="/tep/a.jpg" src="/tep/a.jpg"><figcaption>'
    '<div class="caption cke_widget_editable" contenteditable="true">dòng một<br />\ndòng hai'
    "</div>\n"
    '<div class="credit cke_widget_editable" contenteditable="true">Ảnh: PV</div></figcaption>'
    '</figure><span class="cke_reset cke_widget_drag_handler_container"><img'
    ' class="cke_reset cke_widget_drag_handler" src="data:image/gif;base64,R0lG"></span></div>'
)


def only_figure(inside, attributes='data-photo="1"'):
    return clean_body(f"<figure {attributes}>{inside}</figure>")


@pytest.mark.parametrize("source", [EDITOR, CANONICAL, WIDGET, f"<div><p>{EDITOR}</p></div>"])
def test_every_form_of_a_figure_becomes_the_canonical_one(source):
    assert clean_body(f"<p>a</p>{source}<p>b</p>") == Cleaned(f"<p>a</p>{CANONICAL}<p>b</p>", ())


@pytest.mark.parametrize(
    "inside, canonical",
    [
        ("", ""),
        ("<figcaption> <br></figcaption>", ""),
        ('<img src="/a.jpg">', ""),
        ("<figcaption>a</figcaption>", "<figcaption>a</figcaption>"),
        ("<figcaption>a<p>b</p><br></figcaption>", "<figcaption>a<br>b</figcaption>"),
        ("<figcaption><cite>PV</cite></figcaption>", "<figcaption><cite>PV</cite></figcaption>"),
        ("<figcaption><b>a</b> <a href=/x>b</a></figcaption>", "<figcaption>a b</figcaption>"),
        (
            "<figcaption>a&nbsp;<br>b &lt; c</figcaption>",
            "<figcaption>a\u00a0<br>b &lt; c</figcaption>",
        ),
        ("<p>a</p>", "<figcaption>a</figcaption>"),
        (
            '<figcaption><div class="credit">PV<br>TTX</div><p class="caption">a</p></figcaption>',
            "<figcaption>a<cite>PV TTX</cite></figcaption>",
        ),
    ],
)
def test_caption_and_credit_are_plain_text(inside, canonical):
    assert only_figure(inside) == Cleaned(f'<figure data-photo="1">{canonical}</figure>', ())


@pytest.mark.parametrize(
    "attributes, canonical",
    [
        (
            'data-photo="1" data-alt="Hồ &quot;Hạ&quot;"',
            'data-photo="1" data-alt="Hồ &quot;Hạ&quot;"',
        ),
        ('data-alt="a\nb" data-photo=" 1 "', 'data-photo="1" data-alt="a b"'),
        ('data-photo="1" data-alt=" "', 'data-photo="1"'),
        ('data-photo="007" class="x" onload="y"', 'data-photo="7"'),
        ('data-photo="9223372036854775807"', 'data-photo="9223372036854775807"'),
    ],
)
def test_a_figure_keeps_its_photo_and_alternative_text(attributes, canonical):
    assert only_figure("", attributes) == Cleaned(f"<figure {canonical}></figure>", ())


@pytest.mark.parametrize("photo", ["0", "-1", "1.5", "x", "9223372036854775808", "١٢", "1e3"])
def test_a_figure_of_an_impossible_photo_is_removed_and_its_caption_told(photo):
    cleaned = only_figure("<figcaption>a<br>b<cite>PV</cite></figcaption>", f'data-photo="{photo}"')

    assert cleaned == Cleaned("", (Removal(RemovalKind.FIGURE, 1, "a b PV"),))


def test_a_figure_of_an_impossible_photo_without_caption_is_told_by_its_id():
    assert only_figure("", 'data-photo="x"') == Cleaned("", (Removal(RemovalKind.FIGURE, 1, "x"),))


def test_a_picture_pasted_from_another_site_is_removed_with_its_caption_told():
    cleaned = clean_body('<figure><img src="//v.example/a.jpg"><figcaption>a</figcaption></figure>')

    assert cleaned == Cleaned(
        "",
        (Removal(RemovalKind.IMAGE, 1, "//v.example/a.jpg"), Removal(RemovalKind.FIGURE, 1, "a")),
    )


def test_a_second_picture_dragged_into_a_figure_is_told():
    cleaned = only_figure('<img src="/a.jpg"><figcaption>a<img src="/b.jpg"></figcaption>')

    assert cleaned == Cleaned(
        '<figure data-photo="1"><figcaption>a</figcaption></figure>',
        (Removal(RemovalKind.IMAGE, 1, "/b.jpg"),),
    )


def test_a_table_in_a_frame_of_its_own_is_text_not_a_picture():
    cleaned = clean_body("<figure><table><tr><td>a</table><figcaption>b</figcaption></figure>")

    assert cleaned == Cleaned("<table><tbody><tr><td>a</td></tr></tbody></table><p>b</p>", ())


FIGURE = '<figure data-photo="1"></figure>'


@pytest.mark.parametrize(
    "source, canonical",
    [
        (f"<p>a{FIGURE}b</p>", f"<p>a</p>{FIGURE}<p>b</p>"),
        (f"<p>{FIGURE}b</p>", f"{FIGURE}<p>b</p>"),
        (
            f"<p><b>a{FIGURE}b</b></p>",
            f"<p><strong>a</strong></p>{FIGURE}<p><strong>b</strong></p>",
        ),
        (f"<h2>a{FIGURE}</h2>b", f"<h2>a</h2>{FIGURE}<p>b</p>"),
        (
            f"<blockquote>a{FIGURE}b</blockquote>",
            f"<blockquote><p>a</p></blockquote>{FIGURE}<blockquote><p>b</p></blockquote>",
        ),
        (f"<blockquote>{FIGURE}</blockquote>", FIGURE),
        (f"<ul><li>a{FIGURE}<li>b</ul>", f"<ul><li>a</li><li>b</li></ul>{FIGURE}"),
        (
            f"<table><tr><td>{FIGURE}<td>a</table>b",
            f"<table><tbody><tr><td></td><td>a</td></tr></tbody></table>{FIGURE}<p>b</p>",
        ),
        (f"<table><tr><td>{FIGURE}</table>b", f"{FIGURE}<p>b</p>"),
        (f"{FIGURE}{FIGURE}", f"{FIGURE}{FIGURE}"),
        ("<figure data-photo=1><h2>a</h2>", f"{FIGURE}<h2>a</h2>"),
        ("<figure data-photo=1><figure data-photo=1></figure>", f"{FIGURE}{FIGURE}"),
        (
            "<figure data-photo=1><figcaption>a</figcaption><p>b",
            '<figure data-photo="1"><figcaption>a</figcaption></figure><p>b</p>',
        ),
    ],
)
def test_a_figure_stands_beside_the_blocks_it_was_in(source, canonical):
    assert clean_body(source) == Cleaned(canonical, ())
