import time
import unicodedata

import pytest

from text.unicode import forbidden, nfc, replacement_contexts, unix_newlines


def test_decomposed_text_is_composed():
    assert nfc(unicodedata.normalize("NFD", "Đảng bộ phường Bến Sen")) == "Đảng bộ phường Bến Sen"


def test_no_break_and_other_spaces_stay_to_the_letter():
    assert nfc("Sáng\u00a012/9\u2009–\u202f2026\u3000") == "Sáng\u00a012/9\u2009–\u202f2026\u3000"


def test_a_hundred_thousand_marks_in_a_row_are_composed_in_seconds():
    started = time.thread_time()

    composed = nfc("a" + "\u0301\u0323" * 50_000)

    assert (composed[0], time.thread_time() - started < 5) == ("ạ", True)


def test_breaking_up_endless_marks_is_done_once():
    composed = nfc("a" + "\u0301\u0323" * 100)

    assert nfc(composed) == composed


@pytest.mark.parametrize(
    "character, name",
    [
        ("\x00", "U+0000"),
        ("\x0b", "U+000B"),
        ("\x1f", "U+001F"),
        ("\x7f", "U+007F"),
        ("\x85", "U+0085"),
        ("\u200e", "U+200E"),
        ("\u200f", "U+200F"),
        ("\u202a", "U+202A"),
        ("\u202e", "U+202E"),
        ("\u2066", "U+2066"),
        ("\u2069", "U+2069"),
        ("\ufeff", "U+FEFF"),
        ("\ud800", "U+D800"),
        ("\udfff", "U+DFFF"),
        ("\ufdd0", "U+FDD0"),
        ("\uffff", "U+FFFF"),
        ("\U0010fffe", "U+10FFFE"),
    ],
)
def test_a_character_that_no_text_may_hold_is_named(character, name):
    assert forbidden(f"một{character}hai") == [name]


def test_forbidden_characters_are_named_once_in_order_of_appearance():
    assert forbidden("\u202ea\x00b\u202e") == ["U+202E", "U+0000"]


@pytest.mark.parametrize(
    "character",
    ["\t", "\n", "\r", "\u00a0", "\u00ad", "\u200b", "\u200d", "\u202f", "\ufffd", "😀"],
)
def test_an_unusual_but_honest_character_is_allowed(character):
    assert forbidden(f"một{character}hai") == []


def test_every_line_end_becomes_a_line_feed():
    assert unix_newlines("a\r\nb\rc\nd\r\r\ne") == "a\nb\nc\nd\n\ne"


def test_a_lost_letter_is_shown_with_what_stands_around_it():
    text = "Từ sáng nay, người dân phường B\ufffdn Gỗ qua\ncầu mới không mất phí"

    assert replacement_contexts(text) == [", người dân phường B\ufffdn Gỗ qua cầu mới kh"]
    assert replacement_contexts("Bến Gỗ") == []


def test_letters_lost_side_by_side_are_one_place_and_three_places_are_enough():
    assert replacement_contexts("\ufffd\ufffd\ufffd") == ["\ufffd\ufffd\ufffd"]
    assert len(replacement_contexts(f"\ufffd{' ' * 40}" * 10_000)) == 3
