"""The gate's pins: read, held against figures, written anew; the gate fails when a figure falls."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from danvan.commands.evaluation import gate as command
from danvan.exit_codes import ExitCode
from danvan.settings import Settings
from eval.figures import figures
from eval.pins import PINS_FILE, Pin, PinsUnreadable, held, read_pins, repinned, write_pins
from eval.question_set import QUESTIONS
from eval.rows import Figure, RunRow
from eval.testing import refused_row, sample_row, wrong_row
from rag.errors import ConfigurationError

PINS = {"dev": {"first": Pin(value=0.9, tolerance=0.1), "false_refusal": Pin(value=0.1, tolerance=0.1)}}


def of(rows: Sequence[RunRow]) -> dict[str, tuple[Figure, ...]]:
    return {"dev": figures(rows)}


def rows(right: int, wrong: int, refused: int = 0) -> list[RunRow]:
    return [
        *(sample_row(f"a{n}") for n in range(right)),
        *(wrong_row(f"b{n}") for n in range(wrong)),
        *(refused_row(f"c{n}", answerable=True) for n in range(refused)),
    ]


@pytest.mark.parametrize(
    ("measured", "fell"),
    [
        (rows(9, 1), []),
        (rows(8, 2), []),  # .8 is within the tolerance
        (rows(7, 3), ["first"]),
        (rows(10, 0), []),
        (rows(8, 0, refused=2), []),
        (rows(7, 0, refused=3), ["first", "false_refusal"]),  # more refusals are worse
        ([refused_row("x", answerable=False)], ["first", "false_refusal"]),  # a figure that is gone has fallen
    ],
)
def test_a_figure_falls_when_it_is_worse_by_more_than_the_tolerance(measured: list[RunRow], fell: list[str]) -> None:
    assert [one.key for one in held(PINS, of(measured)) if one.fell] == fell


def test_pins_are_read_as_they_were_written(tmp_path: Path) -> None:
    pins = {"dev": {"first": Pin(value=0.12345, tolerance=0.02), "cited_mrr@10": Pin(value=1.0, tolerance=0.0)}}
    write_pins(tmp_path / "gate.toml", pins)
    assert read_pins(tmp_path / "gate.toml") == {
        "dev": {"first": Pin(value=0.1235, tolerance=0.02), "cited_mrr@10": Pin(value=1.0, tolerance=0.0)}
    }


def test_pinning_anew_keeps_tolerances_and_what_is_not_measured() -> None:
    pins = PINS | {"dev2": {"first": Pin(value=0.5, tolerance=0.2)}}
    assert repinned(pins, of(rows(2, 1))) == {
        "dev": {"first": Pin(value=0.6667, tolerance=0.1), "false_refusal": Pin(value=0.0, tolerance=0.1)},
        "dev2": {"first": Pin(value=0.5, tolerance=0.2)},
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "Không đọc được"),
        ("[dev", "TOML"),
        ("[dev.first]\nvalue = 1.5\ntolerance = 0.1", "dev.first.value"),
        ("[dev.first]\nvalue = 0.5", "dev.first.tolerance"),
        ("[dev.unheard]\nvalue = 0.5\ntolerance = 0.1", "unheard"),
    ],
)
def test_pins_that_cannot_be_read_are_refused(tmp_path: Path, text: str | None, words: str) -> None:
    file = tmp_path / "gate.toml"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(PinsUnreadable, match=words):
        read_pins(file)


def test_the_pins_that_ship_name_development_sets_only() -> None:
    pins = read_pins()
    assert PINS_FILE.name == "gate.toml"
    assert set(pins) <= {file.stem for file in QUESTIONS.glob("*.jsonl")}
    assert not [name for name in pins if "test" in name or name == "holdout"]
    assert all(pin.tolerance <= 0.05 for keys in pins.values() for pin in keys.values())


@pytest.fixture
def pinned(tmp_path: Path) -> Path:
    """Return a file of pins for the set dev."""
    file = tmp_path / "gate.toml"
    write_pins(file, PINS)
    return file


def gate(monkeypatch: pytest.MonkeyPatch, pinned: Path, measured: list[RunRow], *, update: bool = False) -> ExitCode:
    monkeypatch.setattr(command, "measure", lambda _settings, _pins: of(measured))
    return command.gate(Settings(_env_file=None), pinned, update=update, as_json=False)


def test_the_gate_fails_when_a_figure_fell(
    monkeypatch: pytest.MonkeyPatch, pinned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gate(monkeypatch, pinned, rows(7, 3)) == ExitCode.MEASURED_WORSE
    printed = capsys.readouterr().out
    assert "KHÔNG ĐẠT: 1 trên 2" in printed
    assert "dev: Câu đơn: trích dẫn đầu tiên đúng chỗ" in printed
    assert "0,900" in printed
    assert "-0,200" in printed
    assert gate(monkeypatch, pinned, rows(9, 1)) == ExitCode.OK
    assert "Đạt: cả 2" in capsys.readouterr().out


def test_the_gate_pins_anew_when_told_to(monkeypatch: pytest.MonkeyPatch, pinned: Path) -> None:
    assert gate(monkeypatch, pinned, rows(7, 3), update=True) == ExitCode.OK
    assert read_pins(pinned)["dev"]["first"].value == 0.7
    assert gate(monkeypatch, pinned, rows(7, 3)) == ExitCode.OK


def test_the_gate_tells_programs_what_fell(
    monkeypatch: pytest.MonkeyPatch, pinned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "measure", lambda _settings, _pins: of(rows(7, 3)))
    command.gate(Settings(_env_file=None), pinned, update=False, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert not told["passed"]
    assert [one["key"] for one in told["pins"] if one["fell"]] == ["first"]


def test_a_gate_without_pins_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="Không đọc được"):
        command.gate(Settings(_env_file=None), tmp_path / "absent.toml", update=False, as_json=False)
