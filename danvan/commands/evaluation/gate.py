"""`danvan eval gate`: have the figures of the question sets fallen below what is pinned?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from danvan.commands.evaluation.opening import fresh_store
from danvan.commands.evaluation.run import Wanted, measured, questions, set_files
from danvan.commands.evaluation.tables import number, signed, table
from danvan.console import open_console, print_json
from danvan.exit_codes import ExitCode
from danvan.settings import Settings
from eval.figures import figures
from eval.pins import PINS_FILE, Held, Pins, PinsUnreadable, held, read_pins, repinned, write_pins
from eval.rows import Figure, RunRow
from rag.errors import ConfigurationError


def gate(settings: Settings, file: Path | None, *, update: bool, as_json: bool) -> ExitCode:
    """Measure the pinned sets over the shipped documents and say what fell; with `update`, pin what is measured.

    Raises ConfigurationError when the pins or a set cannot be read.
    """
    file = file or PINS_FILE
    try:
        pins = read_pins(file)
    except PinsUnreadable as error:
        raise ConfigurationError(str(error)) from error
    now = measure(settings, pins)
    if now is None:
        return ExitCode.INTERRUPTED
    found = held(pins, now)
    fallen = [one for one in found if one.fell]
    if as_json:
        print_json({"passed": not fallen, "pins": [_as_json(one) for one in found]})
    else:
        _print(found, fallen, update=update)
    if update:
        write_pins(file, repinned(pins, now))
        return ExitCode.OK
    return ExitCode.MEASURED_WORSE if fallen else ExitCode.OK


def measure(settings: Settings, pins: Pins) -> dict[str, tuple[Figure, ...]] | None:
    """Return the figures of each pinned set over the shipped documents; None when Ctrl-C broke it off."""
    files = set_files((), tuple(pins))
    asked = questions(files, Wanted())
    with fresh_store(settings, ranking=False) as opened:
        rows, interrupted = measured(asked, opened)
    if interrupted:
        return None
    by_set: dict[str, list[RunRow]] = defaultdict(list)
    for row in rows:
        by_set[row.set].append(row)
    return {name: figures(members) for name, members in by_set.items()}


def _print(found: Sequence[Held], fallen: Sequence[Held], *, update: bool) -> None:
    console = open_console()
    shown = found if update else fallen
    if not fallen:
        better = sum(one.gain > one.pin.tolerance for one in found)
        console.print(f"Đạt: cả {len(found)} chỉ số đã ghim đều giữ được.")
        if better and not update:
            console.print(f"{better} chỉ số đã tốt hơn mức ghim; ghim lại bằng “danvan eval gate --update”.")
    elif not update:
        console.print(f"KHÔNG ĐẠT: {len(fallen)} trên {len(found)} chỉ số đã ghim bị giảm quá mức cho phép.")
    if shown:
        made = table("Bộ, chỉ số", "đã ghim", "cho phép", "nay", "tốt lên")
        for one in shown:
            made.add_row(f"{one.set_name}: {one.name_vi}", *_cells(one))
        console.print(made)
    if update:
        console.print("Đã ghim lại theo số liệu nay.")


def _cells(one: Held) -> tuple[str, str, str, str]:
    now, gain = (number(one.figure.value), signed(one.gain)) if one.figure else ("không có", "")
    return number(one.pin.value), number(one.pin.tolerance), now, gain


def _as_json(one: Held) -> dict[str, str | float | bool | None]:
    return {
        "set": one.set_name,
        "key": one.key,
        "name_vi": one.name_vi,
        "value": one.pin.value,
        "tolerance": one.pin.tolerance,
        "now": one.figure.value if one.figure else None,
        "fell": one.fell,
    }
