"""The summary of a run: its rows as figures, and where they come from."""

from __future__ import annotations

import hashlib
import os
import platform
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from eval.clauses import FEWEST_DOCUMENTS, Unit, unit_of
from eval.confidence import aurc, calibration, outcomes, risk_coverage
from eval.figures import by_document, by_style, figures
from eval.intervals import RESAMPLES
from eval.latency import latency
from eval.rows import RunRow, RunSummary, SetUsed

Plain = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a run was made of, beside its questions: the name it is given, what was asked, and how it was set up."""

    name: str
    target: str
    encoder: str
    view: str | None = None
    settings: Mapping[str, Plain] = field(default_factory=dict)
    interrupted: bool = False


def summarise(rows: Sequence[RunRow], files: Iterable[Path], made: Circumstances) -> RunSummary:
    """Return the summary of rows whose sets were read from `files`, as made now on this machine."""
    told = outcomes(rows)
    ranks = Counter(row.verdict.rank for row in rows if row.verdict.rank is not None)
    return RunSummary(
        name=made.name,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        danvan_version=version("danvan"),
        commit=commit_of(Path(__file__).parents[1]),
        target=made.target,
        encoder=made.encoder,
        settings=dict(made.settings),
        sets=tuple(_set_used(file, rows) for file in files),
        view=made.view,
        machine=machine(),
        interval_vi=interval_vi(unit_of(rows)),
        interrupted=made.interrupted,
        figures=figures(rows),
        by_style=by_style(rows),
        by_document=by_document(rows),
        risk_coverage=risk_coverage(told),
        aurc=aurc(told),
        calibration=calibration(told),
        latency=latency([row.milliseconds for row in rows]),
        first_right_rank=dict(sorted(ranks.items())),
    )


def interval_vi(unit: Unit) -> str:
    """Say in Vietnamese how the intervals were made."""
    drawn = {
        "document": "các câu hỏi của cùng một văn bản được lấy cùng nhau",
        "clause": f"có ít hơn {FEWEST_DOCUMENTS} văn bản nên không lấy theo văn bản được; "
        "các câu hỏi của cùng một điều khoản được lấy cùng nhau",
    }[unit]
    return (
        f"Khoảng tin cậy 95 %: khoảng bao của khoảng tính theo từng câu hỏi (Wilson) và khoảng lấy mẫu lại "
        f"{RESAMPLES} lần ({drawn})."
    )


def machine() -> dict[str, str | int | float]:
    """Return what of this machine bears on times."""
    return {
        "system": platform.platform(terse=True),
        "processor": platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
    }


def commit_of(checkout: Path) -> str | None:
    """Return the commit of a checkout, read from its files; None where the product was installed without one."""
    folder = checkout / ".git"
    try:
        if folder.is_file():  # a worktree: a line that says where its own folder is
            folder = Path(folder.read_text(encoding="utf-8").removeprefix("gitdir:").strip())
        head = (folder / "HEAD").read_text(encoding="utf-8").strip()
        if not head.startswith("ref:"):
            return head[:12]
        shared = folder / "commondir"
        common = folder / shared.read_text(encoding="utf-8").strip() if shared.exists() else folder
        return _resolved(common, head.removeprefix("ref:").strip())
    except OSError:
        return None


def _resolved(common: Path, ref: str) -> str | None:
    if (common / ref).exists():
        return (common / ref).read_text(encoding="utf-8").strip()[:12]
    packed = (common / "packed-refs").read_text(encoding="utf-8").splitlines()
    return next((line.split()[0][:12] for line in packed if line.endswith(f" {ref}")), None)


def _set_used(file: Path, rows: Sequence[RunRow]) -> SetUsed:
    asked = sum(row.set == file.stem for row in rows)
    return SetUsed(name=file.stem, questions=asked, sha256=hashlib.sha256(file.read_bytes()).hexdigest())
