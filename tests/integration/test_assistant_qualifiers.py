"""What narrows a question is held against the clause: another level, quarter, report, grade or sum is no answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from corpus.model import Document
from corpus.testing import read_as
from rag.assistant import Assistant
from rag.model import Answer, Inquiry

RULES = """ỦY BAN NHÂN DÂN
TỈNH HÀ THANH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 31/KH-UBND
Hà Thanh, ngày 30 tháng 8 năm 2031

KẾ HOẠCH
Giữ gìn bến đò ngang trên địa bàn tỉnh

Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:

I. TỔ TUẦN ĐÒ
1. Thành viên Tổ tuần đò cấp huyện đi bến được hỗ trợ 90.000 đồng một ngày.
2. Tổ tuần đò cấp huyện họp ba tháng một lần.
3. Bến đò đạt từ 90 điểm trở lên xếp loại tốt, từ 70 điểm xếp loại khá.
4. Trong quý III, các bến đã tổ chức 14 cuộc tập huấn cho người lái đò.
5. Năm 2030, các bến đã thay 25 áo phao cũ.
6. Ghe dưới 12 mét đăng ký tại bến; hồ sơ nộp lần thứ hai được xét trong 5 ngày.
II. BÁO CÁO
1. Ủy ban nhân dân các huyện: Gửi báo cáo quý trước ngày 18 của tháng cuối quý về Sở Xây dựng.
2. Người lái đò trễ hạn đăng ký thì phải đăng ký lại tại bến.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Hoàng Đình Phỏng
"""


@pytest.fixture(scope="module")
def ask(assistant_over: Callable[[Sequence[Document]], Assistant]) -> Callable[[str], Answer]:
    document = read_as("31", RULES)
    assistant = assistant_over([document])
    return lambda question: assistant.answer(Inquiry(question))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Thành viên Tổ tuần đò cấp huyện ở Hà Thanh đi bến được hỗ trợ bao nhiêu tiền?", "90.000 đồng"),
        ("tổ tuần đò cấp huyện hà thanh họp mấy tháng một lần", "ba tháng một lần"),
        ("Quý III bến đò Hà Thanh tổ chức bao nhiêu cuộc tập huấn?", "14 cuộc"),
        ("Năm 2030 các bến ở Hà Thanh thay bao nhiêu áo phao?", "25 áo phao"),
        ("Bến đò Hà Thanh xếp loại tốt cần bao nhiêu điểm?", "90 điểm"),
        ("Ghe dưới 12 mét ở Hà Thanh đăng ký ở đâu?", "tại bến"),
        ("UBND huyện ở Hà Thanh gửi báo cáo quý trước ngày nào?", "ngày 18"),
    ],
)
def test_what_the_clause_says_is_told(ask: Callable[[str], Answer], question: str, said: str) -> None:
    answer = ask(question)
    assert answer.status == "answered"
    assert said in answer.citations[0].quote


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Thành viên Tổ tuần đò cấp xã ở Hà Thanh đi bến được hỗ trợ bao nhiêu tiền?", "cấp xã"),
        ("tổ tuần đò cấp xã hà thanh họp mấy tháng một lần", "cấp xã"),
        ("Quý IV bến đò Hà Thanh tổ chức bao nhiêu cuộc tập huấn?", "Quý IV"),
        ("Năm 2031 các bến ở Hà Thanh thay bao nhiêu áo phao?", "năm 2031"),
        ("Bến đò Hà Thanh xếp loại xuất sắc cần bao nhiêu điểm?", "loại xuất sắc"),
        ("Ghe trên 12 mét ở Hà Thanh đăng ký ở đâu?", "trên 12 mét"),
        ("Sở Xây dựng Hà Thanh gửi báo cáo quý trước ngày nào?", "Sở Xây dựng"),
        ("Người lái đò Hà Thanh trễ hạn đăng ký thì bị phạt thế nào?", "phạt"),
    ],
)
def test_another_level_quarter_grade_or_sum_is_no_answer(
    ask: Callable[[str], Answer], question: str, reason: str
) -> None:
    answer = ask(question)
    assert (answer.status, answer.citations) == ("refused", ())
    assert reason in answer.answer


def test_a_stored_number_with_another_year_is_refused(ask: Callable[[str], Answer]) -> None:
    answer = ask("Kế hoạch 31 năm 2032 xếp loại bến đò thế nào?")
    assert answer.status == "refused"
    assert "31/KH-UBND" in answer.answer
