"""Word lists by which `text.display.wrapping` decides whether a number belongs to the word before
it or to the word after it."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A number after these words is a name: `lớp 1`, `tổ 4`, `khoản 2`.
LABELS = _words(
    "số điều khoản mục điểm tiết chương phần tập trang hình bảng biểu mẫu câu bài dòng cột"
    " tuần quý kỳ khóa khoá đợt lần thứ vòng trận hiệp bước hạng bậc cấp loại nhóm vùng mức top"
    " lớp khối tổ đội cụm khu phường quận thôn xóm ấp tuyến tầng phòng căn lô ô thửa nhà tòa toà"
    " ngõ ngách hẻm kiệt kíp ca km mũi bến cầu cảng ga luồng phao trạm xe tàu toa buồng giường"
    " ql tl đt đh"
)
# The numbers of days, months and years have special forms: `ngày 5/12`, `tháng 12`, `năm 2026`.
DAYS = _words("ngày hôm mùng mồng")
DATES = DAYS | _words("tháng năm sáng trưa chiều tối đêm khuya")

# The last syllable of a noun that a number names (`báo động 3`), with the syllables that may stand
# before it.
PAIRS = {
    "động": _words("báo"),
    "lộ": _words("quốc tỉnh huyện hương đại xa"),
    "đai": _words("vành"),
    "đoạn": _words("giai"),
    "kỷ": _words("thế"),
    "quyết": _words("nghị"),
    "định": _words("nghị quyết"),
    "tư": _words("thông"),
    "thị": _words("chỉ"),
    "luận": _words("kết"),
    "điện": _words("công"),
    "lục": _words("phụ"),
    "trường": _words("hội"),
    "học": _words("năm"),
    "hội": _words("đại"),
    "phố": _words("dân"),
}

# A label that is not a label after these syllables: `trong số 57 nhiệm vụ`, `danh mục 214 nơi`.
UNLIKE = {
    "số": _words("trong trên đa thiểu"),
    "mục": _words("danh hạng chuyên"),
    "điểm": _words("địa thời quan"),
    "phần": _words("cổ thành"),
    "loại": _words("phân thể"),
}

# After these words, the number counts what follows it: `mỗi ngày 5 chuyến`, `một lớp 40 em`,
# `tổng số 20 báo cáo`.
EACH = _words("mỗi một hằng hàng từng mọi tổng")

MAGNITUDES = _words("trăm nghìn ngàn vạn triệu tỷ tỉ")

# Words that are counted or measured, whatever stands before the number.
COUNTED = MAGNITUDES | _words(
    "% ‰ °C độ m m2 m3 m² m³ km km² km2 cm mm dm ha mẫu sào tấn tạ tấc yến kg g gam mg lít l ml kW"
    " kWh MW MWh GW kV V W Hz GB MB TB MHz hải"
    " giờ phút giây ngày đêm tuần tháng năm tuổi thập thế đồng đô USD EUR VND VNĐ xu"
    " người hộ em cháu cụ bé bà ông anh chị vị khách dân học giáo đại đảng đoàn hội cán chiến bệnh"
    " thanh tân quân công nông ngư tình thí vận nghệ thầy cô thợ phóng"
    " chiếc cái con cây chuyến lượt lần ca vụ việc trường hồ đơn dự gói bộ tờ tấm bức cuốn quyển"
    " suất phần giải huy ý mét mẻ mâm bao bì gốc hòn viên thùng container TEU chỗ ghế bậc mặt nhịp"
    " điểm phiếu tỉnh thành xã doanh cơ gia cặp đôi loài giống vở tiết hạng"
)

# These words continue the sentence; the number before them does not count them.
UNCOUNTED = _words(
    "và hoặc hay đến tới lên xuống ở tại trong trên dưới ngoài giữa bên của cho với về từ là đã"
    " đang sẽ vừa mới thì mà nhưng vào ra qua khi lúc do bởi theo so để nên còn cũng đều vẫn được"
    " bị có không chưa chẳng này đó kia ấy nọ nữa trở gồm nhằm sau trước đạt tăng giảm như vì nếu"
    " bằng hơn gần khoảng chừng cùng rồi lại mỗi nào gì đây đấy ai nay mai nhờ tuy dù song tức thế"
    " phải cần thôi một vay nằm chạy đi đóng mở bắt kết gửi nêu quy ban thông dự"
)

# Short titles: at the end of a line their point would look like the end of a sentence.
TITLES = frozenset(
    f"{title}."
    for title in "TP Tp TX Tx PGS GS ThS Ths TS BS DS KS KTS LS GS.TS PGS.TS TS.BS ThS.BS".split()
) | {"Đ/c", "đ/c"}
