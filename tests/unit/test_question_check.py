"""Question sets together: the shipped ones are sound, and each way to spoil them is found, with file and line."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from danvan.cli import app
from danvan.commands.evaluation.check import prove
from danvan.exit_codes import ExitCode
from eval.question_check import check, read_sets, style_table
from eval.question_set import DOCUMENT_FOLDERS, QUESTIONS, STYLES

ROOT = QUESTIONS.parents[1]
Row = dict[str, Any]


def test_the_shipped_sets_are_sound() -> None:
    _, faults = check(QUESTIONS, DOCUMENT_FOLDERS)
    assert faults == []


def test_the_table_in_the_docs_is_what_the_checker_counts() -> None:
    page = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")
    named = re.search(r"^\| style \| (.*) \|$", page, re.MULTILINE)
    assert named is not None
    sets = read_sets(QUESTIONS)
    shown = replace(sets, rows={name: sets.rows[name] for name in named[1].split(" | ")})
    assert {"dev", "dev2", "dev3", "test", "test2"} <= shown.rows.keys()
    assert style_table(shown) in page


def test_the_newer_sets_have_eight_questions_of_every_way_of_typing() -> None:
    sets = read_sets(QUESTIONS)
    for name in ("dev3", "test2"):
        counts = {style: sum(q.style == style for q in sets.questions(name)) for style in STYLES}
        assert {style: n for style, n in counts.items() if n < 6} == {}
        assert min(counts[style] for style in ("nfd", "oldtone", "ocr", "telex", "mixedcase", "preamble")) >= 8


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a document and two sound sets, one for tuning and one held out."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text(
        "I. NỘI DUNG\n\n- Phòng Nội vụ báo cáo trước ngày 5/6.\n\n- Văn phòng lo kinh phí tập huấn.\n", encoding="utf-8"
    )
    write(tmp_path, "dev", ROW)
    write(tmp_path, "test", HELD)
    return tmp_path


ROW: Row = {
    "id": "d1",
    "style": "formal",
    "question": "Phòng Nội vụ nộp báo cáo trước ngày nào?",
    "answerable": True,
    "docs": ["a.txt"],
    "gold": [["báo cáo trước ngày 5/6"]],
    "answer_must": ["5/6"],
}
HELD: Row = ROW | {
    "id": "t1",
    "question": "Ai lo tiền mở lớp?",
    "gold": [["lo kinh phí tập huấn"]],
    "answer_must": ["Văn phòng"],
}


def write(folder: Path, name: str, *rows: Row) -> None:
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")


def faults(folder: Path) -> list[str]:
    found = check(folder, [folder / "documents"])[1]
    return [fault.removeprefix(f"{folder}/").removeprefix(f"{folder}: ") for fault in found]


def test_two_sound_sets_have_no_fault(folder: Path) -> None:
    assert faults(folder) == []


@pytest.mark.parametrize(
    ("name", "row", "fault"),
    [
        ("dev2", ROW | {"id": "t1", "question": "Hạn báo cáo?"}, "test.jsonl:1: t1: mã đã dùng ở"),
        ("dev2", HELD | {"id": "e1", "question": "Kinh phí do đâu?"}, "dev2 và test: e1 và t1"),
        ("harvested", HELD | {"id": "v1", "question": "Kinh phí do đâu?"}, "harvested và test: v1 và t1"),
        ("test2", ROW | {"id": "g1", "question": "Hạn báo cáo?"}, "dev và test2: d1 và g1"),
        (
            "test2",
            ROW | {"id": "g1", "question": "phong noi vu nop bao cao truoc ngay nao vay a"},
            "g1: gần trùng câu d1",
        ),
        ("holdout", ROW | {"id": "h1", "question": "Phòng Nội vụ nộp báo cáo ngày nào"}, "h1: gần trùng câu d1"),
        ("dev3", ROW | {"id": "f1"}, "dev3.jsonl:1: f1: trùng câu d1"),
        ("dev3", ROW | {"id": "f1", "style": "poem"}, "dev3.jsonl:1: trường style"),
        ("dev3", ROW | {"id": "f1", "gold": [["trước ngày 6/6"]]}, "dev3.jsonl:1: f1: đoạn trích phải có đúng một lần"),
        ("dev3", ROW | {"id": "f1", "answer_must": ["6/6"]}, "dev3.jsonl:1: f1: điều phải trả lời"),
    ],
)
def test_a_set_that_spoils_the_others_is_found(folder: Path, name: str, row: Row, fault: str) -> None:
    write(folder, name, row)
    assert [one for one in faults(folder) if fault in one] != []


def test_sets_across_the_split_may_share_clauses_but_whole_lists_stay_out_of_the_second_test(folder: Path) -> None:
    write(folder, "holdout", ROW | {"id": "h1", "question": "Bao giờ gửi báo cáo?"})
    write(folder, "lists", ROW | {"id": "l1", "question": "Kể hết việc của Phòng Nội vụ"})
    assert faults(folder) == []
    shutil.move(folder / "test.jsonl", folder / "test2.jsonl")
    write(folder, "lists", HELD | {"id": "l1", "question": "Kể hết việc của Văn phòng"})
    assert faults(folder) == ["lists và test2: l1 và t1 có bằng chứng trong cùng một đoạn"]


def test_a_folder_without_sets_and_a_file_of_another_encoding_are_told(folder: Path, tmp_path: Path) -> None:
    (folder / "dev2.jsonl").write_bytes("Hỏi gì?".encode("utf-16"))
    assert faults(folder) == ["dev2.jsonl: tệp này không phải UTF-8"]
    empty = tmp_path / "empty"
    empty.mkdir()
    assert faults(empty) == ["không có bộ câu hỏi nào (tệp .jsonl)"]


def test_the_command_line_prints_the_schema() -> None:
    result = CliRunner().invoke(app, ["eval", "check", "--schema"])
    assert (result.exit_code, result.output) == (0, (QUESTIONS / "schema.json").read_text(encoding="utf-8"))


def test_the_command_tells_every_fault_and_ends_with_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    documents = [folder / "documents"]
    assert prove(folder, documents, table=False) is ExitCode.OK
    assert "Mọi bộ câu hỏi đều đạt." in capsys.readouterr().out
    write(folder, "dev3", ROW | {"id": "f1"}, ROW | {"id": "f2", "style": "poem"})
    assert prove(folder, documents, table=False) is ExitCode.INPUT_REFUSED
    told = capsys.readouterr().err
    assert "dev3.jsonl:1: f1: trùng câu d1" in told
    assert "dev3.jsonl:2: trường style" in told
    assert told.endswith("2 lỗi.\n")
