"""Each command once, through the installed script."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.manifest import load
from danvan.exit_codes import ExitCode

Run = Callable[..., Any]
QUESTION = "Sở Nội vụ có trách nhiệm gì?"
OUTSIDE = "Giá vàng hôm nay bao nhiêu một lượng?"


def test_an_untouched_store_holds_the_shipped_documents(danvan: Run, shipped_documents: Path) -> None:
    told = danvan("documents", "--json")
    assert told.code == ExitCode.OK, told.err
    listed = json.loads(told.out)["documents"]
    assert [document["id"] for document in listed] == [entry.id for entry in load(shipped_documents)]


def test_an_answer_quotes_the_stored_text_to_the_letter(danvan: Run, shipped_documents: Path) -> None:
    told = danvan("ask", QUESTION, "--json")
    assert told.code == ExitCode.OK, told.err
    answer = json.loads(told.out)
    assert answer["status"] == "answered"
    assert answer["citations"]
    paths = {str(entry.id): entry.path for entry in load(shipped_documents)}
    for citation in answer["citations"]:
        read = json.loads(danvan("inspect", paths[citation["document"]["id"]], "--json").out)
        assert read["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_an_answer_for_people_names_document_and_place(danvan: Run) -> None:
    answer = json.loads(danvan("ask", QUESTION, "--json").out)
    told = danvan("ask", QUESTION)
    assert told.code == ExitCode.OK
    page = " ".join(told.out.split())
    first = answer["citations"][0]
    assert f"[1] {first['document']['type']}" in page
    assert first["section"]["label"] in page
    assert " ".join(first["quote"].split()) in page.replace("\n", " ")
    assert max(len(line) for line in told.out.splitlines()) <= 100


def test_a_question_without_basis_is_refused_with_its_own_code(danvan: Run) -> None:
    told = danvan("ask", OUTSIDE, "--json")
    assert told.code == ExitCode.NO_BASIS, told.err
    answer = json.loads(told.out)
    assert answer["status"] == "refused"
    assert answer["citations"] == []


@pytest.mark.parametrize("question", ["", "   ", "\u200b\u200b", "x" * 2001])
def test_a_question_with_nothing_in_it_is_not_accepted(danvan: Run, question: str) -> None:
    told = danvan("ask", question)
    assert told.code == ExitCode.INPUT_REFUSED
    assert told.out == ""
    assert told.err.startswith("danvan: ")
    assert told.err.count("\n") == 1


def test_words_without_quotation_marks_are_one_question(danvan: Run) -> None:
    assert json.loads(danvan("ask", "--json", *QUESTION.split()).out)["status"] == "answered"


def test_the_same_file_is_stored_once(danvan: Run, tmp_path: Path) -> None:
    kept = tmp_path / "kho"
    folder = tmp_path / "den"
    folder.mkdir()
    file = folder / "cong-van.txt"
    file.write_text("UBND XÃ HOÀ AN\n\nSố: 12/UBND-VP\n\n1. Báo cáo trước ngày 15/11.\n2. Gửi về Văn phòng.\n", "utf-8")
    first = danvan("ingest", file, "--json", within=kept)
    second = danvan("ingest", folder, "--json", within=kept)
    assert (first.code, second.code) == (ExitCode.OK, ExitCode.OK), first.err + second.err
    assert json.loads(first.out)["added"] == ["cong-van"]
    assert json.loads(second.out)["added"] == []
    assert json.loads(second.out)["unchanged"] == ["cong-van"]


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_stored(danvan: Run, tmp_path: Path) -> None:
    kept = tmp_path / "kho"
    folder = tmp_path / "den"
    folder.mkdir()
    (folder / "a.txt").write_text("KẾ HOẠCH\n\n1. Họp giao ban thứ hai hằng tuần.\n", encoding="utf-8")
    (folder / "b.txt").write_bytes(b"\x00\xff\x00\xff")
    (folder / "c.txt").write_text("MẬT\n\nKẾ HOẠCH\n\n1. Nội dung.\n", encoding="utf-8")
    told = danvan("ingest", folder, within=kept)
    assert told.code == ExitCode.INPUT_REFUSED
    assert "Đã nạp mới: 1 văn bản" in told.out
    assert "b.txt" in told.out
    assert "c.txt" in told.out


def test_inspect_shows_the_outline_and_stores_nothing(danvan: Run, shipped_documents: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kho"
    told = danvan("inspect", load(shipped_documents)[0].path, within=kept)
    assert told.code == ExitCode.OK, told.err
    for word in ("Loại", "Số, ký hiệu", "Bố cục", "Mục I", "Văn bản được nhắc tới"):
        assert word in told.out
    assert not kept.exists()


def test_inspect_of_a_missing_file_is_told_in_one_line(danvan: Run) -> None:
    told = danvan("inspect", "khong-co.txt")
    assert told.code == ExitCode.INPUT_REFUSED
    assert "khong-co.txt" in told.err
    assert told.err.count("\n") == 1


def test_doctor_finds_a_store_in_use_well(danvan: Run) -> None:
    danvan("documents")
    told = danvan("doctor", "--json")
    assert told.code == ExitCode.OK, told.out
    findings = json.loads(told.out)
    assert findings["ok"] is True
    assert "Kho văn bản" in {check["name"] for check in findings["checks"]}


def test_doctor_names_what_is_broken(danvan: Run, tmp_path: Path) -> None:
    kept = tmp_path / "kho"
    kept.mkdir()
    (kept / "ledger.sqlite3").write_bytes(b"not a database" * 100)
    told = danvan("doctor", "--json", within=kept)
    assert told.code == ExitCode.CONFIGURATION
    broken = [check for check in json.loads(told.out)["checks"] if not check["ok"]]
    assert [check["name"] for check in broken] == ["Kho văn bản"]


def test_a_damaged_index_is_rebuilt_on_the_way(danvan: Run, tmp_path: Path) -> None:
    kept = tmp_path / "kho"
    assert danvan("ask", QUESTION, within=kept).code == ExitCode.OK
    (kept / "index" / "current.json").write_text("{", encoding="utf-8")
    assert danvan("doctor", within=kept).code == ExitCode.CONFIGURATION
    assert danvan("ask", QUESTION, within=kept).code == ExitCode.OK
    assert danvan("doctor", within=kept).code == ExitCode.OK


def test_reindex_says_how_much_it_holds(danvan: Run) -> None:
    told = danvan("reindex")
    assert told.code == ExitCode.OK, told.err
    assert "5 văn bản" in told.out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_the_words_are_vietnamese_whatever_the_terminal_claims(
    danvan: Run, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    assert "Sở Nội vụ" in danvan("ask", QUESTION).out
    assert "Không có lệnh" in danvan("nope").err
