"""Two runs side by side as one HTML file: what changed, whether that can be chance, and the questions won and lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.comparing import SIGNIFICANT, ChangedQuestion, ComparedMetric, Comparison
from eval.report.drawings import Drawing, difference_drawing
from eval.report.failures import Case, case_of
from eval.report.numbers import decimal, figure_difference, figure_value
from eval.report.writing import write_page
from eval.rows import RunRow

_OUTCOMES = {"better": "Tốt hơn", "worse": "Kém hơn", "unclear": "Chưa rõ", "same": "Như nhau"}
_SHADES = {"better": "met", "worse": "missed"}
_LEAST_P = 0.001  # below, no more digits are told


@dataclass(frozen=True, slots=True)
class Difference:
    """A line of the table of differences; `shade` names how its outcome is coloured."""

    name: str
    a: str
    b: str
    difference: str
    interval: str
    p: str
    won: int
    lost: int
    outcome: str
    shade: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One question as both runs answered it."""

    a: Case
    b: Case


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """The comparison as data: what the template shows, in its order."""

    name_a: str
    name_b: str
    common: int
    verdict: tuple[str, ...]
    scope: tuple[str, ...]
    drawing: Drawing | None
    tables: tuple[tuple[str, tuple[Difference, ...]], ...]
    won: tuple[Pair, ...]
    lost: tuple[Pair, ...]

    @property
    def lists(self) -> tuple[tuple[int, str, str, tuple[Pair, ...]], ...]:
        """The questions lost and won: number of the part, anchor, title, questions."""
        return (
            (3, "mat", "Câu mất: A đúng, B chưa đúng", self.lost),
            (4, "duoc", "Câu được: A chưa đúng, B đúng", self.won),
        )


def write_comparison(comparison: Comparison, rows_a: Sequence[RunRow], rows_b: Sequence[RunRow], target: Path) -> Path:
    """Write how run B differs from run A into an HTML file and return its path.

    Raises ConfigurationError when matplotlib is missing, OSError when the file cannot be written.
    """
    return write_page("comparison.html", comparison_page(comparison, rows_a, rows_b), target)


def comparison_page(comparison: Comparison, rows_a: Sequence[RunRow], rows_b: Sequence[RunRow]) -> ComparisonPage:
    """Return the page of a comparison; the rows are those that it was made of."""
    before, after = ({(row.set, row.id): row for row in rows} for rows in (rows_a, rows_b))

    def pairs(changed: Sequence[ChangedQuestion]) -> tuple[Pair, ...]:
        keys = [(one.set, one.id) for one in changed]
        return tuple(Pair(case_of(before[key], ""), case_of(after[key], "")) for key in keys)

    headline = [one for one in comparison.metrics if one.headline]
    further = [one for one in comparison.metrics if not one.headline]
    return ComparisonPage(
        name_a=comparison.name_a,
        name_b=comparison.name_b,
        common=comparison.common,
        verdict=tuple(_verdict(headline)),
        scope=tuple(_scope(comparison)),
        drawing=difference_drawing(headline),
        tables=(
            ("Các tiêu chí chính", tuple(map(_difference, headline))),
            ("Số liệu bổ sung", tuple(map(_difference, further))),
        ),
        won=pairs(comparison.won),
        lost=pairs(comparison.lost),
    )


def _difference(one: ComparedMetric) -> Difference:
    low, high = figure_difference(one.key, one.low), figure_difference(one.key, one.high)
    return Difference(
        name=one.name_vi,
        a=figure_value(one.key, one.a),
        b=figure_value(one.key, one.b),
        difference=figure_difference(one.key, one.difference),
        interval=f"{low} đến {high}",
        p=f"< {decimal(_LEAST_P, 3)}" if one.p_holm < _LEAST_P else decimal(one.p_holm, 3),
        won=one.won,
        lost=one.lost,
        outcome=_OUTCOMES[one.outcome],
        shade=_SHADES.get(one.outcome, ""),
    )


def _verdict(headline: Sequence[ComparedMetric]) -> list[str]:
    words = {"better": "B tốt hơn A rõ rệt ở", "worse": "B kém hơn A rõ rệt ở"}
    named = {outcome: [one.name_vi for one in headline if one.outcome == outcome] for outcome in words}
    said = [f"{words[outcome]}: {'; '.join(names)}." for outcome, names in named.items() if names]
    limit = decimal(SIGNIFICANT)
    return said or [f"Chưa có tiêu chí chính nào khác nhau rõ rệt (p < {limit}): chênh lệch có thể chỉ là ngẫu nhiên."]


def _scope(comparison: Comparison) -> list[str]:
    """Return which questions were left out, and which were asked in other words."""
    counted = (
        (comparison.only_a, "câu chỉ có ở A"),
        (comparison.only_b, "câu chỉ có ở B"),
        (comparison.edited, "câu đã đổi đáp án giữa hai lần"),
    )
    left = [f"{count} {words}" for count, words in counted if count]
    said = [f"Không so sánh: {', '.join(left)}."] if left else []
    if comparison.reworded:
        said.append(f"{comparison.reworded} câu được hỏi bằng cách gõ khác ở lần B.")
    return said
