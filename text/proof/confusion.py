"""Real syllables that make another word than was surely meant: `trực trạng`, `Thảnh ủy`, `sát nhập`.

Two ways of finding them: our own list of confusions, which are wrong wherever they stand; and a rule.
The rule: two syllables side by side are no word of `compounds`, a slip in one of them makes one, the
syllable with the slip is none that stands by itself in sentences, and belongs to no such word with
its neighbour on the other side.
"""

from collections.abc import Iterator
from functools import cache, lru_cache

from text.proof.compounds import after, before, compounds
from text.proof.finding import Finding, Kind
from text.proof.reading import Reading, Word, few, like
from text.proof.slips import one_slip
from text.proof.syllable import parse, spellings

# wrong>right, by what goes wrong.
_CONFUSIONS = """
bổ xung>bổ sung | sử lý>xử lý | sử lí>xử lí | xử dụng>sử dụng | sử phạt>xử phạt | xản xuất>sản xuất
sản suất>sản xuất | xuất sứ>xuất xứ | năng xuất>năng suất | hiệu xuất>hiệu suất
công xuất>công suất | lãi xuất>lãi suất | áp xuất>áp suất | suất khẩu>xuất khẩu | suất bản>xuất bản
đề suất>đề xuất | đột suất>đột xuất | xơ suất>sơ suất | xơ kết>sơ kết | sơ sác>xơ xác
sắc xảo>sắc sảo | xắc sảo>sắc sảo | sơ xuất>sơ suất | xúc tích>súc tích | xàng lọc>sàng lọc
xát nhập>sáp nhập | sát nhập>sáp nhập | xáp nhập>sáp nhập | sáp nhậm>sáp nhập | xạt lở>sạt lở
xụt lún>sụt lún | sụt lúng>sụt lún | sẵn xàng>sẵn sàng | xuôn sẻ>suôn sẻ | suông sẻ>suôn sẻ
chia sẽ>chia sẻ | chia xẻ>chia sẻ | san xẻ>san sẻ | sáng lạng>xán lạn | sáng lạn>xán lạn
sứ mạnh>sứ mệnh | thăm quan>tham quan | tham quang>tham quan | tựu chung>tựu trung
trung cư>chung cư | chung tâm>trung tâm | trung kết>chung kết | trung tay>chung tay
chuyển khai>triển khai | trú trọng>chú trọng | chân trọng>trân trọng | trân thành>chân thành
trân chính>chân chính | chuyền thống>truyền thống | tuyên chuyền>tuyên truyền
chuyền hình>truyền hình | chuyền thông>truyền thông | tuyền truyền>tuyên truyền
trương trình>chương trình | chương chình>chương trình | trủ trương>chủ trương
chủ chương>chủ trương | trủ trì>chủ trì | chủ chì>chủ trì | trỉ đạo>chỉ đạo | chỉ tịch>chủ tịch
chú tịch>chủ tịch | chủ tich>chủ tịch | trỉ tiêu>chỉ tiêu | chị trường>thị trường
chiển khai>triển khai | triễn khai>triển khai | triển khia>triển khai | chiển lãm>triển lãm
triễn lãm>triển lãm | trậm trễ>chậm trễ | chậm chễ>chậm trễ | chễ hạn>trễ hạn | trỗ đậu>chỗ đậu
chạm y tế>trạm y tế | giao động>dao động | dao dịch>giao dịch | dao lưu>giao lưu
giành cho>dành cho | giành riêng>dành riêng | dành giải>giành giải
dành chiến thắng>giành chiến thắng | dành huy chương>giành huy chương | dành quyền>giành quyền
dành giật>giành giật | tranh dành>tranh giành | để giành>để dành | giành thời gian>dành thời gian
giành nhiều>dành nhiều | dải pháp>giải pháp | giải băng>dải băng | dữ gìn>giữ gìn | giữ dội>dữ dội
giữ liệu>dữ liệu | gìn dữ>gìn giữ | rà xoát>rà soát | dà soát>rà soát | giám xát>giám sát
kiểm xoát>kiểm soát | khảo xát>khảo sát | quan xát>quan sát | cảnh xát>cảnh sát | xác nhập>sáp nhập
xem sét>xem xét | sét duyệt>xét duyệt | xét xữ>xét xử | vô hình chung>vô hình trung
nhận chức>nhậm chức | bàng quang>bàng quan | khoảng sản>khoáng sản | đường xá>đường sá
kỹ niệm>kỷ niệm | kỹ luật>kỷ luật | kỷ thuật>kỹ thuật | kỷ năng>kỹ năng | kỹ lục>kỷ lục
kỹ cương>kỷ cương | kỹ yếu>kỷ yếu | kỷ lưỡng>kỹ lưỡng | kỷ sư>kỹ sư | thế kỹ>thế kỷ
nhiệm kỷ>nhiệm kỳ | vỹ đại>vĩ đại | cãi cách>cải cách | cải thiến>cải tiến | cải nhau>cãi nhau
cãi thiện>cải thiện | cãi tạo>cải tạo | bão đảm>bảo đảm | đảm bão>đảm bảo | bão vệ>bảo vệ
bão hiểm>bảo hiểm | bảo lũ>bão lũ | cơn bảo>cơn bão | mưa bảo>mưa bão | hổ trợ>hỗ trợ
hộ trợ>hỗ trợ | nổ lực>nỗ lực | nỗi bật>nổi bật | nổi lo>nỗi lo | nổi đau>nỗi đau
mỗi trường>môi trường | củng như>cũng như | cũng cố>củng cố | ngỉ ngơi>nghỉ ngơi | nghĩ hưu>nghỉ hưu
nghĩ ngơi>nghỉ ngơi | nghĩ lễ>nghỉ lễ | suy nghỉ>suy nghĩ | ý nghỉa>ý nghĩa | nghỉa vụ>nghĩa vụ
kỳ nghĩ>kỳ nghỉ | tỉnh lẽ>tỉnh lẻ | vẽ đẹp>vẻ đẹp | vui vẽ>vui vẻ | mạnh mẻ>mạnh mẽ
sạch sẻ>sạch sẽ | chặc chẽ>chặt chẽ | chặt chẻ>chặt chẽ | lẽ tẻ>lẻ tẻ | riêng lẽ>riêng lẻ
giúp đở>giúp đỡ | cởi mỡ>cởi mở | mỡ rộng>mở rộng | tháo gở>tháo gỡ | gặp gở>gặp gỡ
nâng đở>nâng đỡ | tưỡng niệm>tưởng niệm | dũng cãm>dũng cảm | tình cãm>tình cảm | mẩu mực>mẫu mực
gương mẩu>gương mẫu | biểu mẩu>biểu mẫu | mẫu chuyện>mẩu chuyện | bồi dưởng>bồi dưỡng
dưởng lão>dưỡng lão | cưởng chế>cưỡng chế | xữ lý>xử lý | xữ phạt>xử phạt | sữ dụng>sử dụng
sữa chữa>sửa chữa | sửa chửa>sửa chữa | sửa tươi>sữa tươi | chửa bệnh>chữa bệnh
chửa cháy>chữa cháy | lưu trử>lưu trữ | dự trử>dự trữ | gìn giử>gìn giữ | bỗ nhiệm>bổ nhiệm
bỗ sung>bổ sung | phân bỗ>phân bổ | tổ chứt>tổ chức | lịch sữ>lịch sử | đại biễu>đại biểu
tiêu biễu>tiêu biểu | phát biễu>phát biểu | biễu dương>biểu dương | biểu diển>biểu diễn
diển ra>diễn ra | diển biến>diễn biến | diển đàn>diễn đàn | tiếp diển>tiếp diễn
thực tiển>thực tiễn | thực trang>thực trạng | trực trạng>thực trạng | tình trang>tình trạng
tận tuy>tận tụy | miển phí>miễn phí | miễm phí>miễn phí | bảo hiễm>bảo hiểm | nguy hiễm>nguy hiểm
kiễm tra>kiểm tra | kiễm soát>kiểm soát | thũ tục>thủ tục | cũa dân>của dân | tỹ lệ>tỷ lệ
tỹ đồng>tỷ đồng | trãi qua>trải qua | trãi nghiệm>trải nghiệm | trãi dài>trải dài
phãn ánh>phản ánh | giãi quyết>giải quyết | giãi pháp>giải pháp | giãm nghèo>giảm nghèo
quãn lý>quản lý | sãn phẩm>sản phẩm | khõe mạnh>khỏe mạnh | sức khõe>sức khỏe | hạn hẹn>hạn hẹp
hoàng thiện>hoàn thiện | bàn hoàng>bàng hoàng | nhiện vụ>nhiệm vụ | nhiệm vu>nhiệm vụ
nhân mạnh>nhấn mạnh | nhấn mạng>nhấn mạnh | doanh nghệp>doanh nghiệp | danh nghiệp>doanh nghiệp
phần đấu>phấn đấu | phấn đầu>phấn đấu | hưởng dẫn>hướng dẫn | đầu tự>đầu tư | đồng thười>đồng thời
nghi quyết>nghị quyết | nghị quyểt>nghị quyết | thành ủi>thành ủy | ủi ban>ủy ban
hội đông nhân dân>hội đồng nhân dân | hội đông quản trị>hội đồng quản trị | ủy bản>ủy ban
nhân đân>nhân dân | nhân dận>nhân dân | thông nhất>thống nhất | thóng nhất>thống nhất
lực lương>lực lượng | số lương người>số lượng người | dự toản>dự toán | dụ toán>dự toán
dự an>dự án | vi pham>vi phạm | an nình>an ninh | an toan>an toàn | công tá>công tác
công tac>công tác | kế hoach>kế hoạch | kế hoặch>kế hoạch | quy hoặch>quy hoạch
hoặch định>hoạch định | thu hoặch>thu hoạch | qui hoặch>quy hoạch | kiểm điếm>kiểm điểm
thí điễm>thí điểm | thời điễm>thời điểm | tết nguyên đáng>Tết Nguyên đán | chính đán>chính đáng
thích đán>thích đáng | tương đươn>tương đương | đặt thù>đặc thù | đặt biệt>đặc biệt
đặt điểm>đặc điểm | đặt sản>đặc sản | đặt trưng>đặc trưng | cặp nhật>cập nhật | cập nhập>cập nhật
phổ cặp>phổ cập | đề cặp>đề cập | cập bến đổ>cập bến đỗ | khắc phụ>khắc phục | tiết kiện>tiết kiệm
kiệm toàn>kiện toàn | kiên toàn>kiện toàn | sự kiệm>sự kiện | điều kiên>điều kiện
điều kiệm>điều kiện | phương tiên>phương tiện | ưu tiện>ưu tiên | tiên độ>tiến độ | tiến đô>tiến độ
nghiên túc>nghiêm túc | nghiên cấm>nghiêm cấm | nghiêm cứu>nghiên cứu | triệc để>triệt để
quyết liệc>quyết liệt | việt làm>việc làm | tiết xúc>tiếp xúc | thiếc thực>thiết thực
thiếc bị>thiết bị | thiệc hại>thiệt hại | bắc đầu>bắt đầu | bắc buộc>bắt buộc | mặc bằng>mặt bằng
mặc trận>mặt trận | mặc khác>mặt khác | mặt dù>mặc dù | có mặc>có mặt | gặp mặc>gặp mặt
bác ngát>bát ngát | phác triển>phát triển | phác huy>phát huy | sắp xết>sắp xếp | sắp sếp>sắp xếp
xắp xếp>sắp xếp | rút kinh nghiện>rút kinh nghiệm | kinh nghiện>kinh nghiệm | thử nghiện>thử nghiệm
trách nhiện>trách nhiệm | thanh nhiên>thanh niên | thiến niên>thiếu niên | tri ơn>tri ân
chấp hàng>chấp hành | hành chánh công>hành chính công | bối trí>bố trí | bố chí>bố trí
vị chí>vị trí | quản chị>quản trị | chính chị>chính trị | giá chị>giá trị | lao đông>lao động
hoạt đông>hoạt động | vận đông>vận động | chủ đông>chủ động | huy đông>huy động | tác đông>tác động
phát đông>phát động | biến đông>biến động | cộng động>cộng đồng | đồng trí>đồng chí
chất lương>chất lượng | đầu từ công>đầu tư công
"""
# Syllables that stand by themselves, so that they come beside anything.
_FREE = frozenset(
    """
a ai anh ao ba ban bao bay bia biết biển buôn buồn buồng buổi buộc bà bài bàn bày bác bán bánh báo
bát bây bãi bè bé béo bên bì bìa bò bó bóc bóng bông bù bùn bú búa bún bút băng bơ bơi bơm bưng bước
bạc bạn bảng bảo bảy bắc bắt bằng bến bếp bền bể bệ bị bọc bỏ bố bốn bồ bộ bột bờ bởi bụi bụng bức
bữa ca cam canh cao cau cay cha chai chay che chi chia chim chiếc chiến chiếu chiều cho chua chung
chuyến chuyển chuyện chuông chuột chàng chào cháo chát cháy chân chè chép chê chìa chìm chín chính
chó chôn chông chùa chùm chú chúc chúng chăn chơi chưa chưng chạy chả chấm chất chậm chật chậu chắc
chắn chặn chặt chẻ chế chết chỉ chị chịu chọi chọn chống chồng chỗ chờ chở chợ chục chủ chứ chứa
chứng chữ chữa con cong cua cuối cuốn cuộc cuộn cài càng cành cày cá các cách cái cán cánh cát cáu
cân câu cây cãi cò còn có cói cô côn công cõng cùng cú cúc cúng căn căng cũ cũng cơ cơm cơn cưa cưới
cười cạn cạnh cạo cả cảm cảng cấm cấp cất cấu cấy cầm cần cầu cập cậu cắm cắt cằm cặp cọc cỏ cốc cối
cống cổ cổng cỗ cội cộng cột cớ cờ cởi cỡ cụ củ của củi cứ cứng cứu cử cửa cực da day di diện do duy
dài dàn dành dày dám dán dáng dân dâng dây dãy dê dì dò dòng dù dùng dăm dơ dư dưa dưới dượng dạy
dấu dầu dẫn dậy dắt dặn dễ dịp dịu dọc dọn dốc dồn dỗ dội dời dở dỡ dụ dứa dừa dừng dữ dự dựa dựng
em eo gai gan ganh gay ghe ghi ghé ghép ghế gia giam gian giao gieo già giàn giàu giày giá giám gián
giáo giã giãn giò gió giúp giường giả giảm giấc giấy giặt giếng giết giọng giọt giỏ giỏi giống giỗ
giới giờ giở giữ giữa gà gác gánh gãy gì gò góc gói góp gõ găng gương gượng gạch gạo gả gấp gấu gần
gầy gắn gắng gắp gặp gặt gỉ gọi gọn gốc gối gốm gồm gỗ gội gỡ gợi gửi hai ham hang hay hiếm hiền
hiểu hiện hiệu ho hoa hoài hoàn hoạ hoạch hoặc hun hà hàm hàn hàng hành hái háng hát hãng hãy hè
hình hò hòn hóa hôm hôn hông hù húc hút hăm hũ hơi hơn hư hương hươu hướng hưởng hạ hại hạn hạng hạt
hắn hẳn hẹn hẹp hẻm hết hề hệ họ học họp hỏa hỏi hỏng hố hồ hồng hổ hộ hội hộp hột hớt hở hợp hụi
hứa im in kem khai khe khen khi khoai khoan khoe khoá khoảng khu khung khuya khuôn khá khác khách
khám khâu khép khí khó khóc khói khô không khúc khăn khẩu khắc khắp khẽ khỉ khỏi khối khổ kia kinh
kiếm kiến kiểm kiểu kè kén kéo kép kê kênh kêu kìa kín kính ký kẹo kẹp kẹt kẻ kế kết kể kệ kỳ kỷ kỹ
la lai lan lau le leo liền liệu lo long loài loại loạt lui luôn luật luồng luộc ly là làm làn làng
lành lá lái lán lâm lâu lãm lén lên lò lòng lõi lùi lúa lúc lý lăn lũ lơ lưng lưu lương lưới lướt
lượng lượt lạ lạc lại lạnh lấm lấn lấy lầm lần lầu lẫn lập lật lắc lắm lắp lặn lặng lẻ lề lễ lệch
lệnh lịch lọ lọc lố lối lồng lỗ lỗi lộ lộc lội lớn lớp lời lợi lợn lụt lứa lừa lửa lựa lực ma mai
mang mau may men miếng miền miệng mo mong mua mui muối muốn muỗi muộn mà màng màu mày má mái máng
máu máy mây mã mãi mè mép mê mình mía mít mò mòn mó móc món móng mô môi môn mù mùa mùi múa múc măng
mũ mũi mơ mưa mưu mươi mương mười mượn mạ mạng mạnh mảnh mất mấy mẫu mật mắc mắm mắt mặc mặn mặt mẹ
mẻ mềm mệt mỉa mọc mọi mỏ mỏi mỏng mối mồ mồi mồm mổ mỗ mỗi mộc một mới mờ mời mở mỡ mợ mục mụn mủ
mức mừng mực na nai nam nay nem ngai ngang ngay nghe nghèo nghìn nghĩ nghề nghỉ ngon ngoài nguồn
nguội ngàn ngành ngày ngâm ngã ngó ngô ngôi ngõ ngăn ngũ ngư người ngược ngại ngạn ngả ngầm ngẫm
ngập ngắm ngắn ngọc ngọn ngồi ngột ngờ ngợ ngủ ngừng ngựa ngực nhan nhanh nhau nhiều nho nhuộm nhà
nhánh nháy nhân nhé nhìn nhích nhóm nhô nhút như nhưng nhường nhạc nhạt nhảy nhất nhầm nhận nhập
nhật nhắc nhắm nhắn nhằm nhặt nhẹ nhỉ nhịp nhọn nhỏ nhồi nhổ nhớ nhờ nhỡ nhụt những nhựa niên niềm
no non nuôi nuốt nào này nát náy nâng né ném nén nên nêu nó nói nón nóng nông núi núp nút năm năng
nơi nước nướng nạ nạn nạp nảy nấm nấu nắm nắn nắng nắp nằm nặng nếp nếu nền nể nọ nối nốt nồi nổ nổi
nỗi nội nộp nới nở nợ nụ nứt nửa nữ nữa o oan ong phai phao phi phim phiên phiếu pho phong phu phun
phà phá phái phán pháo phát phân phép phê phí phía phòng phó phú phúc phút phơi phương phường phượng
phạm phạt phải phản phấn phần phẩm phẳng phố phối phổ phở phụ phục phủ phức qua quai quan quang
quanh quay que quen quyết quyền quyển quà quá quán quân quét quê quên quý quạt quả quản quấy quần
quầy quận quậy quặng quẹt quế quốc quỳ quỷ quỹ ra ranh rao rau riêng ru rung ruốc ruộng ruột rà rào
rá rác ráo rát rã rèm rèn ré rê rìa rò rót rõ rùa rút răng rũ rơi rơm rưỡi rượt rượu rạ rạch rạp rải
rảnh rất rẫy rậm rắn rằng rặng rẻ rẽ rể rễ rỉ rọc rọi rối rồi rồng rổ rỗi rỗng rộng rời rụng rủ rừng
rửa sa sai sang sao sau say sen sinh siết so soi son song soạn sung suy suất suối suốt sà sài sàn sá
sách sáng sánh sáo sát sáu sâm sân sâu sên sò sòng sóng sôi sông sùng súng săn sĩ sơ sơn sư sương
sướng sườn sạch sạn sạt sản sấu sấy sầu sắc sắm sắn sắp sắt sẵn sẹo sẻ sẽ sếp sọt sỏi số sống sốt sổ
sớm sờ sở sợ sợi sụp sụt sứ sức sừng sử sửa sữa sự ta tai tan tang tay tem ten tha thai tham thang
thanh thau thay the theo thi thiên thiếp thiết thiếu tho thon thoát thoại thu thua thuyết thuyền
thuê thuần thuận thuế thuốc thuộc thuở thành thày thác thách thái tháng thánh tháp thân thè thép
thêm thêu thì thìa thích thóc thói thô thôi thù thùng thú thúng thăm thơ thơi thơm thư thưa thương
thước thường thưởng thượng thạo thả thải thảm thấm thấp thấu thấy thầm thầu thầy thậm thận thật thắm
thắng thắp thằng thẳng thẻ thế thề thềm thể thị thịch thịnh thịt thọ thỏ thổ thổi thớ thờ thời thở
thợ thủ thủng thứ thừa thử thực tim tin tinh tiên tiêu tiếc tiến tiếng tiếp tiết tiền tiểu tiệc tiệm
to toa toi toàn toán tra trai trang tranh trao tre treo tri triều triệu tro trong trung trà tràn
trách trái trám tráng tránh trát trâu trèo trên trêu trình trích trò tròn trói trôi trông trù trùng
trú trúc trúng trăm trăng trưa trước trường trưởng trượng trượt trại trạm trạng trả trải trấn trầm
trầu trận trật trắng trẻ trễ trị trọ trọn trọng trống trồng trổ trộm trộn trời trở trợ trụ trứng trừ
trữ trực tu tua tui tung tuy tuyến tuyết tuyển tuần tuồng tuổi tà tài tàn tàng tàu tá tách tái tám
tán táo tâm tây tã té tép tê tên tìm tình tí tích tính tít tò tòa tóc tóm tô tôi tôm tù tú túi túng
tăng tĩnh tơ tư tươi tương tưới tường tưởng tượng tạc tại tạnh tạo tả tải tảng tấm tấn tất tầm tầng
tận tập tắc tắm tắt tặng tế tết tệ tỉ tỉa tỉnh tỏ tỏa tỏi tố tốc tối tốn tống tốt tồi tổ tổng tộc
tội tớ tới tờ tụ tục tụng tủ tứ tức từ từng tử tự tựa tỷ u ung va vai vang vay ve ven vi viên viếng
viết việc viện vo vu vua vui vun vung và vài vàng vào vá vác vách váy vân vè vé vét vì ví vò vòi vòm
vòng vót vô vôi võ vùi vùng vú vút văn vĩ vũ vơi vườn vượt vạ vạch vạn vạt vải vần vẩy vẫn vận vật
vắng vắt vặn vẻ vẽ vết về vệ vỉa vị vịnh vịt vọng vỏ vốn vỗ vội vớ với vớt vở vỡ vợ vụ vụn vừa vững
vựa vực xa xanh xao xay xe xem xen xin xinh xiên xiết xoa xoay xong xoài xoá xu xung xuyên xuân xuất
xuống xuồng xá xác xách xát xâu xây xã xé xét xì xích xíu xó xóa xóm xót xô xôi xúc xăng xơ xưa
xương xưởng xả xảy xấp xấu xắn xẻ xế xếp xốp xới xứ xử yên yêu yến yếu áo âm én ép ê ích ít ôm ông ù
ú úng úp ý ăn đa đan đang đau đem đen đeo đi đinh điếm điều điểm điện đo đong đua đuôi đuốc đuổi đài
đàng đành đào đá đám đáng đánh đâu đã đèn đèo đê đêm đình đò đòi đó đói đón đóng đôi đôn đông đùa
đúc đúng đĩ đơn đưa đường được đạo đạt đảo đắp đắt đặc đặt đẹp đẻ đế đếm đến đề đền đều để đỉnh địa
định đọc đỏ đốc đối đống đốt đồ đồi đồn đồng đổ đổi đỗ độ đội động đời đỡ đợi đợt đục đủ đứa đức
đứng đứt đừng ơn ưa ưng ước ướp ướt ạ ấm ấy ế ếch ển ố ống ồn ổ ổi ở ụ ủ ứ ứng ừ
""".split()
)
# Syllables that hardly stand by themselves, so that beside them even a free one is suspicious.
_BOUND = frozenset(
    """
bồi chấn củng cưỡng doanh dưỡng giám hoạch khảo khắc khẳng khiếu khuyến nghiên nghiệp nghị nhiệm
phấn phê phục sáp thẩm thống thiên trạng triển truyền tuyên
""".split()
)


@cache
def confusions() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """The list, wrong and right as syllables, by the first syllable of what is wrong."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for entry in _CONFUSIONS.replace("\n", "|").split("|"):
        wrong, _, right = entry.strip().partition(">")
        if wrong:
            parts = tuple(wrong.split())
            found.setdefault(parts[0], []).append((parts, tuple(right.split())))
    return found


def check_confusions(reading: Reading) -> list[Finding]:
    """A finding for each pair of syllables that stands where another word was surely meant."""
    return few(_confused(reading))


def _confused(reading: Reading) -> Iterator[Finding]:
    words = reading.words
    done = 0
    for at in range(len(words) - 1):
        if at < done or not words[at + 1].joined:
            continue
        found = _listed(words, at) or _one_slip_away(words, at)
        if found:
            size, right = found
            wrong = words[at : at + size]
            said = " ".join(like(w.text, r) for w, r in zip(wrong, right, strict=True))
            yield reading.finding(Kind.CONFUSION, wrong[0].start, wrong[-1].end, said)
            done = at + size


def _listed(words: list[Word], at: int) -> tuple[int, tuple[str, ...]] | None:
    for wrong, right in confusions().get(words[at].lower, ()):
        here = words[at : at + len(wrong)]
        if tuple(word.lower for word in here) == wrong and all(word.joined for word in here[1:]):
            return len(wrong), right
    return None


def _one_slip_away(words: list[Word], at: int) -> tuple[int, tuple[str, ...]] | None:
    first, second = words[at], words[at + 1]
    meant = _meant(_usual(first.lower), _usual(second.lower))
    if meant is None:
        return None
    previous = words[at - 1] if at and first.joined else None
    following = words[at + 2] if at + 2 < len(words) and words[at + 2].joined else None
    if previous and _pair(previous, first) in compounds():
        return None
    if following and _pair(second, following) in compounds():
        return None
    return None if _in_a_name(previous, first, second) else (2, meant)


def _pair(first: Word, second: Word) -> tuple[str, str]:
    return _usual(first.lower), _usual(second.lower)


def _in_a_name(previous: Word | None, first: Word, second: Word) -> bool:
    """Whether a capital stands where only names have one: `Y Tý kết nghĩa`, `xã Thanh Trì`."""
    if first.text.isupper() and second.text.isupper():
        return False
    return second.capital or bool(first.capital and previous and previous.capital)


@lru_cache(maxsize=16384)
def _meant(first: str, second: str) -> tuple[str, str] | None:
    """The one word that a slip made these two syllables of."""
    if (first, second) in compounds() or not parse(first) or not parse(second):
        return None
    found = []
    if first not in _FREE or second in _BOUND:
        found += [(near, second) for near in before().get(second, ()) if one_slip(first, near)]
    if second not in _FREE or first in _BOUND:
        found += [(first, near) for near in after().get(first, ()) if one_slip(second, near)]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=16384)
def _usual(word: str) -> str:
    """The syllable in the old tone style, as the lists have it."""
    syllable = parse(word)
    return spellings()[syllable.letters, syllable.tone] if syllable else word
