import unicodedata

import pytest

from text.proof import check
from text.proof.characters import check_characters


def told(text):
    return [(f.kind, f.words, f.start, f.suggestion, f.about) for f in check_characters(text)]


def test_decomposed_words_side_by_side_are_one_finding():
    text = "Ngày mai, " + unicodedata.normalize("NFD", "đánh giá") + " lại"

    [found] = told(text)

    assert found == ("decomposed", text[10:20], 10, "đánh giá", "")


def test_a_stray_no_break_space_is_told_with_its_code():
    assert told("Sáng\u00a019/10, họp") == [("no-break", "\u00a0", 4, " ", "U+00A0")]


def test_a_number_may_be_held_to_its_unit_and_to_its_thousands():
    assert told("dài 40\u00a0m, giá 32\u202f000 đồng, giảm 50\u00a0%") == []


def test_characters_that_show_nothing_are_told():
    assert told("Thành\u200b phố có\u00ad") == [
        ("invisible", "\u200b", 5, "", "U+200B"),
        ("invisible", "\u00ad", 13, "", "U+00AD"),
    ]


def test_a_joiner_of_pictograms_is_no_fault():
    assert told("Cả nhà 👨\u200d👩\u200d👧 vui") == []


def test_spaces_in_a_row_are_told_but_not_at_the_ends():
    assert told("  một  hai   ") == [("double-space", "  ", 5, " ", "")]


def test_a_space_before_punctuation_is_told():
    assert told("Có 3 việc : một , hai .") == [
        ("space-before", " :", 9, ":", ""),
        ("space-before", " ,", 15, ",", ""),
        ("space-before", " .", 21, ".", ""),
    ]


@pytest.mark.parametrize("text", ["còn ... nữa", "học .NET", "đuôi .vn", "cười :)", "trang ./."])
def test_dots_that_begin_a_word_are_no_punctuation(text):
    assert told(text) == []


def test_offsets_are_those_of_the_given_text():
    text = unicodedata.normalize("NFD", "Học sinh ") + "đ\u200buợc về"

    [found] = [each for each in check(text) if each.kind == "misspelt"]

    assert (found.words, text[found.start : found.end], found.suggestion) == (
        *("đ\u200buợc", "đ\u200buợc"),
        "được",
    )
