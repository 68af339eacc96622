"""Cleaning gives blocks, marks and text their canonical form, case by case."""

import unicodedata

import pytest

from tests.text.samples import PRINT_VIEW, TCVN3, WORD_CLEANED, WORD_PASTE
from text.body.clean import Cleaned, clean_body


def clean(source):
    """The canonical form of a text for which the editor must get no note."""
    cleaned = clean_body(source)
    assert cleaned.notes == ()
    return cleaned.html


def test_a_body_of_the_print_views_shape_is_canonical_as_it_stands():
    assert clean(PRINT_VIEW) == PRINT_VIEW


def test_a_word_paste_keeps_text_bold_and_table_and_nothing_else():
    assert clean(WORD_PASTE) == WORD_CLEANED


def test_decomposed_text_is_composed():
    assert clean(unicodedata.normalize("NFD", "<p>Chợ nổi phường Bến</p>")) == (
        "<p>Chợ nổi phường Bến</p>"
    )


def test_legacy_encoded_text_is_never_converted_silently():
    assert clean(f"<p>{TCVN3}</p>") == f"<p>{TCVN3}</p>"


@pytest.mark.parametrize(
    "source, canonical",
    [
        ("", ""),
        ("trần", "<p>trần</p>"),
        ("<p>một<p>hai", "<p>một</p><p>hai</p>"),
        ("<div>một<div>hai</div>ba</div>bốn", "<p>một</p><p>hai</p><p>ba</p><p>bốn</p>"),
        ("<section><nav>một</nav></section>", "<p>một</p>"),
        ("<p><span><font color=red>một</font></span></p>", "<p>một</p>"),
        ("<h1>A</h1><h2>B</h2><h3>C</h3>", "<h2>A</h2><h2>B</h2><h3>C</h3>"),
        ("<h4>D</h4><h5>E</h5><h6>F</h6>", "<h4>D</h4><h4>E</h4><h4>F</h4>"),
        ("<h2><p>A</p></h2><p>b</p>", "<h2>A</h2><p>b</p>"),
        ("<h2>A<p>b", "<h2>A</h2><p>b</p>"),
        ("<p>một</p><hr/><p>hai</p>", "<p>một</p><hr><p>hai</p>"),
        ("<pre>một\n  hai</pre>", "<p>một<br>  hai</p>"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<p>a</p><p>b</p>"),
        ("<chua-biet>một</chua-biet>", "<p>một</p>"),
    ],
)
def test_blocks_become_a_flat_sequence(source, canonical):
    assert clean(source) == canonical


@pytest.mark.parametrize(
    "blank", ["", " ", "&nbsp;", "\u00a0 <br>", "<b>\n</b>", "\u200b", "<br><br>"]
)
def test_an_empty_paragraph_is_dropped(blank):
    assert clean(f"<p>một</p><p>{blank}</p><h2>{blank}</h2><p>hai</p>") == "<p>một</p><p>hai</p>"


@pytest.mark.parametrize(
    "source, canonical",
    [
        ("<b>a</b><i>b</i>", "<strong>a</strong><em>b</em>"),
        ("<del>a</del><strike>b</strike>", "<s>ab</s>"),
        ("<tt>a</tt><small>b</small>", "ab"),
        ("x<sup>2</sup>y<sub>3</sub>", "x<sup>2</sup>y<sub>3</sub>"),
        ("<b>a<i>b</b>c</i>", "<strong>a<em>b</em></strong><em>c</em>"),
        ("<b>a</b><b>b</b>", "<strong>ab</strong>"),
        ("<b><b>a</b>b</b>c", "<strong>ab</strong>c"),
        ("<b>a<br>b</b>", "<strong>a<br>b</strong>"),
        ("<b>a <a href='/x'>b</a> c</b>", '<strong>a <a href="/x">b</a> c</strong>'),
        ("<a href='/x'>a <b>b</b></a>", '<a href="/x">a <strong>b</strong></a>'),
        ("<span style='font-weight: 700'>a</span>", "<strong>a</strong>"),
        ("<span style='font-style:italic'>a</span>", "<em>a</em>"),
        ("<span style='vertical-align:super'>a</span>", "<sup>a</sup>"),
        ("<span style='text-decoration: line-through'>a</span>", "<s>a</s>"),
        ("<b style='font-weight:normal'>a</b>", "a"),
    ],
)
def test_marks_are_few_and_nested_one_way(source, canonical):
    assert clean(f"<p>{source}</p>") == f"<p>{canonical}</p>"


def test_marks_that_were_not_closed_go_on_in_the_next_paragraph():
    assert (
        clean("<p><b>a</p><p>b</b>c</p>") == "<p><strong>a</strong></p><p><strong>b</strong>c</p>"
    )


@pytest.mark.parametrize(
    "source, canonical",
    [
        ("a\u00a0b&nbsp;c", "a\u00a0b\u00a0c"),
        ("\u00a0a", "\u00a0a"),
        ("a\u00a0", "a\u00a0"),
        ("a  b", "a  b"),
        ("a\n   b", "a b"),
        ("a\r\nb", "a b"),
        ("\n  a\n", "a"),
        ("a<br />\nb", "a<br>b"),
        ("a<br>", "a"),
        ("a<br><br>b", "a<br><br>b"),
        ("&agrave; &ldquo;b&rdquo; &#7879;", "à “b” ệ"),
        ('a &lt; b &amp;nbsp; &gt; "c"', 'a &lt; b &amp;nbsp; &gt; "c"'),
        ("5 < 6 & 7", "5 &lt; 6 &amp; 7"),
        ("kết./.", "kết./."),
    ],
)
def test_text_is_kept_to_the_letter(source, canonical):
    assert clean(f"<p>{source}</p>") == f"<p>{canonical}</p>"


@pytest.mark.parametrize(
    "source, canonical",
    [
        ("a<!-- b -->c", "<p>ac</p>"),
        ("a<!--[if mso]><b>x</b><![endif]-->c", "<p>ac</p>"),
        ("<![if !vml]>a<![endif]>", "<p>a</p>"),
        ("<!DOCTYPE html><?xml a?>a", "<p>a</p>"),
        ("a<!-->b", "<p>ab</p>"),
        ("a<!-- b", "<p>a b</p>"),
        ('a <b title="b', '<p>a &lt;b title="b</p>'),
        ("a<o:p></o:p>", "<p>a</p>"),
        ("<style>p{}</style>a", "<p>a</p>"),
        ("<head><title>x</title></head>a", "<p>a</p>"),
        ("a</span></b></p></table></ul>b", "<p>a</p><p>b</p>"),
    ],
)
def test_leavings_go_and_text_stays_even_in_broken_mark_up(source, canonical):
    assert clean(source) == canonical


@pytest.mark.parametrize(
    "source, canonical",
    [
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li><p>a</p></li></ul>", "<ul><li>a</li></ul>"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
        ("<ul><li>a<ol><li>b</ol></ul>", "<ul><li>a<ol><li>b</li></ol></li></ul>"),
        ("<ul><li>a</li><ul><li>b</ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li> </li><li>a</ul><ol></ol>", "<ul><li>a</li></ul>"),
        ("<ol start=4><li>a</ol>", '<ol start="4"><li>a</li></ol>'),
        ("<ol start=x><li>a</ol>", "<ol><li>a</li></ol>"),
        ("<ul><li><h2>a</h2></ul>b", "<ul><li>a</li></ul><p>b</p>"),
        ("<li>a</li>", "<p>a</p>"),
    ],
)
def test_lists_hold_items_and_items_hold_text(source, canonical):
    assert clean(source) == canonical


@pytest.mark.parametrize(
    "source, canonical",
    [
        ("<blockquote>a</blockquote>b", "<blockquote><p>a</p></blockquote><p>b</p>"),
        ("<blockquote><h2>a</h2></blockquote>", "<blockquote><p>a</p></blockquote>"),
        (
            "<blockquote>a<blockquote>b</blockquote>c</blockquote>d",
            "<blockquote><p>a</p><p>b</p><p>c</p></blockquote><p>d</p>",
        ),
        ("<blockquote> </blockquote>", ""),
    ],
)
def test_a_quote_holds_paragraphs(source, canonical):
    assert clean(source) == canonical


def row(*cells):
    return f"<table><tbody><tr>{''.join(cells)}</tr></tbody></table>"


@pytest.mark.parametrize(
    "source, canonical",
    [
        ("<table><tr><td>a<td>b</table>", row("<td>a</td>", "<td>b</td>")),
        ("<table><td>a</table>", row("<td>a</td>")),
        ("<table><tr><td> </td><td>b</td></tr></table>", row("<td></td>", "<td>b</td>")),
        (
            "<table><tr><th scope=ROW>a<td rowspan=2 width=9>b</table>",
            row('<th scope="row">a</th>', '<td rowspan="2">b</td>'),
        ),
        ("<table><tr><td colspan=1>a<td colspan=-2>b</table>", row("<td>a</td>", "<td>b</td>")),
        ("<table><tr><td colspan=999999>a</table>", row('<td colspan="1000">a</td>')),
        ("<table><tr><td><p>a</p><p>b</p></table>", row("<td><p>a</p><p>b</p></td>")),
        ("<table><tr><td>a<ul><li>b</ul></table>", row("<td>a<ul><li>b</li></ul></td>")),
        (
            "<b>x<table><tr><td>a</table>y</b>",
            f"<p><strong>x</strong></p>{row('<td>a</td>')}<p><strong>y</strong></p>",
        ),
        (
            "<table><tr><td>a<table><tr><td>b</td></tr></table>c</td></tr></table>",
            row("<td><p>a</p><p>b</p><p>c</p></td>"),
        ),
        (
            "<table><tfoot><tr><td>c</tfoot><caption>t<p>u</caption><thead><tr><th>a</thead>"
            "<tr><td>b</table>",
            "<table><caption>t<br>u</caption><thead><tr><th>a</th></tr></thead>"
            "<tbody><tr><td>b</td></tr><tr><td>c</td></tr></tbody></table>",
        ),
        ("<table>a<tr>b<td>c</table>", "<p>a</p><p>b</p>" + row("<td>c</td>")),
        ("<table><tr><td>&nbsp;</td></tr></table>", ""),
        (
            "<ul><li>a<table><tr><td>b</table>c</ul>",
            f"<ul><li><p>a</p><p>c</p></li></ul>{row('<td>b</td>')}",
        ),
    ],
)
def test_a_table_keeps_its_cells_and_what_they_say(source, canonical):
    assert clean(source) == canonical


def test_no_content_at_all_is_an_empty_string():
    assert clean_body("<div><p>&nbsp;</p></div>\n") == Cleaned("", ())
