"""Whether the product knows when it is right: calibration, and risk against coverage.

Spoken of are the answers that carry a confidence. Such an answer is right when its first citation holds gold
evidence; to a question without evidence, when the answer says what is lacking.
"""

from __future__ import annotations

from collections.abc import Sequence

from eval.rows import Calibration, CalibrationBin, RiskPoint, RunRow

BINS = 10

Outcome = tuple[float, bool]
"""Confidence in [0, 1], and whether the answer was right."""


def outcomes(rows: Sequence[RunRow]) -> list[Outcome]:
    """Return the confidence and the outcome of every answer that carries a confidence."""
    told = [row for row in rows if row.confidence is not None and row.status == "answered"]
    return [(row.confidence or 0.0, row.verdict.first if row.answerable else row.verdict.refusal_right) for row in told]


def calibration(outcome: Sequence[Outcome], bins: int = BINS) -> Calibration:
    """Return the expected calibration error over bins of equal mass (Naeini, Cooper and Hauskrecht 2015).

    ECE = Σ n_b / n · |accuracy_b - confidence_b| (Guo et al. 2017); equal confidences stay in one bin.
    """
    ordered = sorted(outcome)
    if not ordered:
        return Calibration(ece=None)
    found = tuple(_bin(members) for members in _equal_mass(ordered, bins))
    ece = sum(b.n * abs(b.accuracy - b.mean_confidence) for b in found) / len(ordered)
    return Calibration(ece=ece, bins=found)


def risk_coverage(outcome: Sequence[Outcome]) -> tuple[RiskPoint, ...]:
    """Return coverage and risk for every limit that a confidence sets, strictest first (El-Yaniv and Wiener 2010)."""
    ordered = sorted(outcome, reverse=True)
    points, wrong = [], 0
    for count, (confidence, right) in enumerate(ordered, start=1):
        wrong += not right
        if count == len(ordered) or ordered[count][0] != confidence:
            points.append(RiskPoint(coverage=count / len(ordered), risk=wrong / count, threshold=confidence))
    return tuple(points)


def aurc(outcome: Sequence[Outcome]) -> float | None:
    """Return the area under the risk-coverage curve: the mean risk over all coverages; None without confidences."""
    points = risk_coverage(outcome)
    covered = [0.0, *(point.coverage for point in points)]
    return sum((b - a) * p.risk for a, b, p in zip(covered, covered[1:], points, strict=False)) if points else None


def _equal_mass(ordered: Sequence[Outcome], bins: int) -> list[list[Outcome]]:
    groups: list[list[Outcome]] = []
    for index, one in enumerate(ordered):
        due = len(groups) * len(ordered) / bins  # where the next bin would begin
        if not groups or index >= due and one[0] != groups[-1][-1][0]:
            groups.append([])
        groups[-1].append(one)
    return groups


def _bin(members: Sequence[Outcome]) -> CalibrationBin:
    n = len(members)
    return CalibrationBin(
        low=members[0][0],
        high=members[-1][0],
        mean_confidence=sum(confidence for confidence, _ in members) / n,
        accuracy=sum(right for _, right in members) / n,
        n=n,
    )
