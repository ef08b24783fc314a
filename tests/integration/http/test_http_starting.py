"""What a page needs before the first question: filters and suggestions."""

from __future__ import annotations

from fastapi.testclient import TestClient

from api.app import create_app
from api.ports import Readiness
from api.testing import SampleAssistant, SampleDocuments, sample_document


def test_documents_are_counted_by_place_year_and_type(client: TestClient) -> None:
    assert client.get("/api/v1/facets").json() == {
        "localities": [{"name": "xã An Thử", "documents": 1}, {"name": "xã Tân Mẫu", "documents": 1}],
        "years": [{"year": 2024, "documents": 2}],
        "types": [{"name": "Kế hoạch", "documents": 2}],
    }


def test_an_empty_store_has_nothing_to_filter_by() -> None:
    documents = SampleDocuments([])
    client = TestClient(create_app(SampleAssistant(documents), documents, documents.readiness))
    assert client.get("/api/v1/facets").json() == {"localities": [], "years": [], "types": []}
    assert client.get("/api/v1/suggestions").json() == {"suggestions": []}


def test_suggestions_are_questions_with_a_label(client: TestClient) -> None:
    assert client.get("/api/v1/suggestions").json() == {
        "suggestions": [
            {
                "label": "Hạn báo cáo 6 tháng – xã Tân Mẫu",
                "question": "Báo cáo 6 tháng nộp trước ngày nào theo kế hoạch của xã Tân Mẫu năm 2024?",
            }
        ]
    }


def test_suggestions_are_drawn_once_for_each_state_of_the_store(assistant: SampleAssistant) -> None:
    state = "một"
    app = create_app(assistant, assistant.documents, lambda: Readiness(2, 6, state))
    client = TestClient(app)
    client.get("/api/v1/suggestions")
    asked = len(assistant.received)
    assert asked > 0
    client.get("/api/v1/suggestions")
    assert len(assistant.received) == asked
    state = "hai"
    client.get("/api/v1/suggestions")
    assert len(assistant.received) == 2 * asked


def test_drawing_suggestions_is_not_counted_as_answering(client: TestClient) -> None:
    client.get("/api/v1/suggestions")
    assert 'danvan_answers_total{mode="extractive",status="answered"} 0.0' in client.get("/metrics").text


def test_a_limit_that_is_none_is_refused(client: TestClient) -> None:
    for limit in ("0", "9", "-1", "x"):
        assert client.get(f"/api/v1/suggestions?limit={limit}").status_code == 422


def test_what_is_listed_is_read_anew_when_the_store_has_changed() -> None:
    documents = SampleDocuments([sample_document("mot", "xã Một", "1/KH-UBND")])
    state = "một"
    client = TestClient(create_app(SampleAssistant(documents), documents, lambda: Readiness(1, 3, state)))
    assert len(client.get("/api/v1/facets").json()["localities"]) == 1
    documents._documents.update({d.id: d for d in SampleDocuments().documents()})
    assert len(client.get("/api/v1/facets").json()["localities"]) == 1
    state = "hai"
    assert len(client.get("/api/v1/facets").json()["localities"]) == 3
