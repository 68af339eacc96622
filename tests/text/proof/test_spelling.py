import pytest

from text.proof.findings import ProofText
from text.proof.spelling import check_spelling, decode_telex


def told(text):
    return [(found.words, found.suggestion) for found in check_spelling(ProofText(text))]


@pytest.mark.parametrize(
    "text, wrong, right",
    [
        ("công trình đuợc khởi công", "đuợc", "được"),
        ("nguồn nưóc sạch", "nưóc", "nước"),
        ("phừơng Cửa Trầm", "phừơng", "phường"),
        ("kết qủa khảo sát", "qủa", "quả"),
        ("đượợc trả lời", "đượợc", "được"),
        ("các nghành liên quan", "nghành", "ngành"),
        ("không khôgn thu phí", "khôgn", "không"),
        ("thốngg kê", "thốngg", "thống"),
        ("KẾ HOẠHC năm", "HOẠHC", "HOẠCH"),
        ("Hànhchính công", "Hànhchính", "Hành chính"),
        ("các bộ, nghanh", "nghanh", None),
        ("Ðảng bộ ðã họp", "Ðảng", "Đảng"),
    ],
)
def test_an_impossible_syllable_is_told_with_what_was_likely_meant(text, wrong, right):
    found = told(text)

    assert found[0][0] == wrong
    assert right is None or found[0][1] == right


def test_the_word_beside_it_decides_between_corrections():
    assert [told("kêt thúc"), told("kêt nạp"), told("kêt xe")] == [
        [("kêt", "kết")],
        [("kêt", "kết")],
        [("kêt", "kết")],
    ]
    # Without marks, `hoac` may be a word of any language.
    assert told("trực thăng hoac xe") == []


def test_no_correction_is_offered_when_several_are_as_likely():
    assert told("một câp đường") == [("câp", None)]


@pytest.mark.parametrize(
    "text",
    [
        "Đắk Lắk, Krông Pắc, Pác Bó, Plei Ku, Buôn Đôn, Y Tý, Niê, Kpă, H'Hen, M'Nông",
        "ôtô, bêtông, sôcôla, vắcxin, kilôgam, ô-tô, xăng-ti-mét, a-xít, Xanh Pê-téc-bua",
        "COVID-19, 1.200 kWh, km/h, SpO2, m², UBND, HĐND, TTƯT, QĐ-UBND, Ths., đ/c, pH, iPhone",
        "internet, karaoke, camera, container, robot, marathon, logistics, chip, e-mail, gas",
        "São Paulo, Düsseldorf, Málaga, résumé, café, Müller, Dvořák, Håkon",
        "a@hailam.example https://hailam.example/đuợc www.hailam.vn/nuớc #đuợc @đuợc ubnd.vn/nuớc",
        "of, if, chef, tour, boots, trees, three, window, down, things, thus, hair, loaf, roof",
    ],
)
def test_names_loanwords_abbreviations_and_addresses_are_left_alone(text):
    assert told(text) == []


@pytest.mark.parametrize(
    "keys, word",
    [
        ("ddược", "được"),
        ("dduwowcj", "được"),
        ("truwowngf", "trường"),
        ("trườngf", "trường"),
        ("thanhf", "thành"),
        ("vaf", "và"),
        ("cuar", None),
        ("boots", None),
        ("of", None),
    ],
)
def test_keys_of_telex_are_read_where_no_other_language_has_such_words(keys, word):
    assert decode_telex(keys) == word
