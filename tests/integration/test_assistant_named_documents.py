"""What a question takes for granted of a document: its type, its year, its periods, a reason, a number."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.model import Inquiry


@pytest.mark.parametrize(
    ("question", "lacking", "held"),
    [
        ("Ai ký chỉ thị về chuyển đổi số ở Bãi Ngàn?", "không có chỉ thị của Bãi Ngàn", "công văn số 318/UBND-VX"),
        ("Quyết định của UBND huyện Lâm Khê về dân vận yêu cầu gì?", "không có quyết định của Lâm Khê", "42/KH-UBND"),
        ("Công văn của tỉnh Hà Thanh gửi những ai?", "không có công văn của Hà Thanh", "15/2023/QĐ-UBND"),
        (
            "Huyện Lâm Khê có chỉ thị về dân vận năm 2024 không, nội dung gì?",
            "không có chỉ thị của Lâm Khê",
            "42/KH-UBND",
        ),
        ("Thông báo kết luận của Chủ tịch UBND Bãi Ngàn nói gì?", "không có thông báo", "318/UBND-VX"),
        ("Kế hoạch dân vận năm 2021 của huyện Lâm Khê giao Công an việc gì?", "năm 2021", ""),
    ],
)
def test_a_document_that_its_place_does_not_have_is_said_to_be_lacking(
    assistant: Assistant, question: str, lacking: str, held: str
) -> None:
    answer = assistant.answer(Inquiry(question))
    assert answer.status == "refused"
    assert lacking in answer.answer
    assert held in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Ai ký công văn về chuyển đổi số ở Bãi Ngàn?",
        "Kế hoạch năm 2024 của huyện Lâm Khê giao Công an việc gì?",
        "Chỉ thị nào của Thủ tướng được kế hoạch của Lâm Khê dẫn?",
        "Lâm Khê thực hiện chỉ thị nào của Thủ tướng?",
        "Báo cáo 6 tháng của UBND các xã huyện Lâm Khê nộp khi nào?",
        "Ở Bãi Ngàn, thực hiện quyết định về chuyển đổi số cộng đồng thì mỗi thôn phải thành lập tổ gì?",
    ],
)
def test_a_type_that_is_right_or_only_cited_keeps_nothing_back(assistant: Assistant, question: str) -> None:
    assert assistant.answer(Inquiry(question)).status == "answered"


@pytest.mark.parametrize(
    "question",
    [
        "Báo cáo quý của Vĩnh Điền nộp trước ngày nào?",
        "Tại sao kế hoạch của thị xã Vĩnh Điền không ghi số?",
        "Ở Lâm Khê, chỉ số hài lòng phải đạt bao nhiêu?",
        "Sở Kế hoạch và Đầu tư ở Lâm Khê làm gì?",
        "Nội dung Điều 3 Quy chế công tác dân vận ban hành theo Quyết định số 99-QĐ/TW là gì?",
    ],
)
def test_another_period_a_reason_or_a_figure_that_no_clause_gives_is_refused(
    assistant: Assistant, question: str
) -> None:
    assert assistant.answer(Inquiry(question)).status == "refused"


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Số của công văn Bãi Ngàn?", "318/UBND-VX"),
        ("UBND huyện Lâm Khê ký kế hoạch ngày nào?", "15/2/2024"),
        ("ubnd huyen lam khe ky ke hoach ngay nao", "15/2/2024"),
    ],
)
def test_a_documents_own_number_and_day_are_told_however_they_are_asked(
    assistant: Assistant, question: str, fact: str
) -> None:
    answer = assistant.answer(Inquiry(question))
    assert answer.status == "answered"
    assert fact in answer.answer.splitlines()[0]
