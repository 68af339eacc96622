"""Real syllables that make another word than was meant: `trực trạng`, `Thảnh ủy`, `sát nhập`.

Two ways of finding them: our own list of confusions, which are wrong wherever they stand; and a
rule. The rule: two syllables side by side are no word of `compounds`, a slip in one of them makes
one, the syllable with the slip is none that stands by itself in sentences, and neither belongs to
a word with its neighbour on the other side.
"""

from collections.abc import Iterator
from functools import cache, lru_cache

from text.proof.compounds import compounds, first_parts, second_parts
from text.proof.corrections import one_slip
from text.proof.findings import Finding, ProofKind, ProofText, Word, capped, match_case
from text.proof.syllable import parse, spellings

# wrong>right; neither right spelling of `lý` and `lí` is an error.
_CONFUSIONS = """
bổ xung>bổ sung | sử lý>xử lý | sử lí>xử lí | xử dụng>sử dụng | sử phạt>xử phạt
xản xuất>sản xuất | sản suất>sản xuất | xuất sứ>xuất xứ | năng xuất>năng suất
hiệu xuất>hiệu suất | công xuất>công suất | lãi xuất>lãi suất | áp xuất>áp suất
suất khẩu>xuất khẩu | suất bản>xuất bản | đề suất>đề xuất | đột suất>đột xuất | xơ suất>sơ suất
xơ kết>sơ kết | sắc xảo>sắc sảo | xắc sảo>sắc sảo | sơ xuất>sơ suất | xúc tích>súc tích
xàng lọc>sàng lọc | xát nhập>sáp nhập | sát nhập>sáp nhập | xáp nhập>sáp nhập | sáp nhậm>sáp nhập
xạt lở>sạt lở | xụt lún>sụt lún | sụt lúng>sụt lún | sẵn xàng>sẵn sàng | xuôn sẻ>suôn sẻ
suông sẻ>suôn sẻ | chia sẽ>chia sẻ | chia xẻ>chia sẻ | san xẻ>san sẻ | sáng lạng>xán lạn
sáng lạn>xán lạn | thăm quan>tham quan | tham quang>tham quan | tựu chung>tựu trung
trung cư>chung cư | chung tâm>trung tâm | trung kết>chung kết | trung tay>chung tay
chuyển khai>triển khai | trú trọng>chú trọng | chân trọng>trân trọng | trân thành>chân thành
trân chính>chân chính | chuyền thống>truyền thống | tuyên chuyền>tuyên truyền
chuyền hình>truyền hình | chuyền thông>truyền thông | tuyền truyền>tuyên truyền
trương trình>chương trình | chương chình>chương trình | trủ trương>chủ trương
chủ chương>chủ trương | trủ trì>chủ trì | chủ chì>chủ trì | trỉ đạo>chỉ đạo | chỉ tịch>chủ tịch
chú tịch>chủ tịch | chủ tich>chủ tịch | trỉ tiêu>chỉ tiêu | chị trường>thị trường
chiển khai>triển khai | triễn khai>triển khai | triển khia>triển khai | chiển lãm>triển lãm
triễn lãm>triển lãm | trậm trễ>chậm trễ | chậm chễ>chậm trễ | chễ hạn>trễ hạn
chạm y tế>trạm y tế | giao động>dao động | dao dịch>giao dịch | dao lưu>giao lưu
giành riêng>dành riêng | dành chiến thắng>giành chiến thắng | dành huy chương>giành huy chương
dành giật>giành giật | tranh dành>tranh giành | để giành>để dành | giành thời gian>dành thời gian
dải pháp>giải pháp | giải băng>dải băng | dữ gìn>giữ gìn | giữ dội>dữ dội | giữ liệu>dữ liệu
gìn dữ>gìn giữ | rà xoát>rà soát | dà soát>rà soát | giám xát>giám sát | kiểm xoát>kiểm soát
khảo xát>khảo sát | quan xát>quan sát | cảnh xát>cảnh sát | xác nhập>sáp nhập
sét duyệt>xét duyệt | xét xữ>xét xử | vô hình chung>vô hình trung | khoảng sản>khoáng sản
đường xá>đường sá | kỹ niệm>kỷ niệm | kỹ luật>kỷ luật | kỷ thuật>kỹ thuật | kỷ năng>kỹ năng
kỹ lục>kỷ lục | kỹ cương>kỷ cương | kỹ yếu>kỷ yếu | kỷ lưỡng>kỹ lưỡng | kỷ sư>kỹ sư
thế kỹ>thế kỷ | nhiệm kỷ>nhiệm kỳ | vỹ đại>vĩ đại | cãi cách>cải cách | cải thiến>cải tiến
cải nhau>cãi nhau | cãi thiện>cải thiện | cãi tạo>cải tạo | bão đảm>bảo đảm | đảm bão>đảm bảo
bão vệ>bảo vệ | bão hiểm>bảo hiểm | bảo lũ>bão lũ | cơn bảo>cơn bão | mưa bảo>mưa bão
hổ trợ>hỗ trợ | hộ trợ>hỗ trợ | nổ lực>nỗ lực | nỗi bật>nổi bật | nổi lo>nỗi lo | nổi đau>nỗi đau
củng như>cũng như | cũng cố>củng cố | ngỉ ngơi>nghỉ ngơi | nghĩ hưu>nghỉ hưu | nghĩ ngơi>nghỉ ngơi
nghĩ lễ>nghỉ lễ | suy nghỉ>suy nghĩ | ý nghỉa>ý nghĩa | nghỉa vụ>nghĩa vụ | kỳ nghĩ>kỳ nghỉ
tỉnh lẽ>tỉnh lẻ | vui vẽ>vui vẻ | mạnh mẻ>mạnh mẽ | sạch sẻ>sạch sẽ | chặc chẽ>chặt chẽ
chặt chẻ>chặt chẽ | lẽ tẻ>lẻ tẻ | riêng lẽ>riêng lẻ | giúp đở>giúp đỡ | cởi mỡ>cởi mở
mỡ rộng>mở rộng | tháo gở>tháo gỡ | gặp gở>gặp gỡ | nâng đở>nâng đỡ | tưỡng niệm>tưởng niệm
dũng cãm>dũng cảm | tình cãm>tình cảm | mẩu mực>mẫu mực | gương mẩu>gương mẫu | biểu mẩu>biểu mẫu
mẫu chuyện>mẩu chuyện | bồi dưởng>bồi dưỡng | dưởng lão>dưỡng lão | cưởng chế>cưỡng chế
xữ lý>xử lý | xữ phạt>xử phạt | sữ dụng>sử dụng | sữa chữa>sửa chữa | sửa chửa>sửa chữa
sửa tươi>sữa tươi | chửa bệnh>chữa bệnh | chửa cháy>chữa cháy | lưu trử>lưu trữ | dự trử>dự trữ
gìn giử>gìn giữ | bỗ nhiệm>bổ nhiệm | bỗ sung>bổ sung | phân bỗ>phân bổ | tổ chứt>tổ chức
lịch sữ>lịch sử | đại biễu>đại biểu | tiêu biễu>tiêu biểu | phát biễu>phát biểu
biễu dương>biểu dương | biểu diển>biểu diễn | diển ra>diễn ra | diển biến>diễn biến
diển đàn>diễn đàn | tiếp diển>tiếp diễn | thực tiển>thực tiễn | thực trang>thực trạng
tình trang>tình trạng | tận tuy>tận tụy | miển phí>miễn phí | miễm phí>miễn phí
bảo hiễm>bảo hiểm | nguy hiễm>nguy hiểm | kiễm tra>kiểm tra | kiễm soát>kiểm soát
thũ tục>thủ tục | tỹ lệ>tỷ lệ | tỹ đồng>tỷ đồng | trãi qua>trải qua | trãi nghiệm>trải nghiệm
trãi dài>trải dài | phãn ánh>phản ánh | giãi quyết>giải quyết | giãi pháp>giải pháp
giãm nghèo>giảm nghèo | quãn lý>quản lý | sãn phẩm>sản phẩm | khõe mạnh>khỏe mạnh
sức khõe>sức khỏe | hạn hẹn>hạn hẹp | hoàng thiện>hoàn thiện | bàn hoàng>bàng hoàng
nhiện vụ>nhiệm vụ | nhiệm vu>nhiệm vụ | nhân mạnh>nhấn mạnh | nhấn mạng>nhấn mạnh
doanh nghệp>doanh nghiệp | danh nghiệp>doanh nghiệp | phần đấu>phấn đấu | phấn đầu>phấn đấu
hưởng dẫn>hướng dẫn | đồng thười>đồng thời | nghi quyết>nghị quyết | nghị quyểt>nghị quyết
thành ủi>thành ủy | ủi ban>ủy ban | hội đông nhân dân>hội đồng nhân dân
hội đông quản trị>hội đồng quản trị | ủy bản>ủy ban | nhân đân>nhân dân | nhân dận>nhân dân
thông nhất>thống nhất | thóng nhất>thống nhất | lực lương>lực lượng | dự toản>dự toán
dụ toán>dự toán | dự an>dự án | vi pham>vi phạm | an nình>an ninh | an toan>an toàn
công tá>công tác | công tac>công tác | kế hoach>kế hoạch | kế hoặch>kế hoạch | quy hoặch>quy hoạch
hoặch định>hoạch định | thu hoặch>thu hoạch | qui hoặch>quy hoạch | kiểm điếm>kiểm điểm
thí điễm>thí điểm | thời điễm>thời điểm | tết nguyên đáng>Tết Nguyên đán | chính đán>chính đáng
thích đán>thích đáng | tương đươn>tương đương | đặt thù>đặc thù | đặt biệt>đặc biệt
đặt sản>đặc sản | đặt trưng>đặc trưng | cặp nhật>cập nhật | cập nhập>cập nhật | phổ cặp>phổ cập
đề cặp>đề cập | khắc phụ>khắc phục | tiết kiện>tiết kiệm | kiệm toàn>kiện toàn
kiên toàn>kiện toàn | sự kiệm>sự kiện | điều kiên>điều kiện | điều kiệm>điều kiện
phương tiên>phương tiện | ưu tiện>ưu tiên | tiên độ>tiến độ | tiến đô>tiến độ
nghiên túc>nghiêm túc | nghiên cấm>nghiêm cấm | nghiêm cứu>nghiên cứu | triệc để>triệt để
quyết liệc>quyết liệt | tiết xúc>tiếp xúc | thiếc thực>thiết thực | thiệc hại>thiệt hại
bắc buộc>bắt buộc | mặc bằng>mặt bằng | mặc trận>mặt trận | mặt dù>mặc dù | gặp mặc>gặp mặt
bác ngát>bát ngát | phác triển>phát triển | phác huy>phát huy | sắp xết>sắp xếp | sắp sếp>sắp xếp
xắp xếp>sắp xếp | kinh nghiện>kinh nghiệm | thử nghiện>thử nghiệm | trách nhiện>trách nhiệm
thanh nhiên>thanh niên | thiến niên>thiếu niên | tri ơn>tri ân | chấp hàng>chấp hành
hành chánh công>hành chính công | bối trí>bố trí | bố chí>bố trí | vị chí>vị trí
lao đông>lao động | hoạt đông>hoạt động | vận đông>vận động | chủ đông>chủ động
huy đông>huy động | tác đông>tác động | phát đông>phát động | biến đông>biến động
cộng động>cộng đồng | đồng trí>đồng chí | chất lương>chất lượng | đầu từ công>đầu tư công
dành giải nhất>giành giải nhất | dành giải nhì>giành giải nhì | dành giải ba>giành giải ba
dành giải đặc biệt>giành giải đặc biệt
"""
# Syllables that stand by themselves, so that they come beside anything.
_STANDALONE_SYLLABLES = frozenset(
    """
a ai anh ao ba ban bao bay bi bia biến biết biển biệt bong buôn buýt buồm buồn buồng buổi buộc bà
bài bàn bàng bày bác bái bám bán bánh báo bát bây bãi bão bè bèn bé béo bê bên bì bìa bình bò bó bóc
bóng bóp bông bù bùn bùng bú búa bún bút băng bơ bơi bơm bưng bươn bước bạc bạn bạt bản bảng bảo bảy
bấm bất bầm bần bầu bẩn bậc bận bật bắc bắt bằng bến bếp bền bể bệ bệt bị bịt bọc bọn bỏ bỏng bố bốc
bốn bồ bồn bổ bộ bột bới bớt bờ bởi bợt bục bụi bụng bức bừa bừng bữa ca cam can canh cao cau cay
cha chai chay che chi chia chim chiêng chiếc chiến chiếu chiều cho chua chui chun chung chuyến
chuyền chuyển chuyện chuông chuối chuột chàng chào chánh cháo chát cháu cháy chân chè chèo chén chéo
chép chê chênh chì chìa chìm chí chín chính chíp chó chôn chông chùa chùm chú chúc chúng chút chăm
chăn chăng chơi chưa chưng chạm chạy chả chải chảo chảy chấm chấp chất chẩn chậm chật chậu chắc chắn
chẳng chẵn chặn chặng chặt chẻ chẽn chế chết chỉ chị chịu chọi chọn chối chống chốt chồng chổi chỗ
chờ chở chợ chục chụp chủ chứ chứa chứng chừa chửi chữ chữa coi con cong cua cuối cuốn cuống cuộc
cuộn cà cài càng cành cào cày cá các cách cái cán cánh cáo cáp cát cáu cân câu cây cãi cò còi còn có
cói cóng cô côn công cõng cùn cùng cú cúc cúi cúng cúp căn căng cũ cũi cũng cơ cơm cơn cưa cưng cưới
cười cạn cạnh cạo cả cảm cảng cảnh cấm cấp cất cấu cấy cầm cần cầu cập cậu cắm cắn cắt cằm cặp cọc
cọng cỏ cố cốc cối cống cổ cổng cỗ cội cộng cột cớ cờ cởi cỡ cụ cục cụm củ của củi cứ cứng cứu cử
cửa cực cựu da dang danh dao day di diện do du duy duyệt dài dàn dành dày dám dán dáng dân dâng dâu
dây dãy dép dê dì dính dò dòng dù dùng dăm dơ dư dưa dưới dượng dạng dạo dạy dải dấu dần dầu dẫn dậu
dậy dắt dặn dẹp dẻo dề dễ dệt dịp dịu dọc dọn dốc dốt dồn dỗ dội dời dở dỡ dụ dứa dứt dừa dừng dữ dự
dựa dựng em eo gai gan gang ganh gay ghe ghi ghé ghép ghét ghế gia giam gian giao gieo già giàn
giàu giày giá giám gián giáo giây giã giãn giò gió giông giúp giơ giường giả giải giảm giấc giấu
giấy giẫm giật giằng giặt giếng giết giọng giọt giỏ giỏi giống giỗ giội giới giờ giở giữ giữa gom
guồng gà gào gác gái gánh gân gây gãy gì gò góa góc gói góp gõ găng gương gượng gạch gạo gả gấp gấu
gầm gần gầy gập gật gắn gắng gắp gặm gặng gặp gặt gỉ gọi gọn gọng gọt gốc gối gốm gồm gỗ gội gộp gờ
gỡ gợi gục gửi ha hai ham hang hao hay hen hiên hiếm hiền hiểu hiện hiệu ho hoa hoang hoài hoàn hoạ
hoạch hoắm hoặc hun hà hàm hàn hàng hành hái háng hát hãng hãy hè hé hình hò hòa hòm hòn hóa hôi hôm
hôn hông hù húc húp hút hăm hũ hơi hơn hư hưu hương hươu hướng hưởng hạ hạch hại hạn hạng hạt hả hầm
hầu hẫng hậu hắn hắt hằng hẳn hẹn hẹp hẻm hến hết hề hệ họ họa học họp hỏa hỏi hỏng hố hốt hồ hồi
hồng hổ hộ hội hộp hột hớt hở hợp hụi hứa hừng im in kem keo khai khe khen khi khiến kho khoai khoan
khoang khoanh khoe khoá khoác khoét khoản khoảng khoắng khu khung khuya khuôn khá khác khách khám
khâu khéo khép khét khí khó khóa khóc khói khô không khúc khăn khơi khả khảm khảo khẩu khắc khắp
khắt khằn khẽ khế khều khỉ khỏe khỏi khối khổ khớp khởi khựng kia kim kinh kiếm kiến kiểm kiểu kiện
kè kèm ké kém kén kéo kép kê kênh kêu kìa kín kính ký kẹo kẹp kẹt kẻ kẽ kế kết kề kể kệ kịch kịp kỳ
kỷ kỹ la lai lam lan lang lau le leo lia liếc liếm liền liệu lo loa long loài loáng loại loạt lui
luyện luôn luật luồng luộc ly là làm làn làng lành lá lách lái lán lánh lát lâm lâu lãi lãm lén lên
lò lòi lòng lô lôi lông lõi lõm lùa lùi lúa lúc lún lý lăm lăn lĩnh lũ lơ lưng lưu lương lưới lướt
lười lườm lưỡi lượm lượng lượt lạ lạc lạch lại lạng lạnh lấm lấn lấp lấy lầm lần lầu lẩn lẫn lập lật
lắc lắm lắp lặn lặng lẻ lẽ lề lễ lệ lệch lệnh lịch lọ lọc lỏn lố lốc lối lốp lồi lồng lỗ lỗi lộ lộc
lội lớn lớp lời lỡ lợi lợn lợp lục lụt lụy lứa lừa lửa lửng lựa lực ma mai mang mau may men minh
miếng miết miền miễn miệng mo mong mua mui muối muốn muồng muỗi muộn mà màn màng màu mày má mái máng
máu máy mâm mây mã mãi mè mèo mép mét mê mì mình mía mít mò mòn mó móc món móng mô môi môn mù mùa
mùi múa múc múp măng mũ mũi mơ mưa mưu mươi mương mướp mười mượn mạ mại mạng mạnh mảnh mất mấy mầm
mẩu mẫu mận mật mắc mắm mắng mắt mặc mặn mặt mẹ mẻ mếu mềm mệt mỉa mịn mọc mọi mỏ mỏi mỏng mối mốt
mồ mồi mồm mổ mỗ mỗi mộc một mớ mới mờ mời mở mỡ mợ mục mụn mủ mức mừng mực na nai nam nan nay nem
neo ngai ngang ngay nghe nghiêng nghiền nghèo nghìn nghĩ nghĩa nghề nghỉ nghịch ngoan ngon ngoài
ngoại nguy nguyên nguồn nguội ngàn ngành ngày ngáp ngáy ngâm ngã ngòi ngó ngón ngô ngôi ngõ ngăn ngũ
ngư người ngược ngượng ngại ngạn ngả ngất ngầm ngẫm ngậm ngập ngắm ngắn ngọc ngọn ngọt ngồi ngột ngờ
ngợ ngủ ngừng ngửa ngựa ngực nhai nhan nhanh nhau nhiêu nhiều nho nhoài nhuộm nhà nhánh nháy nhân
nhé nhéo nhì nhìn nhích nhóm nhô nhút nhăn như nhưng nhường nhạc nhạt nhạy nhảy nhấc nhất nhầm nhẩm
nhẫy nhận nhập nhật nhắc nhắm nhắn nhằm nhặt nhẹ nhỉ nhịp nhọn nhỏ nhồi nhổ nhớ nhờ nhỡ nhụt nhức
nhừ những nhựa nia niên niềm no nom non nong nung nuôi nuốt nào này nát náy nâng nâu né ném nén nép
nét nên nêu nó nói nón nóng nôi nông núi núp nút năm năng nơi nước nướng nạ nạn nạo nạp nảy nấm nấu
nắm nắn nắng nắp nằm nặc nặn nặng nếp nếu nền nể nọ nối nốt nồi nồm nổ nổi nỗi nội nộp nới nở nợ nụ
nục nức nứt nửa nữ nữa o oai oan ong pha phai phao phi phim phiên phiếu pho phong phu phun phà phá
phái phán pháo pháp phát phân phép phê phí phía phòng phó phóng phô phú phúc phút phơ phơi phương
phường phượng phạm phạt phải phản phấn phất phần phẩm phẳng phố phối phồn phồng phổ phớ phở phụ phục
phủ phức pin qua quai quan quang quanh quay que quen quyết quyền quyển quà quá quán quân quây quãng
quét quê quên quý quạt quả quản quấn quấy quần quầy quận quậy quặn quặng quặt quẹt quế quốc quờ quở
quỳ quỷ quỹ ra ranh rao rau riêng ru rung ruốc ruộng ruột rà rào rá rác rách rán ráo rát rã rãnh rèm
rèn ré rê rìa rình rò ròng rót rõ rùa rúc rút răng rũ rơi rơm rưng rưỡi rượt rượu rạ rạch rạn rạng
rạp rải rảnh rất rẫy rậm rập rắc rắn rằm rằng rặng rẻ rẽ rể rễ rệu rỉ rọc rọi rối rốn rống rồi rồng
rổ rỗi rỗng rộng rớt rời rụng rụt rủ rừng rửa sa sai sang sao sau say sen sinh siêng siết so soi son
song soạn sung suy suýt suất suối suốt sà sài sàn sàng sào sá sách sáng sánh sáo sát sáu sâm sân sâu
sên sình sò sòng sóc sóng sôi sông sùng súng săm săn sĩ sơ sơn sư sương sướng sườn sạch sạn sạp sạt
sản sấu sấy sầm sầu sắc sắm sắn sắp sắt sằng sẵn sẹo sẻ sẽ sếp sọt sỏi số sống sốt sổ sớm sờ sở sợ
sợi sục sụp sụt sứ sức sừng sử sửa sữa sự ta tai tan tang tanh tay tem ten tha thai tham than thang
thanh thao thau thay the theo thi thiên thiếp thiết thiếu thiệt tho thon thoát thoại thu thua thui
thuyết thuyền thuê thuần thuận thuế thuốc thuộc thuở thà thành thày thác thách thái tháng thánh tháo
tháp thân thè thèm thép thêm thêu thì thìa thích thó thóc thói thô thôi thôn thù thùng thú thúng
thăm thơ thơi thơm thư thưa thương thước thường thưởng thượng thạo thả thải thảm thấm thấp thấu thấy
thầm thầu thầy thậm thận thật thắm thắng thắp thắt thằng thẳng thẻ thế thếp thề thềm thể thị thịch
thịnh thịt thọ thỏ thỏa thổ thổi thớ thờ thời thở thợ thụ thụt thủ thủng thủy thứ thừa thử thực tim
tin tinh tiêm tiên tiêu tiếc tiến tiếng tiếp tiết tiền tiểu tiệc tiệm tiện to toa toi toàn toán toét
tra trai trang tranh trao tre treo tri triền triều triệu tro trong trung truồi trà tràn tràng trách
trái trám tráng tránh trát trâu trèo trét trên trêu trì trình trích trò tròn tróc trói trôi trông
trù trùng trú trúc trúng trút trăm trăng trũng trơn trưa trước trường trưởng trượng trượt trại
trạm trạng trả trải trấn trầm trần trầu trầy trận trật trắc trắng trẻ trễ trị trọ trọn trọng trốn
trống trồng trổ trộm trộn trời trở trợ trụ trứng trừ trữ trực tu tua tui tung tuy tuyến tuyết tuyển
tuôn tuần tuồng tuổi tuột tà tài tàn tàng tàu tá tách tái tám tán táo tát tâm tây tã té tém tép tê
tên tìm tình tí tía tích tín tính tít tò tòa tóc tóm tô tôi tôm tôn tù tùy tú túi túng tăng tĩnh tơ
tư tươi tương tưới tướng tường tưởng tượng tạ tạc tại tạnh tạo tạp tả tải tảng tảo tấm tấn tất tầm
tầng tận tập tật tậu tắc tắm tắt tặng tế tết tệ tỉ tỉa tỉnh tọa tỏ tỏa tỏi tố tốc tối tốn tống tốp
tốt tồi tổ tổng tộc tội tớ tới tờ tời tụ tục tụi tụng tủ tủi tứ tức từ từng tử tự tựa tỷ u ung uống
va vai van vang vanh vay ve ven vi viên viếng viết viền việc viện vo voi vu vua vui vun vung vuông
và vài vàng vào vá vác vách ván váy vân vâng vè vé véo vét vì ví vít vò vòi vòm vòng vót vô vôi võ
vùi vùng vú vút văn văng vĩ vũ vũng vơi vướng vườn vượt vạ vạch vạn vạt vải vảy vấn vần vẩn vẩy vẫn
vận vật vậy vắng vắt vằn vặn vẹt vẻ vẽ vết về vệ vỉa vị vịnh vịt vọng vỏ vốn vồ vỗ vội vớ với vớt vở
vỡ vợ vụ vục vụn vứt vừa vững vựa vực xa xanh xao xay xe xem xen xin xinh xiên xiết xoa xoay xong
xoài xoá xoắn xu xung xuyên xuân xuôi xuất xuống xuồng xà xá xác xách xát xâu xây xã xé xét xì xích
xíu xó xóa xóm xót xô xôi xúc xăng xơ xưa xương xước xưởng xả xảy xấp xấu xắn xẹp xẻ xế xếp xỉu xốp
xộc xới xứ xử y yên yêu yến yết yếu yểm à ánh áo áp át âm én ép ê êm ì ích ít ô ôm ông ù ú úng úp út
ý ăn đa đai đan đang đau đem đen đeo đi đinh điếm điền điều điểm điện điệu đo đom đong đoàn đoán
đoạn đua đuôi đuốc đuối đuổi đài đàn đàng đành đào đá đám đáng đánh đáp đáy đâm đâu đây đã đè đèn
đèo đê đêm đình đích đò đòi đó đói đón đóng đôi đôn đông đùa đùi đùn đúc đúng đăng đĩ đĩa đũa đơn
đưa đước đường được đại đạm đạo đạp đạt đảo đấm đất đấu đấy đầm đầu đầy đẩy đẫm đậm đập đậu đắm đắng
đắp đắt đằng đặc đặn đặt đẹp đẻ đế đếm đến đề đền đều để đệ đệm đỉa đỉnh địa định đọc đọng đỏ đốc
đối đống đốt đồ đồi đồn đồng đổ đổi đỗ độ độc đội độn động đới đời đỡ đợi đợt đục đủ đứa đức đứng
đứt đừng đựng ơn ư ưa ưng ước ướp ướt ạ ảnh ấm ấn ấy ẩm ẩn ế ếch ển ố ốm ống ồn ổ ổi ở ụ ủ ứ ứng ừ
""".split()
)
# Syllables that hardly stand by themselves, so that beside them even a free one is suspicious.
_BOUND_SYLLABLES = frozenset(
    """
bồi chuẩn chương chấn chấp chế chỉnh cưỡng cấu củng doanh dưỡng dục giám hiến hiệp hiệu hoàn hoạch
huy huyện huấn hưởng hữu khiếu khoáng khuyến khuyết khánh khích khảo khẩn khắc khẳng kiên kỷ kỹ lâm
lãnh lũy mâu mục nghiêm nghiên nghiệp nghệ nghị nhiệm niên phê phúc phản phấn phẩm phục phụng phức
quán quốc suất sáp thiên thiết thuật thái thẩm thống thức tiềm triển triệt truyền trách trí trưng
trạng tuyên tuân tái tân tương uy vĩnh xúc xứng đàm đẳng đặc ưu
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


def check_confusions(reading: ProofText) -> list[Finding]:
    """A finding for each pair of syllables that stands where another word was surely meant."""
    return capped(_confused(reading))


def _confused(reading: ProofText) -> Iterator[Finding]:
    words = reading.words
    done = 0
    for at in range(len(words) - 1):
        if at < done or not words[at + 1].joined:
            continue
        if _in_a_name(words, at):
            continue
        found = _listed(words, at) or _one_slip_away(words, at)
        if found and not _belongs_elsewhere(words, at, len(found)):
            size, right = len(found), found
            wrong = words[at : at + size]
            said = " ".join(match_case(w.text, r) for w, r in zip(wrong, right, strict=True))
            yield reading.finding(ProofKind.CONFUSION, wrong[0].start, wrong[-1].end, said)
            done = at + size


def _listed(words: list[Word], at: int) -> tuple[str, ...] | None:
    for wrong, right in confusions().get(words[at].lower, ()):
        here = words[at : at + len(wrong)]
        if tuple(word.lower for word in here) == wrong and all(word.joined for word in here[1:]):
            return right
    return None


def _one_slip_away(words: list[Word], at: int) -> tuple[str, ...] | None:
    pair = _pair(words[at], words[at + 1])
    if pair in compounds() or not all(map(parse, pair)):
        return None
    return _meant(*pair)


def _belongs_elsewhere(words: list[Word], at: int, size: int) -> bool:
    """Whether an end of the words is part of a word with its neighbour: `giám sát nhập khẩu`."""
    end = at + size
    before_it = at > 0 and words[at].joined and _pair(words[at - 1], words[at]) in compounds()
    return before_it or (
        end < len(words) and words[end].joined and _pair(words[end - 1], words[end]) in compounds()
    )


def _pair(first: Word, second: Word) -> tuple[str, str]:
    return _usual(first.lower), _usual(second.lower)


def _in_a_name(words: list[Word], at: int) -> bool:
    """Whether a capital stands where only names have one: `Y Tý kết nghĩa`, `chị Trường`."""
    first, second = words[at], words[at + 1]
    if first.text.isupper() and second.text.isupper():
        return False
    return second.capital or (first.capital and at > 0 and first.joined and words[at - 1].capital)


@lru_cache(maxsize=16384)
def _meant(first: str, second: str) -> tuple[str, str] | None:
    """The one word that a slip made these two syllables of. Kept, as a language has few."""
    found = []
    if first not in _STANDALONE_SYLLABLES or second in _BOUND_SYLLABLES:
        found += [(near, second) for near in first_parts().get(second, ()) if one_slip(first, near)]
    if second not in _STANDALONE_SYLLABLES or first in _BOUND_SYLLABLES:
        found += [(first, near) for near in second_parts().get(first, ()) if one_slip(second, near)]
    return found[0] if len(found) == 1 else None


def _usual(word: str) -> str:
    """The syllable in the old tone style, as the lists have it."""
    syllable = parse(word)
    return spellings()[syllable.letters, syllable.tone] if syllable else word
