import pytest

from text.relative import relative_times


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ngừng cấp nước từ 22 giờ đêm mai.", ["đêm mai"]),
        ("Cả 4 chuyến trong 24 giờ tới phải hủy; hôm nay không bán vé.", ["24 giờ tới", "hôm nay"]),
        ("Chiều nay mưa to, ngày mai nghỉ học.", ["Chiều nay", "ngày mai"]),
        ("Từ tuần tới, Thứ Hai tới và tháng sau", ["tuần tới", "Thứ Hai tới", "tháng sau"]),
        ("Hiện nay đường còn ngập, sắp tới thông xe.", ["Hiện nay", "sắp tới"]),
        # The day is said
        ("Ngừng cấp nước từ 22 giờ đêm mai (2/12).", []),
        ("Tối nay, 05/12/2026, cấm đường.", []),
        ("Từ ngày 5 tháng 12, tức tuần tới", []),
        # They are reckoned from another moment, or are none
        ("Kết quả có sau 3 tuần; hai tháng sau khi nộp.", []),
        ("Đến 4 giờ sáng hôm sau, mai táng phí, cúc mai", []),
        ("Một ngày quan trọng, ngày kiểm kê", []),
    ],
)
def test_words_reckoned_from_the_day_of_writing_are_found_without_a_date(text, words):
    assert [text[first:last] for first, last in relative_times(text)] == words
