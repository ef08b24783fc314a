"""The metrics: what each counts of a row, what it is called, and which bar the design sets.

Each is a ratio of sums (`eval.intervals`), so that intervals, comparisons and the gate treat all of them alike.
`docs/evaluation.md` gives the formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from eval.intervals import Counts
from eval.question_set import SINGLE_STYLES
from eval.ranked_evidence import MEASURES, Places, values
from eval.rows import RunRow

_NEAR_MISSES = frozenset({"unanswerable_near", "falsepremise_number"})
_NOT_RANKED = frozenset({"structural"})  # answered by position, not by ranking

Pair = tuple[float, float]
"""What one question adds to numerator and denominator."""

CountsOf = Callable[[Sequence[RunRow]], Counts]
Which = Callable[[RunRow], bool]


@dataclass(frozen=True, slots=True)
class Metric:
    """A ratio of sums over rows.

    `counts` returns shape (rows, 2); rows it does not speak of add (0, 0). `yes_or_no` says that every other row adds
    (0, 1) or (1, 1). A `bar` is what the design asks for, at least, or `at_most`.
    """

    key: str
    name_vi: str
    counts: CountsOf
    bar: float | None = None
    at_most: bool = False
    yes_or_no: bool = True


def is_single(row: RunRow) -> bool:
    """Say whether the question stands alone and one document answers it."""
    return row.answerable and row.style in SINGLE_STYLES and len(row.documents) == 1


def _each(pair_of: Callable[[RunRow], Pair | None]) -> CountsOf:
    """Return counts row by row; None where a row does not matter."""

    def counts(rows: Sequence[RunRow]) -> Counts:
        return np.array([pair_of(row) or (0.0, 0.0) for row in rows], dtype=float).reshape(len(rows), 2)

    return counts


def _share(which: Which, value: Callable[[RunRow], float]) -> CountsOf:
    """Return counts of a mean: the value of each row that matters, over their number."""
    return _each(lambda row: (float(value(row)), 1.0) if which(row) else None)


def _ranked(measure: str, places_of: Callable[[RunRow], Places], which: Which) -> CountsOf:
    """Return counts of the mean of a measure of ranked places, over those questions with evidence that matter."""

    def counts(rows: Sequence[RunRow]) -> Counts:
        found = values(measure, [(len(row.gold), places_of(row)) for row in rows])
        kept = [bool(row.gold) and row.style not in _NOT_RANKED and which(row) for row in rows]
        return np.array([(value * k, k) for value, k in zip(found, kept, strict=True)], dtype=float).reshape(-1, 2)

    return counts


def _of_style(style: str) -> Which:
    return lambda row: row.answerable and row.style == style


def _answerable(row: RunRow) -> bool:
    return row.answerable


def _hopeless(row: RunRow) -> bool:
    return not row.answerable


def _near_miss(row: RunRow) -> bool:
    return not row.answerable and row.style in _NEAR_MISSES


def _forbids(row: RunRow) -> bool:
    return bool(row.answer_must_not)


def _told_facts(row: RunRow) -> bool:
    return row.answerable and bool(row.answer_must) and not row.verdict.clarified


def _carrying(row: RunRow) -> Pair | None:
    return (row.verdict.carrying, row.verdict.citations) if row.answerable else None


def _single_carrying(row: RunRow) -> Pair | None:
    return _carrying(row) if is_single(row) else None


def _verbatim(row: RunRow) -> Pair | None:
    return None if row.verdict.verbatim is None else (row.verdict.verbatim, row.verdict.citations)


def _refusal_precision(row: RunRow) -> Pair | None:
    """Right refusals, of all refusals."""
    refused = row.verdict.refused if row.answerable else row.verdict.refusal_right
    return (float(not row.answerable), 1.0) if refused else None


def _refusal_f1(row: RunRow) -> Pair:
    """2·TP over 2·TP + FP + FN, where a right refusal is a true positive."""
    if row.answerable:
        return 0.0, float(row.verdict.refused)
    return (2.0, 2.0) if row.verdict.refusal_right else (0.0, 1.0)


def _model_asked(row: RunRow) -> bool:
    return row.proof is not None


def _is_told(row: RunRow) -> bool:
    return row.mode == "generative"


def _is_unwritten(row: RunRow) -> bool:
    return row.proof is not None and row.proof.sentences == 0


def _sentences(outcome: str) -> Callable[[RunRow], Pair | None]:
    """Sentences of this outcome, of all that the model wrote."""
    return lambda row: (getattr(row.proof, outcome), row.proof.sentences) if row.proof else None


HEADLINE = (
    Metric("first", "Câu đơn: trích dẫn đầu tiên đúng chỗ", _share(is_single, lambda r: r.verdict.first), 0.94),
    Metric("any", "Câu đơn: có trích dẫn đúng chỗ", _share(is_single, lambda r: r.verdict.cited), 0.98),
    Metric("facts", "Trả lời đủ chi tiết được hỏi", _share(_told_facts, lambda r: r.verdict.covered == 1), 0.96),
    Metric(
        "multi",
        "Câu nhiều ý, nhiều văn bản: phần căn cứ được trích",
        _share(_of_style("multi"), lambda r: r.verdict.share),
        0.88,
        yes_or_no=False,
    ),
    Metric("followup", "Câu nối tiếp: trích đúng chỗ", _share(_of_style("followup"), lambda r: r.verdict.cited), 0.90),
    Metric(
        "structural",
        "Câu hỏi theo mục, điểm: trích đúng chỗ",
        _share(_of_style("structural"), lambda r: r.verdict.cited),
        1.0,
    ),
    Metric(
        "ambiguous",
        "Câu chưa rõ nơi nào: nêu đủ các nơi hoặc hỏi lại",
        _share(_of_style("ambiguous"), lambda r: r.verdict.clarified or r.verdict.share == 1),
    ),
    Metric(
        "near_miss",
        "Câu gần đúng, không có căn cứ: từ chối đúng",
        _share(_near_miss, lambda r: r.verdict.refusal_right),
        0.95,
    ),
    Metric(
        "refusal_recall",
        "Mọi câu không có căn cứ: từ chối đúng",
        _share(_hopeless, lambda r: r.verdict.refusal_right),
        0.93,
    ),
    Metric(
        "false_refusal",
        "Câu có căn cứ mà bị từ chối",
        _share(_answerable, lambda r: r.verdict.refused),
        0.02,
        at_most=True,
    ),
    Metric("verbatim", "Trích dẫn đúng nguyên văn", _each(_verbatim), 1.0, yes_or_no=False),
    Metric("precision", "Câu đơn: tỷ lệ trích dẫn đúng chỗ", _each(_single_carrying), 0.60, yes_or_no=False),
    Metric("right", "Đúng về mọi mặt", _share(lambda _: True, lambda r: r.verdict.right)),
)
FURTHER = (
    Metric("told", "Trả lời bằng lời của mô hình, khi có hỏi mô hình", _share(_model_asked, _is_told)),
    *(
        Metric(f"sentences_{outcome}", name_vi, _each(_sentences(outcome)), yes_or_no=False)
        for outcome, name_vi in (
            ("kept", "Câu của mô hình: đúng căn cứ đã dẫn"),
            ("recited", "Câu của mô hình: đúng, đã đổi sang căn cứ khác"),
            ("dropped", "Câu của mô hình: bị bỏ"),
        )
    ),
    Metric("unwritten", "Mô hình không viết câu nào, khi có hỏi mô hình", _share(_model_asked, _is_unwritten)),
    Metric(
        "facts_share",
        "Phần chi tiết được hỏi có trong câu trả lời",
        _share(_told_facts, lambda r: r.verdict.covered),
        yes_or_no=False,
    ),
    Metric(
        "citation_recall",
        "Mọi câu có căn cứ: phần căn cứ được trích",
        _share(_answerable, lambda r: r.verdict.share),
        yes_or_no=False,
    ),
    Metric("citation_precision", "Mọi câu có căn cứ: tỷ lệ trích dẫn đúng chỗ", _each(_carrying), yes_or_no=False),
    Metric("refusal_precision", "Từ chối đúng trong các lần từ chối", _each(_refusal_precision)),
    Metric("refusal_f1", "Từ chối: F1", _each(_refusal_f1), yes_or_no=False),
    Metric("clean", "Không lặp lại nội dung bị cấm", _share(_forbids, lambda r: r.verdict.clean), 1.0),
    *(
        Metric(
            f"cited_{measure}",
            f"Trích dẫn theo thứ tự: {measure}",
            _ranked(measure, lambda row: row.citations, lambda row: not row.verdict.clarified),
            yes_or_no=False,
        )
        for measure in ("mrr@10", "ndcg@10")
    ),
    *(
        Metric(
            f"ranked_{measure}",
            f"Các đoạn được xét: {measure}",
            _ranked(measure, lambda row: row.considered, lambda row: bool(row.considered)),
            yes_or_no=False,
        )
        for measure in MEASURES
    ),
)
METRICS = HEADLINE + FURTHER
BY_GROUP = tuple(
    m
    for m in METRICS
    if m.key in {"first", "any", "facts", "citation_recall", "precision", "refusal_recall", "false_refusal", "right"}
)
