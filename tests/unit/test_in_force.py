"""The day of effect is neither the day of issue nor that of a replaced document; what is replaced is told whole."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.model import Document
from corpus.testing import read_as
from rag.answering.draft import Draft
from rag.answering.in_force import about_force, asks_of_force
from rag.understanding.question import read_question


def decision(name: str, subject: str, effect: str, number: str = "15/2031/QĐ-UBND") -> Document:
    raw = (
        f"ỦY BAN NHÂN DÂN\nTỈNH {name.upper()}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        f"Số: {number}\n{name}, ngày 30 tháng 8 năm 2031\n\nQUYẾT ĐỊNH\n{subject}\n\n"
        "Căn cứ Luật Lâm nghiệp số 16/2017/QH14 ngày 15/11/2017;\n\nQUYẾT ĐỊNH:\n\n"
        f"Điều 1. Phạm vi\nQuy định này áp dụng trên địa bàn tỉnh.\n\n{effect}\n\n"
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nHoàng Đình Phỏng\n"
    )
    return read_as(name, raw)


TREES = decision(
    "Hà Thanh",
    "Ban hành Quy định về trồng cây phân tán",
    "Điều 2. Hiệu lực thi hành\n1. Quyết định này có hiệu lực từ ngày 15 tháng 9 năm 2031.\n"
    "2. Quyết định này thay thế Quyết định số 3/2019/QĐ-UBND ngày 02 tháng 7 năm 2019 về trồng cây phân tán; bãi bỏ "
    "Quyết định số 8/2020/QĐ-UBND ngày 13 tháng 9 năm 2020.",
)
FERRIES = decision(
    "Sông Trà",
    "Ban hành Quy chế quản lý bến đò",
    "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký và thay thế Quyết định số 9/QĐ-UBND ngày 20 tháng 8 "
    "năm 2024.",
    "77/QĐ-UBND",
)
SILENT = decision("Bãi Vàng", "Ban hành Quy định về giếng làng", "Điều 2. Các sở thi hành.", "78/QĐ-UBND")


def answer(text: str, documents: Sequence[Document]) -> Draft:
    question = read_question(text, {})
    draft = about_force(question, documents)
    assert draft is not None
    assert asks_of_force(question)
    return draft


@pytest.mark.parametrize(
    "question",
    [
        "Quy định về trồng cây phân tán có hiệu lực từ khi nào?",
        "Quyết định trồng cây phân tán bắt đầu có hiệu lực ngày nào?",
        "quyet dinh trong cay phan tan khi nao co hieu luc",
    ],
)
def test_the_day_of_effect_comes_from_the_sentence_that_says_it_of_this_document(question: str) -> None:
    draft = answer(question, [TREES, SILENT])
    assert draft.text.startswith("Từ ngày 15 tháng 9 năm 2031. [1]")
    assert [place.label for place in draft.evidence] == ["Khoản 1 Điều 2"]


def test_effect_from_signing_is_told_with_the_day_that_the_document_bears() -> None:
    draft = answer("Quy chế quản lý bến đò có hiệu lực từ ngày nào?", [TREES, FERRIES])
    assert draft.text.startswith("Kể từ ngày ký. Văn bản ghi ngày 30/8/2031. [1]")
    assert [place.label for place in draft.evidence] == ["Điều 2", "Phần đầu văn bản"]


def test_where_no_document_is_singled_out_each_of_its_type_is_told() -> None:
    draft = answer("Quyết định này có hiệu lực từ ngày nào?", [TREES, FERRIES])
    assert [place.document.id for place in draft.evidence] == ["Hà Thanh", "Sông Trà", "Sông Trà"]


def test_a_document_that_sets_no_day_is_not_given_its_day_of_issue() -> None:
    draft = answer("Quy định về giếng làng có hiệu lực từ khi nào?", [SILENT])
    assert draft.status == "refused"
    assert "không nêu ngày có hiệu lực" in draft.text


def test_all_documents_that_are_replaced_are_told() -> None:
    draft = answer("Quyết định về trồng cây phân tán thay thế những văn bản nào?", [TREES, FERRIES])
    assert draft.text.startswith(
        "Thay thế, bãi bỏ: Quyết định số 3/2019/QĐ-UBND ngày 2/7/2019; Quyết định số 8/2020/QĐ-UBND ngày 13/9/2020. [1]"
    )


def test_documents_in_effect_from_a_day_are_those_whose_own_clause_says_that_day() -> None:
    draft = answer("Những quyết định nào có hiệu lực từ ngày 15/9/2031?", [TREES, FERRIES, SILENT])
    assert [place.document.id for place in draft.evidence] == ["Hà Thanh"]
    assert about_force(read_question("Quyết định nào có hiệu lực từ ngày 2/7/2019?", {}), [TREES, FERRIES]) is None


def test_another_topic_than_any_of_them_speaks_of_is_refused() -> None:
    draft = answer("Quyết định về giá nước sạch có hiệu lực từ khi nào?", [TREES, FERRIES])
    assert (draft.status, draft.evidence) == ("refused", ())


@pytest.mark.parametrize(
    "question",
    [
        "Luật Lâm nghiệp có hiệu lực từ khi nào?",  # a law that the decision only cites
        "Giấy phép bến đò có hiệu lực từ khi nào?",  # no document of the store
        "Văn bản nào thay thế Quyết định số 3/2019/QĐ-UBND?",
        "Quy định về trồng cây phân tán hết hiệu lực khi nào?",
        "Quyết định 3/2019/QĐ-UBND bị thay thế bởi văn bản nào?",
    ],
)
def test_the_force_of_what_is_only_spoken_of_is_left_to_others(question: str) -> None:
    assert about_force(read_question(question, {}), [TREES, FERRIES]) is None
