import pytest

from text.proof.findings import ProofText
from text.proof.numbers import check_numbers


def told(title, text, year=2026):
    return [found.words for found in check_numbers(ProofText(title), [ProofText(text)], year)]


@pytest.mark.parametrize(
    "title, text, missing",
    [
        ("Kết nạp 18.500 đảng viên", "kết nạp 18.000 đảng viên", "18.500"),
        ("Chi 38,4 tỷ đồng", "chi 34,8 tỷ đồng", "38,4"),
        ("Tăng 12% khách", "tăng 21% khách", "12%"),
        ("Khánh thành ngày 19/5", "khánh thành sáng 15/9", "19/5"),
        ("Đạt chuẩn năm 2017", "đạt chuẩn năm 2018", "2017"),
        ("Mở 7 tuyến buýt", "mở 9 tuyến buýt", "7"),
    ],
)
def test_a_number_that_the_text_does_not_have_is_told(title, text, missing):
    assert told(title, text) == [missing]


@pytest.mark.parametrize(
    "title, text",
    [
        ("Khám cho 1.200 người", "khám cho 1,2 nghìn người"),
        ("Khám cho 1200 người", "khám cho 1.200 người"),
        ("27 căn nhà", "hai mươi bảy căn nhà"),
        ("4.215 người", "bốn nghìn hai trăm mười lăm người"),
        ("105 hộ", "một trăm linh năm hộ"),
        ("Hơn 300 người chạy", "có 312 người chạy"),
        ("Tàu dài 300 mét", "tàu dài 0,3 km"),
        ("Thu 1,5 nghìn tỷ đồng", "thu 1.500 tỷ đồng"),
        ("Giảm 50% phí", "giảm một nửa"),
        ("Từ 22 giờ 30 ngày 5/6", "từ 22h30 ngày 05/06"),
        ("Giai đoạn 2016 - 2020", "giai đoạn 2016-2020"),
        ("Năm 2026 mở bến", "trong năm nay"),
        ("5 điều cần nhớ", "nợ hai kỳ sẽ có giấy báo"),
        ("5G, COVID-19, H5N1, QL10", "phủ sóng"),
        ("Kế hoạch 120", ""),
    ],
)
def test_a_number_that_the_text_has_in_any_way_is_left_alone(title, text):
    assert told(title, text) == []
