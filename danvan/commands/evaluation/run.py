"""`danvan eval run`: question sets asked and judged, the figures printed, the run written down."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from danvan.commands.evaluation.opening import Opened, open_target
from danvan.commands.evaluation.tables import further_table, headline_table, last_lines, styles_table
from danvan.console import open_console, print_json
from danvan.exit_codes import ExitCode
from danvan.progress import progress_bar
from danvan.settings import Settings
from eval.failures import failures
from eval.model_faults import faults_told
from eval.question_set import QUESTIONS, QuestionSetError
from eval.report import write_report
from eval.rows import RunRow, RunSummary
from eval.run_folder import write_run
from eval.running import Asked, chosen, run
from eval.summary import Circumstances, summarise
from eval.targets import TargetFailed
from eval.views import VIEWS
from rag.errors import ConfigurationError
from rag.model import Mode

DEFAULT_SET = "dev"
_RUNS = "eval"  # the folder of the data directory where runs are kept


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to ask whom: files and names of sets, restricted to styles and a number, through a view."""

    files: Sequence[Path] = ()
    sets: Sequence[str] = ()
    styles: Sequence[str] = ()
    view: str | None = None
    limit: int | None = None
    url: str | None = None
    key: str | None = None
    documents: Sequence[Path] = ()
    mode: Mode = "extractive"


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a run goes and how it is printed."""

    out: Path | None = None
    name: str | None = None
    failures: bool = False
    as_json: bool = False


def run_sets(settings: Settings, wanted: Wanted, shown: Shown) -> ExitCode:
    """Ask and judge every question, write the run folder and print the figures.

    What was measured is kept when it is broken off. Raises ConfigurationError when a set cannot be read, or the
    target not be measured.
    """
    files = set_files(wanted.files, wanted.sets)
    asked = questions(files, wanted)
    name = shown.name or "+".join(file.stem for file in files) + (f"-{wanted.view}" if wanted.view else "")
    with open_target(settings, wanted.url, wanted.key, wanted.documents, wanted.mode) as opened:
        _warn_of_absent(asked, opened)
        rows, interrupted = measured(asked, opened)
        circumstances = Circumstances(name, opened.name, opened.encoder, wanted.view, opened.settings, interrupted)
    summary = summarise(rows, files, circumstances)
    folder = shown.out or settings.data_dir / _RUNS / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{_slug(name)}"
    write_run(folder, rows, summary)
    if shown.as_json:
        print_json(summary.model_dump(mode="json"))
    else:
        _print(summary, rows, with_failures=shown.failures)
    _write_report(folder)
    return ExitCode.INTERRUPTED if interrupted else ExitCode.OK


def set_files(files: Sequence[Path], names: Sequence[str]) -> list[Path]:
    """Return the files of the sets: those given, and those of the names; the default set when nothing is named."""
    known = {file.stem: file for file in sorted(QUESTIONS.glob("*.jsonl"))}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ConfigurationError(f"Không có bộ câu hỏi “{unknown[0]}”. Chọn một trong: {', '.join(known)}.")
    found = [*files, *(known[name] for name in names)]
    return found or [known[DEFAULT_SET]]


def questions(files: Sequence[Path], wanted: Wanted) -> list[Asked]:
    """Return the questions to ask; raises ConfigurationError when there are none or a set cannot be read."""
    if wanted.view is not None and wanted.view not in VIEWS:
        raise ConfigurationError(f"Không có cách gõ “{wanted.view}”. Chọn một trong: {', '.join(sorted(VIEWS))}.")
    try:
        asked = chosen(files, wanted.styles, wanted.view, wanted.limit)
    except OSError as error:
        raise ConfigurationError(f"Không đọc được bộ câu hỏi {error.filename}.") from error
    except (QuestionSetError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"Bộ câu hỏi có lỗi: {error}") from error
    if not asked:
        raise ConfigurationError("Không có câu hỏi nào thuộc kiểu đã chọn.")
    return asked


def measured(asked: Sequence[Asked], opened: Opened) -> tuple[list[RunRow], bool]:
    """Return the rows of all questions, and whether Ctrl-C or a lost server broke it off after some.

    Raises ConfigurationError when the target cannot be measured at all.
    """
    rows: list[RunRow] = []
    try:
        with progress_bar("Chấm", len(asked)) as advance:
            for row in run(asked, opened.target):
                rows.append(row)
                advance(len(rows))
    except KeyboardInterrupt:
        if not rows:
            raise
        return rows, True
    except TargetFailed as error:
        words = f"Không chấm được {opened.name}: {error}."
        if not rows:
            raise ConfigurationError(words) from error
        print(words, file=sys.stderr)
        return rows, True
    return rows, False


def _warn_of_absent(asked: Iterable[Asked], opened: Opened) -> None:
    """Say on standard error which documents the questions speak of and the store does not hold."""
    if opened.sources is None:
        return
    absent = sorted({name for one in asked for name in one.question.docs} - opened.sources)
    if absent:
        print(
            f"Cảnh báo: kho không có {len(absent)} văn bản mà bộ câu hỏi hỏi đến ({', '.join(absent[:3])}"
            f"{' …' if len(absent) > 3 else ''}); các câu về chúng sẽ bị chấm sai. Thêm văn bản bằng --documents.",
            file=sys.stderr,
        )


def _print(summary: RunSummary, rows: Sequence[RunRow], *, with_failures: bool) -> None:
    console = open_console()
    where = "kho tại máy này" if summary.target == "in-process" else summary.target
    sets = ", ".join(f"{one.name} {one.questions}" for one in summary.sets)
    typed = f", gõ kiểu {summary.view}" if summary.view else ""
    model = f", trả lời bằng lời của mô hình {summary.settings['model']}" if "model" in summary.settings else ""
    console.print(f"Đã chấm {len(rows)} câu ({sets}{typed}) trên {where}{model}.")
    if summary.interrupted:
        console.print("Bị dừng giữa chừng: số liệu chỉ tính các câu đã hỏi.")
    console.print(headline_table(summary))
    console.print(further_table(summary))
    console.print(styles_table(summary.by_style))
    if (faults := faults_told(rows)) is not None:
        console.print(faults)
    for line in last_lines(summary):
        console.print(line)
    if with_failures:
        print("\n" + (failures(rows) or "Không có câu nào sai."))


def _write_report(folder: Path) -> None:
    """Write the report last: without what draws plots, rows and figures are kept all the same."""
    try:
        print(f"Đã ghi báo cáo: {write_report(folder)}", file=sys.stderr)
    except ConfigurationError as error:
        print(f"Đã ghi số liệu vào {folder}. {error.message_vi}", file=sys.stderr)


def _slug(name: str) -> str:
    return re.sub(r"[^\w.+-]+", "-", name).strip("-") or "run"
