"""A commune's name is not its own: the huyện or tỉnh that a question names behind it must be the document's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from corpus.model import Document
from corpus.testing import read_as
from rag.assistant import Assistant
from rag.model import Answer, Inquiry

# Xã Tân Lập are communes of many provinces, Thái Nguyên and Bình Phước among them.
LETTER = """ỦY BAN NHÂN DÂN
XÃ TÂN LẬP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 5/KH-UBND
Tân Lập, ngày 3 tháng 4 năm 2023

KẾ HOẠCH
Giữ gìn bến đò ngang

Thực hiện kế hoạch của Ủy ban nhân dân huyện Đồng Phú, tỉnh Bình Phước, Ủy ban nhân dân xã ban hành Kế hoạch như sau:

1. Các thôn báo cáo kết quả giữ gìn bến đò trước ngày 20/11/2023.
2. Văn phòng Ủy ban nhân dân xã tổng hợp.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Hoàng Đình Phỏng
"""


@pytest.fixture(scope="module")
def ask(assistant_over: Callable[[Sequence[Document]], Assistant]) -> Callable[[str], Answer]:
    document = read_as("5", LETTER)
    assistant = assistant_over([document])
    return lambda question: assistant.answer(Inquiry(question))


@pytest.mark.parametrize(
    "place", ["xã Tân Lập", "xã Tân Lập, huyện Đồng Phú", "Tân Lập, Đồng Phú, Bình Phước", "Tân Lập ở Bình Phước"]
)
def test_the_place_of_the_document_is_answered(ask: Callable[[str], Answer], place: str) -> None:
    answer = ask(f"{place}: các thôn báo cáo kết quả giữ gìn bến đò trước ngày nào?")
    assert answer.answer.startswith("Trước ngày 20/11/2023")


@pytest.mark.parametrize("place", ["xã Tân Lập huyện Vũ Thư", "Tân Lập ở Thái Nguyên", "xã Tân Lập, tỉnh Hà Giang"])
def test_another_place_of_that_name_is_not_stored(ask: Callable[[str], Answer], place: str) -> None:
    answer = ask(f"{place} báo cáo kết quả giữ gìn bến đò trước ngày nào?")
    assert (answer.status, answer.citations) == ("refused", ())
    assert "không phải thuộc" in answer.answer
