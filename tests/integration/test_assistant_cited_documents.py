"""Which documents of a body are stored or cited, who has something due on a day, and follow-ups over several turns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from corpus.model import Document
from corpus.testing import read_as
from rag.assistant import Assistant
from rag.model import Answer, Inquiry, Turn


def plan(number: str, place: str, clauses: str) -> Document:
    raw = (
        f"ỦY BAN NHÂN DÂN\nTỈNH {place.upper()}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        f"Số: {number}/KH-UBND\n{place}, ngày 30 tháng 8 năm 2031\n\nKẾ HOẠCH\nVận động làm cầu tre năm 2031\n\n"
        "Thực hiện Kế hoạch số 15/KH-UBND ngày 02/3/2030 của UBND tỉnh về cầu tre, Chỉ thị số 7/CT-TTg ngày 05/5/2030 "
        f"của Thủ tướng Chính phủ về cầu dân sinh, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\n{clauses}\n\n"
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nHoàng Đình Cầu\n"
    )
    return read_as(number, raw)


HA_THANH = plan(
    "31",
    "Hà Thanh",
    "1. Tiếp tục Kế hoạch số 15/KH-UBND và Kế hoạch số 28/KH-UBND ngày 09/9/2030 của UBND tỉnh.\n"
    "2. Sửa cầu theo Quyết định số 5-QĐ/TU ngày 12/12/2029 của Ban Thường vụ Tỉnh ủy.\n"
    "3. Các xã báo cáo 6 tháng về cầu tre trước ngày 30/5, báo cáo năm trước ngày 30/10.",
)
LONG_KHE = plan(
    "32",
    "Long Khê",
    "1. Làm 12 cầu tre.\n2. Chế độ thông tin: báo cáo 06 tháng (trước 30/5), 01 năm (15/11).",
)


@pytest.fixture(scope="module")
def ask(assistant_over: Callable[[Sequence[Document]], Assistant]) -> Callable[..., Answer]:
    assistant = assistant_over([HA_THANH, LONG_KHE])

    def answer(question: str, *before: str) -> Answer:
        turns: list[Turn] = []
        for asked in before:
            turns += [Turn("user", asked), Turn("assistant", assistant.answer(Inquiry(asked, tuple(turns))).answer)]
        return assistant.answer(Inquiry(question, tuple(turns)))

    return answer


def listed(answer: Answer) -> list[str]:
    return [line.split(" ngày ")[0].removeprefix("- ") for line in answer.answer.splitlines() if line.startswith("- ")]


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        (
            "UBND tỉnh Hà Thanh đã ban hành những kế hoạch nào?",
            ["Kế hoạch số 31/KH-UBND", "Kế hoạch số 15/KH-UBND", "Kế hoạch số 28/KH-UBND"],
        ),
        ("Tỉnh ủy Hà Thanh ban hành những văn bản nào", ["Quyết định số 5-QĐ/TU"]),
        ("các chỉ thị của Thủ tướng được nhắc đến", ["Chỉ thị số 7/CT-TTg"]),
    ],
)
def test_documents_of_a_body_are_listed_once_each(
    ask: Callable[..., Answer], question: str, numbers: list[str]
) -> None:
    answer = ask(question)
    assert listed(answer) == numbers
    assert all(line.endswith("]") for line in answer.answer.splitlines() if line.startswith("- "))


def test_a_body_of_which_place_is_not_guessed(ask: Callable[..., Answer]) -> None:
    assert listed(ask("UBND tỉnh đã ban hành những kế hoạch nào?")) == []


def test_all_who_have_something_due_on_a_day_are_named_and_no_others(ask: Callable[..., Answer]) -> None:
    assert {c.document_id for c in ask("Những nơi nào báo cáo 6 tháng trước 30/5?").citations} == {"31", "32"}
    assert {c.document_id for c in ask("Những nơi nào báo cáo năm trước 30/10?").citations} == {"31"}
    assert ask("Những nơi nào báo cáo trước 12/12?").status == "refused"


def test_a_second_follow_up_knows_what_the_first_one_followed(ask: Callable[..., Answer]) -> None:
    answer = ask("còn Long Khê?", "Hà Thanh báo cáo 6 tháng trước ngày nào?", "còn báo cáo năm?")
    assert [c.document_id for c in answer.citations[:1]] == ["32"]
    assert "15/11" in answer.answer


def test_the_number_of_a_conversation_outlives_a_few_words(ask: Callable[..., Answer]) -> None:
    answer = ask("văn bản nào nhắc đến nó", "Chỉ thị 7/CT-TTg ngày nào?", "về việc gì?", "của ai ban hành?")
    assert {c.document_id for c in answer.citations} == {"31", "32"}, answer.answer


@pytest.mark.parametrize("question", ["còn báo cáo tháng?", "còn thị trấn?", "còn cấp huyện?"])
def test_a_follow_up_that_changes_one_thing_needs_a_clause_on_it(ask: Callable[..., Answer], question: str) -> None:
    answer = ask(question, "Hà Thanh: các xã báo cáo 6 tháng trước ngày nào?", "còn báo cáo năm?")
    assert answer.status != "answered", answer.answer


def test_a_number_named_anew_is_not_sought_where_the_last_one_was(ask: Callable[..., Answer]) -> None:
    answer = ask("còn Quyết định 5-QĐ/TU ngày nào?", "làm 12 cầu tre ở đâu?")
    assert {c.document_id for c in answer.citations} == {"31"}, answer.answer
