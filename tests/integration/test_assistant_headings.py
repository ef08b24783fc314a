"""A question that is only a heading gets the section under it; one that only names a document is asked back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from corpus.model import Document
from corpus.testing import read_as
from rag.assistant import Assistant
from rag.model import Answer, Inquiry


def plan(number: str, place: str, purpose: str) -> Document:
    raw = (
        f"ỦY BAN NHÂN DÂN\nTỈNH {place.upper()}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        f"Số: {number}/KH-UBND\n{place}, ngày 30 tháng 8 năm 2031\n\nKẾ HOẠCH\n"
        "Truyền thông về bến đò ngang năm 2031\n\n"
        "Thực hiện Quyết định số 81/QĐ-TTg, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\n"
        f"I. MỤC ĐÍCH, YÊU CẦU\n1. {purpose}\n2. Tuyên truyền phải gần dân.\n"
        "II. NHIỆM VỤ\n1. Phát 300 tờ rơi tại các chợ để đạt mục tiêu đã đề ra.\n2. Kiểm tra bến đò.\n\n"
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nHoàng Đình Phỏng\n"
    )
    return read_as(number, raw)


HA_THANH = plan("11", "Hà Thanh", "Giúp người dân đi đò an toàn.")
LONG_KHE = plan("12", "Long Khê", "Bớt tai nạn trên sông.")


@pytest.fixture(scope="module")
def ask(assistant_over: Callable[[Sequence[Document]], Assistant]) -> Callable[[str], Answer]:
    assistant = assistant_over([HA_THANH, LONG_KHE])
    return lambda question: assistant.answer(Inquiry(question))


@pytest.mark.parametrize(
    "question",
    [
        "Mục đích, yêu cầu của kế hoạch Hà Thanh là gì?",
        "muc dich cua ke hoach ha thanh",
        "mục tiêu của kế hoạch 11",
        "Yêu cầu của Kế hoạch số 11/KH-UBND?",
    ],
)
def test_the_section_under_the_heading_is_told_whole(ask: Callable[[str], Answer], question: str) -> None:
    (citation,) = ask(question).citations
    assert (citation.document_id, citation.section.label) == ("11", "Mục I")
    assert "đi đò an toàn" in citation.quote
    assert "phải gần dân" in citation.quote


def test_of_several_documents_it_is_asked_which(ask: Callable[[str], Answer]) -> None:
    answer = ask("mục đích, yêu cầu là gì")
    assert answer.status == "clarify"
    assert len(answer.options) == 2
    followed = ask(answer.options[0].question)
    assert [citation.section.label for citation in followed.citations] == ["Mục I"]


def test_a_question_that_says_more_is_not_a_heading(ask: Callable[[str], Answer]) -> None:
    answer = ask("Nhiệm vụ phát tờ rơi của Hà Thanh: phát bao nhiêu tờ rơi?")
    assert [c.section.label for c in answer.citations][:1] == ["Mục II.1"]


@pytest.mark.parametrize("question", ["kế hoạch 11", "11/KH-UBND", "Kế hoạch 11 nói gì?"])
def test_a_number_alone_is_asked_back(ask: Callable[[str], Answer], question: str) -> None:
    answer = ask(question)
    assert answer.status == "clarify"
    assert "11/KH-UBND" in answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Kế hoạch của Hà Thanh thay thế văn bản nào?", "không nêu thay thế hay bãi bỏ văn bản nào"),
        ("bí thư tỉnh ủy hà thanh là ai", "không ghi tên bí thư"),
    ],
)
def test_what_a_document_does_not_say_is_said(ask: Callable[[str], Answer], question: str, said: str) -> None:
    answer = ask(question)
    assert answer.status == "refused"
    assert said in answer.answer


def test_of_levels_each_value_is_told(assistant_over: Callable[[Sequence[Document]], Assistant]) -> None:
    raw = plan("21", "Hà Thanh", "Giúp dân.").text.replace(
        "II. NHIỆM VỤ",
        "II. XẾP LOẠI BẾN ĐÒ\n1. Xuất sắc: bến đạt từ 95 điểm trở lên.\n2. Tốt: bến đạt từ 85 điểm đến dưới 95 điểm.\n"
        "3. Chưa đạt: bến đạt dưới 85 điểm.\n4. Bến có tai nạn bị hạ một bậc.\nIII. NHIỆM VỤ",
    )
    document = read_as("21", raw)
    answer = assistant_over([document]).answer(
        Inquiry("Hà Thanh xếp loại bến đò theo ba mức, mỗi mức bến đạt từ bao nhiêu điểm?")
    )
    assert [c.section.label for c in answer.citations] == ["Mục II.1", "Mục II.2", "Mục II.3"], answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Ai ký kế hoạch của Hà Thanh?", "có phần ký nhưng chưa đọc được người ký"),
        ("Nơi nhận của kế hoạch Hà Thanh?", "có phần nơi nhận nhưng chưa đọc được"),
    ],
)
def test_what_stands_on_the_page_and_was_not_made_out_is_not_said_to_be_missing(
    assistant_over: Callable[[Sequence[Document]], Assistant], question: str, said: str
) -> None:
    raw = plan("21", "Hà Thanh", "Giúp dân.").text
    end = raw.index("TM. ỦY BAN NHÂN DÂN")
    raw = raw[:end] + (
        "Nơi nhận:                                   TM. ỦY BAN NHÂN DÂN\n"
        "- Như trên;                                      CHỦ TỊCH\n"
        "- Lưu: VT.\n\n"
        "                                           Hoàng Đình Phỏng\n"
    )
    document = read_as("21", raw)
    answer = assistant_over([document]).answer(Inquiry(question))
    assert answer.status == "refused"
    assert said in answer.answer
