"""Places that a stored document is about, is sent to, or only mentions; and days that are not a document's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from corpus.document import build_document
from corpus.model import Document, DocumentId
from rag.assistant import Assistant
from rag.model import Answer, Inquiry

NOTICE = """VĂN PHÒNG CHÍNH PHỦ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 77/TB-VPCP
Hà Nội, ngày 12 tháng 3 năm 2024
THÔNG BÁO
KẾT LUẬN CỦA PHÓ THỦ TƯỚNG CHÍNH PHỦ TẠI BUỔI LÀM VIỆC VỚI LÃNH ĐẠO TỈNH YÊN BÁI
Ngày 05 tháng 3 năm 2024, Phó Thủ tướng Chính phủ đã làm việc với lãnh đạo tỉnh Yên Bái và kết luận như sau:
I. ĐÁNH GIÁ CHUNG
Sản lượng chè búp tươi năm 2023 của tỉnh đạt 68.500 tấn, vượt kế hoạch đề ra.
II. NHIỆM VỤ
1. Tỉnh cần hoàn thành tuyến đường nối các vùng chè trước ngày 30 tháng 9 năm 2024.
2. Bộ Giao thông vận tải hướng dẫn tỉnh về thiết kế kỹ thuật của tuyến đường này.
Văn phòng Chính phủ thông báo để các cơ quan biết, thực hiện./.
KT. BỘ TRƯỞNG, CHỦ NHIỆM
PHÓ CHỦ NHIỆM
Đỗ Văn Mẫu
"""
LETTER = """BỘ NỘI VỤ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 455/BNV-TCBC
Hà Nội, ngày 20 tháng 5 năm 2024
V/v trả lời kiến nghị về biên chế trạm khuyến nông
Kính gửi: Ủy ban nhân dân tỉnh Hòa Bình.
Bộ Nội vụ nhận được văn bản của địa phương và có ý kiến như sau:
1. Trạm khuyến nông cụm xã được bố trí tối đa 03 viên chức theo quy định hiện hành.
2. Địa phương rà soát hợp đồng lao động tại trạm khuyến nông, báo cáo Bộ Nội vụ trước ngày 15 tháng 8 năm 2024.
TL. BỘ TRƯỞNG
VỤ TRƯỞNG
Lê Thử Nghiệm
"""
GUIDANCE = """BAN TUYÊN TRUYỀN TRUNG ƯƠNG
ĐẢNG CỘNG SẢN VIỆT NAM
Số: 21-HD/BTTTW
Hà Nội, ngày 02 tháng 4 năm 2024
HƯỚNG DẪN
TỔ CHỨC HỘI THI TÌM HIỂU LÀNG NGHỀ
Hướng dẫn này thay thế Hướng dẫn số 09-HD/BTTTW, ngày 11/6/2019 về hội thi tìm hiểu làng nghề.
I. SỐ LƯỢNG
1. Mỗi tỉnh cử tối đa 04 thí sinh; riêng Hà Giang, Lào Cai cử tối đa 06 thí sinh dự hội thi tìm hiểu làng nghề.
2. Thí sinh dự hội thi phải gửi bài trước ngày 10 tháng 7 năm 2024.
II. THỰC HIỆN
1. Các địa phương báo cáo kết quả hội thi tìm hiểu làng nghề trước ngày 20 tháng 12 năm 2024.
T/M BAN TUYÊN TRUYỀN
TRƯỞNG BAN
Phạm Văn Thí
"""


def _read(text: str, name: str) -> Document:
    return build_document(text, f"{name}.txt", name.ljust(64, "0"), DocumentId(name))


@pytest.fixture(scope="module")
def central(assistant_over: Callable[[Sequence[Document]], Assistant]) -> Assistant:
    texts = {"notice": NOTICE, "letter": LETTER, "guidance": GUIDANCE}
    return assistant_over([_read(text, name) for name, text in texts.items()])


def ask(assistant: Assistant, question: str) -> Answer:
    return assistant.answer(Inquiry(question))


@pytest.mark.parametrize(
    ("question", "document", "told", "whose"),
    [
        ("Sản lượng chè búp tươi của Yên Bái năm 2023 là bao nhiêu?", "notice", "68.500 tấn", "Văn phòng Chính phủ"),
        ("tỉnh Yên Bái phải làm xong đường nối vùng chè trước ngày nào?", "notice", "30 tháng 9", "77/TB-VPCP"),
        ("Trạm khuyến nông cụm xã ở Hòa Bình được mấy viên chức?", "letter", "03 viên chức", "Bộ Nội vụ"),
        ("Lào Cai được cử tối đa bao nhiêu thí sinh dự hội thi?", "guidance", "06 thí sinh", "21-HD/BTTTW"),
    ],
)
def test_a_place_may_be_subject_addressee_or_named_in_a_clause(
    central: Assistant, question: str, document: str, told: str, whose: str
) -> None:
    answer = ask(central, question)
    assert answer.status == "answered", answer.answer
    assert answer.citations[0].document_id == document
    assert told in answer.citations[0].quote
    assert whose in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Kế hoạch của tỉnh Yên Bái yêu cầu làm xong đường nối vùng chè trước ngày nào?",
        "Lào Cai báo cáo kết quả trồng rừng trước ngày nào?",
        "Hà Giang phải báo cáo trạm khuyến nông trước ngày nào?",
        "Sản lượng chè búp tươi của Sơn La năm 2023 là bao nhiêu?",
    ],
)
def test_what_others_say_does_not_answer_for_a_place(central: Assistant, question: str) -> None:
    assert ask(central, question).status == "refused"


@pytest.mark.parametrize(
    ("question", "own"),
    [
        ("Thông báo 77/TB-VPCP ngày 21/3/2024 giao Bộ Giao thông vận tải việc gì?", "12/3/2024"),
        ("Công văn số 455/BNV-TCBC của Bộ Nội vụ ban hành ngày 20/6/2024 nói gì về trạm khuyến nông?", "20/5/2024"),
    ],
)
def test_a_day_that_a_document_does_not_bear_is_contradicted(central: Assistant, question: str, own: str) -> None:
    answer = ask(central, question)
    assert answer.status == "refused"
    assert own in answer.answer


def test_the_right_day_of_a_document_is_no_obstacle(central: Assistant) -> None:
    answer = ask(central, "Thông báo 77/TB-VPCP ngày 12/3/2024 giao Bộ Giao thông vận tải việc gì?")
    assert answer.status == "answered"
    assert "thiết kế kỹ thuật" in answer.citations[0].quote


def test_the_number_of_the_document_replaced_is_not_the_documents_own(central: Assistant) -> None:
    answer = ask(central, "Hướng dẫn hội thi tìm hiểu làng nghề thay thế hướng dẫn số mấy, ngày nào?")
    assert "09-HD/BTTTW" in answer.citations[0].quote


def test_whose_a_mentioned_document_is_stands_in_the_clause_that_names_it(
    assistant_over: Callable[[Sequence[Document]], Assistant],
) -> None:
    text = NOTICE.replace(
        "2. Bộ Giao thông",
        "2. Quyết định số 31/2021/QĐ-UBND ngày 04/5/2021 của Ủy ban nhân dân tỉnh Lào Cai hết hiệu lực.\n"
        "3. Bộ Giao thông",
    )
    assistant = assistant_over([_read(text, "notice")])
    answer = ask(assistant, "Quyết định 31/2021/QĐ-UBND hết hiệu lực theo thông báo của Yên Bái vốn là của tỉnh nào?")
    assert answer.status == "answered"
    assert "Lào Cai" in answer.citations[0].quote
