"""Date, issuer and subject of a document that the store only mentions: in the words of one clause, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from corpus.model import Document
from corpus.testing import read_as
from rag.assistant import Assistant
from rag.model import Answer, Inquiry


def plan(name: str, place: str, duties: str) -> Document:
    raw = (
        f"ỦY BAN NHÂN DÂN\nHUYỆN {place.upper()}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        f"Số: {name}/KH-UBND\n{place}, ngày 30 tháng 8 năm 2031\n\nKẾ HOẠCH\nVề bến đò ngang năm 2031\n\n"
        f"I. TRÁCH NHIỆM CỦA ỦY BAN NHÂN DÂN HUYỆN\n{duties}\n"
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nHoàng Đình Phỏng\n"
    )
    return read_as(name, raw)


HA_THANH = plan(
    "11",
    "Hà Thanh",
    "1. Thực hiện Chỉ thị số 9-CT/HU ngày 05/3/2030 của Ban Thường vụ Huyện ủy về giữ gìn “Bến đò sạch”, "
    "Quy định số 51-QĐ/TW của Ban Bí thư; tiếp thu góp ý của người đi đò theo Quy định số 60-QĐ/TU "
    "ngày 04 tháng 9 năm 2028 của Tỉnh ủy.\n"
    "2. Giám sát bến đò theo Quyết định số 71-QĐ/TW, Quyết định số 72-QĐ/TW ngày 12/12/2027 của Bộ Chính trị; các "
    "Nghị định số 64/2024/NĐ-CP, số 5/2025/NĐ-CP ngày 09/01/2025 của Chính phủ.\n",
)
LONG_KHE = plan(
    "12", "Long Khê", "1. Học tập Chỉ thị số 9-CT/HU của Ban Thường vụ Huyện ủy và phổ biến đến các thôn.\n"
)


@pytest.fixture(scope="module")
def ask(assistant_over: Callable[[Sequence[Document]], Assistant]) -> Callable[[str], Answer]:
    assistant = assistant_over([HA_THANH, LONG_KHE])
    return lambda question: assistant.answer(Inquiry(question))


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Quy định 51-QĐ/TW của ai?", "Quy định số 51-QĐ/TW của Ban Bí thư. [1]"),
        ("Quy định số 60-QĐ/TU ngày nào?", "Quy định số 60-QĐ/TU ngày 04 tháng 9 năm 2028 của Tỉnh ủy. [1]"),
        (
            "Chỉ thị 9-CT/HU về việc gì?",
            "Chỉ thị số 9-CT/HU ngày 05/3/2030 của Ban Thường vụ Huyện ủy về giữ gìn “Bến đò sạch”. [1]",
        ),
        (
            "Quyết định 71 và 72 ngày nào?",
            "Quyết định số 71-QĐ/TW, Quyết định số 72-QĐ/TW ngày 12/12/2027 của Bộ Chính trị. [1]",
        ),
    ],
)
def test_the_words_of_the_cited_clause_are_told(ask: Callable[[str], Answer], question: str, fact: str) -> None:
    answer = ask(question)
    assert answer.answer.split("\n")[0] == fact
    assert fact.removesuffix(". [1]") in answer.citations[0].quote


@pytest.mark.parametrize("question", ["Quy định 51-QĐ/TW ban hành ngày nào?", "Nghị định 64/2024/NĐ-CP ngày nào?"])
def test_a_day_that_stands_behind_another_number_is_not_given(ask: Callable[[str], Answer], question: str) -> None:
    answer = ask(question)
    assert answer.status == "refused"
    assert "không ghi ngày" in answer.answer


def test_the_end_of_a_name_is_not_the_next_word(ask: Callable[[str], Answer]) -> None:
    said = ask("Chỉ thị 9-CT/HU trong kế hoạch của Long Khê là của ai?").answer
    assert said.startswith("Chỉ thị số 9-CT/HU của Ban Thường vụ Huyện ủy. [1]\n")
