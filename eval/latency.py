"""How long replies took: percentiles and a histogram whose bins grow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from eval.rows import Latency, LatencyBin

_EDGES = (0.0, 1.0, 2.0, 3.0, 5.0, 7.5, 10.0, 15.0, 20.0, 30.0, 50.0, 75.0, 100.0, 150.0, 200.0, 300.0, 500.0, 1000.0)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the nearest-rank percentile; 0 without values."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)] if values else 0.0


def latency(milliseconds: Sequence[float]) -> Latency:
    """Return percentiles and histogram of times in milliseconds."""
    slowest = max(milliseconds, default=0.0)
    edges = [*_EDGES, max(slowest, _EDGES[-1]) + 1.0]
    bins = [
        LatencyBin(low=low, high=high, n=sum(low <= value < high for value in milliseconds))
        for low, high in pairwise(edges)
    ]
    told = [index for index, one in enumerate(bins) if one.n]
    return Latency(
        p50=percentile(milliseconds, 0.5),
        p95=percentile(milliseconds, 0.95),
        p99=percentile(milliseconds, 0.99),
        max=slowest,
        n=len(milliseconds),
        histogram=tuple(bins[told[0] : told[-1] + 1]) if told else (),
    )
