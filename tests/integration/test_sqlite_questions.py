"""The file of kept questions: what is erased is off the disk, what is strange is refused, what is damaged is told."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.errors import StoreDamaged
from rag.adapters.sqlite_questions import SqliteQuestions
from rag.kept import KeptQuestion
from rag.model import Filters

CANARY = "canary-question"
ASKED = KeptQuestion("a-1", datetime(2026, 3, 1, tzinfo=UTC), "api", CANARY, (), Filters(), "refused", "Không có.", ())


def on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kho" / "feedback.sqlite3"


def test_what_is_kept_outlives_the_process_and_only_its_owner_may_read_it(path: Path) -> None:
    with SqliteQuestions(path) as store:
        store.put(ASKED)
    with SqliteQuestions(path) as store:
        assert store.questions() == [ASKED]
        assert {file.stat().st_mode & 0o077 for file in path.parent.glob(f"{path.name}*")} == {0}


def test_what_is_erased_cannot_be_found_on_the_disk_though_the_file_stays_open(path: Path) -> None:
    with SqliteQuestions(path) as store:
        for number in range(50):
            store.put(replace(ASKED, answer_id=f"a-{number}", answer=CANARY * 100))
        assert CANARY.encode() in on_disk(path)
        assert store.erase_all() == 50
        assert CANARY.encode() not in on_disk(path)


def test_an_answer_that_is_replaced_leaves_nothing_behind_once_erased(path: Path) -> None:
    with SqliteQuestions(path) as store:
        store.put(ASKED)
        store.put(replace(ASKED, comment="canary-comment"))
        store.erase(["a-1"])
        assert b"canary" not in on_disk(path)


def test_a_command_may_read_and_erase_beside_the_server(path: Path) -> None:
    with SqliteQuestions(path) as server, SqliteQuestions(path) as command:
        server.put(ASKED)
        assert command.questions() == [ASKED]
        assert command.erase_all() == 1
        assert server.count() == 0
        server.put(ASKED)
        assert command.count() == 1


@pytest.mark.parametrize("content", [b"khong phai sqlite" * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_told_and_left_alone(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreDamaged, match=r"sổ câu hỏi.*đổi tên hoặc xóa tệp này"):
        SqliteQuestions(path)
    assert path.read_bytes() == content


def test_a_row_that_cannot_be_read_is_told(path: Path) -> None:
    with SqliteQuestions(path) as store:
        store.put(ASKED)
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE questions SET content = '{}'")
    raw.close()
    with SqliteQuestions(path) as store, pytest.raises(StoreDamaged, match="Sổ câu hỏi có dòng không đọc được") as told:
        store.questions()
    assert CANARY not in told.value.message_vi


def test_a_file_of_another_version_is_refused(path: Path) -> None:
    SqliteQuestions(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version=7")
    raw.close()
    with pytest.raises(StoreDamaged, match="phiên bản 7"):
        SqliteQuestions(path)


def test_somebody_elses_database_is_refused(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE other (x)")
    raw.close()
    with pytest.raises(StoreDamaged, match="không phải do danvan tạo ra"):
        SqliteQuestions(path)
