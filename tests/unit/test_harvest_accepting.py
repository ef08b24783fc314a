"""Reviewed questions enter a set only when they are proved, once, and never from a held-out clause."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eval.harvest.accepting import Outcome, accept, append, target_of
from eval.harvest.review import Line, ReviewRow, Said, Suggestion
from eval.question_faults import problems_of
from eval.question_set import Question, QuestionSetError, load

FIRST, SECOND = "Báo cáo năm gửi trước ngày 05/12", "Họp giao ban vào thứ Hai hằng tuần"
DOCUMENTS = {
    "a.txt": f"{FIRST} về Văn phòng.\n\n{SECOND}.\n\nLưu hồ sơ theo quy định.",
    "b.txt": "Lưu hồ sơ theo quy định. Gửi về Văn phòng.",
}
ROW = ReviewRow(
    review="keep",
    question="Báo cáo năm nộp khi nào?",
    style="colloquial",
    pick=(1,),
    answer_must=("05/12",),
    id="hv-0123456789ab",
    suggestions=(
        Suggestion(n=1, document="a.txt", title="Kế hoạch", label="Mục 1", snippet=FIRST),
        Suggestion(n=2, document="a.txt", title="Kế hoạch", label="Mục 2", snippet=SECOND),
    ),
)


def judged(*rows: ReviewRow, held: tuple[Question, ...] = (), **others: tuple[Question, ...]) -> Outcome:
    lines = [Line(number, "", row) for number, row in enumerate(rows, start=1)]
    return accept(lines, held, others, DOCUMENTS)


def changed(**values: Any) -> ReviewRow:
    return ROW.model_copy(update=values)


def reasons(row: ReviewRow, **others: tuple[Question, ...]) -> str:
    outcome = judged(row, **others)
    assert outcome.accepted == ()
    return "; ".join(outcome.refused[0].reasons)


def test_a_reviewed_question_becomes_one_that_the_checker_passes() -> None:
    (question,) = judged(ROW).accepted
    assert (question.gold, question.docs, question.answer_must) == (((FIRST,),), ("a.txt",), ("05/12",))
    assert problems_of([question], DOCUMENTS) == []


def test_picks_are_groups_as_gold_is() -> None:
    assert judged(changed(pick=((1, 2),))).accepted[0].gold == ((FIRST, SECOND),)
    both = judged(changed(pick=(1, 2))).accepted[0]
    assert (both.gold, both.style) == (((FIRST,), (SECOND,)), "multi")


def test_evidence_may_be_written_by_hand() -> None:
    (question,) = judged(changed(pick=(), gold=((SECOND,),), docs=("a.txt",), answer_must=())).accepted
    assert (question.gold, question.docs) == (((SECOND,),), ("a.txt",))


def test_a_question_without_an_answer_is_kept_when_that_is_said() -> None:
    (question,) = judged(changed(pick=(), answerable=False, answer_must=())).accepted
    assert (question.style, question.answerable, question.gold) == ("unanswerable_near", False, ())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"pick": ()}, "chưa chọn căn cứ"),
        ({"answerable": False}, "phải để trống"),
        ({"pick": (3,)}, "không nằm trong các đoạn gợi ý"),
        ({"style": "nodiac"}, "mà còn dấu"),
        ({"answer_must": ("20/11",)}, "20/11"),
        ({"pick": (), "gold": (("Lưu hồ sơ theo quy định.",),), "docs": ("a.txt",)}, "b.txt"),
        ({"pick": (), "gold": (("Lời này không có ở đâu",),), "docs": ("a.txt",)}, "Lời này không có ở đâu"),
        ({"pick": (), "gold": ((FIRST,),), "docs": ("c.txt",)}, "c.txt"),
        ({"question": "Gọi 0912345678 báo cáo năm?"}, "còn dữ liệu cá nhân"),
        ({"history": (Said(role="user", content="thư a@b.vn"),)}, "còn dữ liệu cá nhân"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason(change: dict[str, Any], reason: str) -> None:
    assert reason in reasons(changed(**change))


def test_rows_that_are_not_kept_are_counted_and_left_out() -> None:
    outcome = judged(changed(review="todo"), changed(review="drop"))
    assert (outcome.accepted, outcome.waiting, outcome.dropped) == ((), 1, 1)


def test_a_line_that_cannot_be_read_keeps_no_other_out() -> None:
    outcome = accept([Line(1, "{", None, "hỏng"), Line(2, "", ROW)], (), {}, DOCUMENTS)
    assert [question.id for question in outcome.accepted] == [ROW.id]
    assert [(bad.number, bad.reasons) for bad in outcome.refused] == [(1, ("hỏng",))]


def test_accepting_twice_adds_nothing(tmp_path: Path) -> None:
    into = tmp_path / "harvested.jsonl"
    first = judged(ROW)
    append(into, target_of(into), first.accepted)
    written = into.read_bytes()
    again = judged(changed(question="Nay hỏi bằng lời khác?"), held=target_of(into))
    append(into, target_of(into), again.accepted)
    assert (len(again.accepted), again.known) == (0, 1)
    assert into.read_bytes() == written
    assert load(into) == first.accepted


def test_the_same_words_do_not_enter_twice_under_two_ids() -> None:
    outcome = judged(ROW, changed(id="hv-ba9876543210", question="bao cao nam nop khi nao a?"))
    assert len(outcome.accepted) == 1
    assert f"trùng với câu {ROW.id}" in outcome.refused[0].reasons[0]


def test_a_question_of_another_set_does_not_enter() -> None:
    (known,) = judged(ROW).accepted
    assert f"trùng với câu {known.id} của bộ dev" in reasons(changed(id="hv-ba9876543210"), dev=(known,))


def test_a_clause_of_a_held_out_set_does_not_enter() -> None:
    (known,) = judged(changed(question="Hạn gửi báo cáo cả năm là ngày nào?", id="hv-ba9876543210")).accepted
    assert "bộ để kiểm tra (test2)" in reasons(ROW, test2=(known,))
    assert judged(ROW, dev=(known,)).accepted


@pytest.mark.parametrize("name", ["test.jsonl", "test2.jsonl", "holdout.jsonl"])
def test_a_held_out_set_takes_in_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(QuestionSetError, match="không được trộn vào"):
        target_of(tmp_path / name)


def test_a_set_of_another_origin_takes_in_nothing(tmp_path: Path) -> None:
    (question,) = judged(ROW).accepted
    (tmp_path / "dev.jsonl").write_text(question.to_json().replace(ROW.id, "d001") + "\n", encoding="utf-8")
    with pytest.raises(QuestionSetError, match="d001"):
        target_of(tmp_path / "dev.jsonl")
