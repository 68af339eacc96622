"""Our own list of two-syllable words that administrative news is full of.

They serve as what was surely meant when a pair of syllables is one slip away from one of them
(`text.proof.confusions`), and to choose between corrections of a syllable (`text.proof.spelling`).
Grouped by their first syllable; no dictionary was copied, and the list need not be complete.
"""

from functools import cache

_WORDS = """
an: dân ninh sinh tâm toàn ủi | anh: em hùng | ảnh: hưởng | áp: dụng lực thấp
ấn: định phẩm tượng | bà: con | bác: học sĩ
ban: bố chấp chỉ công đầu đêm giám hành mai quản thường tổ | bàn: bạc giao
bản: án đồ lĩnh quyền sắc thân tin | bạn: bè đọc học | bảng: giá | bánh: chưng
bao: cấp giờ gồm | bảo: dưỡng đảm hiểm hộ lãnh mật quản tàng tồn trì trợ vệ
báo: cáo chí động hiệu | bằng: cấp chứng khen | bắt: buộc chước đầu gặp giữ nguồn tay
bất: cập chấp động kể kỳ lợi ngờ thường | bên: cạnh | bền: chặt vững | bến: bãi cảng phà tàu xe
bệnh: nhân tật viện | bí: mật thư | biên: bản chế giới lai phòng soạn tập | biển: báo đảo số
biến: chuyển đổi động | biện: pháp | biết: ơn rõ | biểu: diễn dương hiện mẫu quyết tượng
bình: chọn dân đẳng luận minh ổn quân thường yên | bổ: ích nhiệm sung trợ | bố: cáo cục mẹ trí
bộ: đội máy môn phận trưởng | bồi: dưỡng đắp thường | bổn: phận | bùng: nổ phát
buổi: chiều họp lễ sáng tối | buôn: bán lậu | buồn: bã phiền | bức: ảnh thiết tranh xúc
bước: đầu đi tiến | cá: biệt nhân | cách: làm ly mạng thức | cải: cách tạo thiện tiến
cam: đoan kết | cảm: động giác nhận ơn xúc | can: ngăn thiệp | cán: bộ cân | cảng: biển vụ
cảnh: báo giác quan sát | cạnh: tranh | cao: cả cấp điểm tốc tuổi | căn: bản cứ cước hộ nhà
cầm: chừng cố | cân: bằng đối nhắc | cần: cù kíp thiết thơ | cẩn: thận trọng
cấp: bách cứu phát phép thiết trên ủy | câu: chuyện hỏi lạc | cầu: cảng nối | cha: mẹ ông
chán: nản | cháy: nổ rừng | chắc: chắn | chăm: chỉ lo sóc | chăn: nuôi | châm: biếm ngôn
chấm: dứt điểm | chậm: chạp tiến trễ | chân: dung lý thành thực | chấn: chỉnh thương
chấp: hành nhận thuận | chất: liệu lượng thải vấn | chèn: ép | chế: biến độ tài tạo
chi: bộ cục nhánh phí tiết tiêu trả | chỉ: đạo định huy số thị tiêu | chia: sẻ tay | chìa: khóa
chiêm: ngưỡng | chiến: dịch đấu lược sĩ thắng tranh | chiều: nay qua tối | chiếu: sáng
chỉn: chu | chinh: phục | chính: đáng phủ quyền sách thức trị xác | chóng: mặt vánh
chống: bão lãng phá | chờ: đợi | chu: cấp đáo kỳ trình
chủ: đạo đầu đề động lực nhà nhật nhiệm quan quyền thể tịch tọa trì trương yếu | chuẩn: bị mực
chúc: mừng tết | chung: cư kết khảo quanh sức tay | chúng: ta tôi
chuyên: đề gia môn mục nghiệp sâu trách viên | chuyển: biến dịch đổi giao khoản tiếp
chưa: từng | chức: danh năng trách vụ | chứng: chỉ khoán kiến minh nhận thực từ | chương: trình
coi: trọng | con: em người | cô: đơn giáo lập | cổ: động kính phần thụ truyền vũ | cội: nguồn
công: an bằng bình bố chức cộng cụ dân dụng điện đoàn ích khai lao lập nghệ nghiệp nhân phu
công: suất sức tác tâm thương tố trái trình trường ty ước viên vụ xưởng | cộng: đồng hòa sản tác
cốt: lõi thép | cơ: bản cấu chế động hội khí quan sở | cơn: bão | cụ: thể | của: cải
cung: cấp điện đường ứng văn | cùng: kỳ lúc nhau với | củng: cố | cuộc: họp sống thi
cư: dân trú | cử: đi động hành tọa tri | cứng: rắn | cương: lĩnh quyết vị | cường: độ quốc
cưỡng: chế | cứu: hỏa hộ nạn thương trợ | cựu: chiến | dáng: vẻ
danh: dự hiệu lam mục ngôn nhân sách thắng tiếng | dành: cho riêng
dân: chủ cư phố quân sinh số tộc trí vận | dẫn: đầu đến | dâng: cao hương | dập: tắt
dầu: khí mỏ | dây: chuyền | dễ: dàng | di: chuyển dời sản tản tích | dịch: bệnh tễ vụ
diễn: biến đàn ra tập văn viên | diện: mạo tích | dịp: lễ | doanh: nghiệp nhân số thu trại
dọn: dẹp | dồi: dào | du: khách lịch thuyền | dung: lượng nham tích | dũng: cảm | dụng: cụ
duy: nhất trì | duyệt: binh | dư: chấn địa luận | dữ: dội liệu
dự: án báo đoán kiến lễ phòng thảo toán trữ | dừng: chân lại | dưỡng: lão | dứt: dạc điểm
đa: dạng phần phương số | đại: bàng biểu chúng dịch diện dương đoàn học hội lộ lý tá tướng
đàm: phán | đảm: bảo đang đương nhận trách | đảng: bộ đoàn ủy viên | đáng: giá kể lẽ tiếc
đánh: bắt dấu giá | đào: tạo thải | đạo: diễn đức luật lý | đáp: ứng | đạt: chuẩn được
đặc: biệt điểm khu sản thù | đắn: đo | đăng: ký | đặt: hàng ra tên | đầm: ấm lầy phá
đậm: đà nét | đất: đai liền nền nước | đầu: gối mối năm tàu tiên tư | đấu: giá nối thầu tố tranh
đẩy: lùi mạnh nhanh | đẹp: đẽ | đề: án bài bạt cao cập cử cương mục nghị phòng ra tài xuất
để: dành lại | đền: bù ơn | đi: đầu đôi lại | địa: bàn chất chỉ chính điểm giới hình phương
điểm: nóng | điện: lực thoại tử | điêu: khắc
điều: chỉnh dưỡng độ động hành hòa khiển kiện lệ phối tiết tra trị | đình: chỉ công đám làng
định: cư giá hướng kiến kỳ mức vị | đìu: hiu | đóa: hoa | đoàn: công kết thể viên | đoạt: giải
đón: nhận tiếp | đóng: cửa dấu góp quân | đô: đốc thị | độ: tuổi | độc: đáo giả hại lập
đổi: mới thay | đối: chiếu đãi mặt ngoại phó tác thoại tượng với | đội: ngũ trưởng tuyển viên
đồng: bào bằng bộ chí đều đội hành hương nghiệp nhất phục ruộng tháp thời thuận tiền tình ý
động: lực tác thái thổ viên | đột: phá xuất | đời: sống thường | đơn: giá giản thư vị | đủ: điều
đúng: đắn hạn quy | đức: tính | đường: bộ dài dây lối phố sá sắt thủy | gan: dạ | gay: gắt
gắn: bó kết liền | gặp: gỡ mặt | gần: gũi | gây: dựng rối | ghi: chép nhận
gia: cảnh đình hạn nhập súc tăng tộc | giả: mạo | giá: cả trị
giải: đáp đấu khát mã ngân pháp phóng quyết tán thể thưởng tỏa trí trình | giảm: nghèo thiểu
giám: định đốc sát | gian: dối hàng khổ lận nan | giao: ban dịch lưu thông tiếp
giáo: án dân dục sư trình viên xứ | giàu: có mạnh | giặc: giã | giấy: khen phép tờ | gìn: giữ
giỗ: tổ | giống: nòi | giới: hạn thiệu trẻ | giữ: gìn vững | giữa: chừng | góp: phần ý | hà: nội
hạ: tầng | hài: hòa hước lòng | hải: âu đảo đăng lý phận phòng quan quân sản | hàn: gắn
hạn: chế hán mặn | hàng: hải hóa không năm ngày quán rào rong xóm
hành: chính động khách lang trình vi | hạnh: phúc | hăng: hái say | hằng: năm ngày tháng tuần
hâm: mộ | hân: hạnh hoan | hấp: dẫn thụ | hậu: cần phương quả | hệ: lụy thống | hiểm: họa nguy
hiếm: hoi | hiền: hòa lành | hiến: đất máu pháp | hiện: đại hữu nay trạng trường tượng vật
hiếu: học khách thảo | hiệu: lực quả suất trưởng | hình: ảnh dáng dung sự thành thức | hoa: hậu
hòa: bình giải nhã nhập thuận | hỏa: hoạn táng tốc | hóa: chất đơn giải | họa: sĩ
hoài: nghi niệm | hoan: nghênh | hoàn: cảnh tất thành thiện toàn | hoãn: binh
hoang: hóa mang phí vắng | hoàng: hậu hôn thành | hoạt: động | học: bổng hỏi phí sinh tập viên
họp: báo | hồ: chí sơ | hỗ: trợ | hộ: dân gia khẩu kinh nghèo tịch
hội: đồng họp nghị nhập phụ thảo thẩm thi trường viên | hôm: nay nọ qua sau
hợp: đồng lý nhất pháp tác | hung: dữ hãn | hùng: mạnh vĩ | huy: chương động hiệu
huyện: đảo đoàn ủy | hưởng: lợi thụ ứng | hướng: dẫn đến tới | hữu: cơ ích nghị
hy: hữu sinh vọng | ích: kỷ lợi | im: ắng lặng | kéo: dài | kể: chuyện
kế: cận hoạch sách thừa toán tục | kênh: mương rạch | kết: cấu hợp luận nạp nghĩa nối quả thúc
kêu: gọi | khả: năng quan thi | khách: hàng mời quan sạn | khai: báo giảng mạc thác trương
khám: bệnh chữa phá sàng | khang: trang | kháng: chiến nghị | khánh: thành | khảo: cổ sát
khát: vọng | khắc: nghiệt phục | khẳng: định | khẩn: cấp trương | khẩu: hiệu phần trang
khen: thưởng | khéo: léo | khí: hậu thải thế tượng | khích: lệ | khiếu: kiện nại
khinh: suất thường | khó: khăn | khoa: giáo học | khoan: dung | khoảng: cách | khoáng: sản
khôi: ngô phục | khối: lượng | khốn: khó | không: gian khí ngừng | khổng: lồ
khởi: công động kiện nghiệp sắc | khu: dân phố vực | khuất: phục | khúc: mắc | khung: cảnh
khủng: bố hoảng | khuôn: khổ mặt viên | khuyến: cáo công học khích mãi nghị | khuyết: điểm tật
khứ: hồi | kích: cầu hoạt thích thước | kịch: bản
kiểm: dịch điểm định lâm ngư sát soát toán tra | kiên: cố cường định quyết trì
kiến: nghị tạo thiết thức trúc | kiều: bào | kiểu: mẫu | kín: đáo
kinh: doanh nghiệm phí tế tuyến | kính: tế thưa trọng | kịp: thời
kỳ: công diệu họp lạ quan thi thú vọng | kỷ: cương luật niệm | kỹ: lưỡng năng nghệ sư thuật xảo
ký: kết tên túc | lạc: hậu quan | làm: chủ rõ việc | lạm: dụng phát quyền | lan: tỏa
làng: chài nghề xóm | lãng: mạn phí quên | lãnh: đạo sự thổ | lao: động | lặng: lẽ
lâm: nghiệp thời | lấn: chiếm | lập: biên pháp trình | lấy: lệ | len: lỏi | lễ: hội nghi phục
lịch: lãm sử sự thiệp trình | liêm: chính | liên: đoàn hệ hiệp hoan kết lạc quan tục | liệt: sĩ
liệu: pháp | linh: hoạt hồn kiện thiêng | lĩnh: vực | lo: lắng ngại | loại: bỏ hình
lộ: thiên trình | lôi: cuốn kéo | lối: sống | lộn: xộn | lợi: dụng ích nhuận thế | lớp: học
lũ: lụt quét | luân: chuyển | luật: pháp sư | lung: lay linh | lụt: lội | luyện: kim tập
lựa: chọn | lực: lượng | lương: hưu tâm thực y | lưỡng: lự | lưu: động niệm thông trữ vực ý
lý: do lịch luận tưởng | ma: sát túy | mang: lại tính | mãnh: liệt | mạnh: dạn mẽ | may: mặc mắn
mặt: bằng hàng trận | mầm: non | mất: cân mát | mật: độ ong thiết | mâu: thuẫn
mẫu: giáo giống mã mực | mẹ: con | mê: tín | miền: bắc đất nam núi trung | miễn: dịch giảm phí
minh: bạch chứng họa | mong: manh muốn | mô: hình tả | mồ: côi hôi | mộc: mạc
môi: giới sinh trường | mơ: mộng ước | mở: đầu rộng | mới: mẻ | mùa: đông hè màng mưa vụ
mục: đích tiêu | mưa: bão gió lũ | mức: độ lương phạt | mưu: sinh trí | mỹ: quan thuật
nạn: đói nhân | năm: học | nắm: bắt rõ vững | năng: động khiếu lực lượng nổ suất | nặng: nề nhọc
nâng: cao cấp hạng | nét: chữ đẹp | nền: nếp tảng | nêu: gương rõ | ngại: ngần
ngang: bằng nhiên | ngành: nghề | ngay: ngắn thẳng | ngày: càng đêm mai nay xưa
ngăn: chặn ngừa | ngắn: gọn | ngậm: ngùi | ngân: hàng sách | ngập: lụt mặn úng | nghề: nghiệp
nghệ: nhân sĩ thuật | nghị: định lực quyết viện | nghĩa: tình trang vụ
nghiêm: cấm chỉnh minh trọng túc | nghiên: cứu | nghiệp: đoàn vụ
ngoại: giao khoa khóa ngữ tệ thành thất | ngọn: hải lửa | ngỡ: ngàng | nguồn: gốc lực nhân vốn
nguy: cơ hại hiểm | nguyên: liệu nhân tắc trạng | nguyện: vọng | ngư: dân nghiệp trường
ngưng: trệ | ngược: đãi lại | người: dân đứng lao | ngưỡng: mộ
nhà: báo ga khoa máy nông nước ở thầu thơ trẻ trường văn xưởng | nhạc: cụ sĩ | nhàm: chán
nhan: đề sắc | nhanh: chóng | nhắc: nhở | nhắn: nhủ tin
nhân: ái dân dịp đạo hậu khẩu loại lực quyền rộng sự tài văn vật viên | nhẫn: nại tâm
nhấn: mạnh | nhận: diện định được thức xét | nhất: là quán trí | nhật: báo ký | nhẹ: nhàng
nhiễm: bệnh khuẩn | nhiệm: kỳ màu vụ | nhiệt: điện độ đới huyết liệt tình | nhiều: năm
nhỏ: bé lẻ | nhộn: nhịp | nhu: cầu yếu | nhức: nhối | nhường: nhịn | niêm: phong yết
niềm: tin vui | nòng: cốt | nỗ: lực | nổi: bật | nội: bộ dung địa đô quy thành thất vụ
nông: dân nghiệp sản thôn | nồng: độ hậu nhiệt | nữ: giới | nước: mắm ngoài ngọt
nương: rẫy tựa | oan: uổng | ô: nhiễm | ôn: đới hòa tập | ổn: định thỏa | ông: bà | phá: dỡ hoại
phai: nhạt | phạm: nhân vi | phản: ánh biện cảm đối hồi ứng | pháp: lệnh luật lý
phát: biểu động hành hiện huy minh ngôn sinh thanh triển | phẩm: chất
phân: bổ cấp chia công khu loại luồng minh tích vân | phẫn: nộ | phấn: đấu khởi | phật: giáo
phê: bình duyệt phán | phế: liệu thải | phiên: họp | phiền: hà | phim: ảnh
phó: bí chủ giám mặc | phong: cách phú tặng tỏa trào tục | phòng: cháy chống dịch ngừa thủ
phóng: sự thích viên | phô: trương | phổ: biến cập thông | phối: hợp | phồn: thịnh vinh
phụ: cận cấp huynh nữ trách | phúc: đáp lợi tra | phục: chế hồi vụ | phụng: dưỡng | phức: tạp
phương: án châm hướng ngữ pháp thức tiện | phường: phố xã | quà: tặng | quả: thật
quá: khứ tải trình | quan: chức điểm hệ khách lại ngại niệm sát tâm trắc trọng | quản: lý trị
quán: triệt | quang: cảnh đãng vinh | quảng: bá cáo ngãi ninh trường
quân: dân đội hàm nhân sự y | quần: áo chúng đảo | quận: ủy | quấy: rối | quen: thuộc
quê: hương | quốc: gia hội khánh lộ phòng tế tịch | quy: chế chuẩn định hoạch mô trình tụ
quỹ: đất | quý: báu hiếm trọng | quyên: góp | quyền: hạn lợi | quyến: rũ
quyết: định liệt tâm toán tử | ra: đi đời mắt quân vào | rà: soát | ráo: riết | rầm: rộ
rõ: nét ràng | ròng: rã | rộng: lớn rãi | rút: kinh ngắn | rực: rỡ | rừng: núi phòng | sạch: sẽ
sai: phạm sót | sản: lượng nghiệp phẩm xuất | sáng: kiến mai nay sớm suốt tạo | sáp: nhập
sạt: lở | say: mê sưa | sắc: lệnh màu phục thái | sặc: sỡ | sẵn: có sàng | sắp: xếp | sầm: uất
sân: bay chơi khấu vận | sâu: rộng sắc | siêu: âm thị
sinh: động hoạt kế nhật sống thái thời vật viên | song: hành phương | sòng: phẳng
số: hóa liệu lượng | sôi: động nổi | sông: ngòi nước | sơ: cứu đồ kết khai sinh suất tán
sở: hữu ngành tại | suy: giảm nghĩ thoái tôn yếu | sử: dụng | sứ: giả mệnh
sự: cố kiện nghiệp thật việc | sửa: chữa đổi | sức: ép khỏe mạnh | sững: sờ
tác: chiến động giả hại phẩm phong | tai: nạn tiếng
tài: chính khoản liệu năng nguyên sản trợ xế | tái: cơ định | tại: chỗ | tam: giác quan
tạm: dừng ngừng thời trú | tàn: phá tật | tang: lễ thương vật | táo: bạo | tạo: dựng điều hình
tàu: thuyền | tăng: cường tốc trưởng | tặng: quà thưởng | tâm: huyết linh lý sự tư
tầm: nhìn quan soát vóc | tân: binh trang | tấn: công | tận: dụng tâm tình tụy | tầng: lớp
tập: đoàn huấn kết luyện quán sự thể trung | tất: bật cả yếu | tệ: nạn | tên: gọi tuổi
tha: thiết | thả: lỏng nổi | thạc: sĩ | thách: thức | tham: dự gia khảo luận mưu nhũng quan
thảm: họa khốc | tháng: năm tuổi | thanh: âm bình lịch lý niên thản thiếu tích tịnh toán tra
thành: công đạt đoàn khẩn lập niên phần phố thạo thật tích tựu ủy viên | thánh: thót
thao: tác thức | thảo: dược luận | thăm: dò hỏi | thắng: cảnh lợi | thâm: canh hụt nhập niên
thẩm: định mỹ quyền tra | thấm: nhuần thía | thân: mật nhân thế thiện thuộc thương
thần: thoại tốc | thất: lạc nghiệp thoát | thật: sự thà | thầy: cô giáo thuốc | theo: dõi
thể: chất chế dục hiện lệ lực thao | thế: giới hệ kỷ mạnh | thi: công đấu đỗ đua hành tuyển
thí: điểm nghiệm sinh | thị: sát trấn trường xã | thích: đáng hợp nghi thú ứng
thiên: hướng nhiên tai | thiện: chí nguyện | thiêng: liêng | thiết: bị kế lập thực yếu
thiệt: hại thòi | thiếu: hụt nhi niên sót thốn | thịnh: hành vượng | thỏa: đáng mãn thuận
thoải: mái | thoái: hóa vốn | thổ: cẩm nhưỡng | thôn: xóm
thông: báo cảm điệp minh qua suốt thạo thoáng thương tin | thống: kê nhất | thơ: ca mộng
thờ: cúng ơ | thời: cơ đại điểm gian hạn kỳ lượng sự tiết vụ
thu: chi giữ gom hẹp hoạch hồi hút mua ngân nhập nhỏ | thủ: đoạn đô trưởng tục tướng | thú: y
thuần: khiết phong túy | thuận: lợi | thúc: đẩy | thuê: bao | thuế: suất | thùy: mị
thủy: điện lợi nội sản triều văn | thuyền: thúng trưởng viên | thuyết: minh phục trình
thư: giãn ký ngỏ pháp từ viện | thừa: hành kế nhận
thực: chất dân đơn hành hiện nghiệm phẩm tế thà thi tiễn trạng vật
thương: binh hiệu lái lượng mại tâm tích trường yêu | thường: dân niên thức trú trực vụ xuyên
thưởng: ngoạn thức | thượng: tá tướng | tích: cực hợp lũy | tịch: biên thu | tiếc: nuối
tiêm: chủng kích phòng | tiềm: ẩn lực năng tàng | tiên: lượng phong
tiền: bối đề lệ lương mặt thân tuyến vệ | tiến: bộ cử độ hành sĩ triển trình
tiện: ích lợi nghi | tiếng: nói ồn vang
tiếp: cận cứu dân đãi đón nhận nối sức thu tục viện xúc | tiết: kiệm lộ mục trời
tiêu: biểu chí chuẩn cực dùng điều hao hủy tan thoát thụ | tiểu: đội học phẩm thủ thuyết thương
tìm: hiểu kiếm tòi | tin: cậy học nhắn tức tưởng | tín: dụng hiệu nhiệm
tinh: giản gọn hoa thần thông | tình: báo cảm hình huống nghĩa nguyện tiết trạng yêu
tỉnh: đoàn lẻ táo thành ủy | tính: chất mạng toán | tòa: án nhà soạn tháp
toàn: bộ cầu dân diện quốc thể | toán: học | tổ: chức dân quốc trưởng | tố: cáo chất giác
tồi: tệ | tối: đa thiểu ưu | tội: danh phạm | tôn: giáo tạo thờ trọng vinh | tồn: đọng tại
tổn: thất thương | tốn: kém | tổng: bí công cục duyệt đài hợp kết mức quan số thanh thể
tốt: đẹp nghiệp | tờ: khai rơi trình | trách: nhiệm | trải: nghiệm qua
trái: cây đất phép phiếu tim | trạm: bơm xá | trang: bị nghiêm thiết trại trí trọng
trạng: thái | tranh: ảnh chấp cử luận thủ tra | trao: đổi giải tặng | trầm: lắng mặc trọng
trân: trọng | trần: phú | trấn: an áp | trật: tự | trẻ: con em trung | trên: địa | tri: ân thức
trì: hoãn trệ | trí: thức tuệ | trị: an giá liệu | triển: khai lãm vọng | triệt: để phá
triều: cường | triệu: hồi tập | trình: báo bày diễn duyệt độ tự | trò: chơi chuyện | trọn: vẹn
trong: sạch suốt | trọng: đại điểm tải tâm thể thị | trồng: cây trọt | trống: trải vắng
trợ: cấp giúp lý | trụ: cột sở vững
trung: bình đội gian hòa học lập niên tâm thành thực tu tướng ương | trúng: cử thầu tuyển
truy: cập nã tố | truyền: bá đạt hình miệng nghề nhiễm thông thống | truyện: ngắn
trực: thăng thuộc tiếp tuyến | trưng: bày cầu | trừng: phạt trị | trước: đây hết mắt tiên
trường: học hợp | trưởng: ban đoàn phòng thành | trừu: tượng | tuân: thủ | tuần: hoàn lễ tra
tuổi: tác thơ trẻ | tùy: thuộc tiện | tuyên: bố dương giáo truyền | tuyển: chọn dụng sinh
tuyến: cáp đường phố | tuyệt: đối vời | tư: cách duy liệu lợi nhân pháp thế tưởng vấn
từ: bỏ chối điển ngữ thiện | tử: tế tuất vong
tự: chủ do động giác hào học lập nguyện nhiên tin trọng tử vệ | tức: thì | từng: bước
tương: đối đương lai phản quan tác trợ ứng xứng | tường: tận thuật trình | tưởng: nhớ niệm
tượng: đài trưng | ùn: tắc | ủng: hộ | uy: tín | ủy: ban nhiệm quyền thác viên | uyển: chuyển
ưa: chuộng | ứng: cử dụng phó xử | ước: mơ nguyện tính | ưu: đãi điểm tiên tú việt | vai: trò
văn: bản hóa học kiện minh nghệ phòng | vắng: mặt vẻ | vấn: đề
vận: chuyển dụng động hành hội tải | vất: vả | vật: chất dụng liệu nuôi thể tư | vẻ: đẹp vang
vệ: sinh tinh | vi: phạm | vĩ: đại | vị: thế trí | việc: làm | viên: chức
viễn: cảnh dương thông | viện: dưỡng kiểm trợ | viết: văn | việt: nam | vinh: danh dự quang
vĩnh: cửu viễn | vô: cùng địch hiệu tuyến tư | vợ: chồng | vu: khống | vũ: khí trang trụ
vụ: án việc | vui: chơi mừng vẻ | vùng: biển cao sâu | vững: bền chắc mạnh vàng | vướng: mắc
vượt: bậc khó mức qua | xa: cách lộ xôi | xã: đoàn hội viên | xác: định lập minh nhận suất thực
xanh: mát sạch tươi | xảy: ra | xâm: lấn nhập phạm | xây: dựng lắp | xe: buýt cộ đạp máy
xem: xét | xét: duyệt nghiệm tuyển xử | xích: lô mích | xinh: đẹp | xóa: bỏ đói | xóm: làng
xôn: xao | xu: hướng thế | xuân: sang | xuất: bản cảnh hành hiện khẩu phát sắc sinh viện xứ
xúc: động phạm tiến | xung: đột kích phong quanh yếu | xử: lí lý phạt thế | xứng: đáng
xương: sống | xưởng: máy | y: đức học khoa tá tế | ý: chí kiến nghĩa thức tưởng
yên: ắng bình ổn tâm tĩnh | yết: kiến | yêu: cầu nước thích thương | yếu: kém tố
"""


@cache
def compounds() -> frozenset[tuple[str, str]]:
    """Each word as its two syllables, in lower case and in the old tone style."""
    groups = (group.split(":") for group in _WORDS.replace("\n", "|").split("|") if ":" in group)
    return frozenset((first.strip(), second) for first, rest in groups for second in rest.split())


@cache
def second_parts() -> dict[str, tuple[str, ...]]:
    """The second syllables of each first one."""
    found: dict[str, list[str]] = {}
    for first, second in sorted(compounds()):
        found.setdefault(first, []).append(second)
    return {first: tuple(seconds) for first, seconds in found.items()}


@cache
def first_parts() -> dict[str, tuple[str, ...]]:
    """The first syllables of each second one."""
    found: dict[str, list[str]] = {}
    for first, second in sorted(compounds()):
        found.setdefault(second, []).append(first)
    return {second: tuple(firsts) for second, firsts in found.items()}


@cache
def common() -> frozenset[str]:
    """The syllables of all these words."""
    return frozenset(syllable for pair in compounds() for syllable in pair)
