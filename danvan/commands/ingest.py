"""`danvan ingest`: files and folders into the store, with a report of what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.text import Text

from corpus.ingest import IngestReport
from danvan.console import open_console, print_json
from danvan.exit_codes import ExitCode
from danvan.settings import Settings
from danvan.store import PATIENCE_S


def ingest(settings: Settings, paths: Sequence[Path], *, as_json: bool) -> ExitCode:
    """Store the files, print the report, and return 1 when any file was refused."""
    from danvan.wiring import open_house, take_in

    with open_house(settings, "ingest", graph=True, patience_s=PATIENCE_S) as house:
        report = take_in(house, paths)
    if as_json:
        print_json(_shape(report))
    else:
        _show(report)
    return ExitCode.INPUT_REFUSED if report.refused else ExitCode.OK


def _shape(report: IngestReport) -> dict[str, Any]:
    return {
        "added": list(report.added),
        "unchanged": list(report.unchanged),
        "replaced": list(report.replaced),
        "removed": list(report.removed),
        "refused": [{"path": str(r.path), "error": r.error, "reason": r.reason} for r in report.refused],
    }


def _show(report: IngestReport) -> None:
    console = open_console()
    counts = (
        ("Đã nạp mới", report.added),
        ("Đã có từ trước, không đổi", report.unchanged),
        ("Đã đọc lại và thay thế", report.replaced),
        ("Đã gỡ khỏi kho", report.removed),
        ("Không nạp được", report.refused),
    )
    for title, found in counts:
        if found:
            console.print(f"{title}: {len(found)} văn bản")
    for refusal in report.refused:
        console.print(Text.assemble(("  ✗ ", "red"), f"{refusal.path}: {refusal.reason}"))
    if not any(found for _, found in counts):
        console.print("Không có tệp nào để nạp.")
