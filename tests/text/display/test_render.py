"""What pages add to a text: marks where lines must not break, and links on phone numbers."""

import re
from time import thread_time

import pytest
from hypothesis import given, settings, strategies as st

from tests.text.hostile_markup import markup
from text.body.clean import clean_body
from text.body.safe import safe
from text.display import render

ADDED = re.compile(r'<span class="nb">([^<]*)</span>|<a href="tel:[+0-9]+">([^<]*)</a>')
PHONE = '<a href="tel:02253821055">0225 3821 055</a>'
WORDS = st.lists(
    st.sampled_from(
        [
            *"số 7 22 giờ 30 ngày 5/12 0225 3821 055 (0225) 3.821.055 1900 1234 gọi 113".split(),
            *"TP. Hải A XV quý III – 2015 <p> </p> <strong> </strong> <td> <th>Mã</th>".split(),
            *(
                '<a href="/0912345678/7 km">',
                "</a>",
                "<table>",
                "<tr>",
                "&",
                '"',
                "<",
                "\u00a0",
                "5 km",
            ),
        ]
    )
)


def without(html: str) -> str:
    return ADDED.sub(lambda found: found[1] or found[2], html)


@settings(max_examples=300, deadline=None)
@given(st.one_of(markup, WORDS.map(" ".join), WORDS.map("".join)))
def test_nothing_but_marks_and_links_is_added_to_a_body(source):
    for judged in (safe(source), safe(clean_body(source).html)):
        assert without(render.body_html(judged)) == judged


@settings(max_examples=100, deadline=None)
@given(WORDS.map(" ".join))
def test_a_plain_text_is_escaped_and_none_of_it_lost(text):
    escaped = render.escape_value(text)

    assert without(render.plain_line(text)) == without(render.plain_text(text)) == escaped
    assert "<a" not in render.plain_line(text)


@pytest.mark.parametrize("piece", ["1 km ", "TP. ", "5 ", "số 1 – ", "0912 345 678 "])
def test_there_may_be_any_number_of_them(piece):
    judged = f"<p>{piece * 3000}</p>"

    assert without(render.body_html(judged)) == judged


@pytest.mark.parametrize(
    ("judged", "shown"),
    [
        (
            "<p>Xe số 7 chạy 5 km</p>",
            '<p>Xe <span class="nb">số 7</span> chạy <span class="nb">5 km</span></p>',
        ),
        # No mark crosses an element such as `strong`, but the words beyond it are considered.
        ("<p>báo động <strong>3</strong> m</p>", "<p>báo động <strong>3</strong> m</p>"),
        ("<p><em>báo động</em> 3 vượt</p>", "<p><em>báo động</em> 3 vượt</p>"),
        ("<p><em>dài</em> 3 km</p>", '<p><em>dài</em> <span class="nb">3 km</span></p>'),
        # Headings and links get marks too.
        (
            '<h2>Tổ 4</h2><p><a href="/x/">quý III</a></p>',
            '<h2><span class="nb">Tổ 4</span></h2>'
            '<p><a href="/x/"><span class="nb">quý III</span></a></p>',
        ),
        ("<p>Gọi 0225 3821 055.</p>", f"<p>Gọi {PHONE}.</p>"),
        ("<p>Gọi <strong>0225 3821 055</strong></p>", f"<p>Gọi <strong>{PHONE}</strong></p>"),
        ("<p>Gọi <em>113</em></p>", '<p>Gọi <em><a href="tel:113">113</a></em></p>'),
        # No link in a link, nothing in an attribute, no number across a tag or two paragraphs.
        ('<p><a href="/t/">0225 3821 055</a></p>', '<p><a href="/t/">0225 3821 055</a></p>'),
        (
            '<p><a href="/gọi 0912345678/lớp 7/">ở đây</a></p>',
            '<p><a href="/gọi 0912345678/lớp 7/">ở đây</a></p>',
        ),
        ("<p>Gọi 0225 <em>3821</em> 055</p>", "<p>Gọi 0225 <em>3821</em> 055</p>"),
        ("<ul><li>Gọi</li><li>113</li></ul>", "<ul><li>Gọi</li><li>113</li></ul>"),
        (
            "<p>Tài khoản</p><p>0225 3821 055</p>",
            f"<p>Tài khoản</p><p>{PHONE}</p>",
        ),
    ],
)
def test_marks_and_links_stand_in_the_text_alone(judged, shown):
    assert render.body_html(judged) == shown


def test_a_column_or_row_of_other_numbers_has_no_links():
    head = "<tr><th>Doanh nghiệp</th><th>Mã số thuế</th><th>Điện thoại</th></tr>"
    row = "<tr><td>Mỏ Neo</td><td>{}</td><td>{}</td></tr>"
    upright = "<table><tbody><tr><th>Số tài khoản</th><td>{}</td></tr></tbody></table>"
    below = "<p>{}</p>"
    table = f"<table><thead>{head}</thead><tbody>{row}</tbody></table>{upright}{below}"
    code, dialled = "0912345678", '<a href="tel:0912345678">0912345678</a>'

    assert render.body_html(table.format(code, code, code, code)) == table.format(
        code, dialled, code, dialled
    )


def test_nothing_in_a_title_is_dialled():
    assert render.plain_line('Gọi 0225 3821 055 & "số 7"') == (
        'Gọi 0225 3821 055 &amp; &quot;<span class="nb">số 7</span>&quot;'
    )


LONG = {
    "numbers and phones": ("<p>", "Gọi 0225 3842 123 lúc 7 giờ 30. ", "</p>"),
    "a row of phones": ("<table><tbody><tr>", "<td>0225 3842 123</td>", "</tr></tbody></table>"),
    "one cell": ("<table><tbody><tr><td>", "0225 3842 123, ", "</td></tr></tbody></table>"),
}


@pytest.mark.parametrize("kind", LONG)
def test_a_text_eight_times_as_long_takes_about_eight_times_as_long(kind):
    begin, each, end = LONG[kind]
    times = []
    for count in (1000, 8000):
        html = begin + each * count + end
        began = thread_time()
        assert render.body_html(html).count("tel:") == count
        times.append(thread_time() - began)

    # Quadratic code took about fifty times as long, and a page of such a text was never made.
    assert times[1] < 24 * times[0]
