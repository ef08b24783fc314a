"""POST /api/v1/ask/stream: the events, their order, and that there is always a last one."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.testing import SampleAssistant
from rag.errors import IndexMissing, QuestionRejected

CANARY = "Nguyễn Thị Hoa Mai 0912345678"


def _events(body: str) -> list[tuple[str, Any]]:
    events = []
    for block in body.split("\n\n"):
        lines = [line for line in block.split("\n") if line and not line.startswith(":")]
        if lines:
            fields = dict(line.split(": ", 1) for line in lines)
            events.append((fields["event"], json.loads(fields["data"])))
    return events


def _asked(client: TestClient, question: str) -> list[tuple[str, Any]]:
    response = client.post("/api/v1/ask/stream", json={"question": question})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    return _events(response.text)


@pytest.mark.parametrize("question", ["báo cáo", "thời tiết", "kế hoạch nào"])
def test_status_then_citations_then_tokens_then_the_whole_answer(client: TestClient, question: str) -> None:
    events = _asked(client, question)
    names = [name for name, _ in events]
    assert names == ["status", "citations", *["token"] * (len(names) - 3), "final"]
    final = events[-1][1]
    assert "".join(data["text"] for name, data in events if name == "token") == final["answer"]
    assert events[1][1] == {"citations": final["citations"], "related": final["related"]}


def test_the_final_event_is_what_ask_answers(client: TestClient) -> None:
    final = _asked(client, "báo cáo")[-1][1]
    assert final == client.post("/api/v1/ask", json={"question": "báo cáo"}).json()


@pytest.mark.parametrize(
    ("failure", "status"),
    [(IndexMissing(CANARY), 503), (QuestionRejected("Câu hỏi chưa rõ."), 422), (RuntimeError(CANARY), 500)],
)
def test_a_failure_ends_the_stream_with_a_problem(
    client: TestClient,
    assistant: SampleAssistant,
    caplog: pytest.LogCaptureFixture,
    failure: Exception,
    status: int,
) -> None:
    assistant.failure = failure
    with caplog.at_level(logging.DEBUG):
        events = _asked(client, "báo cáo")
    assert [name for name, _ in events] == ["status", "error"]
    assert events[-1][1]["status"] == status
    assert events[-1][1]["detail"]
    assert CANARY not in json.dumps(events, ensure_ascii=False)
    assert CANARY not in "\n".join(logging.Formatter().format(record) for record in caplog.records)


@pytest.mark.parametrize(("body", "status"), [({"question": ""}, 422), ({}, 422), ([], 422)])
def test_what_can_be_refused_is_refused_before_the_stream_begins(client: TestClient, body: Any, status: int) -> None:
    response = client.post("/api/v1/ask/stream", json=body)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")


def test_a_stream_is_not_kept_by_proxies(client: TestClient) -> None:
    response = client.post("/api/v1/ask/stream", json={"question": "báo cáo"})
    assert response.headers["x-accel-buffering"] == "no"
    assert "no-cache" in response.headers["cache-control"]


def test_places_are_given_back_after_streams(client: TestClient, assistant: SampleAssistant) -> None:
    for failure in (None, RuntimeError(), None):
        assistant.failure = failure
        _asked(client, "báo cáo")
    assert "danvan_work_admitted 0.0" in client.get("/metrics").text


def test_sentences_are_heard_while_the_answer_is_written(client: TestClient, assistant: SampleAssistant) -> None:
    assistant.sentences = ("Báo cáo trước ngày 05/6.", "Báo cáo năm trước ngày 05/12.")
    events = _asked(client, "báo cáo")
    names = [name for name, _ in events]
    assert names[:5] == ["status", "status", "sentence", "sentence", "citations"]
    assert [data["stage"] for name, data in events if name == "status"] == ["searching", "writing"]
    assert [data["text"] for name, data in events if name == "sentence"] == list(assistant.sentences)
    assert names[-1] == "final"
