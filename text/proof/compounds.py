"""Our own list of two-syllable words that administrative news is full of.

They serve as what was surely meant when a pair of syllables is one slip away from one of them
(`text.proof.confusion`), and to choose between corrections of a syllable (`text.proof.spelling`).
Grouped by their first syllable; no dictionary was copied, and the list need not be complete.
"""

from functools import cache

_WORDS = """
an: ninh toàn sinh tâm dân ủi | ảnh: hưởng | áp: dụng lực thấp | ấn: tượng phẩm định
ban: hành quản giám thường chấp bố đầu đêm chỉ | bản: thân sắc quyền tin đồ án lĩnh
bàn: giao bạc | bảng: giá | bánh: chưng | báo: cáo chí động hiệu | bao: gồm cấp giờ
bảo: đảm vệ hiểm tồn tàng trì hộ quản dưỡng mật lãnh trợ | bắt: đầu buộc giữ | bằng: khen cấp chứng
bất: cập động thường động ngờ kỳ chấp lợi | bến: cảng bãi tàu xe phà | bền: vững chặt | bệnh: viện nhân tật
bên: cạnh | bí: thư mật | biên: chế giới phòng bản tập soạn lai | biển: đảo báo số | biến: đổi động đổi chuyển
biện: pháp | biểu: dương quyết diễn hiện mẫu tượng | bình: quân đẳng thường chọn đẳng ổn luận | bổ: sung nhiệm trợ ích
bố: trí cáo cục | bộ: đội trưởng phận máy môn | bồi: dưỡng thường đắp | buôn: bán lậu | bước: đầu tiến đi
cá: nhân biệt | cách: mạng ly thức làm | cải: cách thiện tạo tiến | cam: kết đoan | cán: bộ cân | cảng: biển vụ
cảnh: sát báo quan giác | cao: điểm tốc cấp tuổi cả | cạnh: tranh | căn: cứ cước bản hộ nhà
cân: đối bằng nhắc | cần: thiết cù kíp | cấp: bách ủy phép phát cứu thiết trên | cầu: nối cảng
chăm: sóc chỉ lo | chấm: dứt điểm | chấn: chỉnh thương | chấp: hành thuận nhận | chất: lượng vấn thải liệu
chế: độ biến tạo tài | chi: bộ phí tiết nhánh trả cục tiêu | chỉ: đạo thị tiêu số định huy đạo | chia: sẻ tay
chiến: lược sĩ dịch đấu thắng tranh | chiếu: sáng | chính: quyền sách thức trị phủ đáng xác
chống: phá lãng bão | chủ: tịch trương trì động yếu đề nhiệm quan nhật tọa thể đầu đạo trương quyền lực nhà
chung: cư kết tay sức | chuẩn: bị mực | chúng: tôi ta | chúc: mừng tết | chức: năng danh vụ trách
chứng: nhận minh kiến khoán chỉ từ thực | chuyên: môn đề gia nghiệp viên mục trách sâu | chuyển: đổi biến giao tiếp dịch
chương: trình | chưa: từng | coi: trọng | con: người em | công: tác trình nghiệp an khai dân bố nhân nghệ chức đoàn ty bằng cụ suất trường vụ viên cộng ích tâm trái ước thương điện lập
cộng: đồng hòa tác sản | cơ: sở quan bản hội chế cấu động khí | củng: cố | cung: cấp ứng đường
cùng: với nhau kỳ | cử: tri tọa hành động đi | cư: dân trú | cứu: hộ nạn trợ | cuộc: sống họp thi
cụ: thể | của: cải | cưỡng: chế | cựu: chiến
danh: hiệu sách dự mục | dân: tộc cư chủ số vận sinh phố trí quân | dành: cho riêng | dẫn: đến đầu
di: sản tích dời chuyển tản | dịch: vụ bệnh tễ | diễn: ra biến đàn tập văn viên | diện: tích mạo
doanh: nghiệp thu nhân số trại | du: lịch khách thuyền | dự: án kiến thảo báo toán phòng trữ lễ đoán
dừng: lại chân | dữ: liệu dội | dụng: cụ | duy: trì nhất | duyệt: binh | dứt: điểm dạc | dưỡng: lão
đa: dạng số dạng phương | đại: biểu hội diện học đoàn dịch tá tướng lý dương | đảm: bảo nhận trách đang đương | đàm: phán
đảng: viên bộ ủy đoàn | đánh: giá bắt dấu | đào: tạo | đạo: đức | đáp: ứng | đạt: được chuẩn
đặc: biệt điểm thù khu sản | đăng: ký | đẩy: mạnh nhanh lùi | đầu: tư tiên tàu mối năm | đấu: tranh thầu giá nối
đất: đai nước | đề: nghị xuất án tài cao cập ra cương cử bạt | để: lại dành | đền: bù ơn
đi: lại đầu đôi | địa: phương bàn điểm giới chỉ chính hình chất | điểm: nóng | điều: kiện hành tra chỉnh tiết lệ khiển dưỡng động
điện: tử lực thoại | định: hướng kỳ cư mức giá | đoàn: kết thể viên công | đóng: góp cửa dấu quân
đóa: hoa | đô: thị thị | độ: tuổi | đối: tượng với tác ngoại thoại phó chiếu mặt | đội: ngũ trưởng viên tuyển
đổi: mới thay | đồng: chí bào bộ hành thời tình thuận nghiệp đội tháp ý đều bằng | động: viên lực thổ tác thái
đơn: vị giản thư giá | đột: phá xuất | đúng: quy đắn hạn | đường: phố sắt thủy bộ dây | đức: tính
gắn: bó kết liền | gây: dựng rối | giá: trị cả | gia: đình tăng nhập súc hạn đình | giải: pháp quyết phóng thưởng ngân trình tỏa đáp thể
giám: sát đốc định | giảm: nghèo thiểu | gian: lận khổ hàng | giao: thông lưu dịch tiếp ban | giáo: dục viên dân xứ
giấy: tờ phép | giới: thiệu hạn | giữ: gìn vững | gìn: giữ | góp: phần ý
hạ: tầng | hải: quan đảo sản phận | hàng: hóa hải năm rào ngày | hành: chính động trình lang khách vi | hạn: chế mặn hán
hành: chính | hạnh: phúc | hằng: năm ngày tháng tuần | hậu: quả cần phương | hệ: thống lụy | hiến: pháp máu đất
hiện: nay trạng đại tượng trường vật | hiệu: quả trưởng lực suất | hình: thành thức ảnh sự | hòa: bình giải nhập
hỗ: trợ | hộ: gia dân nghèo khẩu tịch kinh | hóa: đơn chất giải | hoa: hậu | hoạt: động | hoàn: thành thiện cảnh toàn tất | hoan: nghênh
học: sinh tập viên bổng hỏi phí | hội: nghị đồng viên thảo trường nhập họp thi thẩm phụ | họp: báo | hợp: tác đồng lý pháp nhất | hồ: sơ
huy: động chương hiệu | huyện: ủy đoàn đảo | hướng: dẫn tới đến | hưởng: ứng lợi thụ | hữu: nghị ích cơ
kế: hoạch thừa toán hoạch cận tục | kênh: mương rạch | kết: quả luận hợp nối nạp thúc cấu nghĩa | khai: thác giảng mạc trương báo | khả: năng thi quan
khách: hàng quan sạn mời | khám: bệnh chữa phá sàng | kháng: chiến nghị | khánh: thành | khảo: sát cổ | khắc: phục nghiệt
khẳng: định | khẩn: trương cấp | khen: thưởng | khiếu: nại kiện | khó: khăn | khoa: học giáo | khoáng: sản
không: gian khí ngừng | khối: lượng | khởi: công nghiệp động sắc kiện | khu: vực phố dân | khuyến: khích cáo nghị học mãi công
khung: cảnh | khuyết: điểm tật | kích: cầu hoạt thích | kiểm: tra soát toán định sát dịch điểm lâm ngư | kiến: nghị thức trúc tạo thiết
kiên: quyết trì định cường cố | kinh: tế doanh nghiệm phí tuyến | ký: kết tên túc | kỷ: niệm luật cương | kỹ: thuật năng lưỡng sư | kỳ: họp vọng thi
kịp: thời | lãnh: đạo thổ sự | lạc: hậu quan | làm: việc rõ chủ | lạm: phát dụng | lan: tỏa | lao: động
lập: trình pháp biên | lâm: nghiệp thời | lấn: chiếm | lễ: hội phục nghi | lịch: sử trình sự | liên: quan kết hoan hiệp lạc đoàn tục hệ
liêm: chính | liệt: sĩ | linh: hoạt | lĩnh: vực | lo: lắng ngại | loại: bỏ hình | lối: sống | lợi: ích nhuận thế dụng
lựa: chọn | lực: lượng | luật: pháp sư | luân: chuyển | lương: thực | lưu: ý thông trữ động niệm vực | lý: luận do tưởng lịch
mạnh: mẽ dạn | mặt: trận bằng hàng | mất: mát cân | mầm: non | minh: bạch chứng họa | mô: hình | môi: trường giới | mở: rộng đầu
mục: tiêu đích | mức: độ | mỹ: thuật quan | năm: học | năng: lực lượng suất động | nâng: cao cấp | nêu: rõ gương
nền: tảng nếp | ngành: nghề | ngân: sách hàng | ngăn: chặn ngừa | nghệ: thuật nhân sĩ | nghề: nghiệp | nghị: quyết định lực viện
nghĩa: vụ tình trang | nghiêm: túc trọng minh cấm chỉnh | nghiên: cứu | nghiệp: vụ đoàn | ngoại: giao ngữ khoa thành | nguồn: lực nhân gốc vốn
nguyên: nhân tắc trạng liệu | nguyện: vọng | nguy: cơ hiểm hại | người: dân đứng lao | ngư: dân trường nghiệp | nhà: nước thầu máy trường
nhận: định thức diện xét được | nhân: dân lực sự tài viên đạo dịp quyền rộng văn | nhanh: chóng | nhắc: nhở | nhấn: mạnh
nhất: là trí quán | nhiệm: vụ kỳ màu | nhiệt: tình độ huyết điện | nhiều: năm | nhu: cầu yếu | nội: dung vụ bộ đô địa | nông: dân nghiệp thôn sản | nổi: bật
nỗ: lực | ô: nhiễm | ổn: định | ôn: tập hòa
phá: hoại dỡ | phạm: vi nhân | phản: ánh biện hồi | phát: triển biểu huy động hiện hành sinh | phát: thanh | pháp: luật lý lệnh | phân: công tích loại khu cấp bổ luồng
phấn: đấu khởi | phẩm: chất | phê: duyệt bình phán | phiên: họp | phong: trào cách tục tặng tỏa | phòng: chống cháy ngừa thủ dịch | phó: chủ giám bí
phong: phú | phổ: biến cập thông | phối: hợp | phúc: lợi tra đáp | phụ: nữ huynh trách cấp cận | phục: vụ hồi chế | phức: tạp | phương: án hướng pháp thức tiện châm | phường: xã
quá: trình khứ tải | quảng: trường bá cáo ngãi ninh | quan: trọng tâm điểm hệ sát trắc chức | quản: lý trị | quán: triệt | quận: ủy | quân: đội sự dân nhân y | quốc: gia hội phòng tế tịch khánh lộ | quy: định hoạch trình chế mô tụ chuẩn hoạch
quỹ: đất | quyền: lợi hạn | quyết: định tâm liệt toán tử | ra: mắt quân đời | rà: soát | rút: kinh ngắn
sạch: sẽ | sai: phạm sót | sản: xuất phẩm lượng nghiệp | sáng: tạo kiến suốt | sáp: nhập | sạt: lở | sẵn: sàng | sân: khấu bay | sâu: rộng sắc
sinh: hoạt viên kế thái sống động | số: lượng hóa liệu | sơ: kết tán cứu sinh | sở: hữu tại ngành | sôi: nổi động | sử: dụng
sự: kiện nghiệp cố thật việc | sức: khỏe mạnh ép | tác: động phẩm giả phong chiến hại | tài: chính sản nguyên liệu chính trợ | tái: định cơ | tại: chỗ
tạm: thời dừng ngừng trú | tăng: cường trưởng tốc | tặng: thưởng quà | tập: trung thể huấn đoàn kết quán luyện | tàu: thuyền | tầm: nhìn quan soát
tận: dụng tụy tình tâm | tang: lễ | tầng: lớp | tệ: nạn | thách: thức | tham: gia mưu quan dự luận nhũng | thanh: niên tra thiếu lý toán | thành: phố lập tích ủy viên công tựu phần đoàn | thao: tác
thẩm: quyền định tra mỹ | thắng: lợi cảnh | thăm: hỏi dò | thân: thiện nhân mật | thất: nghiệp thoát lạc | thể: hiện chế thao dục lệ | thế: giới hệ mạnh kỷ
thi: đua công hành tuyển đấu đỗ | thí: điểm sinh nghiệm | thị: trường trấn xã sát | thích: ứng hợp | thiên: tai nhiên | thiệt: hại thòi | thiếu: nhi niên hụt | thiết: thực bị kế yếu lập | thiện: nguyện chí
thông: tin qua báo suốt thoáng | thống: nhất kê | thôn: xóm | thời: gian tiết điểm sự hạn | thu: hút hồi nhập ngân hoạch hẹp | thủ: tục tướng trưởng đô đoạn | thú: y | thúc: đẩy | thuận: lợi | thực: hiện trạng tế hành phẩm thi tiễn chất
thuế: suất | thuê: bao | thủy: lợi sản điện nội văn triều | thưởng: thức | thường: vụ trực xuyên niên | thương: mại binh hiệu tích | thượng: tướng tá
thư: viện ký ngỏ | tiêu: chuẩn biểu chí dùng cực thụ hao hủy thoát | tiểu: học thương đội | tiến: độ hành sĩ bộ | tiền: đề lương | tiếp: tục nhận cận xúc thu dân đón đãi | tiếp: sức | tiết: kiệm mục | tiêm: chủng phòng | tiềm: năng
tín: dụng nhiệm hiệu | tin: tưởng học tức | tinh: thần gọn giản thông hoa | tính: toán chất mạng | tình: hình trạng nguyện cảm huống nghĩa | tích: cực lũy hợp | tỉnh: ủy đoàn thành | tòa: án nhà soạn
toàn: diện quốc thể bộ dân cầu | tổ: chức trưởng quốc dân | tổng: kết hợp công cục số bí thể thanh mức | tội: phạm danh | tổn: thất thương | tồn: tại đọng | tôn: vinh giáo trọng tạo tạo | tốt: nghiệp đẹp
tờ: rơi trình khai | trách: nhiệm | trạm: xá bơm | tranh: chấp thủ luận tra | trao: đổi tặng giải | trang: bị trí trọng trại nghiêm thiết | trạng: thái | trái: phép phiếu | trật: tự | trên: địa | triển: khai lãm vọng
triệt: để phá | triều: cường | trình: độ bày diễn duyệt tự | tri: ân thức | trí: tuệ thức | trọng: tâm điểm thể tải đại thị | trồng: trọt cây | trợ: cấp giúp lý | trung: tâm ương học thực thành bình ương | trúng: cử tuyển thầu
trụ: sở cột | truyền: thông thống hình đạt | truy: cập tố nã | trưởng: ban phòng thành đoàn | trường: học hợp | trực: tiếp thuộc tuyến thăng | trước: mắt hết đây | trưng: bày cầu
tuyên: truyền dương bố giáo | tuyển: dụng sinh chọn | tuyến: đường | tuyệt: đối vời | tuân: thủ | tuần: tra hoàn lễ | tư: tưởng nhân pháp vấn liệu | từng: bước | tự: giác nguyện hào động nhiên chủ do | tương: lai xứng đương ứng | tưởng: niệm nhớ | tượng: đài
ủng: hộ | ứng: dụng phó cử xử | ưu: tiên tú đãi điểm việt | ủy: ban viên quyền nhiệm thác | ùn: tắc | uy: tín
vai: trò | văn: hóa phòng minh bản nghệ kiện học | vận: động hành chuyển tải dụng | vận: hội | vấn: đề | vật: liệu chất tư | vệ: sinh tinh | vi: phạm | vị: trí thế | viên: chức | việc: làm | viện: kiểm trợ dưỡng | vinh: dự danh quang
vụ: việc án | vùng: biển sâu cao | vượt: mức qua khó bậc | vướng: mắc | xã: hội đoàn viên | xác: định nhận minh lập thực | xảy: ra | xâm: nhập phạm lấn | xây: dựng lắp | xem: xét | xét: nghiệm xử tuyển duyệt | xóa: đói bỏ | xu: hướng thế
xuất: khẩu sắc hiện bản phát cảnh xứ | xúc: tiến động | xứng: đáng | xử: lý phạt lí | xung: quanh kích đột phong | xưởng: máy | ý: kiến thức nghĩa chí tưởng | yên: tâm bình ổn | yêu: cầu nước thương | yếu: tố kém
sạt: lở | lũ: lụt quét | ngập: lụt úng mặn | hạn: hán | cháy: nổ rừng | tai: nạn | nạn: nhân | quy: hoạch | khẩu: hiệu phần | ghi: nhận chép | đáng: giá kể | đầu: gối | dâng: cao | tam: quan giác | hải: phòng | cần: thơ | hồ: chí | việt: nam | hà: nội | trần: phú | hòa: giải nhã thuận
"""


@cache
def compounds() -> frozenset[tuple[str, str]]:
    """Each word as its two syllables, in lower case and in the old tone style."""
    groups = (group.split(":") for group in _WORDS.replace("\n", "|").split("|") if ":" in group)
    return frozenset((first.strip(), second) for first, rest in groups for second in rest.split())


@cache
def after() -> dict[str, tuple[str, ...]]:
    """The second syllables of each first one."""
    found: dict[str, list[str]] = {}
    for first, second in sorted(compounds()):
        found.setdefault(first, []).append(second)
    return {first: tuple(seconds) for first, seconds in found.items()}


@cache
def before() -> dict[str, tuple[str, ...]]:
    """The first syllables of each second one."""
    found: dict[str, list[str]] = {}
    for first, second in sorted(compounds()):
        found.setdefault(second, []).append(first)
    return {second: tuple(firsts) for second, firsts in found.items()}


@cache
def common() -> frozenset[str]:
    """The syllables of all these words."""
    return frozenset(syllable for pair in compounds() for syllable in pair)
