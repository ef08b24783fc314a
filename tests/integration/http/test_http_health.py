"""Health, metrics, feedback, overload."""

from __future__ import annotations

import threading

import anyio
import httpx
import pytest
from fastapi.testclient import TestClient

from api.app import Limits, create_app
from api.testing import SampleAssistant
from rag.model import Answer, Inquiry


def test_a_running_process_is_alive_and_ready(client: TestClient) -> None:
    assert client.get("/health/live").json() == {"status": "alive"}
    ready = {"status": "ready", "documents": 2, "passages": 6, "fingerprint": "double"}
    assert client.get("/health/ready").json() == ready


def test_it_is_alive_but_not_ready_until_it_can_answer(assistant: SampleAssistant) -> None:
    client = TestClient(create_app(assistant, assistant.documents, lambda: None))
    assert client.get("/health/live").status_code == 200
    response = client.get("/health/ready")
    assert (response.status_code, response.headers["content-type"]) == (503, "application/problem+json")
    assert response.headers["retry-after"] == "1"


def test_metrics_count_answers_by_status_and_name_no_path_that_was_called(client: TestClient) -> None:
    for question in ("báo cáo", "báo cáo", "thời tiết", "kế hoạch nào"):
        client.post("/api/v1/ask", json={"question": question})
    client.get("/api/v1/documents/bi-mat-123")
    client.get("/khong-co-bi-mat-456")
    client.request("BIMAT789", "/")
    text = client.get("/metrics").text
    assert 'danvan_answers_total{mode="extractive",status="answered"} 2.0' in text
    assert 'danvan_answers_total{mode="extractive",status="refused"} 1.0' in text
    assert 'danvan_answers_total{mode="extractive",status="clarify"} 1.0' in text
    assert 'danvan_http_requests_total{method="POST",route="/api/v1/ask",status="200"} 4.0' in text
    assert 'danvan_http_requests_total{method="GET",route="/api/v1/documents/{document_id}",status="404"} 1.0' in text
    assert 'route="unmatched",status="404"' in text
    assert not any(secret in text for secret in ("bi-mat", "BIMAT", "thời tiết"))


def test_two_applications_count_apart(assistant: SampleAssistant) -> None:
    one, other = (
        TestClient(create_app(assistant, assistant.documents, assistant.documents.readiness)) for _ in range(2)
    )
    one.post("/api/v1/ask", json={"question": "báo cáo"})
    assert 'status="answered"} 0.0' in other.get("/metrics").text


def test_feedback_is_counted_and_its_comment_dropped_unless_somebody_keeps_it(client: TestClient) -> None:
    sent = {"answer_id": "a-1", "verdict": "down", "comment": "Thiếu báo cáo quý"}
    response = client.post("/api/v1/feedback", json=sent)
    assert (response.status_code, response.json()) == (202, {"received": True, "comment_kept": False})
    text = client.get("/metrics").text
    assert 'danvan_feedback_total{verdict="down"} 1.0' in text
    assert "Thiếu" not in text


class Waiting(SampleAssistant):
    """Answers when it is told to go."""

    go = threading.Event()

    def answer(self, inquiry: Inquiry) -> Answer:
        self.go.wait(5)
        return super().answer(inquiry)


@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/v1/ask/stream"])
async def test_too_many_questions_at_once_are_turned_away_and_health_still_tells(path: str) -> None:
    waiting = Waiting()
    waiting.go.clear()
    app = create_app(waiting, waiting.documents, waiting.documents.readiness, limits=Limits(workers=1, queue=1))
    transport = httpx.ASGITransport(app)
    statuses: list[int] = []
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:

        async def ask() -> None:
            statuses.append((await client.post(path, json={"question": "báo cáo"})).status_code)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ask)
            tasks.start_soon(ask)
            await anyio.sleep(0.1)
            refused = await client.post(path, json={"question": "báo cáo"})
            assert refused.status_code == 503
            assert refused.headers["content-type"] == "application/problem+json"
            assert int(refused.headers["retry-after"]) >= 1
            assert (await client.get("/health/ready")).status_code == 200
            assert "danvan_work_admitted 2.0" in (await client.get("/metrics")).text
            waiting.go.set()
        assert statuses == [200, 200]
        assert (await client.post(path, json={"question": "báo cáo"})).status_code == 200
