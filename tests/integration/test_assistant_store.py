"""Questions about the store itself are answered from what documents say of themselves, never from their clauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from corpus.model import Document
from corpus.testing import read_as
from rag.assistant import Assistant
from rag.model import Answer, Inquiry


def plan(number: str, place: str, dated: str, kind: str = "KẾ HOẠCH") -> Document:
    raw = (
        f"ỦY BAN NHÂN DÂN\nTỈNH {place.upper()}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        f"Số: {number}/{'CT' if kind == 'CHỈ THỊ' else 'KH'}-UBND\n{place}, ngày {dated}\n\n{kind}\n"
        "Truyền thông về bến đò ngang\n\nỦy ban nhân dân tỉnh ban hành văn bản này như sau:\n\n"
        "1. Các văn bản mới nhất trong kho của bến đò phải được lưu.\n2. Họp các hộ có đò một năm hai lần.\n\n"
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nHoàng Đình Phỏng\n"
    )
    return read_as(number, raw)


@pytest.fixture(scope="module")
def ask(assistant_over: Callable[[Sequence[Document]], Assistant]) -> Callable[[str], Answer]:
    assistant = assistant_over(
        [
            plan("11", "Hà Thanh", "30 tháng 8 năm 2031"),
            plan("12", "Long Khê", "02 tháng 9 năm 2032"),
            plan("13", "Long Khê", "05 tháng 9 năm 2031", "CHỈ THỊ"),
        ]
    )
    return lambda question: assistant.answer(Inquiry(question))


def _documents(answer: Answer) -> list[str]:
    return [citation.document_id for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("Có những văn bản nào trong kho?", ["12", "13", "11"]),
        ("danh sach van ban", ["12", "13", "11"]),
        ("Long Khê có những văn bản nào?", ["12", "13"]),
        ("Những kế hoạch nào của năm 2031?", ["11"]),
        ("Kho có bao nhiêu kế hoạch?", ["12", "11"]),
        ("Văn bản mới nhất trong kho là văn bản nào?", ["12"]),
        ("kế hoạch mới nhất của Hà Thanh", ["11"]),
    ],
)
def test_documents_are_listed_newest_first(ask: Callable[[str], Answer], question: str, documents: list[str]) -> None:
    answer = ask(question)
    assert answer.status == "answered"
    assert _documents(answer) == documents
    assert all("bến đò" in citation.quote for citation in answer.citations)


def test_they_are_counted_by_type(ask: Callable[[str], Answer]) -> None:
    assert ask("Kho có bao nhiêu văn bản?").answer.startswith("Kho có 3 văn bản (2 kế hoạch, 1 chỉ thị).")


def test_a_type_that_is_not_stored_is_said_to_be_missing(ask: Callable[[str], Answer]) -> None:
    answer = ask("Có nghị quyết nào không?")
    assert answer.status == "refused"
    assert "Kho không có nghị quyết nào" in answer.answer


def test_what_documents_say_is_no_question_about_the_store(ask: Callable[[str], Answer]) -> None:
    answer = ask("Các hộ có đò ở Hà Thanh họp một năm mấy lần?")
    assert answer.citations[0].quote.startswith("2. Họp")


@pytest.mark.parametrize("question", ["Kế hoạch của Hà Thanh còn hiệu lực không?", "ke hoach 11 da het hieu luc chua"])
def test_a_document_that_sets_no_end_is_said_to_set_none(ask: Callable[[str], Answer], question: str) -> None:
    answer = ask(question)
    assert answer.status == "refused"
    assert "không nêu thời hạn hiệu lực" in answer.answer


def test_a_term_is_explained_only_by_a_clause_that_explains_it(
    assistant_over: Callable[[Sequence[Document]], Assistant],
) -> None:
    raw = plan("21", "Hà Thanh", "01 tháng 3 năm 2031").text.replace(
        "2. Họp các hộ",
        "2. Tổ tự quản là nhóm hộ cùng giữ một bến đò. Nâng cao vai trò của hộ nòng cốt.\n3. Họp các hộ",
    )
    document = read_as("21", raw)
    assistant = assistant_over([document])
    assert "nhóm hộ cùng giữ một bến đò" in assistant.answer(Inquiry("Tổ tự quản là gì?")).citations[0].quote
    answer = assistant.answer(Inquiry("hộ nòng cốt là gì?"))
    assert answer.status == "refused"
    assert "không giải thích “hộ nòng cốt”" in answer.answer


def letter(
    name: str, issuer: str, dated: str, text: str = "1. Họp các hộ có đò.", preamble: str = "", number: str = ""
) -> Document:
    place = issuer.splitlines()[-1].split(maxsplit=1)[-1].title()
    raw = (
        f"{issuer}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: {number}/KH-UBND\n"
        f"{place}, {dated}\n\nKẾ HOẠCH\nTruyền thông về bến đò ngang\n\n{preamble}Ủy ban nhân dân ban hành Kế hoạch như"
        f" sau:\n\n{text}\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nHoàng Đình Phỏng\n"
    )
    return read_as(name, raw)


@pytest.fixture(scope="module")
def ask_mixed(assistant_over: Callable[[Sequence[Document]], Assistant]) -> Callable[[str], Answer]:
    """Ask a store of a commune's, a district's and a province's plan; one bears no number, one speaks of 2029."""
    replaces = "1. Kế hoạch này thay thế Kế hoạch số 7/KH-UBND ngày 02/3/2029 của Ủy ban nhân dân huyện."
    assistant = assistant_over(
        [
            letter("xa", "ỦY BAN NHÂN DÂN\nXÃ YÊN TRẠCH", "ngày 05 tháng 9 năm 2031"),
            letter("huyen", "ỦY BAN NHÂN DÂN\nHUYỆN MƯỜNG LÁT", "ngày 30 tháng 8 năm 2030", replaces, number="12"),
            letter("tinh", "ỦY BAN NHÂN DÂN\nTỈNH LONG KHÊ", "ngày 30 tháng 8 năm 2031", number="31"),
        ]
    )
    return lambda question: assistant.answer(Inquiry(question))


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("Văn bản cũ nhất trong kho?", ["huyen"]),
        ("văn bản nào chưa ghi số", ["xa"]),
        ("Văn bản nào thay thế văn bản khác?", ["huyen"]),
        ("văn bản nào của UBND huyện", ["huyen"]),
        ("Kho có văn bản nào của cấp xã không?", ["xa"]),
        ("văn bản ban hành ngày 30/8/2031 là văn bản nào", ["tinh"]),
        ("văn bản tháng 8/2030", ["huyen"]),
        ("Thanh Hóa có văn bản nào?", ["huyen"]),
        ("bao nhiêu văn bản năm 2030", ["huyen"]),
    ],
)
def test_documents_are_told_by_what_they_say_of_themselves(
    ask_mixed: Callable[[str], Answer], question: str, documents: list[str]
) -> None:
    answer = ask_mixed(question)
    assert answer.status == "answered"
    assert _documents(answer) == documents


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Văn bản nào năm 2029?", "Kho không có văn bản của năm 2029"),
        ("có bao nhiêu kế hoạch năm 2029", "Kho không có văn bản của năm 2029"),
        ("kho có văn bản của Trung ương không", "Kho không có văn bản nào của Trung ương"),
        ("văn bản nào của Đảng", "Kho không có văn bản nào của Đảng"),
        ("văn bản ban hành ngày 31/8/2031 là văn bản nào", "Kho không có văn bản nào ghi ngày như câu hỏi"),
    ],
)
def test_what_no_document_says_of_itself_is_said_to_be_missing(
    ask_mixed: Callable[[str], Answer], question: str, words: str
) -> None:
    answer = ask_mixed(question)
    assert answer.status == "refused"
    assert words in answer.answer


def test_reporting_is_no_type_of_document(ask_mixed: Callable[[str], Answer]) -> None:
    assert "Kho không có báo cáo nào" not in ask_mixed("Huyện Mường Lát báo cáo tỉnh khi nào?").answer
    assert "Kho không có báo cáo nào" in ask_mixed("Có báo cáo nào trong kho không?").answer


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Xã Mường Lát họp các hộ có đò thế nào?", "Xã Mường Lát"),
        ("tỉnh Yên Trạch họp các hộ có đò thế nào", "tỉnh Yên Trạch"),
    ],
)
def test_a_place_of_the_same_name_elsewhere_is_not_the_stores(
    ask_mixed: Callable[[str], Answer], question: str, missing: str
) -> None:
    answer = ask_mixed(question)
    assert answer.status == "refused"
    assert f"Kho không có văn bản của {missing}" in answer.answer


def test_a_place_is_the_stores_where_level_and_province_agree(ask_mixed: Callable[[str], Answer]) -> None:
    assert "Kho không có" not in ask_mixed("Xã Yên Trạch họp các hộ có đò thế nào?").answer
    assert _documents(ask_mixed("Có những văn bản nào của huyện Mường Lát, Thanh Hóa?")) == ["huyen"]


def test_a_commune_of_a_name_found_in_two_provinces_lies_where_its_own_page_says(
    assistant_over: Callable[[Sequence[Document]], Assistant],
) -> None:
    said = "Thực hiện Kế hoạch số 8/KH-UBND của Ủy ban nhân dân huyện Mường Lát; "
    commune = letter("xa", "ỦY BAN NHÂN DÂN\nXÃ TÂN THÀNH", "ngày 05 tháng 9 năm 2031", preamble=said)
    assistant = assistant_over([commune, plan("12", "Long Khê", "02 tháng 9 năm 2032")])
    assert _documents(assistant.answer(Inquiry("Thanh Hóa có văn bản nào?"))) == ["xa"]
    assert assistant.answer(Inquiry("Lạng Sơn có văn bản nào?")).status == "refused"
    assert assistant.answer(Inquiry("Xã Tân Thành, tỉnh Lạng Sơn họp các hộ có đò thế nào?")).status == "refused"


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("văn bản trước năm 2031", ["huyen"]),
        ("Những kế hoạch từ năm 2031 trở đi", ["xa", "tinh"]),
        ("huyện nào có kế hoạch?", ["huyen"]),
        ("văn bản của UBND tỉnh", ["tinh"]),
    ],
)
def test_years_have_bounds_and_levels_are_asked_for(
    ask_mixed: Callable[[str], Answer], question: str, documents: list[str]
) -> None:
    assert _documents(ask_mixed(question)) == documents
