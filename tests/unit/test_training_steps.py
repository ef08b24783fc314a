"""The steps of training, each by itself: ragged rows, held-out questions, the loss and its slope."""

from __future__ import annotations

import numpy as np
import pytest

from rag.training.bags import counted, joined, ragged, spans, stacked, weighted
from rag.training.holdout import divide, near_copies
from rag.training.lawdata import AnsweredQuestion, JudgedQuestion, LawData
from rag.training.loop import contrast
from rag.training.measuring import bm25_scores, fused, quality
from rag.training.vocabulary import choose_vocabulary

ROWS = ragged([[1, 2], [], [3, 3, 4]])


def as_lists(rows: object) -> list[list[int]]:
    from rag.training.bags import Ragged

    assert isinstance(rows, Ragged)
    return [rows.values[rows.starts[n] : rows.starts[n + 1]].tolist() for n in range(len(rows))]


def test_rows_of_different_lengths_are_taken_joined_and_stacked() -> None:
    assert as_lists(ROWS.take(np.array([2, 0, 1]))) == [[3, 3, 4], [1, 2], []]
    assert as_lists(joined(ROWS, ROWS.take(np.array([1, 2, 0])))) == [[1, 2], [3, 3, 4], [3, 3, 4, 1, 2]]
    assert as_lists(stacked([ROWS, ragged([[9]])])) == [[1, 2], [], [3, 3, 4], [9]]
    assert as_lists(spans(ROWS.values, np.array([1]), np.array([4]))) == [[2, 3, 3]]


def test_renumbering_leaves_out_what_has_no_number() -> None:
    assert as_lists(ROWS.renumbered(np.array([0, 7, -1, 5], dtype=np.int32))) == [[7], [], [5, 5]]


def test_bags_count_and_weigh_by_the_square_root() -> None:
    before = as_lists(ROWS)
    assert counted(ROWS, 5).toarray()[2].tolist() == [0, 0, 0, 2, 1]
    assert weighted(ROWS, 5).toarray()[2] == pytest.approx([0, 0, 0, 2**0.5, 1])
    assert as_lists(ROWS) == before


def test_near_copies_are_found_whatever_their_diacritics() -> None:
    held = ["Thời hạn giải quyết khiếu nại lần đầu là bao nhiêu ngày?"]
    asked = [
        "thoi han giai quyet khieu nai lan dau la bao nhieu ngay",
        "Thời hạn giải quyết tố cáo là bao nhiêu ngày?",
        "Ai tiếp công dân?",
    ]
    assert near_copies(asked, held) == {0}


def law_data(pages: int) -> LawData:
    judged = [JudgedQuestion(f"trang{n}-1", f"câu hỏi riêng thứ {n} về việc {n * 7}", (0,)) for n in range(pages)]
    answered = [AnsweredQuestion(f"trang{n}-2", f"hỏi thêm điều {n} của mục {n * 3}", "đáp") for n in range(pages)]
    return LawData((), tuple(answered), tuple(judged))


def test_no_page_of_a_held_out_question_is_learnt_from() -> None:
    parts = divide(law_data(300))
    held = {question.page for question in (*parts.test, *parts.dev)}
    learnt = {question.page for question in parts.train} | {question.page for question in parts.answered}
    assert len(parts.test) > 40
    assert len(parts.dev) > 25
    assert not held & learnt


def test_a_copy_of_a_held_out_question_on_another_page_is_left_out() -> None:
    data = law_data(300)
    copied = divide(data).test[0].question
    learnt = next(question for question in data.judged if question in divide(data).train)
    twin = JudgedQuestion(learnt.id, copied, (0,))
    changed = LawData((), data.answered, tuple(twin if q.id == twin.id else q for q in data.judged))
    parts = divide(changed)
    assert twin not in parts.train
    assert parts.dropped >= 1


def test_the_slope_of_the_loss_is_its_derivative() -> None:
    sums = np.random.default_rng(3).standard_normal((8, 5), dtype=np.float32)
    group = np.array([0, 1, 1, 2])
    _, slope = contrast(sums, group, 5.0)
    for row, column in [(0, 0), (1, 3), (5, 2), (7, 4)]:
        moved = sums.copy()
        moved[row, column] += 1e-2
        back = sums.copy()
        back[row, column] -= 1e-2
        measured = (contrast(moved, group, 5.0)[0] - contrast(back, group, 5.0)[0]) / 2e-2
        assert slope[row, column] == pytest.approx(measured, abs=2e-3)


def test_texts_of_one_group_do_not_push_each_other_away() -> None:
    sums = np.array([[1, 0], [1, 0], [1, 0], [1, 0]], dtype=np.float32)
    alike, _ = contrast(sums, np.array([4, 4]), 20.0)
    unlike, _ = contrast(sums, np.array([4, 5]), 20.0)
    assert alike == pytest.approx(0, abs=1e-6)
    assert unlike == pytest.approx(np.log(2), abs=1e-6)


def test_the_vocabulary_holds_frequent_syllables_and_the_commonest_pairs() -> None:
    met = ["dan", "van", "dan_van", "van_dan", "no:1:kh", "hiem"]
    texts = ragged([[0, 1, 2]] * 6 + [[3, 4, 5]])
    vocabulary = choose_vocabulary(met, [texts], pairs=1)
    assert vocabulary.words == ("dan", "van", "dan_van")
    assert vocabulary.places.tolist() == [0, 1, 2, -1, -1, -1]


def test_a_right_text_at_rank_two_counts_less_than_at_rank_one() -> None:
    scores = np.array([[0.9, 0.8, 0.1], [0.1, 0.8, 0.9]], dtype=np.float32)
    measured = quality(scores, [(0,), (1,)])
    assert measured.first.mean == 0.5
    assert measured.recall.mean == 1.0
    assert measured.ndcg.mean == pytest.approx((1 + 1 / np.log2(3)) / 2)
    assert measured.ndcg.low <= measured.ndcg.mean <= measured.ndcg.high


def test_bm25_prefers_the_text_with_the_rarer_word() -> None:
    scores = bm25_scores(ragged([[0, 1], [0, 2], [0, 3]]), ragged([[0, 1]]), 4)
    assert int(np.argmax(scores[0])) == 0
    assert fused(scores, np.zeros_like(scores), 1.0).max() == pytest.approx(1.0)
