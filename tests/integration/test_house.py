"""The composition root: what a store starts with, and what happens to an index that does not fit any more."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

import danvan.store
import danvan.wiring
from corpus.errors import StoreBusy
from corpus.ledger import Ledger
from corpus.store_lock import StoreLock
from danvan.settings import Settings
from danvan.store import LEDGER_FILE, owned_store, server_url
from danvan.wiring import open_house, take_in
from rag.model import Filters, Inquiry
from rag.testing import HashingEncoder

LETTER = "UBND XÃ HÒA AN\n\nSố: 12/UBND-VP\n\nKính gửi: Các thôn.\n\n1. {}\n2. Gửi báo cáo về Văn phòng UBND xã.\n"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return settings of a data directory of its own, with an encoder that needs no files."""
    monkeypatch.setattr(danvan.wiring, "build_encoder", lambda _settings: HashingEncoder())
    return Settings(_env_file=None, data_dir=tmp_path / "kho")


def write_letter(folder: Path, name: str, sentence: str) -> Path:
    """Write a small official letter and return its path."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(LETTER.format(sentence), encoding="utf-8")
    return path


def test_an_untouched_store_is_given_the_shipped_documents(settings: Settings) -> None:
    with open_house(settings, "test", graph=False) as house:
        assert len(house.ledger.documents()) == 5
        assert house.index.size() == house.ledger.passages_count > 0


def test_an_empty_store_can_be_asked_for(settings: Settings) -> None:
    empty = settings.model_copy(update={"shipped_documents": False})
    with open_house(empty, "test", graph=False) as house:
        assert house.ledger.documents() == []
        assert house.assistant().answer(Inquiry("Báo cáo nộp ngày nào?")).status == "refused"


def test_a_first_start_that_was_broken_off_is_taken_up_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = 0

    def interrupted(self: Ledger, document: object) -> None:
        nonlocal stored
        if stored == 2:
            raise KeyboardInterrupt
        stored += 1
        add(self, document)  # type: ignore[arg-type]

    add = Ledger.add
    monkeypatch.setattr(Ledger, "add", interrupted)
    with pytest.raises(KeyboardInterrupt), owned_store(settings, "test"):
        pass
    monkeypatch.setattr(Ledger, "add", add)
    with owned_store(settings, "test") as (_, ledger):
        assert len(ledger.documents()) == 5


def test_shipped_documents_do_not_come_back_once_removed(settings: Settings) -> None:
    with owned_store(settings, "test") as (_, ledger):
        for summary in ledger.documents():
            ledger.remove(summary.id)
    with owned_store(settings, "test") as (_, ledger):
        assert ledger.documents() == []


def test_what_is_taken_in_is_found_at_once_and_after_opening_again(settings: Settings, tmp_path: Path) -> None:
    letter = write_letter(tmp_path / "den", "cong-van.txt", "Tổ chức tiêm phòng dại cho đàn chó trước ngày 5/4.")
    with open_house(settings, "test", graph=False) as house:
        assert take_in(house, [letter]).added == ("cong-van",)
        first = house.assistant().search("tiêm phòng dại đàn chó", 1, Filters())[0]
    with open_house(settings, "test", graph=False) as house:
        again = house.assistant().search("tiêm phòng dại đàn chó", 1, Filters())[0]
    assert first.citation == again.citation
    assert first.citation.document_id == "cong-van"


def test_an_ingest_cut_off_before_its_index_is_mended_on_opening(settings: Settings, tmp_path: Path) -> None:
    letter = write_letter(tmp_path / "den", "cong-van.txt", "Tổ chức tiêm phòng dại cho đàn chó trước ngày 5/4.")
    with open_house(settings, "test", graph=False) as house:
        danvan.store.store_files([letter], house.ledger, "")  # and then the power fails
    with open_house(settings, "test", graph=False) as house:
        assert house.index.size() == house.ledger.passages_count
        assert house.assistant().search("tiêm phòng dại", 1, Filters())[0].citation.document_id == "cong-van"


def test_another_encoder_makes_another_index(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_house(settings, "test", graph=False) as house:
        before = house.index.stores.folder
    monkeypatch.setattr(danvan.wiring, "build_encoder", lambda _settings: HashingEncoder(32))
    with open_house(settings, "test", graph=False) as house:
        assert house.index.stores.folder != before
        assert house.index.size() == house.ledger.passages_count


def test_a_server_gets_its_graph_though_a_command_built_without(settings: Settings) -> None:
    with open_house(settings, "test", graph=False) as house:
        assert house.index.stores.graph is None
    with open_house(settings, "test", graph=True) as house:
        assert house.index.stores.graph is not None
        assert house.index.stores.graph.size() == house.ledger.passages_count


def test_a_short_command_is_waited_for(settings: Settings) -> None:
    settings.data_dir.mkdir()
    other = StoreLock(settings.data_dir, "ingest")
    other.acquire()
    threading.Timer(0.6, other.release).start()
    began = time.monotonic()
    with owned_store(settings, "test", patience_s=10):
        assert time.monotonic() - began < 10


def test_a_server_is_not_waited_for(settings: Settings) -> None:
    settings.data_dir.mkdir()
    other = StoreLock(settings.data_dir, "serve")
    other.acquire()
    other.announce("http://127.0.0.1:8000")
    assert server_url(settings) == "http://127.0.0.1:8000"
    began = time.monotonic()
    with pytest.raises(StoreBusy, match=r"127\.0\.0\.1:8000"), owned_store(settings, "test", patience_s=30):
        pass
    assert time.monotonic() - began < 10
    other.release()
    assert server_url(settings) is None


def test_a_failure_inside_lets_go_of_the_store(settings: Settings) -> None:
    with pytest.raises(RuntimeError, match="boom"), open_house(settings, "test", graph=False):
        raise RuntimeError("boom")
    with owned_store(settings, "test") as (_, ledger):
        assert (settings.data_dir / LEDGER_FILE).exists()
        assert len(ledger.documents()) == 5
