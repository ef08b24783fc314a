"""The figures as the report tells them: value, interval, bar, and in words whether the bar is met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.report.numbers import figure_value
from eval.report.wording import FIGURES
from eval.rows import Figure


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the headline table. `met` is None without a bar; `unsure` when the interval holds the bar."""

    name: str
    meaning: str
    value: str
    interval: str
    n: int
    bar: str
    bar_in_words: str
    met: bool | None
    unsure: bool

    @property
    def outcome(self) -> str:
        """Say in words whether the bar is met."""
        if self.met is None:
            return "không đặt chuẩn"
        return "Đạt" if self.met else "Chưa đạt"


def lines(figures: Sequence[Figure]) -> tuple[Line, ...]:
    """Return the lines of the figures that rest on any question, in their order."""
    return tuple(_line(figure) for figure in figures if figure.n)


def _line(figure: Figure) -> Line:
    def shown(value: float) -> str:
        return figure_value(figure.key, value)

    bar = "" if figure.bar is None else shown(figure.bar)
    sign, words = ("≤", "nhiều nhất") if figure.at_most else ("≥", "ít nhất")
    return Line(
        name=figure.name_vi,
        meaning=FIGURES.get(figure.key, ""),
        value=shown(figure.value),
        interval=f"{shown(figure.low)} – {shown(figure.high)}",
        n=figure.n,
        bar=f"{sign} {bar}" if bar else "",
        bar_in_words=f"{words} {bar}" if bar and figure.bar not in (0.0, 1.0) else bar,
        met=figure.met,
        unsure=_unsure(figure),
    )


def _unsure(figure: Figure) -> bool:
    """Say whether the bar lies inside the interval, so that chance may have decided; an extreme bar always does."""
    if figure.bar is None or figure.bar == (0.0 if figure.at_most else 1.0):
        return False
    return figure.low < figure.bar < figure.high
