"""A store that cannot be trusted is refused with words that help."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from corpus.errors import StoreBusy, StoreDamaged
from corpus.ledger import Ledger
from corpus.testing import document_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "ledger.sqlite"
    with Ledger.open(target) as ledger:
        for number in range(20):
            ledger.add(document_of(f"d{number}", ["một việc phải làm"] * 50, ["33/CT-TTg"]))
    return target


def change(path: Path, statement: str) -> None:
    raw = sqlite3.connect(path)
    with raw:
        raw.execute(statement)
    raw.close()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_text("đây không phải là cơ sở dữ liệu " * 100, encoding="utf-8")
    with pytest.raises(StoreDamaged, match="định dạng"):
        Ledger.open(path)


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    change(path, "CREATE TABLE other (x)")
    with pytest.raises(StoreDamaged, match="danvan"):
        Ledger.open(path)
    raw = sqlite3.connect(path)
    assert raw.execute("SELECT name FROM sqlite_master").fetchall() == [("other",)]
    raw.close()


def test_a_ledger_of_another_version_is_refused(path: Path) -> None:
    change(path, "UPDATE versions SET version = 99")
    with pytest.raises(StoreDamaged, match="99"):
        Ledger.open(path)


def test_missing_parts_of_a_document_are_noticed_when_it_is_read(path: Path) -> None:
    change(path, "DELETE FROM passages WHERE document = 3 AND ordinal = 7")
    with Ledger.open(path) as ledger, pytest.raises(StoreDamaged):
        list(ledger.all_documents())


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE sections SET kind = 'nonsense'",
        "UPDATE sections SET path = '['",
        "UPDATE documents SET signers = '[1]'",
        "UPDATE documents SET issued_on = 'hôm qua'",
    ],
)
def test_rows_that_no_ledger_wrote_are_noticed_when_they_are_read(path: Path, damage: str) -> None:
    change(path, damage)
    with Ledger.open(path) as ledger, pytest.raises(StoreDamaged):
        list(ledger.all_documents())


def test_a_changed_text_is_found_by_the_check(path: Path) -> None:
    change(path, "UPDATE documents SET text = replace(text, 'phải', 'nên') WHERE id = 'd4'")
    with Ledger.open(path) as ledger:
        assert len(ledger.check()) == 1
        assert "d4" in ledger.check()[0]


def test_overwritten_pages_are_reported_as_damage(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xa5" * 65536)
    with pytest.raises(StoreDamaged, match="sao lưu"), Ledger.open(path) as ledger:
        list(ledger.all_documents())


def test_a_folder_that_cannot_be_made_is_reported_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("không phải thư mục", encoding="utf-8")
    with pytest.raises(StoreDamaged, match="thư mục"):
        Ledger.open(tmp_path / "file" / "ledger")
    with pytest.raises(StoreDamaged, match="Không mở được"):
        Ledger.open(tmp_path)


def test_a_closed_ledger_answers_no_more(path: Path) -> None:
    ledger = Ledger.open(path)
    ledger.close()
    ledger.close()
    with pytest.raises(StoreDamaged, match="đóng"):
        ledger.documents()


def test_a_store_that_someone_else_keeps_locked_is_busy_not_damaged(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.ledger_engine._PRAGMAS", ("PRAGMA busy_timeout=50", "PRAGMA foreign_keys=ON"))
    stranger = sqlite3.connect(path, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    with Ledger.open(path) as ledger:
        with pytest.raises(StoreBusy):
            ledger.add(document_of("mới", ["việc"]))
        assert len(ledger.documents()) == 20
        stranger.execute("ROLLBACK")
        stranger.close()
        ledger.add(document_of("mới", ["việc"]))
