"""Numbers out of measurements: percentiles, memory of a process, aligned tables."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Latency:
    """How long calls took, in milliseconds, and how many there were."""

    p50_ms: float
    p95_ms: float
    calls: int


def latency(seconds: Sequence[float]) -> Latency:
    """Return the percentiles (nearest rank) of measured durations; there must be at least one."""
    ordered = sorted(seconds)
    p50, p95 = (round(1000 * ordered[int(share * (len(ordered) - 1))], 2) for share in (0.5, 0.95))
    return Latency(p50, p95, len(ordered))


def timed(
    call: Callable[[T], R], things: Iterable[T], clock: Callable[[], float] = time.perf_counter
) -> tuple[list[float], list[R]]:
    """Call once per thing; return the seconds each call took and what it returned.

    With `time.process_time` as clock, other work on the machine hardly counts.
    """
    seconds, results = [], []
    for thing in things:
        start = clock()
        results.append(call(thing))
        seconds.append(clock() - start)
    return seconds, results


def resident_mb(pid: int | str = "self") -> float | None:
    """Return the resident memory of a process in MB (10^6 bytes); None where there is no /proc."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    fields = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
    return round(int(fields["VmRSS"].split()[0]) * 1024 / 1e6, 1)


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return rows under a head, in columns: the first to the left, the others to the right; None as a dash."""
    cells = [list(head), *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = [
        "  ".join(
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in cells
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.2f}" if abs(value) < 100 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
