"""Where lines must not break. In the sentences, `~` is a space at which no line breaks."""

import pytest

from text.display.wrapping import MAX_NOWRAP_CHARACTERS, nowrap_spans

SENTENCES = [
    # A number and what it counts or measures
    "Sóng cao làm tạm đóng 2,3~km đường kè Bãi Rùa.",
    "Đưa 64~hộ dân sát chân kè vào nơi an toàn",
    "Giao 12~việc cho 40~phường, xã, đặc khu",
    "Cảng lần đầu đón tàu~300~mét vào luồng sâu 12,5~m",
    "Gió giật làm đổ 187~cây, trong đó 38~cây mới trồng",
    "Cụ Bỉnh 88~tuổi, huyết áp 190, vẫn ra đồng",
    "Trạm khám cho 312~cụ ở 11~thôn trong 6~tuần",
    "Nước đục trong khoảng 20~phút đầu",
    "Xe tải trên 3,5~tấn phải đi đường mới",
    "Tốc độ tối đa 50~km/giờ, qua cổng trường 30~km/giờ",
    "Nhiệt độ thấp nhất 14~°C, cao nhất 21~°C",
    "Độ mặn đo được 29~‰ ở cửa sông",
    "Diện tích 4.100~m² đất cây xanh, 10~m³ nước",
    "Máy phát 30~kW chạy suốt 9~ngày",
    "Lượng mưa 100~mm trong 2~giờ",
    "Cả xã có 540~người trên 75~tuổi",
    "Tăng 11% so với năm ngoái, cá giảm 6%",
    "Tỷ lệ đạt 97~% học sinh",
    "Kết nạp 3.708~đảng viên mỗi năm",
    "Hội nghị nghe 11~báo cáo tham luận",
    "Phường có 1.860~hộ, 12~tổ dân phố",
    "Đoàn có 5~bác sĩ và 7~điều dưỡng",
    "Thư viện cho mượn 5~cuốn một lần",
    "(312~cụ được khám)",
    "“187~cây đổ”, ông nói",
    "13/15~xã đã nộp báo cáo",
    # Money
    "Ba dự án 96~triệu~USD vào khu công nghiệp",
    "Ba dự án 214~triệu USD vào khu công nghiệp",
    "Tổng mức đầu tư 186~tỷ~đồng",
    "Giá gói thầu 138,2~tỷ đồng",
    "Nợ đọng 15~nghìn~tỷ đồng",
    "Gói hỗ trợ 120~nghìn~tỷ đồng đến tay doanh nghiệp",
    "Vé giữ nguyên 8.000~đồng một lượt",
    "Dự toán 500.000~đồng, nay là 5.000.000 đồng",
    "Tàu chở 1,2~triệu tấn hàng mỗi năm",
    "Quỹ thu 5,8~triệu~m³ bùn cát",
    "Cân cá nục giá 28~nghìn, cá thu 165~nghìn một cân",
    # A number that names the thing before it
    "Xe buýt số~7 chạy đến 22~giờ~30, thêm 9~trạm có mái che",
    "Triều cường vượt báo~động~3, tạm đóng đường kè",
    "Mực nước trên báo~động~2 là 22~cm",
    "Bão số~3 đổi hướng ra khơi",
    "Gió cấp~6, giật cấp~7 trên vịnh",
    "Học sinh lớp~1 tại 81~trường được tiêm nhắc",
    "Lớp~5C tính ra gần 5.700~phút",
    "Trường cấp~3 mở thêm lớp tối",
    "Nhà văn hóa tổ~4 phường Nam Lạch",
    "Ông ở ngõ~9 đường Bến Gỗ, căn số~12",
    "Phường~5 quận~3 lấy ý kiến cử tri",
    "Theo khoản~2 điều~12 của quy chế",
    "Quy định tại điểm b khoản~3 Điều~8",
    "Mở rộng Quốc~lộ~5 đoạn qua thành phố",
    "Thi công tỉnh~lộ~359 và Vành~đai~3",
    "Dự án giai~đoạn~2 khởi công quý~III",
    "Hoàn thành trong quý~IV năm~2026",
    "Đại hội lần thứ~XV của Đảng bộ",
    "Hai mươi năm đầu thế~kỷ~XXI",
    "Đô thị loại~I trực thuộc Trung ương",
    "Xếp hạng~2 toàn quốc, đứng thứ~7 khu vực",
    "Nộp tại phòng~102 nhà~A của trường",
    "Khởi công ở Km~12 trên đê biển",
    "Tàu lai Trầm~03 dài 32~m",
    "Cụm công nghiệp Đông Ngạn~2 mời thầu",
    "Họp tại hội~trường~A lúc 8~giờ",
    "Tiêm phòng viêm gan~B và uống vitamin~C",
    "Chị quê ở huyện A Lưới, làm ở Sở Y tế",
    "Toa~3 rộng bằng một đôi quang gánh",
    "Nghị quyết số~28-NQ/TU về công tác đảng",
    "Quyết định số 1234/QĐ-UBND của thành phố",
    "Danh mục 214~nơi được công bố",
    "Trong số 57~nhiệm vụ, 9~nhiệm vụ chậm",
    "Trên tổng số 20~báo cáo gửi về",
    "Mỗi ngày 5~chuyến, mỗi lớp 40~em",
    "Một tổ 12~người trực suốt đêm",
    "Tổ dân~phố~6 chọn lối rẻ tiền",
    # Times, dates, ranges
    "Cắt nước từ 22~giờ đến 4~giờ sáng",
    "Mưa lớn lúc 22~giờ~30 ngày~5/12",
    "Xong việc sau 17~phút 46~giây",
    "Đúng 7~giờ 30~phút tàu rời bến",
    "Họp từ 8~giờ~30 đến 11~giờ~30",
    "Nghỉ 2~giờ~rưỡi giữa buổi",
    "Hạn chót ngày~5 tháng~12 năm~2026",
    "Sáng~19/10, tại Hội trường các Ban",
    "Tối 3/12/2026 bắn pháo hoa ở hai điểm",
    "Thứ Bảy, 26/01/2019 22:29",
    "Trong tháng~12 thành phố tiếp 3~đoàn khách",
    "Kế hoạch tháng~1/2027 đã ban hành",
    "Năm~2026 thành phố trồng 912~cây phượng",
    "Mùng~5 Tết mở cửa chợ hoa",
    "Nhiệm kỳ 2015~–~2020 đạt chỉ tiêu",
    "Năm học 2026~-~2027 bắt đầu sớm",
    "Phát triển 18.000~– 18.500~đảng viên",
    "Chờ 5~–~7~ngày làm việc",
    "Trẻ từ 3 đến 5~tuổi đi đò phải mặc áo phao",
    "Số liệu 2016-2018 do Cục Thống kê cấp",
    # Short forms of titles
    "Đ/c~Nguyễn Thị Nghĩa, Phó Bí thư",
    "TS.~Lê Văn Khê và PGS.~Trần Mơ",
    "Trung tâm TP.~Hải Lam đông người",
    "Cùng dự có GS.TS.~Phạm Hà",
    # Nothing to keep together
    "Nhóm B52 bay, mẫu A4 mới, mạng 5G",
    "Trận đấu kết thúc 2-1 cho đội khách",
    "Không có số nào ở đây cả.",
    "Năm xưa ấy, mùa hè 2026 nắng nóng",
    "Bài thi đạt 98 trên 100",
    "Gọi 0225 3821 055 để được giúp",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_lines_do_not_part_within_what_belongs_together(sentence):
    text = sentence.replace("~", " ")
    parts, at = [], 0
    for first, last in nowrap_spans(text):
        parts += (text[at:first], text[first:last].replace(" ", "~"))
        at = last
    assert "".join([*parts, text[at:]]) == sentence


def test_nothing_is_kept_that_is_wider_than_twelve_characters():
    text = " ".join(SENTENCES).replace("~", " ")

    assert MAX_NOWRAP_CHARACTERS == 12
    assert max(last - first for first, last in nowrap_spans(text)) == MAX_NOWRAP_CHARACTERS
