import random
import unicodedata

import pytest

from text.collate import sort_key


@pytest.mark.parametrize(
    "in_order",
    [
        "a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y".split(),
        ["ma", "mà", "mả", "mã", "má", "mạ", "mai"],
        ["An Bình", "Anh", "Ánh Dương", "Ăn", "Âu", "Bình", "Dũng", "Đà", "Đông", "Em"],
        ["2026", "a", "ă", "z", "я"],
        ["bến", "Bến", "bền vững"],
        ["hòa", "hoà", "hóa", "hoá", "hoạ"],
        ["Hồ Hạ", "“Hồ Sen”", "Hồ Xuân"],
        ["", "a"],
    ],
)
def test_words_sort_as_in_a_vietnamese_dictionary(in_order):
    shuffled = random.Random(7).sample(in_order, len(in_order))

    found = [sort_key(word)[:2] for word in sorted(shuffled, key=sort_key)]

    assert found == [sort_key(word)[:2] for word in in_order]


def test_lower_case_comes_before_upper_case_of_the_same_word():
    assert sorted(["Sen", "sen"], key=sort_key) == ["sen", "Sen"]


def test_tones_count_only_among_equal_letters():
    assert sorted(["bạc", "bà con", "ba má"], key=sort_key) == ["bà con", "ba má", "bạc"]


def test_decomposed_names_sort_as_composed_ones():
    name = "Đặng Thuỳ"

    assert sort_key(unicodedata.normalize("NFD", name)) == sort_key(name)
