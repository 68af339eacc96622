import pytest

from text.wrapping import together


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("tạm đóng 2,3 km đường kè", ["2,3 km"]),
        ("Giao 12 việc cho 40 phường, xã", ["12 việc", "40 phường"]),
        ("chạy đến 22 giờ 30, thêm 9 trạm", ["22 giờ 30", "9 trạm"]),
        ("từ 18.000 – 18.500 đảng viên", ["18.000 – 18.500 đảng"]),
        ("nhiệm kỳ 2015 - 2020", []),
        ("Cảng đón tàu dài 300 mét", ["300 mét"]),
        ("tăng 11%, cá giảm 6%", []),
        ("năm 2026: 5.000.000 đồng", ["5.000.000 đồng"]),
        ("B52 bay, mẫu A4 mới", []),
        ("không có số nào", []),
    ],
)
def test_a_number_stays_with_what_it_counts(text, kept):
    assert [text[first:last] for first, last in together(text)] == kept
