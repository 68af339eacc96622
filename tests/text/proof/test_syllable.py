import re

import pytest

from tests.text.proof.labelled import good_articles
from text.proof.syllable import Syllable, in_other_style, parse, syllables, without_tones


@pytest.mark.parametrize(
    "word",
    """hòa hoà quý thủy thuỷ giếng gìn gì giặt quốc quyết khuỷu khuya thuở huơ ngoằn ngoèo nguệch
    nghiêng khuynh yêu ý uyển ỉa quẫy oẳn rượu xoong ừm HÒA Đường buýt quýt kỳ kì""".split(),
)
def test_what_vietnamese_has_is_a_syllable(word):
    assert parse(word) is not None


@pytest.mark.parametrize(
    "word, fault",
    [
        ("hoach", "a rime that ends in ch has sắc or nặng"),
        ("học̀", "two tones"),
        ("kêt", "a rime that ends in t has sắc or nặng"),
        ("sàch", "no huyền before ch"),
        ("đuợc", "uơ for ươ"),
        ("phừơng", "the tone stands on the ơ"),
        ("qúa", "the u of qu is no vowel"),
        ("gìa", "the i of gi is no vowel here"),
        ("cế", "k stands before ê"),
        ("kan", "c stands before a"),
        ("nghanh", "ng stands before a"),
        ("ngê", "ngh stands before ê"),
        ("gế", "gh stands before ê"),
        ("hoaì", "the tone of oai stands on the a"),
        ("iêu", "yêu, when nothing stands before"),
        ("moan", "no w after m"),
        ("đắk", "no Vietnamese word ends in k"),
        ("ứơc", "two places"),
    ],
)
def test_what_the_rules_forbid_is_none(word, fault):
    assert parse(word) is None, fault


def test_both_tone_styles_are_told_apart_where_they_differ():
    words = ["hòa", "hoà", "quý", "thủy", "thuỷ", "loe", "hoàn"]

    assert [parse(word) for word in words] == [
        Syllable("hoa", "huyền", "old"),
        Syllable("hoa", "huyền", "new"),
        Syllable("quy", "sắc"),
        Syllable("thuy", "hỏi", "old"),
        Syllable("thuy", "hỏi", "new"),
        Syllable("loe", ""),
        Syllable("hoan", "huyền"),
    ]


def test_a_syllable_is_respelt_in_the_other_style():
    words = ["hòa", "hoà", "khoẻ", "ủy"]

    assert [in_other_style(parse(word)) for word in words] == ["hoà", "hòa", "khỏe", "uỷ"]


def test_tones_are_taken_off_and_marks_of_letters_stay():
    assert without_tones("Đượợc") == ("đươơc", ["nặng", "nặng"])


def test_every_syllable_is_written_in_one_way_or_two():
    ways: dict[tuple[str, str], int] = {}
    for syllable in syllables().values():
        ways[syllable.letters, syllable.tone] = ways.get((syllable.letters, syllable.tone), 0) + 1

    assert set(ways.values()) == {1, 2}


def test_all_lower_case_words_with_marks_in_the_demo_city_are_syllables():
    words = {
        word
        for part in ("tuned", "held out")
        for title, texts in good_articles(part)
        for word in re.findall(r"[^\W\d_]+", " ".join([title, *texts]))
        if word == word.lower() and not word.isascii() and word.isalpha()
    }

    assert len(words) > 1800
    assert {word for word in words if parse(word) is None} == {"ôxy", "ă"}
