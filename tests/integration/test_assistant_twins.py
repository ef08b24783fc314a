"""Two plans of one place and one programme: the words that only one of their titles holds tell which is meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from corpus.model import Document
from corpus.testing import read_as
from rag.assistant import Assistant
from rag.model import Inquiry


def plan(name: str, subject: str, body: str) -> Document:
    raw = (
        "ỦY BAN NHÂN DÂN\nTỈNH HÀ THANH\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        f"Số: {name}/KH-UBND\nHà Thanh, ngày 30 tháng 8 năm 2031\n\nKẾ HOẠCH\n{subject}\n\n"
        f"Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\n{body}\n\n"
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nHoàng Đình Phỏng\n"
    )
    return read_as(name, raw)


TELLING = plan(
    "11",
    "Truyền thông về bến đò ngang trên địa bàn tỉnh năm 2031",
    "I. NỘI DUNG\n1. Phát 300 tờ rơi về bến đò ngang tại các chợ.\n2. Kiểm tra, giám sát bến đò ngang trên địa bàn "
    "tỉnh theo cách thực tế.\nII. KINH PHÍ\nKinh phí truyền thông lấy từ ngân sách tỉnh.",
)
WATCHING = plan(
    "12",
    "Giám sát bến đò ngang trên địa bàn tỉnh năm 2031",
    "I. NỘI DUNG\n1. Bến phải kiểm tra được bốc thăm.\n2. Đoàn gồm 5 thành viên.\n"
    "II. KINH PHÍ\nKinh phí giám sát lấy từ quỹ an toàn giao thông.",
)


@pytest.fixture(scope="module")
def assistant(assistant_over: Callable[[Sequence[Document]], Assistant]) -> Assistant:
    return assistant_over([TELLING, WATCHING])


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("Khi giám sát bến đò ngang, tỉnh Hà Thanh kiểm tra thực tế theo cách nào?", "12"),
        ("Kế hoạch giám sát bến đò của Hà Thanh: kinh phí lấy từ đâu?", "12"),
        ("ke hoach truyen thong ben do cua Ha Thanh lay kinh phi tu dau", "11"),
    ],
)
def test_the_plan_whose_title_alone_says_it_answers(assistant: Assistant, question: str, document: str) -> None:
    answer = assistant.answer(Inquiry(question))
    assert {citation.document_id for citation in answer.citations} == {document}


def test_both_answer_where_both_are_asked(assistant: Assistant) -> None:
    answer = assistant.answer(
        Inquiry("Hai kế hoạch của Hà Thanh về bến đò (truyền thông và giám sát) lấy kinh phí từ đâu?")
    )
    assert {citation.document_id for citation in answer.citations} == {"11", "12"}
    assert "ngân sách tỉnh" in answer.answer
    assert "quỹ an toàn giao thông" in answer.answer
