"""Measures of rankings question by question, by `ir_measures`, and their means with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
from ir_measures import RR, P, R, nDCG
from numpy.typing import NDArray

from eval.beir import JudgedQuery

MEASURES: dict[str, ir_measures.Measure] = {
    "nDCG@10": nDCG @ 10,
    "MRR@10": RR @ 10,
    "R@1": R @ 1,
    "R@10": R @ 10,
    "R@100": R @ 100,
    "P@1": P @ 1,
}
_DRAWS = 2000
_SEED = 20

PerQuery = dict[str, NDArray[np.float64]]
"""One value per question, in the order of the questions, by the name of the measure."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over questions, or a difference of two, with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


def per_query(
    queries: Sequence[JudgedQuery],
    found: Sequence[Sequence[str]],
    measures: Mapping[str, ir_measures.Measure] = MEASURES,
) -> PerQuery:
    """Measure what was found for each question, best first; each value is in [0, 1]."""
    qrels = [ir_measures.Qrel(q.id, text, degree) for q in queries for text, degree in q.relevant.items()]
    # The score is the place itself: equal scores would be ordered anew, by id.
    run = [
        ir_measures.ScoredDoc(query.id, text, -float(place))
        for query, texts in zip(queries, found, strict=True)
        for place, text in enumerate(texts)
    ]
    rows = {query.id: row for row, query in enumerate(queries)}
    values = {name: np.zeros(len(queries)) for name in measures}
    names = {measure: name for name, measure in measures.items()}
    for metric in ir_measures.iter_calc(list(measures.values()), qrels, run):
        values[names[metric.measure]][rows[metric.query_id]] = metric.value
    return values


def groups_of(queries: Sequence[JudgedQuery]) -> list[str]:
    """Return the first relevant text of each question: questions on one text are drawn together."""
    return [next(iter(query.relevant)) for query in queries]


def interval(values: NDArray[np.float64], groups: Sequence[str]) -> Interval:
    """Return the mean and its 95 % percentile bootstrap interval, whole groups drawn with replacement, seeded.

    Give differences of two rankings for the interval of a paired difference.
    """
    _, number = np.unique(np.array(groups), return_inverse=True)
    sums, sizes = np.bincount(number, values), np.bincount(number)
    drawn = np.random.default_rng(_SEED).integers(0, len(sums), size=(_DRAWS, len(sums)))
    low, high = np.percentile(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1), [2.5, 97.5])
    return Interval(float(values.mean()), float(low), float(high))
