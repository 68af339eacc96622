import pytest

from text.proof.doubled import check_doubled
from text.proof.findings import ProofText


def told(text):
    return [(found.words, found.suggestion) for found in check_doubled(ProofText(text))]


@pytest.mark.parametrize(
    "text, words, once",
    [
        ("kết quả của của đợt", "của của", "của"),
        ("Các các hộ", "Các các", "Các"),
        ("sẽ hội hội nghị", "hội hội", "hội"),
        ("Thành phố thành phố rà soát", "Thành phố thành phố", "Thành phố"),
    ],
)
def test_what_nobody_doubles_is_told(text, words, once):
    assert told(text) == [(words, once)]


@pytest.mark.parametrize(
    "text",
    [
        "Ngày ngày, người người, nhà nhà, đời đời, luôn luôn, xanh xanh, xa xa, từ từ",
        "học sinh sinh năm 2020, công an an ninh",
        "khói bay là là mặt sông",
        "từng bước từng bước, ngày một ngày một",
        "ở cửa ra vào vào sáng hôm sau",
        "việc của, của ai",
        "2.000 2.000",
    ],
)
def test_what_vietnamese_doubles_is_left_alone(text):
    assert told(text) == []
