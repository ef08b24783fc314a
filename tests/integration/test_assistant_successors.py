"""A document may be named by the one it replaces; what is asked is then its own number, day, signer and force."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import pytest

from corpus.document import build_document
from corpus.model import Document, DocumentId
from rag.assistant import Assistant
from rag.model import Inquiry

NEW = """ỦY BAN NHÂN DÂN
TỈNH HÀ THANH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 15/2031/QĐ-UBND
Hà Thanh, ngày 30 tháng 8 năm 2031

QUYẾT ĐỊNH
Ban hành Quy định về bến đò ngang

Căn cứ Quyết định số 7/2020/QĐ-TTg ngày 5/6/2020 của Thủ tướng Chính phủ về bến thủy;

QUYẾT ĐỊNH:

Điều 1. Phạm vi
Quy định này áp dụng cho bến đò ngang.

Điều 2. Hiệu lực thi hành
1. Quyết định này có hiệu lực từ ngày 15 tháng 9 năm 2031.
2. Quyết định này thay thế Quyết định số 3/2019/QĐ-UBND ngày 02 tháng 7 năm 2019 về bến đò.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Hoàng Đình Phỏng
"""


@pytest.fixture(scope="module")
def assistant(
    assistant_over: Callable[[Sequence[Document]], Assistant], invented_documents: tuple[Document, ...]
) -> Assistant:
    digest = hashlib.sha256(NEW.encode()).hexdigest()
    return assistant_over([build_document(NEW, "moi.txt", digest, DocumentId("moi")), *invented_documents])


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Quyết định thay thế Quyết định số 3/2019/QĐ-UBND là quyết định số mấy?", "15/2031/QĐ-UBND"),
        ("Ai ký quyết định thay thế Quyết định số 3/2019/QĐ-UBND?", "Hoàng Đình Phỏng"),
        ("Văn bản thay thế cho Quyết định 3/2019/QĐ-UBND ban hành ngày nào?", "Ngày 30/8/2031"),
        ("Quyết định thay thế Quyết định 3/2019/QĐ-UBND có hiệu lực từ khi nào?", "ngày 15 tháng 9 năm 2031"),
        (
            "Quyết định của Hà Thanh thay thế Quyết định số 3/2019/QĐ-UBND ngày 02/7/2019 có hiệu lực từ ngày nào?",
            "ngày 15 tháng 9 năm 2031",
        ),
    ],
)
def test_the_replacing_document_answers_for_itself(assistant: Assistant, question: str, told: str) -> None:
    answer = assistant.answer(Inquiry(question))
    assert answer.status == "answered"
    assert told in answer.answer.split("\n")[0]


def test_the_day_of_the_replaced_document_is_still_its_own(assistant: Assistant) -> None:
    answer = assistant.answer(Inquiry("Quyết định số 3/2019/QĐ-UBND ban hành ngày nào?"))
    assert "02 tháng 7 năm 2019" in answer.answer.split("\n")[0]


def test_what_is_only_cited_has_no_successor_here(assistant: Assistant) -> None:
    answer = assistant.answer(Inquiry("Ai ký quyết định thay thế Quyết định số 7/2020/QĐ-TTg?"))
    assert answer.status == "refused"
