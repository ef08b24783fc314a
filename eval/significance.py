"""Is a difference between two runs of the same questions more than chance: paired tests, and Holm over many metrics."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from eval.intervals import SEED, Counts, draws, percentiles, ratio, resampled_ratios

SWAPS = 5000
_ROUNDING = 1e-12


def mcnemar(won: int, lost: int) -> float:
    """Return the exact two-sided p of McNemar's test: `won` and `lost` are the questions on which two runs differ."""
    n = won + lost
    tail = sum(math.comb(n, k) for k in range(min(won, lost) + 1))
    return min(1.0, 2 * tail / 2**n) if n else 1.0


def randomisation(before: Counts, after: Counts) -> float:
    """Return the two-sided p of the paired randomisation test on the difference of two ratios.

    `before` and `after` are sums by cluster, shape (clusters, 2). Each cluster keeps or swaps its two sides with equal
    chance, which changes nothing if the runs are alike (Smucker, Allan and Carterette 2007).
    """
    change = after - before
    if not np.any(change):
        return 1.0
    told = change.any(axis=1)  # swapping equal sides does nothing
    chance = np.random.default_rng(SEED)
    swapped = chance.integers(0, 2, size=(SWAPS, int(told.sum()))).astype(float) @ change[told]
    differences = _ratios(after.sum(axis=0) - swapped) - _ratios(before.sum(axis=0) + swapped)
    reached = np.abs(differences) >= abs(ratio(after) - ratio(before)) - _ROUNDING
    return float((1 + reached.sum()) / (1 + SWAPS))


def difference_interval(before: Counts, after: Counts) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a difference of ratios; both sides of a cluster are drawn together."""
    drawn = draws(len(before))
    return percentiles(resampled_ratios(after, drawn) - resampled_ratios(before, drawn))


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Return p-values that hold for all of them together (Holm 1979), under the same keys."""
    adjusted: dict[str, float] = {}
    highest = 0.0
    for rank, (key, p) in enumerate(sorted(p_values.items(), key=lambda item: item[1])):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p))
        adjusted[key] = highest
    return adjusted


def _ratios(totals: Counts) -> Counts:
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Counts = np.where(totals[:, 1] > 0, totals[:, 0] / totals[:, 1], 0.0)
    return found
