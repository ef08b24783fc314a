"""The line above the quotation tells only what its sentence gives to the thing asked about; else there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from corpus.model import Document
from corpus.testing import read_as
from rag.assistant import Assistant
from rag.model import Answer, Inquiry

PLAN = """ỦY BAN NHÂN DÂN
HUYỆN HÀ THANH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 11/KH-UBND
Hà Thanh, ngày 30 tháng 8 năm 2031

KẾ HOẠCH
Về an toàn bến đò ngang năm 2031

Thực hiện Thông báo số 57-TB/TU ngày 22/01/2031 của Tỉnh ủy về tiến độ xây bến; đến ngày 28/02/2031 trên địa bàn
huyện còn 14 bến chưa có phao. Ủy ban nhân dân huyện yêu cầu:

I. THỜI HẠN
1. Chủ đò gửi bản đăng ký áo phao về tổ bến trước ngày 12/02 hằng năm. Tổ bến tổng hợp gửi Phòng Kinh tế trước \
ngày 15/3.
2. Các xã báo cáo danh sách bến đò trước ngày 20/11; hồ sơ gửi bản giấy. Riêng xã Đông Quải gửi thêm báo cáo \
chuyên đề về cứu hộ trước ngày 30/9.
3. Phòng Kinh tế công bố kết quả kiểm định phao trước ngày 20 tháng 01 năm sau.
4. Tăng số lượt khách mặc áo phao đạt 70% trở lên.

II. PHÂN CÔNG
1. Trách nhiệm của Ủy ban nhân dân huyện
1.1. Tạo điều kiện để Hội Chữ thập đỏ, người dân tham gia góp ý việc đặt phao tiêu theo Quyết định số 217-QĐ/TW và \
Quy định số 124-QĐ/TW của Ban Bí thư; chỉ đạo các xã tiếp thu góp ý của người dân theo Quy định số 60-QĐ/TU \
ngày 14/9/2028 của Tỉnh ủy.
1.2. Ban hành nội quy bến đò.
1.3. Thực hiện Chỉ thị số 33/CT-TTg, Luật Giao thông đường thủy và Luật Trẻ em ngày 05 tháng 4 năm 2016.
2. Trách nhiệm của Phòng Kinh tế
Chủ trì, phối hợp tổ chức tập huấn kỹ năng cứu đuối cho người lái đò tại các bến.
3. Hội đồng kiểm định
Hội đồng cấp huyện có 07 thành viên, do Phó Trưởng phòng Kinh tế làm Chủ tịch; họp khi có ít nhất 05 thành viên.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Hoàng Đình Phỏng
"""

DECISION = """ỦY BAN NHÂN DÂN
HUYỆN LONG KHÊ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 89/QĐ-UBND
Long Khê, ngày 17 tháng 5 năm 2031

QUYẾT ĐỊNH
Ban hành Quy chế trông coi bến đò

Căn cứ Luật Giao thông đường thủy ngày 15 tháng 6 năm 2004;
Căn cứ Chương trình số 12-CTr/HU ngày 04/12/2030 của Huyện ủy Long Khê về bến đò;
Xét đề nghị của Trưởng phòng Giao thông tại Tờ trình số 41/TTr-PGT ngày 06/5/2031,
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Quy chế trông coi bến đò.
Điều 2. Thực hiện Quy chế cứu hộ ban hành kèm theo Quyết định số 77-QĐ/HU ngày 15/12/2029 của Ban Thường vụ Huyện ủy \
về Quy chế cứu hộ trên sông.

CHỦ TỊCH

Lò Văn Phỏng
"""


def read(name: str, raw: str) -> Document:
    return read_as(name, raw)


@pytest.fixture(scope="module")
def ask(assistant_over: Callable[[Sequence[Document]], Assistant]) -> Callable[[str], Answer]:
    assistant = assistant_over([read("11", PLAN), read("89", DECISION)])
    return lambda question: assistant.answer(Inquiry(question))


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Tổ bến ở Hà Thanh tổng hợp gửi trước ngày nào?", "Trước ngày 15/3"),
        ("Xã Đông Quải gửi báo cáo chuyên đề cứu hộ trước ngày nào?", "Trước ngày 30/9"),
        ("Chủ đò Hà Thanh gửi bản đăng ký áo phao trước ngày nào?", "Trước ngày 12/02 hằng năm"),
        ("Phòng Kinh tế Hà Thanh công bố kết quả kiểm định phao trước ngày nào?", "Trước ngày 20 tháng 01 năm sau"),
        ("Hà Thanh tiếp thu góp ý của người dân theo quy định nào?", "Quy định số 60-QĐ/TU ngày 14/9/2028"),
        ("Ở Hà Thanh ai tập huấn kỹ năng cứu đuối?", "Phòng Kinh tế"),
        ("Ai làm chủ tịch hội đồng kiểm định ở Hà Thanh?", "Phó Trưởng phòng Kinh tế"),
        ("Hà Thanh thực hiện thông báo nào về tiến độ xây bến?", "Thông báo số 57-TB/TU ngày 22/01/2031"),
        ("Luật Trẻ em ban hành ngày nào?", "Luật Trẻ em ngày 05 tháng 4 năm 2016."),
        ("Quyết định 89 của Long Khê căn cứ vào văn bản nào?",
         "Căn cứ: Luật Giao thông đường thủy; Chương trình số 12-CTr/HU; Tờ trình số 41/TTr-PGT."),
        ("Ai đề nghị ban hành quyết định của Long Khê?",
         "Xét đề nghị của Trưởng phòng Giao thông tại Tờ trình số 41/TTr-PGT ngày 06/5/2031."),
        ("Ai ban hành Quy chế cứu hộ?",
         "Quyết định số 77-QĐ/HU ngày 15/12/2029 của Ban Thường vụ Huyện ủy về Quy chế cứu hộ trên sông."),
    ],
)  # fmt: skip
def test_it_is_what_the_sentence_gives_to_the_thing_asked(
    ask: Callable[[str], Answer], question: str, fact: str
) -> None:
    assert ask(question).answer.split("\n")[0].removeprefix("Huyện Hà Thanh: ") == f"{fact} [1]"


@pytest.mark.parametrize(
    "question",
    [
        "Ở Hà Thanh ai góp ý việc đặt phao tiêu?",
        "Phòng Kinh tế Hà Thanh tập huấn cứu đuối cho ai?",
        "Ai kiểm định phao ở Hà Thanh, hội đồng có mấy thành viên?",
        "Xã Đông Quải báo cáo trước ngày nào?",
        "Bến đò Hà Thanh có phao trước ngày nào?",
        "Luật Trẻ em ai ban hành?",
    ],
)
def test_there_is_none_where_it_is_not_sure(ask: Callable[[str], Answer], question: str) -> None:
    assert ask(question).answer.startswith("Theo kế hoạch số 11/KH-UBND")


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Luật Giao thông đường thủy số bao nhiêu?", "không ghi số"),
        ("Tờ trình 41/TTr-PGT của ai?", "không ghi cơ quan ban hành"),
        ("Chỉ thị 33 thay thế chỉ thị nào?", ""),
        ("Hà Thanh tổng kết Chỉ thị 33/CT-TTg trước ngày nào?", ""),
    ],
)
def test_what_no_sentence_says_is_refused(ask: Callable[[str], Answer], question: str, reason: str) -> None:
    answer = ask(question)
    assert answer.status == "refused"
    assert reason in answer.answer
