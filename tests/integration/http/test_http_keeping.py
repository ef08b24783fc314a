"""Questions that are kept: by which door they came, what the asker is told, and that an answer never waits for it."""

from __future__ import annotations

import logging

import pytest
from fastapi.testclient import TestClient

from api.access.doorkeeper import AccessRules
from api.app import create_app
from api.testing import MemorySites, SampleAssistant
from corpus.errors import StoreDamaged
from corpus.sites import Site
from rag.keeping import QuestionKeeper
from rag.kept import KeptQuestion
from rag.testing import MemoryQuestions

REFUSED = {"question": "thời tiết canary-question"}


@pytest.fixture
def store() -> MemoryQuestions:
    return MemoryQuestions()


@pytest.fixture
def keeping(assistant: SampleAssistant, store: MemoryQuestions) -> TestClient:
    """Return a client of a server that keeps questions."""
    documents = assistant.documents
    return TestClient(create_app(assistant, documents, documents.readiness, keeper=QuestionKeeper(store, 30)))


def test_a_question_is_kept_by_each_door(keeping: TestClient, store: MemoryQuestions) -> None:
    for path in ("/api/v1/ask", "/api/v1/ask/stream"):
        assert keeping.post(path, json=REFUSED).status_code == 200
        (kept,) = store.questions()
        assert (kept.question, kept.channel) == (REFUSED["question"], "api")
        store.erase_all()
    keeping.post("/", data=REFUSED)
    assert store.questions()[0].channel == "web"


@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/v1/ask/stream"])
def test_an_asker_may_say_no(keeping: TestClient, store: MemoryQuestions, path: str) -> None:
    keeping.post(path, json=REFUSED | {"keep": False})
    sent = {"answer_id": "a-1", "verdict": "down", "comment": "Sai"}
    assert keeping.post("/api/v1/feedback", json=sent).json()["comment_kept"] is False
    assert store.count() == 0


def test_a_verdict_and_its_comment_go_with_the_question(keeping: TestClient, store: MemoryQuestions) -> None:
    keeping.post("/api/v1/ask", json={"question": "báo cáo"})
    sent = {"answer_id": "a-1", "verdict": "down", "comment": " Sai năm \u200b"}
    assert keeping.post("/api/v1/feedback", json=sent).json() == {"received": True, "comment_kept": True}
    (kept,) = store.questions()
    assert (kept.question, kept.verdict, kept.comment) == ("báo cáo", "down", "Sai năm")


def test_the_page_tells_what_is_kept_and_how_long(keeping: TestClient, client: TestClient) -> None:
    for page in (keeping.get("/").text, keeping.post("/", data=REFUSED).text):
        assert "lưu lại trong 30 ngày" in page
        assert "hãy liên hệ người quản trị" in page
    assert "lưu lại" not in client.get("/").text


class Broken(MemoryQuestions):
    """Can keep nothing."""

    def put(self, question: KeptQuestion) -> None:
        raise StoreDamaged(f"đĩa đầy {question.question}")


def test_the_answer_goes_out_though_the_question_cannot_be_kept(
    assistant: SampleAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    keeper = QuestionKeeper(Broken(), 30)
    client = TestClient(create_app(assistant, assistant.documents, assistant.documents.readiness, keeper=keeper))
    with caplog.at_level(logging.DEBUG):
        assert client.post("/api/v1/ask", json=REFUSED).status_code == 200
    assert "question not kept: StoreDamaged" in caplog.text
    assert "canary" not in caplog.text


def test_a_verdict_that_cannot_be_kept_is_not_said_to_be(assistant: SampleAssistant) -> None:
    keeper = QuestionKeeper(Broken(), 30)
    client = TestClient(create_app(assistant, assistant.documents, assistant.documents.readiness, keeper=keeper))
    client.post("/api/v1/ask", json={"question": "báo cáo"})
    response = client.post("/api/v1/feedback", json={"answer_id": "a-1", "verdict": "down", "comment": "canary"})
    assert response.status_code == 500
    assert "canary" not in response.text


def test_a_page_of_another_origin_is_told_how_long_too(assistant: SampleAssistant, store: MemoryQuestions) -> None:
    rules = AccessRules(MemorySites([Site("cong", "Cổng", ("https://portal.example",))]), key=b"k" * 32)
    documents = assistant.documents
    keepers = (QuestionKeeper(store, 30), None)
    apps = [create_app(assistant, documents, documents.readiness, keeper=k, access=rules) for k in keepers]
    ask = {"url": "/api/v1/sites/cong/token", "headers": {"origin": "https://portal.example"}}
    told = [TestClient(app).post(**ask).json().get("days_kept") for app in apps]  # type: ignore[arg-type]
    assert told == [30, None]
