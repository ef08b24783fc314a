"""Question sets: what a line has to be, how bad lines are told, and that the published schema is the one in force."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from eval.question_set import QUESTIONS, QuestionSetError, load, plain, read_rows, schema

ROW: dict[str, Any] = {
    "id": "x1",
    "style": "formal",
    "question": "Hỏi gì?",
    "answerable": True,
    "docs": ["a.txt"],
    "gold": [["Một hai ba bốn"]],
}


def written(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_question_survives_writing_and_reading(tmp_path: Path) -> None:
    history = [{"role": "user", "content": "trước đó"}]
    (question,) = load(written(tmp_path / "one.jsonl", ROW | {"style": "followup", "history": history}))
    (again,) = load(written(tmp_path / "two.jsonl", json.loads(question.to_json())))
    assert again == question


def test_text_is_compared_across_line_breaks_and_markdown() -> None:
    assert plain("**1.** Ủy  ban\n#### 2. Sở") == "1. Ủy ban 2. Sở"


@pytest.mark.parametrize("name", ["id", "style", "question", "answerable"])
def test_a_field_that_is_needed_is_missed(tmp_path: Path, name: str) -> None:
    row = {field: value for field, value in ROW.items() if field != name}
    with pytest.raises(QuestionSetError, match=rf"set\.jsonl:1: trường {name}: thiếu"):
        load(written(tmp_path / "set.jsonl", row))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"style": "poem"}, "style: phải là một trong 'formal', "),
        ({"id": "x 1"}, "id: phải bắt đầu bằng chữ cái"),
        ({"question": ""}, "question: không được để trống"),
        ({"question": "a" * 2001}, "question: dài quá 2000 ký tự"),
        ({"question": 7}, "question: phải là chữ"),
        ({"answerable": "yes"}, "answerable: phải là true hoặc false"),
        ({"gold": ["Một hai ba bốn"]}, "gold.0: phải là danh sách"),
        ({"gold": [[]]}, "gold.0: không được để trống"),
        ({"answer_must": [""]}, "answer_must.0: không được để trống"),
        (
            {"history": [{"role": "chủ tịch", "content": "x"}]},
            "history.0.role: phải là một trong 'user' hoặc 'assistant'",
        ),
        ({"history": ["x"]}, "history.0: phải là một đối tượng"),
        ({"must": ["x"]}, "must: không có trường tên như vậy"),
    ],
)
def test_a_field_that_is_wrong_is_named_with_its_line(tmp_path: Path, changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(QuestionSetError, match=re.escape(f"set.jsonl:2: trường {fault}")):
        load(written(tmp_path / "set.jsonl", ROW, ROW | changes))


def test_every_bad_line_is_told_and_the_good_ones_are_kept(tmp_path: Path) -> None:
    path = written(tmp_path / "set.jsonl", ROW | {"style": "poem"}, ROW)
    path.write_text(path.read_text(encoding="utf-8") + "\n{không phải JSON\n", encoding="utf-8")
    questions, faults = read_rows(path)
    assert list(questions) == [2]
    assert [fault.split(": ")[0].rsplit(":", 1)[1] for fault in faults] == ["1", "4"]
    assert faults[1].endswith(": dòng này không phải JSON hợp lệ")


def test_the_published_schema_is_the_one_in_force() -> None:
    assert (QUESTIONS / "schema.json").read_text(encoding="utf-8") == schema()


def test_every_field_of_the_schema_is_explained() -> None:
    assert [name for name, field in json.loads(schema())["properties"].items() if not field.get("description")] == []
