"""What is no ratio of sums, in two runs: calibration, risk against coverage, time. Lower is better for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
from pydantic import BaseModel, ConfigDict

from eval.confidence import aurc, calibration, outcomes
from eval.intervals import SEED, percentiles
from eval.latency import percentile
from eval.rows import RunRow

_RESAMPLES = 500

Value = Callable[[Sequence[RunRow]], float | None]


class ComparedCurve(BaseModel):
    """A value of both runs: `difference` is B minus A, with its 95 % bootstrap interval over clusters of questions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    name_vi: str
    a: float
    b: float
    difference: float
    low: float
    high: float


def _ece(rows: Sequence[RunRow]) -> float | None:
    return calibration(outcomes(rows)).ece


def _aurc(rows: Sequence[RunRow]) -> float | None:
    return aurc(outcomes(rows))


def _time(share: float) -> Value:
    return lambda rows: percentile([row.milliseconds for row in rows], share)


_VALUES: dict[str, tuple[str, Value]] = {
    "ece": ("Sai lệch của độ tin cậy (ECE)", _ece),
    "aurc": ("Rủi ro theo độ phủ (AURC)", _aurc),
    "p50": ("Thời gian p50 (ms)", _time(0.5)),
    "p95": ("Thời gian p95 (ms)", _time(0.95)),
}


def compared_curves(a: Sequence[RunRow], b: Sequence[RunRow], clusters: Sequence[int]) -> tuple[ComparedCurve, ...]:
    """Return every value that both runs give; `a` and `b` hold the same questions in the same order."""
    drawn = _drawn(clusters)
    return tuple(
        one
        for key, (name_vi, value) in _VALUES.items()
        if (one := _compared(key, name_vi, [(value(a), value(b)), *_resampled(value, a, b, drawn)])) is not None
    )


def _compared(key: str, name_vi: str, pairs: Sequence[tuple[float | None, float | None]]) -> ComparedCurve | None:
    """Return the first pair with the interval of the differences of the others; None where a run gives no value."""
    a, b = pairs[0]
    if a is None or b is None:
        return None
    differences = [after - before for before, after in pairs[1:] if before is not None and after is not None]
    low, high = percentiles(np.array(differences, dtype=float))
    return ComparedCurve(key=key, name_vi=name_vi, a=a, b=b, difference=b - a, low=low, high=high)


def _resampled(
    value: Value, a: Sequence[RunRow], b: Sequence[RunRow], drawn: Sequence[Sequence[int]]
) -> list[tuple[float | None, float | None]]:
    return [(value([a[n] for n in numbers]), value([b[n] for n in numbers])) for numbers in drawn]


def _drawn(clusters: Sequence[int]) -> list[list[int]]:
    """Return the numbers of the rows of each resample, whole clusters drawn with replacement, seeded."""
    members: dict[int, list[int]] = defaultdict(list)
    for number, cluster in enumerate(clusters):
        members[cluster].append(number)
    chance = np.random.default_rng(SEED)
    picks = chance.integers(0, len(members), size=(_RESAMPLES, len(members)))
    return [[number for cluster in pick for number in members[int(cluster)]] for pick in picks]
