"""Who somebody is and what they signed is answered from signature blocks, and from where documents name them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from corpus.model import Document
from corpus.testing import read_as
from rag.assistant import Assistant
from rag.model import Answer, Inquiry, Turn

BY_HEAD = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nHoàng Đình Phỏng\n"
BY_DEPUTY = "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLò Thị Mẩy\n"
BY_OFFICE = "TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\n\nTạ Quang Vĩ\n"


def plan(number: str, place: str, signed: str, subject: str = "Truyền thông về bến đò ngang") -> Document:
    raw = (
        f"ỦY BAN NHÂN DÂN\nTỈNH {place.upper()}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        f"Số: {number}/KH-UBND\n{place}, ngày 30 tháng 8 năm 2031\n\nKẾ HOẠCH\n{subject}\n\n"
        "Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\n"
        "1. Chủ tịch hội chèo đò ký cam kết với các hộ.\n2. Họp các hộ có đò một năm hai lần.\n\n"
        "Nơi nhận:\n- Chủ tịch, các Phó Chủ tịch UBND tỉnh;\n- Lưu: VT.\n\n" + signed
    )
    return read_as(number, raw)


@pytest.fixture(scope="module")
def ask(assistant_over: Callable[[Sequence[Document]], Assistant]) -> Callable[..., Answer]:
    assistant = assistant_over(
        [
            plan("11", "Hà Thanh", BY_HEAD),
            plan("12", "Long Khê", BY_DEPUTY),
            plan("13", "Yên Trạch", BY_OFFICE, "Kết luận của Phó Chủ tịch UBND tỉnh Đinh Công Sửu về bến đò ngang"),
        ]
    )

    def answer(question: str, *before: str) -> Answer:
        history: list[Turn] = []
        for said in before:
            told = assistant.answer(Inquiry(said, history=tuple(history)))
            history += [Turn("user", said), Turn("assistant", told.answer)]
        return assistant.answer(Inquiry(question, history=tuple(history)))

    return answer


def _documents(answer: Answer) -> list[str]:
    return [citation.document_id for citation in answer.citations]


@pytest.mark.parametrize(
    "question", ["Hoàng Đình Phỏng là ai?", "hoang dinh phong giu chuc vu gi", "Chức vụ của ông Hoàng Đình Phỏng?"]
)
def test_a_signer_is_told_from_the_signature(ask: Callable[..., Answer], question: str) -> None:
    answer = ask(question)
    assert answer.answer.startswith("Người ký: Hoàng Đình Phỏng, Chủ tịch (thay mặt UBND). [1]")
    assert _documents(answer) == ["11"]
    assert "Hoàng Đình Phỏng" in answer.citations[0].quote


def test_an_office_that_somebody_only_signs_for_is_not_theirs(ask: Callable[..., Answer]) -> None:
    answer = ask("Lò Thị Mẩy là chủ tịch tỉnh Long Khê phải không?")
    assert answer.answer.startswith(
        "Văn bản không ghi như câu hỏi; người ký: Lò Thị Mẩy, Phó Chủ tịch (ký thay Chủ tịch"
    )


def test_whom_a_document_names_behind_an_office_is_told_from_there(ask: Callable[..., Answer]) -> None:
    for question in ("Đinh Công Sửu giữ chức vụ gì?", "Phó Chủ tịch UBND tỉnh Yên Trạch là ai?"):
        answer = ask(question)
        assert answer.answer.startswith("Phó Chủ tịch UBND tỉnh Đinh Công Sửu. [1]"), question
        assert _documents(answer) == ["13"]


@pytest.mark.parametrize("question", ["Lò Thị Mẩy ký văn bản nào?", "Những kế hoạch nào do bà Lò Thị Mẩy ký?"])
def test_what_somebody_signed_is_listed(ask: Callable[..., Answer], question: str) -> None:
    answer = ask(question)
    assert answer.answer.startswith("Lò Thị Mẩy ký 1 văn bản trong kho.")
    assert _documents(answer) == ["12"]


def test_somebody_who_signed_nothing_is_said_to_have_signed_nothing(ask: Callable[..., Answer]) -> None:
    answer = ask("Trần Văn Khoát ký văn bản nào?")
    assert answer.status == "refused"
    assert "Không có văn bản nào trong kho ghi Trần Văn Khoát là người ký" in answer.answer
    assert "nêu chức vụ của Trần Văn Khoát" in ask("Trần Văn Khoát là ai?").answer


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("Văn bản nào do chủ tịch ký?", ["11"]),
        ("văn bản nào do phó chủ tịch ký", ["12"]),
        ("Những văn bản do chánh văn phòng ký", ["13"]),
        ("Phó chủ tịch Long Khê ký kế hoạch nào?", ["12"]),
    ],
)
def test_documents_are_told_by_the_office_that_signed(
    ask: Callable[..., Answer], question: str, documents: list[str]
) -> None:
    answer = ask(question)
    assert answer.status == "answered"
    assert _documents(answer) == documents
    assert all(citation.section.kind == "signature" for citation in answer.citations)


def test_an_office_that_signed_nothing_is_said_to(ask: Callable[..., Answer]) -> None:
    assert ask("Văn bản nào do bí thư ký?").status == "refused"
    assert ask("Có phải chủ tịch ký kế hoạch Long Khê không?").answer.startswith("Người ký: Lò Thị Mẩy, Phó Chủ tịch")


@pytest.mark.parametrize(
    ("before", "question", "words"),
    [
        (("Ai ký kế hoạch Hà Thanh?", "còn Long Khê?"), "chức vụ gì", "Người ký: Lò Thị Mẩy, Phó Chủ tịch"),
        (("Số kế hoạch Long Khê?", "của ai"), "gửi ai?", "Nơi nhận: Chủ tịch, các Phó Chủ tịch UBND tỉnh"),
        (("Số kế hoạch Long Khê?",), "của ai", "Cơ quan ban hành: UBND tỉnh Long Khê"),
        (("Kế hoạch số 11/KH-UBND ai ký?",), "ngày nào", "Ngày 30/8/2031"),
        (("Kế hoạch Hà Thanh gửi ai?",), "cái của Long Khê thì ai ký", "Người ký: Lò Thị Mẩy"),
        ((), "Kế hoạch Hà Thanh ngày nào?", "Ngày 30/8/2031"),
        ((), "tên kế hoạch của Hà Thanh", "Kế hoạch Truyền thông về bến đò ngang"),
    ],
)
def test_a_few_words_ask_of_the_document_that_was_asked_about(
    ask: Callable[..., Answer], before: tuple[str, ...], question: str, words: str
) -> None:
    assert ask(question, *before).answer.startswith(words)


def test_after_a_clause_a_few_words_ask_of_the_clause(ask: Callable[..., Answer]) -> None:
    answer = ask("ngày nào", "Các hộ có đò ở Hà Thanh họp một năm mấy lần?")
    assert not answer.answer.startswith("Ngày 30/8/2031")


def test_who_is_named_in_an_office_of_another_level_is_not_told(
    assistant_over: Callable[[Sequence[Document]], Assistant],
) -> None:
    named = plan("15", "Yên Trạch", BY_OFFICE, "Kết luận của Chủ tịch UBND huyện Đinh Công Sửu về bến đò ngang")
    assistant = assistant_over([named, plan("11", "Hà Thanh", BY_HEAD)])
    answer = assistant.answer(Inquiry("Chủ tịch UBND tỉnh Yên Trạch là ai?"))
    assert answer.status == "refused"
    assert "không ghi tên chủ tịch" in answer.answer


def test_a_report_to_one_level_is_no_answer_about_another(
    assistant_over: Callable[[Sequence[Document]], Assistant],
) -> None:
    raw = plan("16", "Hà Thanh", BY_HEAD).text.replace(
        "2. Họp các hộ",
        "2. Chủ bến báo cáo số hộ với Ủy ban nhân dân huyện trước ngày 15 tháng 6.\n3. Họp các hộ",
    )
    document = read_as("16", raw)
    assistant = assistant_over([document])
    assert "15 tháng 6" in assistant.answer(Inquiry("Chủ bến ở Hà Thanh báo cáo huyện trước ngày nào?")).answer
    answer = assistant.answer(Inquiry("Chủ bến ở Hà Thanh báo cáo xã trước ngày nào?"))
    assert answer.status == "refused"
    assert "không nói về báo cáo xã" in answer.answer
