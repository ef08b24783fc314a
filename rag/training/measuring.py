"""How good is a ranking: nDCG, recall, intervals; and the two rankings that are compared, BM25 and the encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.training.bags import Matrix, Ragged, counted, weighted

Scores = NDArray[np.float32]

_DRAWS = 2000
_TOP = 10
_K1, _B = 1.2, 0.6
FUSION_WEIGHTS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over questions with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} ({self.low:.3f}–{self.high:.3f})"


@dataclass(frozen=True, slots=True)
class Quality:
    """nDCG@10, share of questions with a right text first, and share of right texts among the first ten."""

    ndcg: Figure
    first: Figure
    recall: Figure


def quality(scores: Scores, relevant: Sequence[Sequence[int]], groups: Sequence[str] = ()) -> Quality:
    """Measure scores of shape (questions, texts); questions of one group are drawn together for the intervals."""
    rows = np.array([_of_one(row, wanted) for row, wanted in zip(scores, relevant, strict=True)])
    figures = [mean_with_interval(column, groups or [str(number) for number in range(len(rows))]) for column in rows.T]
    return Quality(*figures)


def _of_one(scores: Scores, relevant: Sequence[int]) -> tuple[float, float, float]:
    best = np.argpartition(-scores, min(_TOP, len(scores) - 1))[:_TOP]
    best = best[np.argsort(-scores[best], kind="stable")]
    hits = np.isin(best, relevant)
    discounts = 1 / np.log2(np.arange(_TOP) + 2)
    ideal = float(discounts[: len(relevant)].sum())
    return float((hits * discounts[: len(hits)]).sum()) / ideal, float(hits[0]), float(hits.sum()) / len(relevant)


def mean_with_interval(values: NDArray[np.float64], groups: Sequence[str]) -> Figure:
    """Return the mean and its interval, drawing whole groups with replacement."""
    _, number = np.unique(np.array(groups), return_inverse=True)
    sums, sizes = np.bincount(number, values), np.bincount(number)
    drawn = np.random.default_rng(0).integers(0, len(sums), size=(_DRAWS, len(sums)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Figure(float(values.mean()), float(low), float(high))


def bm25_scores(texts: Ragged, questions: Ragged, width: int) -> Scores:
    """Return BM25 (k1 1.2, b 0.6) of shape (questions, texts); a term repeated in a question counts once."""
    counts = counted(texts, width)
    having = np.bincount(counts.indices, minlength=width)
    idf = np.log(1 + (len(texts) - having + 0.5) / (having + 0.5)).astype(np.float32)
    lengths = texts.lengths().astype(np.float32)
    spread = np.repeat(_K1 * (1 - _B + _B * lengths / lengths.mean()), np.diff(counts.indptr)).astype(np.float32)
    data = idf[counts.indices] * counts.data * np.float32(_K1 + 1) / (counts.data + spread)
    weights = Matrix((data, counts.indices, counts.indptr), shape=counts.shape)
    asked = counted(questions, width)
    asked.data[:] = 1
    scores: Scores = (asked @ weights.T.tocsr()).toarray()
    return scores


def encoder_scores(table: Scores, texts: Ragged, questions: Ragged) -> Scores:
    """Return cosines of shape (questions, texts) of texts numbered as the rows of `table`."""
    cosines: Scores = unit_vectors(questions, table) @ unit_vectors(texts, table).T
    return cosines


def unit_vectors(texts: Ragged, table: Scores) -> Scores:
    """Return vectors of shape (texts, dimension), as the encoder gives them; zeros for a text without a term."""
    sums: Scores = weighted(texts, len(table)) @ table
    units: Scores = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), np.float32(1e-9))
    return units


def fused(bm25: Scores, cosines: Scores, weight: float) -> Scores:
    """Return weight x BM25 over its best of the question + (1 - weight) x cosine."""
    best = np.maximum(bm25.max(axis=1, keepdims=True), np.float32(1e-9))
    scores: Scores = np.float32(weight) * bm25 / best + np.float32(1 - weight) * cosines
    return scores


def best_weight(bm25: Scores, cosines: Scores, relevant: Sequence[Sequence[int]]) -> float:
    """Return the fusion weight with the highest nDCG@10; to be called with development questions only."""
    return max(FUSION_WEIGHTS, key=lambda weight: quality(fused(bm25, cosines, weight), relevant).ndcg.mean)
