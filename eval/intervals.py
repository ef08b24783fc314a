"""95 % intervals of shares: Wilson's, and the bootstrap over clusters of questions.

A metric is a ratio of sums: every question adds a numerator and a denominator, such as (1, 1) for a hit, (0, 1) for a
miss, (2, 3) for two right citations of three. Resampling whole clusters keeps together what hangs together
(Field and Welsh 2007).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
SEED = 20
_Z = 1.959964

Counts = NDArray[np.float64]
"""Shape (questions, 2): numerator and denominator of each question."""


def wilson(hits: float, n: float) -> tuple[float, float]:
    """Return the 95 % score interval of a proportion (Wilson 1927); (0, 1) when `n` is 0."""
    if not n:
        return 0.0, 1.0
    share, spread = hits / n, _Z * _Z / n
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * math.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def ratio(counts: Counts) -> float:
    """Return the sum of numerators over the sum of denominators; 0 when there is nothing to divide by."""
    over, under = counts.sum(axis=0)
    return float(over / under) if under else 0.0


def cluster_sums(counts: Counts, clusters: Sequence[int]) -> Counts:
    """Return the counts added up by cluster, shape (clusters, 2); clusters are numbered from 0."""
    sums = np.zeros((max(clusters, default=-1) + 1, counts.shape[1]))
    np.add.at(sums, np.asarray(clusters, dtype=int), counts)
    return sums


def draws(clusters: int, resamples: int = RESAMPLES) -> Counts:
    """Return how often each cluster is drawn in each resample, shape (resamples, clusters); seeded."""
    chance = np.random.default_rng(SEED)
    return chance.multinomial(clusters, np.full(clusters, 1 / clusters), size=resamples).astype(float)


def percentiles(values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the 2.5th and 97.5th percentile of resampled values, those that could not be computed left out."""
    kept = values[~np.isnan(values)]
    if not kept.size:
        return 0.0, 1.0
    low, high = np.quantile(kept, (0.025, 0.975))
    return float(low), float(high)


def resampled_ratios(sums: Counts, drawn: Counts) -> NDArray[np.float64]:
    """Return the ratio of every resample, NaN where its denominator is 0."""
    totals = drawn @ sums
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(totals[:, 1] > 0, totals[:, 0] / totals[:, 1], np.nan)


def bootstrap(counts: Counts, clusters: Sequence[int]) -> tuple[float, float]:
    """Return the 95 % percentile interval of the ratio, clusters drawn with replacement; (0, 1) without questions."""
    if not len(counts):
        return 0.0, 1.0
    sums = cluster_sums(counts, clusters)
    return percentiles(resampled_ratios(sums, draws(len(sums))))
