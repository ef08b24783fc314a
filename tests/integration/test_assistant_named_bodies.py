"""Bodies by their short names, newspapers, numbers to call, and times that are set at the end of a clause."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from corpus.model import Document
from corpus.testing import read_as
from rag.assistant import Assistant
from rag.model import Answer, Inquiry


def _document(name: str, raw: str) -> Document:
    return read_as(name, raw)


def _letterhead(place: str, kind: str) -> str:
    return (
        f"ỦY BAN NHÂN DÂN\nTỈNH {place.upper()}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        f"Số: 57/KH-UBND\n{place}, ngày 03 tháng 4 năm 2032\n\n{kind}\nGiữ gìn bến nước cổ năm 2032\n\n"
        "Ủy ban nhân dân tỉnh yêu cầu như sau:\n\n"
    )


HA_THANH = _document(
    "ha-thanh",
    _letterhead("Hà Thanh", "KẾ HOẠCH") + "I. NỘI DUNG\n"
    "1. Về bến nước\nGiao Sở Tài nguyên và Môi trường đo đạc 72 bến nước. Thời gian hoàn thành: trước ngày 25/9/2032.\n"
    "2. Về đường dây nóng\nNgười dân phản ánh qua tổng đài 1055 bất kể giờ nào.\n"
    "3. Về họp bàn\nTổ quản lý bến nước họp giao ban vào tuần đầu của mỗi tháng. "
    "Biên bản chỉ có giá trị khi có chữ ký của hai phần ba số hộ.\n"
    "II. PHÂN CÔNG\n"
    "1. Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh giám sát việc đóng góp của hộ dân ở bến nước.\n"
    "2. Đài Phát thanh và Truyền hình tỉnh, báo Hà Thanh: mở chuyên mục kể chuyện bến nước.\n"
    "3. Ba người dân tham gia Ban Giám sát đầu tư của cộng đồng tại mỗi bến nước.\n\n"
    "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nMai Văn Bến\n",
)
LONG_KHE = _document(
    "long-khe",
    _letterhead("Long Khê", "CHƯƠNG TRÌNH") + "1. Sở Văn hóa kiểm kê giếng làng.\n2. Tuyên truyền trên loa.\n\n"
    "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nMai Văn Giếng\n",
)


@pytest.fixture(scope="module")
def ask(assistant_over: Callable[[Sequence[Document]], Assistant]) -> Callable[[str], Answer]:
    assistant = assistant_over([HA_THANH, LONG_KHE])
    return lambda question: assistant.answer(Inquiry(question))


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("MTTQ Hà Thanh làm gì?", "Mục II.1"),
        ("UBMTTQ tỉnh Hà Thanh có nhiệm vụ gì", "Mục II.1"),
        ("Báo Hà Thanh làm gì?", "Mục II.2"),
        ("bao ha thanh co nhiem vu gi", "Mục II.2"),
        ("Bao nhiêu người dân tham gia ban giám sát đầu tư cộng đồng ở Hà Thanh?", "Mục II.3"),
        ("Hà Thanh đo đạc bến nước xong trước ngày nào?", "Mục I.1"),
        ("Hà Thanh: phản ánh qua tổng đài số mấy?", "Mục I.2"),
        ("Tổ quản lý bến nước Hà Thanh họp giao ban khi nào?", "Mục I.3"),
        ("Biên bản họp của Tổ quản lý bến nước Hà Thanh khi nào có giá trị?", "Mục I.3"),
    ],
)
def test_the_clause_is_found(ask: Callable[[str], Answer], question: str, label: str) -> None:
    answer = ask(question)
    assert answer.status == "answered", answer.answer
    assert answer.citations[0].label == label


@pytest.mark.parametrize("question", ["Báo Long Khê làm gì?", "ĐTN Long Khê làm gì?", "Hội LHPN Long Khê làm gì"])
def test_a_body_that_is_not_mentioned_is_said_to_be_absent(ask: Callable[[str], Answer], question: str) -> None:
    answer = ask(question)
    assert answer.status == "refused", answer.answer
    assert "không nhắc đến" in answer.answer


def test_a_time_set_at_the_end_of_a_clause_is_the_short_fact(ask: Callable[[str], Answer]) -> None:
    assert ask("Hà Thanh đo đạc 72 bến nước trước ngày nào?").answer.startswith("Trước ngày 25/9/2032 [1]")
