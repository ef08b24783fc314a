"""Which plots a run has data for, each with its caption; a plot without data says so in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

from markupsafe import Markup

from eval.comparing import ComparedMetric
from eval.report import captions
from eval.rows import RunRow, RunSummary
from rag.errors import ConfigurationError

_NO_CONFIDENCE = "Lần chấm này không có câu trả lời nào kèm độ tin cậy, nên không vẽ được."


@dataclass(frozen=True, slots=True)
class Drawing:
    """A plot as inline SVG with its title, caption and text alternative; `svg` empty when there is nothing to draw."""

    title: str
    svg: Markup
    caption: str
    alternative: str


def drawings_of(rows: Sequence[RunRow], summary: RunSummary) -> tuple[Drawing, ...]:
    """Return the forest plot and the four plots of a run. Raises ConfigurationError when matplotlib is missing."""
    plots = _plots()
    barred = [figure for figure in summary.figures if figure.bar is not None and figure.n]
    points, bins, unranked = summary.risk_coverage, summary.calibration.bins, captions.unranked(rows)
    return (
        _drawing("Các tiêu chí so với chuẩn", plots.forest(barred), captions.of_forest())
        if barred
        else _missing("Các tiêu chí so với chuẩn", "Không có tiêu chí nào có chuẩn."),
        _drawing("Càng chắc càng ít sai?", plots.risk_coverage(points), captions.of_risk(summary))
        if points
        else _missing("Càng chắc càng ít sai?", _NO_CONFIDENCE),
        _drawing("Độ tin cậy tự báo có đúng không?", plots.calibration(bins), captions.of_calibration(summary))
        if bins
        else _missing("Độ tin cậy tự báo có đúng không?", _NO_CONFIDENCE),
        _drawing("Thời gian trả lời", plots.latency(summary.latency), captions.of_latency(summary))
        if summary.latency.histogram
        else _missing("Thời gian trả lời", "Không có thời gian nào được ghi lại."),
        _drawing(
            "Đoạn đúng đứng thứ mấy?",
            plots.first_rank(summary.first_right_rank, *unranked),
            captions.of_rank(summary, *unranked),
        )
        if summary.first_right_rank or any(unranked)
        else _missing("Đoạn đúng đứng thứ mấy?", "Không có câu hỏi nào cần tìm căn cứ."),
    )


def difference_drawing(metrics: Sequence[ComparedMetric]) -> Drawing | None:
    """Return the plot of differences between two runs; None when nothing was compared.

    Raises ConfigurationError when matplotlib is missing.
    """
    told = [one for one in metrics if one.n]
    if not told:
        return None
    svg = _plots().differences(told)
    return _drawing("Chênh lệch giữa B và A", svg, captions.of_differences())


def _plots() -> ModuleType:
    """Import what draws, late: it is needed here alone, and may be missing."""
    try:
        from eval.report import plots
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "matplotlib":
            raise
        raise ConfigurationError(
            "Chưa viết được báo cáo vì thiếu matplotlib. Hãy chạy: make setup (hoặc pip install 'danvan[eval]')."
        ) from error
    return plots


def _drawing(title: str, svg: str, words: tuple[str, str]) -> Drawing:
    return Drawing(title, Markup(svg), *words)  # noqa: S704 - drawn by matplotlib, which escapes every text


def _missing(title: str, why: str) -> Drawing:
    return Drawing(title, Markup(), why, why)
