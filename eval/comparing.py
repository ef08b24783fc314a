"""Two runs side by side: the paired difference of each metric, and the questions won and lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from eval.clauses import Unit, clusters, unit_of
from eval.curves import ComparedCurve, compared_curves
from eval.intervals import Counts, cluster_sums, ratio
from eval.metrics import FURTHER, HEADLINE, Metric
from eval.reply_faults import faults_of
from eval.rows import RunRow
from eval.significance import difference_interval, holm, mcnemar, randomisation

SIGNIFICANT = 0.05


class NothingInCommon(Exception):
    """Two runs share no question."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ComparedMetric(_Record):
    """A metric in both runs: `difference` is B minus A, with its 95 % interval.

    `p` is of `test`, `p_holm` holds over all metrics of the same kind (headline or further). `won` questions count for
    more in B than in A, `lost` for less; `n` are those the metric speaks of.
    """

    key: str
    name_vi: str
    headline: bool
    at_most: bool
    a: float
    b: float
    difference: float
    low: float
    high: float
    test: Literal["mcnemar", "randomisation"]
    p: float
    p_holm: float
    n: int
    won: int
    lost: int

    @property
    def outcome(self) -> Literal["better", "worse", "unclear", "same"]:
        """Say what the numbers allow to say of B: better or worse only when the interval and `p_holm` agree."""
        if not (self.won or self.lost or self.difference):
            return "same"
        if self.p_holm >= SIGNIFICANT or self.low <= 0 <= self.high:
            return "unclear"
        return "better" if (self.difference > 0) != self.at_most else "worse"


class ChangedQuestion(_Record):
    """A question that only one of two runs answered rightly in every respect, and what the other did wrong."""

    set: str
    id: str
    style: str
    question: str
    faults: tuple[str, ...]


class Comparison(_Record):
    """Two runs over the questions that both asked: `only_a` and `only_b` were asked once, `edited` have other answers.

    `reworded` of the common ones were asked in other words, as through a view.
    """

    name_a: str
    name_b: str
    common: int
    only_a: int
    only_b: int
    edited: int
    reworded: int
    unit: Unit
    metrics: tuple[ComparedMetric, ...]
    curves: tuple[ComparedCurve, ...] = ()
    won: tuple[ChangedQuestion, ...]
    lost: tuple[ChangedQuestion, ...]


def compare(name_a: str, rows_a: Iterable[RunRow], name_b: str, rows_b: Iterable[RunRow]) -> Comparison:
    """Return how run B differs from run A on the questions of both. Raises NothingInCommon."""
    before = {(row.set, row.id): row for row in rows_a}
    after = {(row.set, row.id): row for row in rows_b}
    shared = [key for key in before if key in after]
    pairs = [(before[key], after[key]) for key in shared if _expects(before[key]) == _expects(after[key])]
    if not pairs:
        raise NothingInCommon
    a, b = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    unit = unit_of(a)
    return Comparison(
        name_a=name_a,
        name_b=name_b,
        common=len(pairs),
        only_a=len(before) - len(shared),
        only_b=len(after) - len(shared),
        edited=len(shared) - len(pairs),
        reworded=sum(one.question != other.question for one, other in pairs),
        unit=unit,
        metrics=(*_compared(HEADLINE, a, b, unit), *_compared(FURTHER, a, b, unit)),
        curves=compared_curves(a, b, clusters(a, unit)),
        won=tuple(_changed(one) for one, other in pairs if other.verdict.right and not one.verdict.right),
        lost=tuple(_changed(other) for one, other in pairs if one.verdict.right and not other.verdict.right),
    )


def _expects(row: RunRow) -> tuple[object, ...]:
    """Return all that the judge goes by; two runs in which it differs did not ask the same question."""
    return row.style, row.answerable, row.gold, row.answer_must, row.answer_must_not, row.documents


def _compared(
    metrics: Sequence[Metric], a: Sequence[RunRow], b: Sequence[RunRow], unit: Unit
) -> tuple[ComparedMetric, ...]:
    found = [one for one in (_one(metric, a, b, unit) for metric in metrics) if one.n]
    adjusted = holm({one.key: one.p for one in found})
    return tuple(one.model_copy(update={"p_holm": adjusted[one.key]}) for one in found)


def _one(metric: Metric, a: Sequence[RunRow], b: Sequence[RunRow], unit: Unit) -> ComparedMetric:
    before, after = metric.counts(a), metric.counts(b)
    spoken = [index for index, under in enumerate(before[:, 1] + after[:, 1]) if under]
    before, after, rows = before[spoken], after[spoken], [a[index] for index in spoken]
    won, lost = _won_and_lost(before, after)
    groups = clusters(rows, unit)
    sums = cluster_sums(before, groups), cluster_sums(after, groups)
    paired = metric.yes_or_no and np.array_equal(before[:, 1], after[:, 1])
    low, high = difference_interval(*sums) if rows else (0.0, 0.0)
    if metric.at_most:
        won, lost = lost, won
    p = mcnemar(won, lost) if paired else randomisation(*sums)
    return ComparedMetric(
        key=metric.key,
        name_vi=metric.name_vi,
        headline=metric in HEADLINE,
        at_most=metric.at_most,
        a=ratio(before),
        b=ratio(after),
        difference=ratio(after) - ratio(before),
        low=low,
        high=high,
        test="mcnemar" if paired else "randomisation",
        p=p,
        p_holm=p,
        n=len(rows),
        won=won,
        lost=lost,
    )


def _won_and_lost(before: Counts, after: Counts) -> tuple[int, int]:
    """Return on how many questions the value rose and fell; one that only one run counts has no value in the other."""
    told = (before[:, 1] > 0) & (after[:, 1] > 0)
    change = after[told, 0] / after[told, 1] - before[told, 0] / before[told, 1]
    return int((change > 0).sum()), int((change < 0).sum())


def _changed(wrong: RunRow) -> ChangedQuestion:
    faults = tuple(fault.name_vi for fault in faults_of(wrong))
    return ChangedQuestion(set=wrong.set, id=wrong.id, style=wrong.style, question=wrong.question, faults=faults)
