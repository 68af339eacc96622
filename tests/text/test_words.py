import unicodedata

import pytest

from text.fold import MAX_WORD_CHARACTERS, words


def folded(text):
    return [word.folded for word in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đảng bộ Thành phố", ["dang", "bo", "thanh", "pho"]),
        ("43/2023/NĐ-CP", ["43", "2023", "nd", "cp"]),
        ("từ 18.000 – 18.500 đảng viên", ["tu", "18000", "18500", "dang", "vien"]),
        ("1.234.567 và 12.3456", ["1234567", "va", "12", "3456"]),
        ("snake_case", ["snake", "case"]),
        ("", []),
        ("… – !?", []),
    ],
)
def test_words_are_syllables_numbers_and_foreign_words(text, expected):
    assert folded(text) == expected


def test_a_word_knows_where_it_stands():
    text = "Cảng Mỏ Neo"

    assert [text[word.start : word.end] for word in words(text)] == ["Cảng", "Mỏ", "Neo"]


@pytest.mark.parametrize(
    ("one", "other"), [("hoà", "hòa"), ("Hoà", "hòa"), ("thuỷ", "thủy"), ("khoẻ", "KHỎE")]
)
def test_the_place_of_a_tone_makes_no_other_word(one, other):
    assert [word.exact for word in words(one)] == [word.exact for word in words(other)]


@pytest.mark.parametrize(
    ("one", "other"), [("đang", "dang"), ("đảng", "đang"), ("đăng", "đang"), ("hòa", "hóa")]
)
def test_accents_make_another_word_that_sounds_alike(one, other):
    assert [word.folded for word in words(one)] == [word.folded for word in words(other)]
    assert [word.exact for word in words(one)] != [word.exact for word in words(other)]


def test_decomposed_text_gives_the_same_words():
    text = "phát triển đảng viên"

    assert words(unicodedata.normalize("NFD", text)) == words(text)


def test_a_word_of_any_length_is_cut():
    assert folded("a" * 10_000) == ["a" * MAX_WORD_CHARACTERS]
