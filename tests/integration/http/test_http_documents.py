"""GET /api/v1/documents, /api/v1/documents/{id} and /api/v1/search."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.testing import SampleAssistant, SampleDocuments, sample_document


def _client(documents: SampleDocuments) -> TestClient:
    return TestClient(create_app(SampleAssistant(documents), documents, documents.readiness))


@pytest.fixture(scope="module")
def client() -> TestClient:
    return _client(SampleDocuments())


@pytest.fixture(scope="module")
def large() -> TestClient:
    return _client(SampleDocuments([sample_document(f"van-ban-{n}", "xã Tân Mẫu", None) for n in range(1700)]))


def test_the_list_tells_of_each_document(client: TestClient) -> None:
    body = client.get("/api/v1/documents").json()
    assert (body["total"], body["next"]) == (2, None)
    assert body["documents"][1] == {
        "id": "ke-hoach-an-thu",
        "title": "Kế hoạch công tác dân vận năm 2024 của xã An Thử",
        "type": "Kế hoạch",
        "number": None,
        "issuer": "UBND xã An Thử",
        "locality": "xã An Thử",
        "issued_on": None,
        "year": 2024,
    }


def test_a_large_store_is_listed_page_by_page(large: TestClient) -> None:
    found, offset = [], 0
    while offset is not None:
        body = large.get("/api/v1/documents", params={"offset": offset}).json()
        found += [d["id"] for d in body["documents"]]
        assert body["total"] == 1700
        offset = body["next"]
    assert found == [f"van-ban-{n}" for n in range(1700)]


def test_pages_have_the_size_asked_for(large: TestClient) -> None:
    body = large.get("/api/v1/documents?limit=3&offset=1698").json()
    assert ([d["id"] for d in body["documents"]], body["next"]) == (["van-ban-1698", "van-ban-1699"], None)
    assert large.get("/api/v1/documents?offset=9999").json()["documents"] == []


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "offset=-1", "limit=abc"])
def test_a_page_that_cannot_be_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/api/v1/documents?{query}").status_code == 422


def test_a_document_comes_whole_with_its_outline(client: TestClient) -> None:
    body = client.get("/api/v1/documents/ke-hoach-tan-mau").json()
    document = sample_document("ke-hoach-tan-mau", "xã Tân Mẫu", "12/KH-UBND")
    assert body["text"] == document.text
    assert body["sections"][3] == {
        "path": ["II", "1"],
        "label": "Mục II.1",
        "heading": "",
        "start": 111,
        "end": 176,
        "kind": "item",
        "anchor": "muc-ii-1",
    }
    assert body["text"][111:176].startswith("1. Định kỳ 6 tháng")
    assert (body["number"], body["issued_on"], body["level"]) == ("12/KH-UBND", "2024-01-15", "commune")
    assert body["signers"][0]["name"] == "Nguyễn Văn Mẫu"


def test_an_unknown_document_is_a_problem(client: TestClient) -> None:
    response = client.get("/api/v1/documents/khong-co")
    assert (response.status_code, response.json()["type"]) == (404, "urn:danvan:problem:document-unknown")


def test_search_finds_at_most_what_was_asked_for_within_the_filter(client: TestClient) -> None:
    assert len(client.get("/api/v1/search?q=b%C3%A1o+c%C3%A1o&limit=2").json()["hits"]) == 2
    hits = client.get("/api/v1/search", params={"q": "báo cáo", "document_id": "ke-hoach-an-thu"}).json()["hits"]
    assert {h["document"]["id"] for h in hits} == {"ke-hoach-an-thu"}
    assert [h["marker"] for h in hits] == [1, 2, 3]


def test_search_hands_every_filter_on() -> None:
    documents = SampleDocuments()
    assistant = SampleAssistant(documents)
    client = TestClient(create_app(assistant, documents, documents.readiness))
    query: dict[str, str | int | list[str]] = {
        "q": "báo cáo",
        "document_id": ["ke-hoach-an-thu", "ke-hoach-tan-mau"],
        "locality": "xã An Thử",
        "year": 2024,
        "type": "Kế hoạch",
    }
    assert client.get("/api/v1/search", params=query).status_code == 200
    filters = assistant.received[0].filters
    assert filters.document_ids == ("ke-hoach-an-thu", "ke-hoach-tan-mau")
    assert (filters.locality, filters.year, filters.type) == ("xã An Thử", 2024, "Kế hoạch")
