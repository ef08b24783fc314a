"""Two runs side by side: tests worked by hand, what is won and lost, what cannot be compared."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from danvan.commands.evaluation.compare import compare_runs
from eval.comparing import ComparedMetric, Comparison, NothingInCommon, compare
from eval.rows import ROWS_FILE, RunRow
from eval.significance import difference_interval, holm, mcnemar, randomisation
from eval.testing import refused_row, sample_row, wrong_row
from rag.errors import ConfigurationError


def found(comparison: Comparison, key: str) -> ComparedMetric:
    return {one.key: one for one in comparison.metrics}[key]


def run(right: int, wrong: int) -> list[RunRow]:
    return [sample_row(f"q{n}") for n in range(right)] + [wrong_row(f"q{n}") for n in range(right, right + wrong)]


def test_mcnemar_by_hand() -> None:
    """1 lost and 7 won: two tails of Binomial(8, ½) up to 1, 2·(1 + 8)/256."""
    assert mcnemar(7, 1) == mcnemar(1, 7) == pytest.approx(2 * 9 / 256)
    assert mcnemar(2, 2) == 1.0
    assert mcnemar(0, 0) == 1.0


def test_holm_by_hand() -> None:
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == {"a": 0.03, "c": 0.06, "b": 0.06}
    assert holm({"a": 0.5, "b": 0.9}) == {"a": 1.0, "b": 1.0}
    assert holm({}) == {}


def test_randomisation_by_hand() -> None:
    """Six clusters that all gained: only two of 2⁶ ways to swap differ as much, p = 2/64."""
    before = np.array([[0.0, 1.0]] * 6)
    after = np.array([[1.0, 1.0]] * 6)
    assert randomisation(before, after) == pytest.approx(2 / 64, abs=0.01)
    assert randomisation(before, before) == 1.0


def test_the_interval_of_a_difference_by_hand() -> None:
    """Every cluster gains the same: the difference has no spread. Half of them: it lies around a half."""
    before = np.array([[0.0, 2.0]] * 20)
    assert difference_interval(before, before + np.array([1.0, 0.0])) == (0.5, 0.5)
    half = before + np.array([[2.0, 0.0], [0.0, 0.0]] * 10)
    low, high = difference_interval(before, half)
    assert 0.2 < low < 0.5 < high < 0.8


def test_what_was_won_and_lost_is_named_with_its_fault() -> None:
    before = [sample_row("q0"), wrong_row("q1"), sample_row("q2")]
    after = [wrong_row("q0"), sample_row("q1"), sample_row("q2")]
    comparison = compare("a", before, "b", after)
    assert [one.id for one in comparison.lost] == ["q0"]
    assert [one.id for one in comparison.won] == ["q1"]
    assert comparison.lost[0].faults == ("Không trích đúng chỗ",)
    first = found(comparison, "first")
    assert (first.a, first.b, first.difference, first.won, first.lost, first.outcome) == (
        2 / 3,
        2 / 3,
        0,
        1,
        1,
        "unclear",
    )


def test_a_clear_gain_is_called_better_and_a_clear_loss_worse() -> None:
    comparison = compare("a", run(20, 20), "b", run(40, 0))
    first = found(comparison, "first")
    assert (first.test, first.outcome, first.difference) == ("mcnemar", "better", 0.5)
    assert first.low > 0
    assert first.p == pytest.approx(2 / 2**20)
    assert found(compare("b", run(40, 0), "a", run(20, 20)), "first").outcome == "worse"


def test_fewer_false_refusals_are_better_though_the_figure_falls() -> None:
    refused = [refused_row(f"q{n}", answerable=True) for n in range(12)]
    comparison = compare("a", refused, "b", run(12, 0))
    one = found(comparison, "false_refusal")
    assert (one.difference, one.won, one.lost, one.outcome) == (-1.0, 12, 0, "better")


def test_a_run_is_the_same_as_itself() -> None:
    comparison = compare("a", run(5, 5), "b", run(5, 5))
    assert {one.outcome for one in comparison.metrics} == {"same"}
    assert not (comparison.won)
    assert not (comparison.lost)


def test_only_common_questions_count_and_the_others_are_told() -> None:
    edited = sample_row("q2", answer_must=("15/6",))
    comparison = compare("a", [*run(3, 0), sample_row("old")], "b", [*run(2, 0), edited, sample_row("new")])
    told = (comparison.common, comparison.only_a, comparison.only_b, comparison.edited, comparison.reworded)
    assert told == (2, 1, 1, 1, 0)
    reworded = compare("a", run(1, 0), "b", [sample_row("q0", question="bao cao nop ngay nao?")])
    assert (reworded.common, reworded.reworded) == (1, 1)


def test_runs_without_a_common_question_are_refused() -> None:
    with pytest.raises(NothingInCommon):
        compare("a", run(2, 0), "b", [sample_row("other")])


def test_confidence_and_time_are_compared_with_intervals() -> None:
    """Sure and right against sure and wrong: calibration is lost by .9 - .1; each reply takes twice as long."""
    before = [sample_row(f"q{n}", confidence=0.9, milliseconds=4.0) for n in range(20)]
    after = [wrong_row(f"q{n}", confidence=0.9, milliseconds=8.0) for n in range(20)]
    curves = {one.key: one for one in compare("a", before, "b", after).curves}
    assert curves["ece"].difference == pytest.approx(0.9 - 0.1)
    assert (curves["aurc"].a, curves["aurc"].b) == (0.0, 1.0)
    assert (curves["p50"].difference, curves["p95"].low, curves["p95"].high) == (4.0, 4.0, 4.0)
    half = [sample_row("q0", confidence=0.9), *after[1:]]
    ece = {one.key: one for one in compare("a", before, "b", half).curves}["ece"]
    assert ece.low < ece.difference < ece.high
    assert {one.key for one in compare("a", run(2, 0), "b", run(2, 0)).curves} == {"p50", "p95"}


def write(folder: Path, rows: list[RunRow]) -> Path:
    folder.mkdir()
    (folder / ROWS_FILE).write_text("".join(row.model_dump_json() + "\n" for row in rows), encoding="utf-8")
    return folder


def test_the_comparison_is_printed_in_vietnamese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a, b = write(tmp_path / "cũ", run(20, 20)), write(tmp_path / "mới", run(40, 0))
    compare_runs(a, b, as_json=False)
    printed = capsys.readouterr().out
    assert "A: cũ\nB: mới" in printed
    assert "TỐT HƠN" in printed
    assert "Được (B đúng mọi mặt, A không): 20 câu" in printed
    assert "Mất" not in printed
    compare_runs(a / ROWS_FILE, b / ROWS_FILE, as_json=True)
    content = json.loads(capsys.readouterr().out)
    assert (content["name_a"], content["outcomes"]["first"]) == ("cũ", "better")


def test_what_cannot_be_compared_is_said_in_vietnamese(tmp_path: Path) -> None:
    a, other = write(tmp_path / "a", run(1, 0)), write(tmp_path / "b", [sample_row("other")])
    with pytest.raises(ConfigurationError, match="không có câu hỏi nào chung"):
        compare_runs(a, other, as_json=False)
    with pytest.raises(ConfigurationError, match="Không đọc được"):
        compare_runs(a, tmp_path / "absent", as_json=False)
