"""Keeping, put together: switched off it leaves no trace, what expired goes at the start, doctor says how it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus.errors import StoreDamaged
from danvan.checks import Finding, examine
from danvan.commands.feedback import erase, export, list_kept
from danvan.keeping import FEEDBACK_FILE, keeping, kept_questions
from danvan.settings import Settings
from rag.adapters.sqlite_questions import SqliteQuestions
from rag.errors import ConfigurationError
from rag.kept import KeptQuestion
from rag.model import Filters


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path / "kho", keep_questions="failed")


@pytest.fixture
def off(settings: Settings) -> Settings:
    return settings.model_copy(update={"keep_questions": "off"})


def put(settings: Settings, name: str, days_ago: float = 0) -> None:
    asked_at = datetime.now(UTC) - timedelta(days=days_ago)
    with SqliteQuestions(settings.data_dir / FEEDBACK_FILE) as store:
        store.put(KeptQuestion(name, asked_at, "api", f"hỏi {name}", (), Filters(), "refused", "Không có.", ()))


def kept(settings: Settings) -> set[str]:
    with SqliteQuestions(settings.data_dir / FEEDBACK_FILE) as store:
        return {question.answer_id for question in store.questions()}


def finding(settings: Settings) -> Finding:
    return next(found for found in examine(settings) if found.name == "Câu hỏi được giữ")


def test_switched_off_nobody_keeps_and_no_file_is_made(off: Settings) -> None:
    with keeping(off) as keeper, kept_questions(off) as store:
        assert keeper is None
        assert store is None
    assert not (off.data_dir / FEEDBACK_FILE).exists()


@pytest.mark.parametrize("switch", ["off", "failed"])
def test_what_expired_while_the_server_was_down_goes_at_its_start(settings: Settings, switch: str) -> None:
    put(settings, "old", days_ago=31)
    put(settings, "new", days_ago=29)
    with keeping(settings.model_copy(update={"keep_questions": switch})):
        pass
    assert kept(settings) == {"new"}


def test_a_command_shows_nothing_that_has_expired(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    put(settings, "old", days_ago=31)
    list_kept(settings, as_json=False)
    assert "Không có câu hỏi nào được giữ" in capsys.readouterr().out
    assert kept(settings) == set()


def test_a_damaged_file_stops_a_server_only_if_it_is_to_keep_questions(settings: Settings, off: Settings) -> None:
    settings.data_dir.mkdir()
    (settings.data_dir / FEEDBACK_FILE).write_bytes(b"hong" * 1000)
    with pytest.raises(StoreDamaged, match="sổ câu hỏi"), keeping(settings):
        pass
    with keeping(off) as keeper:
        assert keeper is None
    assert not finding(off).ok


def test_doctor_says_whether_questions_are_kept_and_how_many(settings: Settings, off: Settings) -> None:
    assert finding(off).words == "việc giữ câu hỏi đang tắt; đang có 0 câu"
    put(settings, "a")
    assert finding(settings).words.endswith("được giữ 30 ngày; đang có 1 câu")
    assert "feedback erase --all" in finding(off).words


def test_an_export_is_for_its_owner_only_and_takes_no_files_place(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(settings, "a")
    export(settings, tmp_path / "ra.jsonl")
    assert "dữ liệu cá nhân" in capsys.readouterr().out
    assert (tmp_path / "ra.jsonl").read_text(encoding="utf-8").count("hỏi a") == 1
    assert (tmp_path / "ra.jsonl").stat().st_mode & 0o077 == 0
    with pytest.raises(ConfigurationError, match="đã có"):
        export(settings, tmp_path / "ra.jsonl")


def test_questions_are_erased_by_id_and_what_is_not_there_is_told(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b"):
        put(settings, name)
    assert not erase(settings, None, ["a", "x"], everything=False)
    told = capsys.readouterr()
    assert "Đã xóa hẳn 1 câu hỏi." in told.out
    assert "1 mã không có" in told.err
    assert kept(settings) == {"b"}


@pytest.mark.parametrize("written", ["%Y-%m-%d", "%d/%m/%Y"])
def test_questions_are_erased_by_day(settings: Settings, written: str) -> None:
    put(settings, "old", days_ago=10)
    put(settings, "new")
    day = (datetime.now().astimezone() - timedelta(days=5)).strftime(written)
    assert erase(settings, day, [], everything=False)
    assert kept(settings) == {"new"}


@pytest.mark.parametrize(
    ("before", "ids", "everything"), [(None, [], False), ("1/1/2026", [], True), ("hôm qua", [], False)]
)
def test_an_unclear_order_to_erase_erases_nothing(
    settings: Settings, before: str | None, ids: list[str], everything: bool
) -> None:
    put(settings, "a")
    with pytest.raises(ConfigurationError):
        erase(settings, before, ids, everything=everything)
    assert kept(settings) == {"a"}
