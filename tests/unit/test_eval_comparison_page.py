"""Two runs side by side as a page: differences with their sign and outcome, and both answers to what changed."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from eval.comparing import compare
from eval.report import write_comparison
from eval.report.numbers import figure_difference
from eval.rows import RunRow
from eval.testing import sample_row

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
WRONG: dict[str, Any] = {"first": False, "cited": False, "share": 0.0, "carrying": 0, "right": False}


def page(folder: Path, a: list[RunRow], b: list[RunRow]) -> str:
    """Return the comparison page of two runs as HTML."""
    comparison = compare("lần <A>", a, "lần B", b)
    return write_comparison(comparison, a, b, folder / "so-sanh.html").read_text(encoding="utf-8")


def words(html: str) -> str:
    """Return the text between the tags."""
    return " ".join(unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)).split())


def test_it_says_what_was_won_and_lost_with_both_answers(tmp_path: Path) -> None:
    a = [sample_row("x1", answer="Lời A 1"), sample_row("x2", WRONG, answer="Lời A 2"), sample_row("x3")]
    b = [sample_row("x1", WRONG, answer="Lời B 1"), sample_row("x2", answer="Lời B 2"), sample_row("x3")]
    text = words(page(tmp_path, a, b))
    assert "3 câu cả hai lần cùng hỏi" in text
    lost = text.split("3. Câu mất: A đúng, B chưa đúng (1)")[1].split("4. Câu được")[0]
    won = text.split("4. Câu được: A chưa đúng, B đúng (1)")[1]
    assert "x1" in lost
    assert "A: trả lời Lời A 1" in lost
    assert "B: trả lời Lời B 1" in lost
    assert "x2" in won
    assert "Lời A 2" in won
    assert "Lời B 2" in won
    assert "x3" not in lost + won


def test_a_difference_that_cannot_be_chance_is_told_first(tmp_path: Path) -> None:
    a = [sample_row(f"x{i:02}", WRONG) for i in range(30)]
    b = [sample_row(f"x{i:02}") for i in range(30)]
    text = words(page(tmp_path, a, b))
    assert "B tốt hơn A rõ rệt ở: " in text
    assert "0% 100% +100%" in text
    assert "Tốt hơn" in text
    assert "Kém hơn" not in text


def test_runs_that_do_not_differ_are_told_so(tmp_path: Path) -> None:
    text = words(page(tmp_path, [sample_row("x1")], [sample_row("x1"), sample_row("x2")]))
    assert "Chưa có tiêu chí chính nào khác nhau rõ rệt (p < 0,05)" in text
    assert "Không so sánh: 1 câu chỉ có ở B." in text
    assert text.count("Không có câu nào.") == 2


def test_hostile_text_does_nothing(tmp_path: Path) -> None:
    told: dict[str, Any] = {
        "question": HOSTILE,
        "answer": HOSTILE,
        "note": HOSTILE,
        "gold": ((HOSTILE,),),
        "status": HOSTILE,
    }
    html = page(tmp_path, [sample_row("x1", **told)], [sample_row("x1", WRONG, **told)])
    assert not re.search(r"<(script|img)", html)
    assert "lần <A>" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("first", 0.042, "+4,2%"),
        ("first", -0.042, "−4,2%"),
        ("first", -0.0002, "0%"),
        ("ranked_mrr@10", -0.04, "−0,040"),
    ],
)
def test_a_difference_has_its_sign_unless_it_rounds_to_none(key: str, value: float, shown: str) -> None:
    assert figure_difference(key, value) == shown
