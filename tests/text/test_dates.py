from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from text.dates import (
    datetime_with_zone,
    long_datetime,
    midnight,
    relative_times,
    short_date,
    short_datetime,
    zone,
)

# 22:29 of the same day in Vietnam.
MOMENT = datetime(2019, 1, 26, 15, 29, tzinfo=UTC)


def test_a_stamp_is_what_portals_print():
    assert long_datetime(MOMENT) == "Thứ Bảy, 26/01/2019 22:29"


@pytest.mark.parametrize(
    "number, weekday",
    [
        (1, "Thứ Hai"),
        (2, "Thứ Ba"),
        (3, "Thứ Tư"),
        (4, "Thứ Năm"),
        (5, "Thứ Sáu"),
        (6, "Thứ Bảy"),
        (7, "Chủ Nhật"),
    ],
)
def test_each_weekday_has_its_full_name(number, weekday):
    # 1 January 2024 was a Monday.
    moment = datetime(2024, 1, number, 5, 0, tzinfo=UTC)

    assert long_datetime(moment) == f"{weekday}, 0{number}/01/2024 12:00"


def test_day_and_weekday_are_those_of_hanoi():
    late = datetime(2019, 1, 26, 17, 5, tzinfo=UTC)

    assert long_datetime(late) == "Chủ Nhật, 27/01/2019 00:05"


def test_the_shorter_forms_show_the_same_moment():
    assert (short_datetime(MOMENT), datetime_with_zone(MOMENT)) == (
        "26/01/2019 22:29",
        "26/01/2019 22:29 GMT+7",
    )


def test_a_day_begins_in_hanoi():
    assert midnight(date(2019, 1, 26)) == datetime(2019, 1, 25, 17, tzinfo=UTC)


def test_a_plain_date_is_shown_as_it_is():
    assert short_date(date(987, 3, 5)) == "05/03/0987"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Asia/Ho_Chi_Minh", "GMT+7"),
        ("Europe/Paris", "GMT+1"),
        ("Asia/Kathmandu", "GMT+5:45"),
        ("America/St_Johns", "GMT-3:30"),
    ],
)
def test_a_time_zone_is_told_by_its_offset(name, shown):
    assert zone(MOMENT.astimezone(ZoneInfo(name))) == shown


@pytest.mark.parametrize("show", [long_datetime, short_datetime, datetime_with_zone])
def test_a_moment_without_a_time_zone_is_refused(show):
    with pytest.raises(ValueError, match="has no time zone"):
        show(datetime(2019, 1, 26, 22, 29))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ngừng cấp nước từ 22 giờ đêm mai.", ["đêm mai"]),
        ("Cả 4 chuyến trong 24 giờ tới phải hủy; hôm nay không bán vé.", ["24 giờ tới", "hôm nay"]),
        ("Chiều nay mưa to, ngày mai nghỉ học.", ["Chiều nay", "ngày mai"]),
        ("Từ tuần tới, Thứ Hai tới và tháng sau", ["tuần tới", "Thứ Hai tới", "tháng sau"]),
        ("Hiện nay đường còn ngập, sắp tới thông xe.", ["Hiện nay", "sắp tới"]),
        # The date is given
        ("Ngừng cấp nước từ 22 giờ đêm mai (2/12).", []),
        ("Tối nay, 05/12/2026, cấm đường.", []),
        ("Từ ngày 5 tháng 12, tức tuần tới", []),
        # The words count from another moment, or mean something else
        ("Kết quả có sau 3 tuần; hai tháng sau khi nộp.", []),
        ("Đến 4 giờ sáng hôm sau, mai táng phí, cúc mai", []),
        ("Một ngày quan trọng, ngày kiểm kê", []),
    ],
)
def test_words_reckoned_from_the_day_of_writing_are_found_without_a_date(text, words):
    assert [text[first:last] for first, last in relative_times(text)] == words
