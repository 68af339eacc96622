"""Title and lead of a Word file; each test is about one behaviour of Word."""

import pytest

from tests.text.word.docx import br, p, r
from tests.text.word.samples import BODY, LEAD, found

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


def test_a_larger_line_below_a_label_is_the_title(taken):
    answer = taken(p(r("Giao thông", i=1)), p(r("Cầu mới thông xe", sz=40)), p(BODY))

    assert answer["title"] == "Cầu mới thông xe"
    assert answer["html"] == f"<p><em>Giao thông</em></p><p>{BODY}</p>"
    assert found(answer) == {}


def test_a_larger_line_below_a_sentence_is_no_title(taken):
    answer = taken(p(LEAD), p(r("Ba năm chờ đợi", sz=40)), p(BODY))

    assert answer["title"] == ""
    assert answer["html"] == f"<p>{LEAD}</p><p>Ba năm chờ đợi</p><p>{BODY}</p>"


def test_a_title_in_capitals_typed_as_two_centred_lines_is_one(taken):
    lines = [p(r(text, b=1), jc="center") for text in ("CHỢ VẠN CHÀI", "MỞ CỬA TRỞ LẠI")]

    answer = taken(*lines, p(BODY))

    assert (answer["title"], answer["html"]) == ("CHỢ VẠN CHÀI MỞ CỬA TRỞ LẠI", f"<p>{BODY}</p>")


@pytest.mark.parametrize(
    "line",
    [
        p(r("Chợ sáng", b=1), jc="center"),
        p(r("CHỢ SÁNG", b=1)),
        p(r("CHỢ SÁNG", b=1, sz=20), jc="center"),
        p("CHỢ SÁNG", jc="center"),
    ],
)
def test_what_differs_from_the_title_is_not_its_second_line(taken, line):
    answer = taken(p(r("CHỢ VẠN CHÀI", b=1), jc="center"), line, p(BODY))

    assert answer["title"] == "CHỢ VẠN CHÀI"
    assert "sáng" in answer["html"].lower()


def test_a_name_between_title_and_lead_is_told_and_stays_in_the_text(taken):
    answer = taken(p("Cầu mới", style="Title"), p(r("Nguyễn Hải", i=1)), p(r(LEAD, b=1)), p(BODY))

    assert (answer["lead"], answer["html"]) == (LEAD, f"<p><em>Nguyễn Hải</em></p><p>{BODY}</p>")
    assert found(answer) == {"signature": (1, ["Nguyễn Hải"])}


def test_the_title_of_an_official_letter_is_its_kind_and_subject(taken):
    head = [p(r("Hải Lam, ngày 12/3", i=1), jc="right"), p(r("THÔNG BÁO", b=1), jc="center")]

    answer = taken(*head, p(r("Về việc cấm đường Lê Lợi", b=1), jc="center"), p(BODY))

    assert answer["title"] == "THÔNG BÁO Về việc cấm đường Lê Lợi"
    assert answer["html"] == f"<p><em>Hải Lam, ngày 12/3</em></p><p>{BODY}</p>"


def test_a_bold_line_on_the_left_below_a_plain_title_is_none(taken):
    answer = taken(p("Cầu mới thông xe"), p(r("Ba năm chờ đợi", b=1)), p(BODY))

    assert answer["title"] == ""
