"""Limits over HTTP: 429 with a problem and Retry-After, for pages as for programs."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.access.doorkeeper import AccessRules
from api.access.throttle import RateRules
from api.app import create_app
from api.testing import MemorySites, SampleAssistant
from corpus.sites import Site

PORTAL = "https://portal.example"
SITES = MemorySites([Site("0123456789abcdef", "Cổng", (PORTAL,)), Site("fedcba9876543210", "Khác", (PORTAL,))])
ASKED = {"question": "Báo cáo?"}


def door(rates: RateRules, address: str = "203.0.113.9") -> TestClient:
    assistant = SampleAssistant()
    rules = AccessRules(SITES, rates, b"k" * 32)
    app = create_app(assistant, assistant.documents, assistant.documents.readiness, access=rules)
    return TestClient(app, client=(address, 50_000))


def shown(client: TestClient, site: str = "0123456789abcdef") -> dict[str, str]:
    traded = client.post(f"/api/v1/sites/{site}/token", headers={"origin": PORTAL}).json()
    return {"origin": PORTAL, "authorization": f"Bearer {traded['token']}"}


def test_who_asks_too_often_is_told_when_to_come_back() -> None:
    client = door(RateRules(address="2/minute"))
    assert [client.post("/api/v1/ask", json=ASKED).status_code for _ in range(3)] == [200, 200, 429]
    told = client.get("/api/v1/documents")
    assert told.headers["content-type"] == "application/problem+json"
    assert told.json()["type"] == "urn:danvan:problem:too-many-requests"
    assert 1 <= int(told.headers["retry-after"]) <= 60


@pytest.mark.parametrize(
    "path", ["/health/live", "/health/ready", "/metrics", "/", "/documents", "/static/style.css", "/widget.js"]
)
def test_pages_files_and_probes_are_not_counted(path: str) -> None:
    client = door(RateRules(address="1/hour"))
    assert [client.get(path).status_code for _ in range(3)] == [200] * 3


def test_the_form_of_the_page_is_counted_and_told_on_a_page() -> None:
    client = door(RateRules(address="1/minute"))
    assert client.post("/", data=ASKED).status_code == 200
    told = client.post("/", data=ASKED, headers={"accept": "text/html"})
    assert told.status_code == 429
    assert told.headers["content-type"].startswith("text/html")
    assert "Bạn hỏi hơi nhanh" in told.text
    assert "retry-after" in told.headers


def test_the_machine_itself_is_not_counted_by_default_settings() -> None:
    client = door(RateRules(address="1/hour", free=("127.0.0.0/8, ::1",)), "127.0.0.1")
    assert [client.post("/api/v1/ask", json=ASKED).status_code for _ in range(5)] == [200] * 5


def test_a_forwarded_address_is_not_believed_unless_the_server_that_runs_us_believes_it() -> None:
    client = door(RateRules(address="1/hour"))
    claimed = [{"x-forwarded-for": f"198.51.100.{n}", "forwarded": f"for=198.51.100.{n}"} for n in range(2)]
    asked = [client.post("/api/v1/ask", json=ASKED, headers=headers) for headers in claimed]
    assert [response.status_code for response in asked] == [200, 429]


def test_each_visitor_of_a_site_is_counted_apart_and_all_of_them_together() -> None:
    client = door(RateRules(visitor="2/minute", site="6/minute"))
    first, second = shown(client), shown(client)
    statuses = [client.post("/api/v1/ask", json=ASKED, headers=first).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    statuses = [client.post("/api/v1/ask", json=ASKED, headers=second).status_code for _ in range(2)]
    assert statuses == [200, 200]
    told = client.post("/api/v1/sites/0123456789abcdef/token", headers={"origin": PORTAL})
    assert told.status_code == 429  # two tokens and four answers
    assert told.headers["access-control-allow-origin"] == PORTAL
    assert "Retry-After" in told.headers["access-control-expose-headers"]
    assert client.post("/api/v1/ask", json=ASKED, headers=shown(client, "fedcba9876543210")).status_code == 200


def test_new_tokens_do_not_help_against_the_limit_of_an_address() -> None:
    client = door(RateRules(visitor="1/minute", address="4/minute"))
    statuses = []
    for _ in range(2):
        headers = shown(client)
        statuses.append(client.post("/api/v1/ask", json=ASKED, headers=headers).status_code)
    assert statuses == [200, 200]
    assert client.post("/api/v1/sites/0123456789abcdef/token", headers={"origin": PORTAL}).status_code == 429


def test_what_is_refused_for_its_origin_or_token_is_not_counted_for_a_site() -> None:
    client = door(RateRules(site="2/minute"))
    headers = shown(client)
    for _ in range(5):
        client.post("/api/v1/ask", json=ASKED, headers=headers | {"origin": "https://evil.example"})
        client.post("/api/v1/ask", json=ASKED, headers={"origin": PORTAL, "authorization": "Bearer x"})
    assert client.post("/api/v1/ask", json=ASKED, headers=headers).status_code == 200
