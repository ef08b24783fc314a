"""`danvan eval check`: prove question sets before anything is measured with them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from danvan.exit_codes import ExitCode


def prove(folder: Path, document_folders: Sequence[Path], *, table: bool) -> ExitCode:
    """Print what the sets of a folder hold, or the table of styles, then every fault; say whether there was one."""
    from eval.question_check import check, style_table, summary

    sets, faults = check(folder, document_folders)
    sys.stdout.write(style_table(sets) if table else summary(sets))
    if not table and not faults:
        sys.stdout.write("Mọi bộ câu hỏi đều đạt.\n")
    if faults:
        sys.stderr.writelines(f"{fault}\n" for fault in faults)
        sys.stderr.write(f"{len(faults)} lỗi.\n")
    return ExitCode.INPUT_REFUSED if faults else ExitCode.OK


def print_schema() -> None:
    """Print the JSON Schema of one line of a set."""
    from eval.question_set import schema

    sys.stdout.write(schema())
