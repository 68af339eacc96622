import unicodedata

import pytest
from hypothesis import given, strategies as st

from text.fold import fold


@pytest.mark.parametrize(
    "one, other",
    [
        ("Đảng bộ", "dang bo"),
        ("hoà", "hòa"),
        ("uỷ ban", "ủy ban"),
        ("ĐƯỜNG PHỐ", "đường phố"),
        ("Ðà Nẵng", "Đà Nẵng"),
        (unicodedata.normalize("NFD", "Thủ đô"), "thủ đô"),
        ("Sáng\u00a012/9", "sáng  12/9 "),
        ("“Hồ Hạ”", '"hồ hạ"'),
        ("‘Hồ Hạ’", "'hồ hạ'"),
        ("2021 – 2026", "2021 - 2026"),
        ("còn nữa…", "con nua..."),
        ("phư\u00adờng", "phuong"),
        ("Straße", "strasse"),
    ],
)
def test_two_ways_of_writing_fold_into_one(one, other):
    assert fold(one) == fold(other)


def test_letters_that_differ_by_more_than_marks_stay_apart():
    assert [fold(word) for word in ("đa", "ta", "tra", "gia")] == ["da", "ta", "tra", "gia"]


def test_white_space_of_all_kinds_becomes_single_spaces():
    assert fold("\u00a0 Một\t\r\nhai\u2003ba \u3000") == "mot hai ba"


def test_letters_of_other_scripts_stay_letters():
    assert fold("Ελλάδα 한국 日本") == "ελλαδα 한국 日本"


@given(st.text())
def test_folding_twice_is_folding_once(value):
    assert fold(fold(value)) == fold(value)
