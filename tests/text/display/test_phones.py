"""Which digits of a text are a phone number, and which only look like one."""

import pytest

from text.display.phones import may_have_phones, phones

NUMBERS = [
    ("Điện thoại: ‹0225 3821 055›", "02253821055"),
    ("Điện thoại: ‹(0225) 3.821.055›, fax không dùng nữa", "02253821055"),
    ("Gọi ‹02253821055› trong giờ hành chính", "02253821055"),
    ("Trực ban ‹0225.3821.055›.", "02253821055"),
    ("Trực ban ‹0225-3821-055›;", "02253821055"),
    ("Tòa soạn (‹0225 3 821 055›)", "02253821055"),
    ("Hà Nội: ‹024 3821 0555›; Đà Nẵng: ‹0236 3821 055›", "02438210555 02363821055"),
    ("Văn phòng: ‹(024) 3821 0555› (máy lẻ 12)", "02438210555"),
    ("Tòa soạn: ‹(0000) 555 0100›", "00005550100"),
    ("Gọi ‹0912 345 678› gặp chị Mơ", "0912345678"),
    ("Gọi ‹0912.345.678› gặp chị Mơ", "0912345678"),
    ("Gọi ‹091 234 5678› gặp chị Mơ", "0912345678"),
    ("Gọi ‹0912 34 56 78› gặp chị Mơ", "0912345678"),
    ("Gọi ‹0912345678› gặp chị Mơ", "0912345678"),
    ("ĐT:‹0912345678›", "0912345678"),
    ("Zalo ‹038 765 4321›", "0387654321"),
    ("Liên hệ: ‹0912\u00a0345\u00a0678›", "0912345678"),
    ("Anh Sơn, số ‹0702 111 222›, nhận xe", "0702111222"),
    ("Từ nước ngoài gọi ‹+84 912 345 678›", "+84912345678"),
    ("Từ nước ngoài gọi ‹+84912345678›", "+84912345678"),
    ("Từ nước ngoài gọi ‹(+84) 225 3821 055›", "+842253821055"),
    ("Từ nước ngoài gọi ‹+84 (0)225 3821 055›", "+842253821055"),
    ("Tổng đài ‹1900 1234› phục vụ ngày đêm", "19001234"),
    ("Tổng đài ‹1900.1234›, phí 1.000 đồng/phút", "19001234"),
    ("Tổng đài miễn phí ‹18001091›", "18001091"),
    ("Tổng đài ‹1800 599 920› nhánh 2", "1800599920"),
    ("‹0225 3821 055›/‹0912 345 678›", "02253821055 0912345678"),
    ("‹0225 3821 055› - ‹0912 345 678›", "02253821055 0912345678"),
    ("‹0225 3821 055› hoặc ‹0912 345 678›", "02253821055 0912345678"),
    ("Đường dây nóng ‹0225 3821 055› 24/24 giờ", "02253821055"),
    ("Gặp cháy, gọi ‹114›", "114"),
    ("Gọi ngay ‹113› hoặc ‹115›.", "113 115"),
    ("Cần giúp, gọi ‹0225 3821 055› hoặc ‹114›.", "02253821055 114"),
    ("gọi ‹113›, ‹114›, ‹115› đều miễn phí", "113 114 115"),
    ("Tổng đài quốc gia ‹111› bảo vệ trẻ em", "111"),
    ("Đường dây nóng: ‹1022›", "1022"),
    ("Gọi số ‹112› khi gặp nạn trên biển", "112"),
    ("Gọi tới số điện thoại ‹115› khi có người ngất", "115"),
    ("Nộp hồ sơ tại phòng 102, hỏi thêm ‹0225 3821 055›", "02253821055"),
    ("Quét mã rồi nhận thẻ. Hỏi thêm: ‹0912 345 678›", "0912345678"),
    ("Số tài khoản ở trên.\n‹0912 345 678›", "0912345678"),
    ("Mã số thuế 0200123456, điện thoại ‹0912 345 678›", "0912345678"),
]
OTHERS = [
    # Dates and times
    "Từ 08.12.2026 08 giờ đến 09.12.2026 17 giờ",
    "Thứ Bảy, 05/12/2026 22:29",
    "Giai đoạn 1900 - 1945 và 1900-1945",
    "Nhiệm kỳ 2026 2027 2028",
    "Lịch cắt điện 05 06 07 08 09 tháng 12",
    "Từ 01/12 đến 05/12, 07 giờ 30 phút",
    # Sums and counts
    "Quyên góp 1.900.123.456 đồng",
    "Chi 0,912345678 tỷ đồng",
    "Tổng vốn 18.001.091 USD",
    "Khoảng 1900 1950 người tham gia",
    "Đắp 1800 2000 m đê",
    "Cấp 1900 1234 suất quà",
    "Điện áp 0225 3821 V",
    "Tăng 0912% so với năm ngoái",
    # Documents, accounts, people
    "Quyết định số 1234/QĐ-UBND ngày 05/12/2026",
    "Công văn số 0912345678/CV-STC",
    "Văn bản 0912345678/2026",
    "Nghị định 42/2022/NĐ-CP",
    "Số tài khoản 0912345678 tại Kho bạc",
    "Chuyển vào STK: 0912 345 678",
    "Mã số thuế: 0312345678",
    "Mã hồ sơ 0912.345.678",
    "Hồ sơ số 0912 345 678 đã trả",
    "Thẻ thư viện số 0912345678",
    "Căn cước công dân 031090001234",
    "Căn cước 031 090 001 234",
    "CCCD số 0912345678",
    "Hóa đơn số 0987654321",
    "Thẻ bạn đọc 0387654321",
    "Số hiệu chuyến bay VN0912345678",
    "Biển số 15A-091.23 và 0912-345",
    # Codes, addresses, places
    "Tọa độ 20.865139, 106.683830",
    "Tọa độ 0912.345.678",
    "Vận đơn 0912345678901",
    "Xem https://zalo.example/0912345678",
    "Viết về 0912345678@hailam.example",
    "Mẫu #0912345678",
    "Tệp a0912345678.pdf",
    "Địa chỉ: số 113 đường Bến Gỗ",
    "Xe buýt số 115 dừng ở bến phà",
    "Trung tâm Cấp cứu 115 tiếp nhận 12 ca",
    "Quốc lộ 1 dài 113 km, đường 114",
    "Có lệnh gọi 113 công dân nhập ngũ",
    "Gọi chị Mơ hoặc đến số 114 Bến Gỗ",
    "Phường gọi 115 thanh niên khám sức khỏe",
    "Gọi 114/2026/QĐ-UBND là quyết định mới",
    # Too short, too long, or of no known kind
    "Nội bộ gọi 3821 055",
    "Gọi 0225 3821",
    "Gọi 0225 3821 0555 12",
    "Gọi 0612 345 678",
    "Gọi +84 12 345",
    "Gọi 1900 12",
]


@pytest.mark.parametrize(("sentence", "dialled"), NUMBERS)
def test_a_phone_number_is_found_with_the_digits_that_dial_it(sentence, dialled):
    text = sentence.replace("‹", "").replace("›", "")
    written = [part.partition("›")[0] for part in sentence.split("‹")[1:]]

    assert may_have_phones(text)
    assert [(text[each.first : each.last], each.digits) for each in phones(text)] == list(
        zip(written, dialled.split(), strict=True)
    )


@pytest.mark.parametrize("sentence", OTHERS)
def test_what_only_looks_like_one_is_left_alone(sentence):
    assert phones(sentence) == []
