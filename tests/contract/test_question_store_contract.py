"""What every store of kept questions owes the keeper: the SQLite file and the double in memory alike."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus.model import DocumentId
from rag.adapters.sqlite_questions import SqliteQuestions
from rag.kept import KeptPlace, KeptQuestion, QuestionStore
from rag.model import Filters, Turn
from rag.testing import MemoryQuestions

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ASKED = KeptQuestion(
    answer_id="a-1",
    asked_at=NOON,
    channel="api",
    question="còn báo cáo năm?",
    history=(Turn("user", "Báo cáo 6 tháng nộp khi nào?"), Turn("assistant", "Trước ngày 05/6 [1].")),
    filters=Filters(document_ids=(DocumentId("ke-hoach"),), year=2024),
    status="answered",
    answer="Trước ngày 05/12 [1].",
    places=(KeptPlace("ke-hoach", "Kế hoạch năm 2024", "Mục II.2", "trước ngày 05/12", 10, 26),),
    confidence=0.25,
    verdict="down",
    comment="“Sai” năm\nrồi",
)


def asked(name: str, hours: int = 0) -> KeptQuestion:
    return replace(ASKED, answer_id=name, asked_at=NOON + timedelta(hours=hours))


@pytest.fixture(params=["sqlite", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[QuestionStore]:
    if request.param == "memory":
        yield MemoryQuestions()
        return
    with SqliteQuestions(tmp_path / "feedback.sqlite3") as opened:
        yield opened


def test_a_question_comes_back_as_it_was_put(store: QuestionStore) -> None:
    store.put(ASKED)
    assert store.get("a-1") == ASKED
    assert store.questions() == [ASKED]


def test_an_unknown_id_is_none(store: QuestionStore) -> None:
    assert store.get("a-1") is None


def test_a_question_takes_the_place_of_the_one_of_its_id(store: QuestionStore) -> None:
    store.put(ASKED)
    store.put(replace(ASKED, verdict="up", comment=None))
    assert store.count() == 1
    assert store.questions()[0].verdict == "up"


def test_the_newest_comes_first(store: QuestionStore) -> None:
    for name, hours in (("b", 1), ("c", 3), ("a", 2)):
        store.put(asked(name, hours))
    assert [question.answer_id for question in store.questions()] == ["c", "a", "b"]


def test_what_is_erased_is_gone_and_counted(store: QuestionStore) -> None:
    for name in ("a", "b", "c"):
        store.put(asked(name))
    assert store.erase(["a", "c", "nobody"]) == 2
    assert [question.answer_id for question in store.questions()] == ["b"]
    assert store.erase_all() == 1
    assert store.count() == 0


def test_erasing_before_a_moment_spares_that_moment(store: QuestionStore) -> None:
    for name, hours in (("old", -1), ("edge", 0), ("new", 1)):
        store.put(asked(name, hours))
    assert store.erase_before(NOON) == 1
    assert [question.answer_id for question in store.questions()] == ["new", "edge"]


def test_only_the_newest_are_kept_when_there_are_too_many(store: QuestionStore) -> None:
    for hours in range(5):
        store.put(asked(str(hours), hours))
    assert store.keep_newest(5) == 0
    assert store.keep_newest(2) == 3
    assert [question.answer_id for question in store.questions()] == ["4", "3"]


def test_many_threads_may_write_at_once(store: QuestionStore) -> None:
    threads = [threading.Thread(target=lambda n=n: store.put(asked(str(n)))) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.count() == 20
