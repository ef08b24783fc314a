"""What the encoder is shown: made questions, telling paragraphs, and which texts meet in a batch."""

from __future__ import annotations

import random

import numpy as np
import pytest

from rag.training.answers import shared, telling_paragraphs
from rag.training.asking import Clause, ask
from rag.training.bags import ragged
from rag.training.documents import MAKINGS, make_questions
from rag.training.lawdata import AnsweredQuestion, OfficialText
from rag.training.vocabulary import TermNumbers

PLAN = """KẾ HOẠCH
Tuyên truyền phòng cháy, chữa cháy năm 2024

I. TỔ CHỨC THỰC HIỆN
1. Công an tỉnh chủ trì, phối hợp với các sở, ban, ngành tuyên truyền về phòng cháy, chữa cháy.
2. Sở Tài chính tham mưu bố trí kinh phí thực hiện kế hoạch, báo cáo trước ngày 15/11/2024.
3. Ngắn.
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Các địa phương gửi báo cáo về Sở Nội vụ trước ngày 15/11 hằng năm", ("nào", "bao giờ", "mấy")),
        ("Sở Nội vụ chủ trì tham mưu việc này với các ngành", ("ai", "cơ quan nào", "đơn vị nào")),
    ],
)
def test_a_made_question_asks_for_what_its_clause_says(text: str, expected: tuple[str, ...]) -> None:
    asked = [ask(Clause("Kế hoạch", text), random.Random(seed)) for seed in range(60)]
    assert sum(any(word in question for word in expected) for question in asked) > 20


def test_a_made_question_repeats_phrases_but_never_the_numbers_of_its_clause() -> None:
    text = "Huy động ít nhất 120 hộ dân tham gia tổ tự quản trong năm"
    for seed in range(40):
        question = ask(Clause("Kế hoạch của xã", text), random.Random(seed))
        assert question != text
        assert not any(letter.isdigit() for letter in question)
        assert set(question.split()) & set(text.split())


def test_a_clause_of_a_word_or_two_is_not_asked_for() -> None:
    assert ask(Clause("Kế hoạch", "Như trên"), random.Random(1)) == ""


def test_documents_are_cut_into_clauses_with_what_stands_over_them() -> None:
    numbers = TermNumbers()
    made = make_questions([OfficialText("a", PLAN), OfficialText("b", PLAN)], numbers, 1, lambda _: None)
    words = numbers.words()
    first = {words[number] for number in made.clauses.take(np.array([0])).values}
    assert {"chu_tri", "to_chuc_thuc_hien".split("_")[0], "phong_chay", "cong_an"} <= first
    assert made.owner.tolist() == [0, 0, 1, 1]
    assert len(made.questions) == MAKINGS * 4
    assert all(row < 4 for making in range(MAKINGS) for row in made.askable(making))


def test_a_secret_document_is_left_out_of_training() -> None:
    made = make_questions([OfficialText("a", f"MẬT\n{PLAN}")], TermNumbers(), 1, lambda _: None)
    assert len(made.clauses) == 0


def test_the_share_of_a_question_that_a_paragraph_holds_is_weighed_by_rarity() -> None:
    idf = np.array([1, 3, 4], dtype=np.float32)
    assert shared(np.array([0, 1, 2, 2]), np.array([2, 9]), idf) == pytest.approx(0.5)
    assert shared(np.array([7]), np.array([7]), idf) == 0.0


def test_only_paragraphs_that_speak_of_the_question_stand_for_its_answer() -> None:
    numbers = TermNumbers()
    question = "Thời hạn giải quyết khiếu nại lần đầu là bao lâu?"
    near = "Thời hạn giải quyết khiếu nại lần đầu không quá 30 ngày, kể từ ngày thụ lý vụ việc."
    far = "Nhà đầu tư được cho thuê lại quyền sử dụng đất đã có hạ tầng trong khu công nghiệp."
    item = AnsweredQuestion("t-1", question, f"{near}\n{far}\nNgắn.")
    asked = ragged([numbers.of(question)])
    idf = np.ones(len(numbers.words()), dtype=np.float32)
    found = telling_paragraphs([item], asked, numbers, idf)
    assert found.owner.tolist() == [0]
    assert found.texts.values.tolist() == numbers.of(near).tolist()
