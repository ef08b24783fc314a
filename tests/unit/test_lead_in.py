"""What stands before a question is taken off when it tells nothing, and only then."""

from __future__ import annotations

import pytest

from rag.understanding.lead_in import without_lead_in
from rag.understanding.question import read_question


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("Cho em hỏi ai ký kế hoạch?", "ai ký kế hoạch?"),
        ("Dạ cho tôi hỏi con xa binh an thi sao", "con xa binh an thi sao"),
        ("Anh chị cho em hỏi với ạ, còn Bình An?", "còn Bình An?"),
        ("Trợ lý ơi, cho mình hỏi chút nhé, ai ký kế hoạch", "ai ký kế hoạch"),
        ("Tôi cần biết trách nhiệm của Mặt trận", "trách nhiệm của Mặt trận"),
        ("Em mới nhận việc, chưa biết tra ở đâu, nhờ anh giúp với ạ: báo cáo nộp khi nào?", "báo cáo nộp khi nào?"),
        ("Chào chị. Em bên văn phòng đây ạ. Ai ký kế hoạch?", "Ai ký kế hoạch?"),
        ("Chào bạn, mình là cán bộ văn thư, cho mình hỏi ai ký kế hoạch?", "ai ký kế hoạch?"),
        ("Xin phép được hỏi đồng chí nội dung sau: mục 5 công văn", "mục 5 công văn"),
    ],
)
def test_words_of_asker_and_asked_go(typed: str, question: str) -> None:
    assert without_lead_in(typed) == question


@pytest.mark.parametrize(
    "typed",
    [
        "Đã có kế hoạch nào chưa?",
        "Chào mừng ngày thành lập, xã phải làm gì?",
        "Bạn có biết ai ký kế hoạch không?",
        "Anh chị em công nhân được hưởng gì?",
        "Chi bộ làm gì?",
        "Ban Dân vận làm gì?",
        "da nang nop bao cao khi nao",
        "Về việc tiếp công dân, đề nghị đồng chí cho biết: ai chủ trì?",
        "Thực hiện Kế hoạch của Hải Dương, cho em hỏi: báo cáo nộp khi nào?",
        "Tôi là dân xã Minh Sơn, cho hỏi ai ký?",
        "Xin chào",
        "Cho ai",
    ],
)
def test_what_tells_something_stays(typed: str) -> None:
    assert without_lead_in(typed) == typed


def test_a_sentence_that_asks_stays() -> None:
    assert without_lead_in("Em muốn biết ai ký. Cảm ơn.") == "ai ký. Cảm ơn."


def test_a_topic_behind_the_request_stays() -> None:
    assert without_lead_in("Cho em hỏi về công tác tiếp dân: ai làm?") == "về công tác tiếp dân: ai làm?"


def test_a_greeting_does_not_lend_its_diacritics_to_the_question() -> None:
    """In a question without diacritics "so noi vu" is a body; behind a greeting with them it must be one still."""
    bare, greeted = (read_question(text, {}) for text in ("so noi vu lam gi", "Cho em hỏi so noi vu lam gi"))
    assert [body.name for body in greeted.bodies] == [body.name for body in bare.bodies] == ["so noi vu"]


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("ai ký kế hoạch của vĩnh long", "Vĩnh Long"),
        ("cho em hỏi ai ky ke hoach cua ca mau a", "Cà Mau"),
        ("ai ký kế hoạch của phù cát", "Phù Cát"),
    ],
)
def test_a_place_in_small_letters_is_a_place(typed: str, named: str) -> None:
    assert [place.name for place in read_question(typed, {}).other_places] == [named]


@pytest.mark.parametrize(
    "typed", ["giữ gìn hòa bình thì cần làm gì", "công văn ban hành khi nào", "mục này đã nâng gì"]
)
def test_ordinary_words_in_small_letters_are_no_place(typed: str) -> None:
    assert read_question(typed, {}).other_places == ()
