"""Which passage is nearest: ranks, ties, and the passages that hold a question's evidence."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from eval.bench.nearest import Shelf, measured, rankings, reciprocal_ranks, shelf_of
from eval.question_set import Question
from rag.testing import HashingEncoder

PLAN = """KẾ HOẠCH
Công tác dân vận năm 2024

1. Các xã nộp báo cáo trước ngày 15/11.
2. Phòng Nội vụ bố trí kinh phí thực hiện kế hoạch.
"""


def test_the_rank_is_that_of_the_best_right_passage_and_a_tie_is_lost() -> None:
    scores = np.array([[0.9, 0.5, 0.7], [0.2, 0.4, 0.4], [0.1, 0.2, 0.3]], dtype=np.float32)
    assert reciprocal_ranks(scores, [(1, 2), (1,), (2,)]) == [0.5, 0.5, 1.0]


def test_first_is_the_share_of_rank_one() -> None:
    shelf = Shelf(("a", "b"), ("?", "?"), ((0,), (1,)))
    mean, first = measured(np.array([[2, 1], [2, 1]], dtype=np.float32), shelf)
    assert (mean.mean, first.mean) == (0.75, 0.5)


def test_a_shelf_holds_the_single_questions_that_its_documents_answer(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    asked = [
        question("Phòng nào bố trí kinh phí?", "Phòng Nội vụ bố trí kinh phí"),
        question("Ai khen thưởng?", "Sở Nội vụ khen thưởng"),
        question("Nói cả hai ý", "Phòng Nội vụ bố trí kinh phí", style="multi"),
    ]
    shelf = shelf_of(asked, [tmp_path])
    assert shelf.questions == ("Phòng nào bố trí kinh phí?",)
    assert ["Phòng Nội vụ" in shelf.passages[row] for row in shelf.right[0]] == [True]
    scores = rankings(shelf, HashingEncoder())
    assert set(scores) == {"BM25", "encoder", "sum 0.3", "sum 0.5"}
    assert reciprocal_ranks(scores["BM25"], shelf.right) == [1.0]


def question(text: str, snippet: str, style: str = "formal") -> Question:
    return Question("q1", style, text, (), True, ("plan.txt",), ((snippet,),), (), (), "")
