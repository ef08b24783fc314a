"""`danvan eval compare`: what changed from one run to another, and whether that can be chance."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from danvan.commands.evaluation.tables import number, signed, table
from danvan.console import open_console, print_json
from eval.comparing import SIGNIFICANT, ChangedQuestion, ComparedMetric, Comparison, NothingInCommon, compare
from eval.curves import ComparedCurve
from eval.report import write_comparison
from eval.rows import RunRow
from eval.run_folder import RunUnreadable, read_rows
from rag.errors import ConfigurationError

_OUTCOMES = {"better": "TỐT HƠN", "worse": "KÉM HƠN", "unclear": "chưa rõ", "same": "như nhau"}
_COLUMNS = ("A", "B", "B - A", "khoảng 95 %", "p (Holm)", "được/mất", "kết luận")
_WIDE = 100
_LONGEST = 90


def compare_runs(a: Path, b: Path, *, as_json: bool, html: Path | None = None) -> None:
    """Print how run B differs from run A, and write it as a page into the file `html` if one is named.

    Raises ConfigurationError when the runs cannot be read or compared, or the page not be written.
    """
    try:
        rows_a, rows_b = read_rows(a), read_rows(b)
        comparison = compare(_name(a), rows_a, _name(b), rows_b)
    except RunUnreadable as error:
        raise ConfigurationError(str(error)) from error
    except NothingInCommon as error:
        raise ConfigurationError("Hai lần chấm không có câu hỏi nào chung, không so sánh được.") from error
    if as_json:
        outcomes = {one.key: one.outcome for one in comparison.metrics}
        print_json(comparison.model_dump(mode="json") | {"outcomes": outcomes})
    else:
        _print(comparison, open_console())
    if html is not None:
        _write(comparison, rows_a, rows_b, html)


def _write(comparison: Comparison, rows_a: Sequence[RunRow], rows_b: Sequence[RunRow], html: Path) -> None:
    try:
        print(f"Đã ghi bản so sánh: {write_comparison(comparison, rows_a, rows_b, html)}", file=sys.stderr)
    except OSError as error:
        raise ConfigurationError(f"Không ghi được {html}: {error.strerror}.") from error


def _name(run: Path) -> str:
    return (run.resolve() if run.is_dir() else run.resolve().parent).name


def _print(comparison: Comparison, console: Console) -> None:
    console.print(f"A: {comparison.name_a}\nB: {comparison.name_b}")
    console.print(f"So sánh trên {comparison.common} câu mà cả hai lần cùng hỏi.{_left_out(comparison)}")
    console.print(_table("Chỉ số", [one for one in comparison.metrics if one.headline], console.width))
    console.print(_table("Chỉ số khác", [one for one in comparison.metrics if not one.headline], console.width))
    console.print(_curves_table(comparison.curves))
    console.print(_verdict(comparison))
    _list(console, "Mất (A đúng mọi mặt, B không)", comparison.lost)
    _list(console, "Được (B đúng mọi mặt, A không)", comparison.won)


def _left_out(comparison: Comparison) -> str:
    told = {
        f"{comparison.only_a} câu chỉ có ở A": comparison.only_a,
        f"{comparison.only_b} câu chỉ có ở B": comparison.only_b,
        f"{comparison.edited} câu đã đổi đáp án": comparison.edited,
    }
    left = [words for words, count in told.items() if count]
    reworded = f" {comparison.reworded} câu được hỏi bằng cách gõ khác." if comparison.reworded else ""
    return (f" Không tính {', '.join(left)}." if left else "") + reworded


def _table(title: str, metrics: Sequence[ComparedMetric], width: int) -> Table:
    """Return one line per metric; where the window is narrow, without what can be reckoned from the rest."""
    narrow = width < _WIDE
    hidden = {"A", "được/mất"} if narrow else set()
    lines = [(one.name_vi, _cells(one)) for one in metrics]
    columns = [name for name in _COLUMNS if name not in hidden]
    made = table(title, *columns)
    for name, cells in lines:
        made.add_row(name, *(cells[column] for column in columns))
    return made


def _curves_table(curves: Sequence[ComparedCurve]) -> Table:
    made = table("Càng thấp càng tốt", "A", "B", "B - A", "khoảng 95 %")
    for one in curves:
        cells = (number(one.a), number(one.b), signed(one.difference))
        made.add_row(one.name_vi, *cells, f"[{signed(one.low)};{signed(one.high)}]")
    return made


def _cells(one: ComparedMetric) -> dict[str, str]:
    values = (
        number(one.a),
        number(one.b),
        signed(one.difference),
        f"[{signed(one.low)};{signed(one.high)}]",
        number(one.p_holm),
        f"{one.won}/{one.lost}",
        _OUTCOMES[one.outcome],
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _verdict(comparison: Comparison) -> str:
    found: dict[str, list[str]] = {"better": [], "worse": []}
    for one in comparison.metrics:
        if one.headline and one.outcome in found:
            found[one.outcome].append(one.name_vi)
    if not (found["better"] or found["worse"]):
        return f"Chưa có chỉ số chính nào khác nhau rõ rệt (p < {number(SIGNIFICANT)[:4]}): có thể chỉ là ngẫu nhiên."
    words = {"better": "B tốt hơn A ở", "worse": "B kém hơn A ở"}
    return "\n".join(f"{words[key]}: {'; '.join(names)}." for key, names in found.items() if names)


def _list(console: Console, title: str, questions: Sequence[ChangedQuestion]) -> None:
    if questions:
        console.print(f"\n{title}: {len(questions)} câu")
    for one in questions:
        asked = one.question if len(one.question) <= _LONGEST else f"{one.question[:_LONGEST]}…"
        console.print(f"  {one.set} {one.id} ({one.style}): {asked}\n    {'; '.join(one.faults)}")
