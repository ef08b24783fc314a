"""POST /api/v1/ask: what a client sends, what the assistant receives, what comes back."""

from __future__ import annotations

import logging
import unicodedata
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.testing import SampleAssistant
from corpus.errors import StoreBusy, StoreDamaged
from rag.errors import ConfigurationError, IndexMissing, QuestionRejected
from rag.model import Filters, Inquiry, Turn

CANARY = "Nguyễn Thị Hoa Mai 0912345678"


def test_a_question_is_answered_with_its_citations(client: TestClient) -> None:
    response = client.post("/api/v1/ask", json={"question": "Báo cáo 6 tháng nộp khi nào?"})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    body = response.json()
    assert body["status"] == "answered"
    assert [c["marker"] for c in body["citations"]] == [1, 2]


def test_all_that_was_sent_reaches_the_assistant(client: TestClient, assistant: SampleAssistant) -> None:
    sent = {
        "question": "  Còn báo cáo năm?\u200b ",
        "history": [{"role": "user", "content": "Báo cáo?"}, {"role": "assistant", "content": "Trước 05/6 [1]."}],
        "conversation_id": "c-7",
        "filters": {"document_ids": ["ke-hoach-an-thu"], "locality": "xã An Thử", "year": 2024, "type": "Kế hoạch"},
        "mode": "extractive",
    }
    body = client.post("/api/v1/ask", json=sent).json()
    (document_id,) = [d.id for d in assistant.documents.documents() if d.id == "ke-hoach-an-thu"]
    turns = (Turn("user", "Báo cáo?"), Turn("assistant", "Trước 05/6 [1]."))
    filters = Filters((document_id,), "xã An Thử", 2024, "Kế hoạch")
    assert assistant.received == [Inquiry("Còn báo cáo năm?", turns, "c-7", filters, "extractive")]
    assert body["conversation_id"] == "c-7"
    assert body["citations"][0]["document"]["id"] == "ke-hoach-an-thu"


@pytest.mark.parametrize("name", ["history", "conversation_id", "filters", "mode"])
def test_null_is_the_same_as_leaving_out(client: TestClient, assistant: SampleAssistant, name: str) -> None:
    assert client.post("/api/v1/ask", json={"question": "báo cáo", name: None}).status_code == 200
    assert assistant.received == [Inquiry("báo cáo")]


def test_null_and_empty_filters_allow_everything(client: TestClient, assistant: SampleAssistant) -> None:
    empty: dict[str, object] = {"document_ids": [], "locality": " ", "year": None, "type": ""}
    client.post("/api/v1/ask", json={"question": "báo cáo", "filters": empty})
    assert assistant.received == [Inquiry("báo cáo")]


def test_a_decomposed_question_is_composed_and_measured_composed(
    client: TestClient, assistant: SampleAssistant
) -> None:
    asked = "ế" * 2000
    assert client.post("/api/v1/ask", json={"question": unicodedata.normalize("NFD", asked)}).status_code == 200
    assert assistant.received[0].question == asked


def test_fields_of_the_future_are_ignored_beside_the_question(client: TestClient) -> None:
    assert client.post("/api/v1/ask", json={"question": "báo cáo", "stream": False}).status_code == 200


def test_html_in_a_question_stays_words(client: TestClient, assistant: SampleAssistant) -> None:
    asked = "<script>alert('báo cáo')</script>"
    assert client.post("/api/v1/ask", json={"question": asked}).status_code == 200
    assert assistant.received[0].question == asked


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (QuestionRejected("Câu hỏi chưa có nội dung để tra cứu."), 422),
        (IndexMissing(f"thiếu chỉ mục {CANARY}"), 503),
        (StoreBusy(f"bận {CANARY}"), 503),
        (StoreDamaged(f"hỏng {CANARY}"), 500),
        (ConfigurationError(f"sai DANVAN_ENCODER {CANARY}"), 500),
        (RuntimeError(f"câu hỏi là {CANARY}"), 500),
        (ExceptionGroup("nhóm", [KeyError(CANARY)]), 500),
    ],
)
def test_a_failure_becomes_a_problem_and_its_words_go_nowhere(
    client: TestClient, assistant: SampleAssistant, caplog: pytest.LogCaptureFixture, failure: Exception, status: int
) -> None:
    assistant.failure = failure
    with caplog.at_level(logging.DEBUG):
        response = client.post("/api/v1/ask", json={"question": f"báo cáo của {CANARY}"})
    assert response.status_code == status
    assert_problem(response, status)
    assert CANARY not in response.text
    assert CANARY not in "\n".join(logging.Formatter().format(record) for record in caplog.records)
    failures = [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR]
    correlation_id = response.headers["x-correlation-id"]
    expected = [f"{type(failure).__module__}.{type(failure).__qualname__} correlation_id={correlation_id}"]
    assert failures == (expected if status == 500 or not isinstance(failure, QuestionRejected) else [])


def test_a_rejected_question_is_told_why(client: TestClient, assistant: SampleAssistant) -> None:
    assistant.failure = QuestionRejected("Câu hỏi chưa có nội dung để tra cứu.")
    body = client.post("/api/v1/ask", json={"question": "???"}).json()
    assert body["detail"] == "Câu hỏi chưa có nội dung để tra cứu."


def test_a_filter_on_an_unknown_document_is_refused_before_anyone_answers(
    client: TestClient, assistant: SampleAssistant
) -> None:
    sent = {"question": "báo cáo", "filters": {"document_ids": ["ke-hoach-an-thu", "khong-co"]}}
    for path in ("/api/v1/ask", "/api/v1/ask/stream"):
        response = client.post(path, json=sent)
        assert_problem(response, 422)
        assert response.json()["type"] == "urn:danvan:problem:unknown-document-in-filter"
        assert "khong-co" not in response.text
    assert assistant.received == []


def test_a_sane_correlation_id_is_kept_and_another_replaced(client: TestClient) -> None:
    kept = client.get("/health/live", headers={"X-Correlation-ID": "van-phong-0001"})
    assert kept.headers["x-correlation-id"] == "van-phong-0001"
    for bad in (b"short", b"x" * 65, "có dấu 1234".encode(), b"<script>alert(1)</script>"):
        replaced = client.get("/health/live", headers=[(b"x-correlation-id", bad)])
        assert len(replaced.headers["x-correlation-id"]) == 32


def assert_problem(response: Any, status: int) -> None:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert body["type"].startswith("urn:danvan:problem:")
    assert body["title"]
    assert body["detail"]
    assert body["instance"] == response.request.url.path
    assert body["correlation_id"] == response.headers["x-correlation-id"]
