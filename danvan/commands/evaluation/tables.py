"""How figures look on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.table import Table

from eval.metrics import HEADLINE
from eval.rows import Figure, RunSummary, StyleFigures

_HEADLINE = frozenset(metric.key for metric in HEADLINE)
_STYLE_COLUMNS = {
    "citation_recall": "căn cứ",
    "facts": "chi tiết",
    "false_refusal": "từ chối",
}
_MARKS = {True: "đạt", False: "CHƯA ĐẠT", None: ""}
_NARROWEST = 18


def number(value: float) -> str:
    """Return a share with three digits, as Vietnamese write it."""
    return f"{value:.3f}".replace(".", ",")


def signed(value: float) -> str:
    """Return a difference with its sign and three digits."""
    return f"{value + 0.0:+.3f}".replace(".", ",") if abs(value) >= 0.0005 else number(0.0)


def interval(low: float, high: float) -> str:
    """Return an interval with two digits."""
    return f"{low:.2f}–{high:.2f}".replace(".", ",")


def table(words: str, *numbers: str) -> Table:
    """Return an empty table: the first column holds words, the others figures."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    made.add_column(words, overflow="fold", min_width=_NARROWEST)
    for name in numbers:
        made.add_column(name, justify="right", no_wrap=True)
    return made


def headline_table(summary: RunSummary) -> Table:
    """Return the figures that the design speaks of: value, interval, number, bar, whether it is met."""
    made = table("Chỉ số", "giá trị", "khoảng 95 %", "n", "mức cần", "")
    for figure in summary.figures:
        if figure.key in _HEADLINE and figure.n:
            made.add_row(figure.name_vi, *_cells(figure), _bar(figure), _MARKS[figure.met])
    return made


def further_table(summary: RunSummary) -> Table:
    """Return the other figures."""
    made = table("Chỉ số khác", "giá trị", "khoảng 95 %", "n")
    for figure in summary.figures:
        if figure.key not in _HEADLINE and figure.n:
            made.add_row(figure.name_vi, *_cells(figure))
    return made


def styles_table(styles: Sequence[StyleFigures]) -> Table:
    """Return one line per style: how many were right in every respect, and in what."""
    made = table("Kiểu câu hỏi", "n", "đúng", "khoảng 95 %", *_STYLE_COLUMNS.values())
    for one in styles:
        found = {figure.key: figure for figure in one.figures}
        right = found["right"]
        cells = [number(found[key].value) if key in found else "–" for key in _STYLE_COLUMNS]
        made.add_row(one.style, str(right.n), number(right.value), interval(right.low, right.high), *cells)
    return made


def last_lines(summary: RunSummary) -> list[str]:
    """Return what stands below the tables: confidence, times, how intervals were made."""
    lines = []
    if summary.calibration.ece is not None and summary.aurc is not None:
        told = sum(one.n for one in summary.calibration.bins)
        lines.append(f"Độ tin cậy ({told} câu): ECE {number(summary.calibration.ece)}, AURC {number(summary.aurc)}.")
    times = summary.latency
    shown = (f"{name} {value:.1f}".replace(".", ",") for name, value in (("p50", times.p50), ("p95", times.p95)))
    lines.append(f"Thời gian trả lời (ms): {', '.join(shown)}; n {times.n}.")
    lines.append(summary.interval_vi)
    return lines


def _cells(figure: Figure) -> tuple[str, str, str]:
    return number(figure.value), interval(figure.low, figure.high), str(figure.n)


def _bar(figure: Figure) -> str:
    if figure.bar is None:
        return ""
    return f"{'≤' if figure.at_most else '≥'} {figure.bar:.2f}".replace(".", ",")
