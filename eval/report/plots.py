"""The plots of a report as inline SVG, drawn by matplotlib; no other module imports it.

Texts stay texts, in the page's own letters, so that Vietnamese shows everywhere and can be searched. The same figures
give the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FuncFormatter, MaxNLocator

from eval.comparing import ComparedMetric
from eval.report.numbers import decimal, milliseconds, percent
from eval.rows import CalibrationBin, Figure, Latency, RiskPoint

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

_INK, _SOFT, _LINE, _GOOD, _BAD = "#1d1c1a", "#5c5850", "#c9c4b8", "#1f4e79", "#a32020"
_STYLE: dict[RcKeyType, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "danvan",
    "font.family": "DejaVu Sans",  # comes with matplotlib; the page shows the texts in its own, narrower letters
    "font.size": 10,
    "text.color": _INK,
    "text.parse_math": False,
    "axes.edgecolor": _SOFT,
    "axes.labelcolor": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": _SOFT,
    "ytick.color": _SOFT,
    "xtick.labelcolor": _INK,
    "ytick.labelcolor": _INK,
    "axes.unicode_minus": True,
}
_PERCENT = FuncFormatter(lambda value, _position: percent(value))
_WIDTH = 5.4  # inches, at which texts have their size in points
_UNDATED = {"Date": None, "Creator": None, "Format": None, "Type": None}


def _svg(name: str, size: tuple[float, float], draw: Callable[[Canvas], None]) -> str:
    """Return a drawing as an SVG element that scales; `name` keeps its ids apart from those of other plots."""
    with rc_context(_STYLE):
        canvas = Canvas(figsize=size, layout="constrained")
        draw(canvas)
        file = io.StringIO()
        canvas.savefig(file, format="svg", metadata=_UNDATED, transparent=True)
    element = file.getvalue().partition("<svg")[2]
    element = re.sub(r'(?<=[\s"])(width|height)="[\d.]+pt" ?', "", element, count=2)
    element = re.sub(r"<style.*?</style>", "", element, count=1, flags=re.DOTALL)  # it would speak to the whole page
    element = re.sub(r'\bid="', f'id="{name}-', element)
    element = re.sub(r'(url\(|href=")#', rf"\1#{name}-", element)
    return '<svg aria-hidden="true" focusable="false"' + element.rstrip()


def forest(figures: Sequence[Figure]) -> str:
    """Draw shares with their intervals, one line each, and a stroke where the bar lies; harms in a panel below."""
    panels = [[f for f in figures if f.at_most is harm] for harm in (False, True)]
    panels = [panel for panel in panels if panel]

    def draw(canvas: Canvas) -> None:
        rows = canvas.subplots(len(panels), squeeze=False, height_ratios=[len(panel) + 0.6 for panel in panels])
        for axes, panel in zip(rows[:, 0], panels, strict=True):
            _forest_panel(axes, panel)

    return _svg("chuan", (_WIDTH, 0.5 * len(panels) + 0.47 * len(figures)), draw)


def _forest_panel(axes: Axes, figures: Sequence[Figure]) -> None:
    for y, figure in enumerate(figures):
        colour = _BAD if figure.met is False else _GOOD
        axes.plot([figure.low, figure.high], [y, y], color=colour, linewidth=2.5, solid_capstyle="butt")
        axes.plot([figure.value], [y], marker="s" if figure.met is False else "o", color=colour, markersize=7)
        if figure.bar is not None:
            axes.plot([figure.bar] * 2, [y - 0.22, y + 0.22], color=_INK, linewidth=2)
    _name_lines(axes, [figure.name_vi for figure in figures])
    lowest = min(min(f.low, f.bar if f.bar is not None else 1.0) for f in figures)
    highest = max(max(f.high, f.bar or 0.0) for f in figures)
    if figures[0].at_most:
        axes.set_xlim(0, 1.1 * max(highest, 0.01))
    else:
        axes.set_xlim(max(0.0, lowest - 0.05), 1.01)
    axes.xaxis.set_major_formatter(_PERCENT)


def _name_lines(axes: Axes, names: Sequence[str]) -> None:
    """Write a name over each line, so that the plot is no wider than a phone allows."""
    for y, name in enumerate(names):
        axes.annotate(
            name,
            (0, y),
            xycoords=axes.get_yaxis_transform(),
            xytext=(0, 8),
            textcoords="offset points",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
        ).set_in_layout(False)  # a name may be longer than the plot is wide
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_ylim(len(names) - 0.6, -0.8)
    axes.grid(axis="x", color=_LINE, linewidth=0.6)
    axes.set_axisbelow(True)


def differences(metrics: Sequence[ComparedMetric]) -> str:
    """Draw the difference of each metric between two runs with its interval, around a stroke at none."""
    colours = {"better": _GOOD, "worse": _BAD}

    def draw(canvas: Canvas) -> None:
        axes = canvas.add_subplot()
        for y, one in enumerate(metrics):
            colour, marker = colours.get(one.outcome, _SOFT), "s" if one.outcome == "worse" else "o"
            axes.plot([one.low, one.high], [y, y], color=colour, linewidth=2.5, solid_capstyle="butt")
            axes.plot([one.difference], [y], marker=marker, color=colour, markersize=7)
        axes.axvline(0, color=_INK, linewidth=1.5)
        _name_lines(axes, [one.name_vi for one in metrics])
        ends = [end for one in metrics for end in (one.low, one.high, one.difference)]
        axes.set_xlim(1.08 * min(-0.02, *ends), 1.08 * max(0.02, *ends))
        axes.xaxis.set_major_formatter(_PERCENT)

    return _svg("chenh-lech", (_WIDTH, 0.5 + 0.47 * len(metrics)), draw)


def risk_coverage(points: Sequence[RiskPoint]) -> str:
    """Draw the share of wrong answers over the share of questions answered, the surest first."""

    def draw(canvas: Canvas) -> None:
        axes = canvas.add_subplot()
        ordered = sorted(points, key=lambda point: point.coverage)
        axes.plot([p.coverage for p in ordered], [p.risk for p in ordered], color=_GOOD, linewidth=2)
        axes.plot([ordered[-1].coverage], [ordered[-1].risk], marker="o", color=_GOOD)
        axes.set_xlim(0, 1.02)
        axes.set_ylim(0, max(0.05, 1.1 * max(p.risk for p in ordered)))
        axes.xaxis.set_major_formatter(_PERCENT)
        axes.yaxis.set_major_formatter(_PERCENT)
        axes.set_xlabel("Phần câu được trả lời, câu chắc nhất trước")
        axes.set_ylabel("Phần trả lời chưa đúng")
        axes.grid(color=_LINE, linewidth=0.6)

    return _svg("rui-ro", (_WIDTH, 3.5), draw)


def calibration(bins: Sequence[CalibrationBin]) -> str:
    """Draw the share that was right over the confidence, with the number of answers at each point."""

    def draw(canvas: Canvas) -> None:
        axes = canvas.add_subplot()
        most = max(b.n for b in bins)
        axes.plot([0, 1], [0, 1], color=_SOFT, linewidth=1, linestyle=(0, (4, 3)))
        axes.text(
            1.0, 0.62, "đường đứt:\nbáo bao nhiêu,\nđúng bấy nhiêu", color=_SOFT, fontsize=9, ha="right", va="top"
        )
        confidences, shares = [b.mean_confidence for b in bins], [b.accuracy for b in bins]
        axes.plot(confidences, shares, color=_GOOD, linewidth=1)
        axes.scatter(confidences, shares, s=[15 + 55 * b.n / most for b in bins], color=_GOOD, zorder=3, clip_on=False)
        for i, b in enumerate(bins):
            above, away = b.accuracy <= b.mean_confidence, 10 + 10 * (i % 2)  # bins of equal mass crowd together
            axes.annotate(
                str(b.n),
                (b.mean_confidence, b.accuracy),
                xytext=(0, away if above else -away),
                textcoords="offset points",
                ha="center",
                va="bottom" if above else "top",
                fontsize=9,
            )
        axes.set_xlim(0, 1.02)
        axes.set_ylim(0, 1.03)
        axes.xaxis.set_major_formatter(_PERCENT)
        axes.yaxis.set_major_formatter(_PERCENT)
        axes.set_xlabel("Độ tin cậy trợ lý tự báo")
        axes.set_ylabel("Phần trả lời đúng thật")
        axes.grid(color=_LINE, linewidth=0.6)

    return _svg("tin-cay", (_WIDTH, 3.5), draw)


def latency(times: Latency) -> str:
    """Draw how many replies took how long, bins of any width side by side, with strokes at p50 and p95."""
    edges = [*(b.low for b in times.histogram), times.histogram[-1].high]

    def draw(canvas: Canvas) -> None:
        axes = canvas.add_subplot()
        counts = [b.n for b in times.histogram]
        top = max(1, *counts)
        axes.bar(range(len(counts)), counts, width=1, align="edge", color=_GOOD, edgecolor="white", linewidth=1)
        for name, value, height, ha in (("p50", times.p50, 1.08, "right"), ("p95", times.p95, 1.08, "left")):
            x = float(np.interp(value, edges, range(len(edges))))
            axes.plot([x, x], [0, height * top], color=_BAD, linewidth=1.5)
            axes.annotate(
                f"{name}: {milliseconds(value)}",
                (x, height * top),
                xytext=(4 if ha == "left" else -4, 0),
                textcoords="offset points",
                ha=ha,
                va="bottom",
                color=_BAD,
                fontsize=9,
            )
        axes.set_ylim(0, 1.2 * top)
        axes.set_xticks(range(len(edges)), [decimal(e, 1).removesuffix(",0") for e in edges], fontsize=9)
        axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
        axes.set_xlabel("Thời gian trả lời (mili giây)")
        axes.set_ylabel("Số câu")

    return _svg("thoi-gian", (_WIDTH, 3.5), draw)


def first_rank(ranks: Mapping[int, int], otherwise: int, nowhere: int) -> str:
    """Draw at which rank the first passage with evidence stood, and how many questions had none: cited or not."""

    def draw(canvas: Canvas) -> None:
        axes = canvas.add_subplot()
        last = max(ranks, default=1)
        names = [*map(str, range(1, last + 1)), "cách\nkhác", "chưa\nthấy"]
        counts = [*(ranks.get(rank, 0) for rank in range(1, last + 1)), otherwise, nowhere]
        drawn = axes.bar(names, counts, color=[*[_GOOD] * last, _SOFT, _BAD])
        axes.bar_label(drawn, [str(n) if n else "" for n in counts], padding=2, fontsize=9)
        axes.set_ylim(0, 1.12 * max(1, *counts))
        axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
        axes.set_xlabel("Vị trí của đoạn đúng đầu tiên")
        axes.set_ylabel("Số câu")

    return _svg("thu-hang", (_WIDTH, 3.5), draw)
