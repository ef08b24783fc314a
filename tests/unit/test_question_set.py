"""The question sets that ship: every gold snippet stands in its document, and dev and test share no clause."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.question_set import (
    DOCUMENT_FOLDERS,
    QUESTIONS,
    Question,
    QuestionSetError,
    load,
    main,
    plain,
    problems_of,
    read_documents,
    shared_clauses,
)

SETS = sorted(path.stem for path in QUESTIONS.glob("*.jsonl"))
DOCUMENTS = {
    "a.txt": "Số: 1\n\nI. **Một** hai\nba bốn năm sáu\n\n- bảy tám chín mười mười một",
    "b.txt": "khác hẳn với kia",
}


def row(**changes: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": "x1",
        "style": "formal",
        "question": "Hỏi gì?",
        "answerable": True,
        "docs": ["a.txt"],
        "gold": [["Một hai ba bốn"]],
    }
    return fields | changes


def loaded(tmp_path: Path, *rows: dict[str, Any]) -> tuple[Question, ...]:
    path = tmp_path / "set.jsonl"
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return load(path)


@pytest.mark.parametrize("name", SETS)
def test_every_gold_snippet_of_a_shipped_set_stands_once_in_its_documents(name: str) -> None:
    assert problems_of(load(QUESTIONS / f"{name}.jsonl"), read_documents()) == []


def test_dev_and_test_share_no_clause() -> None:
    documents = read_documents(DOCUMENT_FOLDERS)
    assert shared_clauses(load(QUESTIONS / "dev.jsonl"), load(QUESTIONS / "test.jsonl"), documents) == []


def test_no_question_is_asked_twice() -> None:
    asked = [(q.question.casefold(), q.history) for name in SETS for q in load(QUESTIONS / f"{name}.jsonl")]
    assert len(asked) == len(set(asked))


def test_a_question_survives_writing_and_reading(tmp_path: Path) -> None:
    history = [{"role": "user", "content": "trước đó"}]
    (question,) = loaded(tmp_path, row(style="followup", history=history))
    (again,) = loaded(tmp_path, json.loads(question.to_json()))
    assert again == question


def test_evidence_is_found_across_line_breaks_and_markdown(tmp_path: Path) -> None:
    assert problems_of(loaded(tmp_path, row()), DOCUMENTS) == []
    assert plain("**1.** Ủy  ban\n#### 2. Sở") == "1. Ủy ban 2. Sở"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"gold": [["không có trong văn bản"]]}, "stands 0 times"),
        ({"gold": [["mười"]]}, "characters long"),
        ({"gold": [["Một  hai ba bốn"]]}, "whitespace-collapsed"),
        ({"docs": ["c.txt"]}, "no such document"),
        ({"docs": ["b.txt"]}, "stands in a.txt too"),
        ({"answerable": False}, "others have none"),
        ({"style": "poem"}, "unknown style"),
        ({"style": "followup"}, "without history"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, changes: dict[str, Any], fault: str) -> None:
    assert any(fault in problem for problem in problems_of(loaded(tmp_path, row(**changes)), DOCUMENTS))


def test_the_same_id_twice_is_a_fault(tmp_path: Path) -> None:
    assert problems_of(loaded(tmp_path, row(), row()), DOCUMENTS) == ["x1: id used 2 times"]


def test_questions_on_the_same_clause_are_a_leak_and_on_different_clauses_are_not(tmp_path: Path) -> None:
    same = loaded(tmp_path, row(id="x2", gold=[["bốn năm sáu"]]))
    other = loaded(tmp_path, row(id="x3", gold=[["tám chín mười"]]))
    one = loaded(tmp_path, row())
    assert shared_clauses(one, same, DOCUMENTS) == [("x1", "x2")]
    assert shared_clauses(one, other, DOCUMENTS) == []


def test_a_bad_line_is_named_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('\n{"id": "x"}\n', encoding="utf-8")
    with pytest.raises(QuestionSetError, match=r"bad\.jsonl:2"):
        load(path)


def test_the_checker_ends_with_one_when_there_are_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loaded(tmp_path, row())
    assert main(["--check", "--questions", str(tmp_path), "--documents", str(tmp_path)]) == 1
    assert "no such document a.txt" in capsys.readouterr().err
