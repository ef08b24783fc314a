"""The folder of a run: written once, read by everything else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from eval.rows import ROWS_FILE, SUMMARY_FILE, RunRow, RunSummary


class RunUnreadable(Exception):
    """A run cannot be read; the sentence, in Vietnamese, says which file and why."""


def write_run(folder: Path, rows: Sequence[RunRow], summary: RunSummary) -> None:
    """Write rows and summary into a folder, which is made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{row.model_dump_json()}\n" for row in rows)
    (folder / ROWS_FILE).write_text(lines, encoding="utf-8")
    (folder / SUMMARY_FILE).write_text(summary.model_dump_json(indent=1) + "\n", encoding="utf-8")


def read_rows(run: Path) -> tuple[RunRow, ...]:
    """Return the rows of a run folder, or of a `rows.jsonl`. Raises RunUnreadable."""
    file = run / ROWS_FILE if run.is_dir() else run
    try:
        lines = file.read_text(encoding="utf-8").rstrip("\n").split("\n")  # a text may hold other line ends
    except (OSError, UnicodeDecodeError) as error:
        raise RunUnreadable(f"Không đọc được {file}: cần thư mục của một lần chấm, hoặc tệp {ROWS_FILE}.") from error
    rows = []
    for number, line in enumerate(lines, start=1):
        try:
            rows.append(RunRow.model_validate_json(line))
        except ValidationError as error:
            raise RunUnreadable(f"{file}, dòng {number}: không phải kết quả chấm của phiên bản này.") from error
    return tuple(rows)


def read_summary(folder: Path) -> RunSummary:
    """Return the summary of a run folder. Raises RunUnreadable."""
    file = folder / SUMMARY_FILE
    try:
        return RunSummary.model_validate_json(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RunUnreadable(f"Không đọc được {file}: không phải kết quả chấm của phiên bản này.") from error
