import pytest

from text.proof.dates import check_dates
from text.proof.findings import ProofText


def told(text, year=2026):
    return [
        (str(found.kind), found.words, found.suggestion, found.about)
        for found in check_dates(ProofText(text), year)
    ]


@pytest.mark.parametrize(
    "text, words, right, date",
    [
        ("Thứ Hai, 26/01/2019", "Thứ Hai", "Thứ Bảy", "26/01/2019"),
        ("Thứ Hai, 22:29 26/01/2019", "Thứ Hai", "Thứ Bảy", "26/01/2019"),
        ("thứ ba ngày 5 tháng 3 năm 2026", "thứ ba", "thứ năm", "5 tháng 3 năm 2026"),
        ("vào thứ 5, ngày 10/7", "thứ 5", "thứ 6", "10/7"),
        ("sáng thứ Hai tuần này (ngày 6/1)", "thứ Hai", "thứ Ba", "6/1"),
        ("Chủ nhật (9/3)", "Chủ nhật", "Thứ Hai", "9/3"),
        ("CHỦ NHẬT - 9.3.2026", "CHỦ NHẬT", "THỨ HAI", "9.3.2026"),
        ("ngày 12-05-2026 (thứ Sáu)", "thứ Sáu", "thứ Ba", "12-05-2026"),
        ("thứ Hai, ngày 8/3", "thứ Hai", "Chủ nhật", "8/3"),
    ],
)
def test_a_weekday_that_is_not_that_of_its_date_is_told(text, words, right, date):
    [(kind, said, suggestion, about)] = told(text)

    assert (kind, said, suggestion.lower(), about) == ("weekday", words, right.lower(), date)


@pytest.mark.parametrize(
    "text",
    [
        "Thứ Bảy, 26/01/2019 22:29",
        "Chủ nhật (8/3)",
        "Từ thứ Hai đến thứ Sáu (5-9/1)",
        "lần thứ hai, 5/3; đợt thứ ba ngày 5/3/2026",
        "Ngày 30/4 rơi vào thứ Năm, ngày 1/5 vào thứ Sáu",
        "thứ Hai, 31/4/2026x",
        "thứ Ba, ngày 10/1 âm lịch",
        "thứ Hai (4/1)",  # right in the next year
    ],
)
def test_a_weekday_that_fits_or_is_none_is_left_alone(text):
    assert [each for each in told(text) if each[0] == "weekday"] == []


def test_without_a_year_only_dates_that_have_one_are_held_against_weekdays():
    assert told("Chủ nhật (9/3), thứ Hai, 26/01/2019", None) == [
        ("weekday", "thứ Hai", "thứ Bảy", "26/01/2019")
    ]


@pytest.mark.parametrize(
    "text, words",
    [
        ("ngày 31/4", "31/4"),
        ("từ ngày 30/02/2026", "30/02/2026"),
        ("đến 29/2/2026", "29/2/2026"),
        ("ngày 31 tháng 6 năm 2026", "31 tháng 6 năm 2026"),
        ("Sáng 32/5", "32/5"),
        ("ngày 15/13/2026", "15/13/2026"),
        ("ngày 0/5", "0/5"),
        ("hạn 1/1/0000", "1/1/0000"),
    ],
)
def test_a_day_that_no_calendar_has_is_told(text, words):
    assert told(text) == [("date", words, None, "")]


@pytest.mark.parametrize(
    "text",
    [
        "ngày 29/2/2024, ngày 29/2, ngày 31/12",
        "nhà số 31/4, ngõ 32/5, số 35/13/2026",
        "Nghị định 31/2026/NĐ-CP, tỷ lệ 31/4, lương tháng 13",
        "ngày 30/2 âm lịch",
        "hiệp hai 31-4, giá 31.4 triệu",
    ],
)
def test_a_day_that_is_one_or_no_day_at_all_is_left_alone(text):
    assert told(text) == []


@pytest.mark.parametrize(
    "text, words",
    [
        ("lúc 25h", "25h"),
        ("rời bến 8h75", "8h75"),
        ("lúc 24:30", "24:30"),
        ("vào lúc 12:60", "12:60"),
        ("từ 7 giờ 65 phút", "7 giờ 65 phút"),
        ("vào lúc 26 giờ", "26 giờ"),
    ],
)
def test_a_time_that_no_clock_has_is_told(text, words):
    assert told(text) == [("time", words, None, "")]


@pytest.mark.parametrize(
    "text",
    [
        "lúc 24h, 24h/24h, trực 24/7, giao trong 48h, dài 26 giờ liền",
        "tỷ số 25:30, tỷ lệ 1:70, Mt 5:75",
        "trong 3 giờ 70 người đến",
    ],
)
def test_a_time_that_is_one_or_no_time_at_all_is_left_alone(text):
    assert told(text) == []
