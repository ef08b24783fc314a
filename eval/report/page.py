"""The whole report as data: what the template shows, in its order."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from eval.report.drawings import Drawing, drawings_of
from eval.report.failures import FaultGroup, failures_of
from eval.report.headline import Line, lines
from eval.report.heat import HeatTable, heat_table
from eval.report.numbers import decimal, milliseconds, moment
from eval.report.opening import Opening, opening_of
from eval.report.wording import STYLES, fact_vi, style_vi
from eval.rows import Latency, RunRow, RunSummary, StyleFigures


@dataclass(frozen=True, slots=True)
class Page:
    """A report. `facts` are names and values of how the run was made; `command` runs it again."""

    summary: RunSummary
    made_at: str
    opening: Opening
    headline: tuple[Line, ...]
    further: tuple[Line, ...]
    by_style: HeatTable
    by_document: HeatTable
    drawings: tuple[Drawing, ...]
    groups: tuple[FaultGroup, ...]
    failed: int
    speed: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    command: str


def page_of(rows: Sequence[RunRow], summary: RunSummary) -> Page:
    """Return the report of a run. Raises ConfigurationError when plots cannot be drawn."""
    groups = failures_of(rows)
    return Page(
        summary=summary,
        made_at=moment(summary.made_at),
        opening=opening_of(rows, summary),
        headline=lines([figure for figure in summary.figures if figure.bar is not None]),
        further=lines([figure for figure in summary.figures if figure.bar is None]),
        by_style=heat_table((style_vi(one.style), one.figures) for one in sorted(summary.by_style, key=_told_in)),
        by_document=heat_table((one.title or one.document, one.figures) for one in summary.by_document),
        drawings=drawings_of(rows, summary),
        groups=groups,
        failed=sum(len(group.cases) for group in groups),
        speed=_speed(summary.latency),
        facts=_facts(summary),
        command=command_of(summary),
    )


def _told_in(one: StyleFigures) -> tuple[int, str]:
    """Return where a style stands in the report: plain ones first, then noisy, then those that want a dialogue."""
    known = list(STYLES)
    return (known.index(one.style) if one.style in known else len(known), one.style)


def _speed(times: Latency) -> tuple[tuple[str, str], ...]:
    named = (("p50", times.p50), ("p95", times.p95), ("p99", times.p99), ("lâu nhất", times.max))
    return tuple((name, milliseconds(value)) for name, value in named) if times.n else ()


def _facts(summary: RunSummary) -> tuple[tuple[str, str], ...]:
    told: list[tuple[str, object]] = [
        ("Tên lần chấm", summary.name),
        ("Thời điểm", moment(summary.made_at)),
        ("Phiên bản", f"danvan {summary.danvan_version}"),
        ("Mã nguồn (commit)", summary.commit or "không rõ"),
        ("Nơi hỏi", "trong chương trình" if summary.target == "in-process" else summary.target),
        ("Bộ mã hóa", summary.encoder),
        ("Cách gõ", summary.view or "như trong bộ câu hỏi"),
        *((fact_vi(name), value) for name, value in summary.machine.items()),
        *((fact_vi(name), value) for name, value in summary.settings.items()),
    ]
    return tuple((name, _plain(value)) for name, value in told)


def _plain(value: object) -> str:
    if value is None:
        return "không đặt"
    if isinstance(value, bool):
        return "có" if value else "không"
    return decimal(value, 4).rstrip("0").rstrip(",") if isinstance(value, float) else str(value)


def command_of(summary: RunSummary) -> str:
    """Return the command that asks the same sets in the same way."""
    words = ["danvan", "eval", "run", *(word for one in summary.sets for word in ("--set", one.name))]
    if summary.view:
        words += ["--view", summary.view]
    if summary.target != "in-process":
        words += ["--url", summary.target]
    return shlex.join(words)
