"""The documents as question sets name them, and the passages near a kept question, from the store itself."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import danvan.wiring
from corpus.model import DocumentId
from danvan.settings import Settings
from danvan.shelves import open_shelves
from danvan.wiring import open_house, take_in
from eval.harvest.suggesting import best
from eval.question_set import DOCUMENT_FOLDERS, plain
from rag.kept import KeptPlace, KeptQuestion
from rag.model import Filters
from rag.testing import HashingEncoder

INVENTED = Path(__file__).with_name("invented")
ASKED = KeptQuestion(
    "a-1",
    datetime(2026, 3, 1, tzinfo=UTC),
    "api",
    "Gửi báo cáo năm trước ngày nào?",
    (),
    Filters(),
    "answered",
    "Trước ngày 20/11/2024 [1].",
    (KeptPlace("da-xoa", "Đã xóa", "Mục I", "văn bản không còn", 0, 17),),
)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return settings of a store of the invented documents, one of them twice under one file name."""
    monkeypatch.setattr(danvan.wiring, "build_encoder", lambda _settings: HashingEncoder())
    settings = Settings(_env_file=None, data_dir=tmp_path / "kho", shipped_documents=False)
    (tmp_path / "khac").mkdir()
    twin = shutil.copy(INVENTED / "ke-hoach-lam-khe.txt", tmp_path / "khac" / "ke-hoach-vinh-dien.txt")
    Path(twin).write_text(Path(twin).read_text(encoding="utf-8").replace("Lâm Khê", "Lâm Mới"), encoding="utf-8")
    with open_house(settings, "test", graph=False) as house:
        take_in(house, [INVENTED, tmp_path / "khac"])
    return settings


def test_documents_go_by_their_file_names_and_twins_stay_apart(settings: Settings) -> None:
    with open_shelves(settings) as shelves:
        texts = shelves.documents
    own = {file.name for file in INVENTED.glob("*.txt")}
    assert own < set(texts)
    assert {file.name for folder in DOCUMENT_FOLDERS for file in folder.glob("*.txt")} < set(texts)
    assert "Lâm Mới" not in texts["ke-hoach-vinh-dien.txt"]
    assert sum("Lâm Mới" in text for text in texts.values()) == 1


def test_passages_near_a_question_are_found_and_what_was_removed_is_left_out(settings: Settings) -> None:
    with open_shelves(settings) as shelves:
        found = shelves.near(ASKED)
        assert found
        assert {near.document for near in found} <= set(shelves.documents)
        texts = {name: plain(text) for name, text in shelves.documents.items()}
        assert all(texts[near.document].count(piece) == 1 for near, piece in best(found, ASKED.question, texts))


def test_what_was_cited_comes_first_and_then_the_askers_own_documents(settings: Settings) -> None:
    with open_shelves(settings) as shelves:
        last = shelves.near(ASKED)[-1]
        ids = {near.document: near.document.removesuffix(".txt") for near in shelves.near(ASKED)}
        place = KeptPlace(ids[last.document], "", last.label, last.text, 0, 1)
        wanted = next(name for name in ids if name != last.document and name.endswith(".txt"))
        filters = Filters(document_ids=(DocumentId(ids[wanted]),))
        first, second, *_ = shelves.near(replace(ASKED, places=(place,), filters=filters))
    assert (first.text, first.cited) == (last.text, True)
    assert (second.document, second.cited) == (wanted, False)
