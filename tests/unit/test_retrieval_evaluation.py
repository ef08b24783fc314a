"""Measures of a ranking worked out by hand, and a small test set measured from end to end on doubles."""

import json
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from eval.beir import JudgedQuery, TestSet, Text
from eval.retrieval import BARE, PRODUCT, WORDS, indexed, questions_asked, rankings
from eval.retrieval_figures import groups_of, interval, per_query
from eval.retrieval_report import rows, shown, summary, write
from rag.collection import Collection
from rag.index_stores import Makers
from rag.testing import HashingEncoder, MemoryLexicalIndex, MemoryVectorIndex

TEXTS = (
    Text("a#1", "Nghỉ phép", "Giảng viên được nghỉ 12 ngày mỗi năm."),
    Text("b", "", "Sinh viên bảo lưu kết quả học tập khi ốm dài ngày."),
    Text("c", "", ""),
    Text("d", "Học phí", "Học phí nộp theo học kỳ. " * 2500),
)
QUERIES = (
    JudgedQuery("q1", "Giảng viên được nghỉ mấy ngày?", {"a#1": 1}),
    JudgedQuery("q2", "Khi nào sinh viên được bảo lưu?", {"b": 1, "c": 1}),
)
SET = TestSet(TEXTS, QUERIES, {"câu hỏi không có đánh giá": 1234})


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    made = Collection(tmp_path, HashingEncoder(), Makers(lambda _: MemoryLexicalIndex(), lambda _: MemoryVectorIndex()))
    yield made
    made.close()


def test_measures_are_those_worked_out_by_hand() -> None:
    queries = [
        JudgedQuery("q1", "", {"x": 1, "y": 1}),
        JudgedQuery("q2", "", {"z": 1}),
        JudgedQuery("q3", "", {"z": 1}),
    ]
    found = per_query(queries, [["n", "x", "m", "y"], ["z"], []])
    ideal = 1 + 1 / math.log2(3)
    assert found["nDCG@10"] == pytest.approx([(1 / math.log2(3) + 1 / math.log2(5)) / ideal, 1, 0])
    assert found["MRR@10"] == pytest.approx([0.5, 1, 0])
    assert found["R@1"] == pytest.approx([0, 1, 0])
    assert found["R@10"] == pytest.approx([1, 1, 0])
    assert found["P@1"] == pytest.approx([0, 1, 0])


def test_the_order_found_counts_whatever_the_ids() -> None:
    query = [JudgedQuery("q", "", {"b": 1})]
    assert per_query(query, [["a", "b"]])["MRR@10"] == per_query(query, [["c", "b"]])["MRR@10"] == [0.5]


def test_questions_on_one_text_are_drawn_together() -> None:
    values = np.array([1.0, 1.0, 1.0, 0.0])
    together = interval(values, ["x", "x", "x", "y"])
    assert (together.low, together.high) == (0.0, 1.0)
    apart = interval(values, ["1", "2", "3", "4"])
    assert together.value == apart.value == 0.75
    assert apart.low > together.low
    assert groups_of(QUERIES) == ["a#1", "b"]


def test_every_way_is_asked_as_written_and_without_diacritics(collection: Collection) -> None:
    built = indexed(collection, SET)
    assert built.texts == 3
    seen: list[int] = []
    measured = list(rankings(collection, SET, bare=True, progress=seen.append))
    assert len(measured) == 6
    assert seen[-1] == questions_asked(SET, bare=True) == 12
    by_name = {(ranking.name, ranking.typed): ranking for ranking in measured}
    assert by_name[PRODUCT, BARE].found[0][0] == "a#1"
    assert by_name[WORDS, BARE].scores["R@10"] == pytest.approx([1.0, 0.5])  # the empty text is never found


def test_summary_rows_and_page_say_the_same(collection: Collection, tmp_path: Path) -> None:
    built = indexed(collection, SET)
    measured = list(rankings(collection, SET, bare=False))
    found = summary("thử.jsonl", SET, built, measured, 1_500_000)
    write(tmp_path / "out", found, rows(SET, measured))
    held = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert (held["texts"], held["indexed"], held["questions"]) == (4, 3, 2)
    by_question = [
        json.loads(row) for row in (tmp_path / "out" / "rows.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len(by_question) == 6
    words = [row["nDCG@10"] for row in by_question if row["ranking"] == WORDS]
    assert held["rankings"][0]["measures"]["nDCG@10"]["value"] == pytest.approx(np.mean(words), abs=1e-5)
    page = shown(found)
    assert "Lưu ý: 1.234 câu hỏi không có đánh giá." in page
    assert "Chỉ mục 1,5 MB" in page
