"""Pages of other origins: registered ones with a token of theirs, nobody else, whatever is tried."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api.access.doorkeeper import AccessRules
from api.app import create_app
from api.testing import MemorySites, SampleAssistant
from corpus.model import DocumentId
from corpus.sites import Site, SiteScope

PORTAL, OTHER, HERE = "https://portal.example", "https://other.example:8443", "http://testserver"
SITE = Site("0123456789abcdef", "Cổng", (PORTAL,), title="Hỏi đáp", greeting="Xin chào")
SECOND = Site("fedcba9876543210", "Trang hai", (OTHER, "http://noi-bo.example"))
KEY = b"canary-key-canary-key-canary-key"
HOSTILE = [
    "null", "https://evil.example", "http://portal.example", "https://portal.example:8443", "https://portal.example.evil.example",
    "https://evil-portal.example", "https://portal.example@evil.example", "https://PORTAL.example", "https://portal.example/",
    "https://portal.example:443", "https://portal.example https://evil.example", "", " ", "*", "file://", "https://",
    "https://sub.portal.example", "https://portal.exampl", "https://xn--portal.example", "chrome-extension://abcdef",
    "https://other.example", "http://testserver.evil.example", "http://testserver:81", "ftp://testserver",
    "//testserver",
]  # fmt: skip
ROUTES = [
    ("POST", "/api/v1/ask"),
    ("POST", "/api/v1/ask/stream"),
    ("POST", "/api/v1/feedback"),
    ("GET", "/api/v1/suggestions"),
    ("POST", "/api/v1/export"),
]
CLOSED = [
    "/api/v1/documents",
    "/api/v1/documents/ke-hoach-tan-mau",
    "/api/v1/search?q=x",
    "/api/v1/facets",
    "/api/v1/khong-co",
]
ASKED = {"question": "Báo cáo 6 tháng nộp khi nào?"}


@pytest.fixture
def sites() -> MemorySites:
    return MemorySites([SITE, SECOND])


class Clock:
    """A clock that stands still until it is moved."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(assistant: SampleAssistant, sites: MemorySites, clock: Clock) -> TestClient:
    return door(assistant, AccessRules(sites, key=KEY, clock=clock))


def door(assistant: SampleAssistant, rules: AccessRules) -> TestClient:
    return TestClient(create_app(assistant, assistant.documents, assistant.documents.readiness, access=rules))


def trade(client: TestClient, site: str = SITE.id, origin: str = PORTAL) -> Response:
    return client.post(f"/api/v1/sites/{site}/token", headers={"origin": origin})


def shown(client: TestClient, site: str = SITE.id, origin: str = PORTAL) -> dict[str, str]:
    return {"origin": origin, "authorization": f"Bearer {trade(client, site, origin).json()['token']}"}


def slug(response: Response) -> str:
    return str(response.json()["type"]).rpartition(":")[2]


def test_a_registered_page_trades_its_id_for_a_token_and_asks(client: TestClient) -> None:
    traded = trade(client)
    assert traded.status_code == 200
    assert traded.json().keys() == {"token", "expires_in", "title", "greeting"}
    assert (traded.json()["expires_in"], traded.json()["title"]) == (600, "Hỏi đáp")
    assert traded.headers["cache-control"] == "no-store"
    for response in (traded, client.post("/api/v1/ask", json=ASKED, headers=shown(client))):
        assert response.status_code == 200
        assert response.headers["access-control-allow-origin"] == PORTAL
        assert "Origin" in response.headers["vary"]
        assert "access-control-allow-credentials" not in response.headers
    assert trade(client, SECOND.id, OTHER).json().keys() == {"token", "expires_in"}


def test_every_open_route_answers_a_page_that_shows_a_token(client: TestClient) -> None:
    headers = shown(client)
    answer = client.post("/api/v1/ask", json=ASKED, headers=headers).json()
    bodies: dict[str, Any] = {
        "/api/v1/ask": ASKED,
        "/api/v1/ask/stream": ASKED,
        "/api/v1/feedback": {"answer_id": "a-1", "verdict": "up"},
        "/api/v1/export": {"turns": [{"question": "x", "answer": answer}]},
    }
    for method, path in ROUTES:
        response = client.request(method, path, headers=headers, json=bodies.get(path))
        assert response.status_code in {200, 202}, path
        assert response.headers["access-control-allow-origin"] == PORTAL


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_without_a_token_a_registered_page_may_not_ask_but_reads_why(
    client: TestClient, method: str, path: str
) -> None:
    response = client.request(method, path, headers={"origin": PORTAL}, json={} if method == "POST" else None)
    assert (response.status_code, slug(response)) == (401, "token-missing")
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.headers["access-control-allow-origin"] == PORTAL


@pytest.mark.parametrize("origin", HOSTILE)
def test_no_other_origin_gets_a_token_or_an_answer_even_with_a_token_of_a_registered_one(
    client: TestClient, assistant: SampleAssistant, origin: str
) -> None:
    headers = shown(client) | {"origin": origin}
    refused = [trade(client, origin=origin), client.get("/api/v1/suggestions", headers=headers)]
    refused += [client.post(path, json=ASKED, headers=headers) for path in ("/api/v1/ask", "/api/v1/ask/stream")]
    for response in refused:
        assert (response.status_code, slug(response)) == (403, "origin-refused")
        assert "access-control-allow-origin" not in response.headers
    assert assistant.received == []


@pytest.mark.parametrize("origin", HOSTILE)
def test_preflights_of_other_origins_are_refused(client: TestClient, origin: str) -> None:
    asked = {"origin": origin, "access-control-request-method": "POST"}
    for _, path in ROUTES:
        response = client.options(path, headers=asked)
        assert response.status_code == 403
        assert not [name for name in response.headers if name.startswith("access-control")]


def test_preflights_of_registered_pages_are_answered_without_credentials_or_a_token(
    client: TestClient,
) -> None:
    asked = {
        "origin": PORTAL,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
    }
    for path in [*(path for _, path in ROUTES), f"/api/v1/sites/{SITE.id}/token"]:
        response = client.options(path, headers=asked)
        assert response.status_code == 204
        assert response.headers["access-control-allow-origin"] == PORTAL
        assert response.headers["access-control-allow-headers"] == "Authorization, Content-Type"
        assert response.headers["access-control-allow-methods"] == "GET, POST"
        assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize("path", CLOSED)
def test_routes_that_pages_of_others_do_not_need_are_closed_to_them(client: TestClient, path: str) -> None:
    for headers in (shown(client), {"origin": PORTAL}, {"origin": "https://evil.example"}):
        response = client.get(path, headers=headers)
        assert (response.status_code, slug(response)) == (403, "origin-refused")
        assert "access-control-allow-origin" not in response.headers


def test_every_route_of_the_contract_is_closed_to_strangers(client: TestClient) -> None:
    app: Any = client.app
    served = [(method, path) for path, methods in app.openapi()["paths"].items() for method in methods]
    guarded = [(method, path) for method, path in served if path.startswith(("/api/", "/v1/"))]
    assert len(guarded) >= 12
    for method, path in guarded:
        response = client.request(method, path, headers={"origin": "https://evil.example"}, json={})
        assert response.status_code == 403, f"{method} {path}"
    assert {path for _, path in served} - {path for _, path in guarded} == {"/health/live", "/health/ready", "/metrics"}


def test_a_token_is_good_for_one_origin_and_one_site_only(client: TestClient) -> None:
    stolen = shown(client)["authorization"]
    for origin in (OTHER, "http://noi-bo.example", HERE):
        response = client.post("/api/v1/ask", json=ASKED, headers={"origin": origin, "authorization": stolen})
        assert (response.status_code, slug(response)) == (403, "origin-refused")
    alone = client.post("/api/v1/ask", json=ASKED, headers={"authorization": stolen})
    assert (alone.status_code, slug(alone)) == (403, "origin-refused")  # a program may ask, but not with this
    assert trade(client, SECOND.id, PORTAL).status_code == 403
    assert trade(client, SITE.id, OTHER).status_code == 403


@pytest.mark.parametrize("site", ["0" * 16, "x", "0123456789ABCDEF", "..", "%2e%2e", "x" * 64, "canary'--"])
def test_an_unknown_site_and_a_foreign_origin_are_refused_alike(client: TestClient, site: str) -> None:
    unknown, foreign = trade(client, site), trade(client, SITE.id, "https://evil.example")
    assert unknown.status_code in {403, 404}
    assert foreign.status_code == 403
    if unknown.status_code == 403:
        assert {**unknown.json(), "instance": "", "correlation_id": ""} == {
            **foreign.json(),
            "instance": "",
            "correlation_id": "",
        }


def test_a_request_without_an_origin_gets_no_token(client: TestClient) -> None:
    response = client.post(f"/api/v1/sites/{SITE.id}/token")
    assert (response.status_code, slug(response)) == (403, "origin-refused")


def test_a_token_expires_and_says_so(client: TestClient, clock: Clock) -> None:
    headers = shown(client)
    clock.now += 599
    assert client.post("/api/v1/ask", json=ASKED, headers=headers).status_code == 200
    clock.now += 1
    response = client.post("/api/v1/ask", json=ASKED, headers=headers)
    assert (response.status_code, slug(response)) == (401, "token-expired")
    assert response.headers["access-control-allow-origin"] == PORTAL
    assert client.post("/api/v1/ask", json=ASKED, headers=shown(client)).status_code == 200


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "ey.ey.ey", "x" * 5000, "null", "Bearer"])
def test_what_is_no_token_is_refused_from_a_registered_page_and_from_a_program(client: TestClient, token: str) -> None:
    for headers in ({"origin": PORTAL}, {}):
        response = client.post("/api/v1/ask", json=ASKED, headers=headers | {"authorization": f"Bearer {token}"})
        assert (response.status_code, slug(response)) == (401, "token-invalid")


def test_a_token_in_an_address_is_not_looked_at(client: TestClient) -> None:
    token = trade(client).json()["token"]
    for name in ("token", "access_token", "authorization"):
        response = client.post(f"/api/v1/ask?{name}={token}", json=ASKED, headers={"origin": PORTAL})
        assert slug(response) == "token-missing"


def test_a_site_that_is_removed_or_moved_is_shut_out_within_a_second(
    client: TestClient, sites: MemorySites, clock: Clock
) -> None:
    headers = shown(client)
    sites.registered[0] = replace(SITE, origins=("https://moi.example",))
    clock.now += 1
    assert client.post("/api/v1/ask", json=ASKED, headers=headers).status_code == 403
    moved = shown(client, origin="https://moi.example")
    assert client.post("/api/v1/ask", json=ASKED, headers=moved).status_code == 200
    sites.registered.clear()
    clock.now += 1
    assert client.post("/api/v1/ask", json=ASKED, headers=moved).status_code == 403


def test_a_site_is_let_in_within_a_second_of_its_registration(assistant: SampleAssistant, clock: Clock) -> None:
    sites = MemorySites()
    client = door(assistant, AccessRules(sites, key=KEY, clock=clock))
    assert trade(client).status_code == 403
    sites.registered.append(SITE)
    clock.now += 1
    assert trade(client).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": HERE}, {"origin": "https://testserver"}, {"sec-fetch-site": "same-origin", "origin": "null"}],
)
def test_our_own_pages_and_programs_need_no_token_and_get_no_cors_headers(
    client: TestClient, headers: dict[str, str]
) -> None:
    response = client.post("/api/v1/ask", json=ASKED, headers=headers)
    assert response.status_code == 200
    assert not [name for name in response.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"host": "evil.example"}]
)
def test_what_a_browser_says_of_a_foreign_page_does_not_make_it_ours(
    client: TestClient, headers: dict[str, str]
) -> None:
    response = client.post("/api/v1/ask", json=ASKED, headers={"origin": "https://evil2.example"} | headers)
    assert response.status_code == 403


def test_the_address_that_people_open_is_ours_too(assistant: SampleAssistant) -> None:
    client = door(assistant, AccessRules(public_url="https://tro-ly.example"))
    for origin, status in (("https://tro-ly.example", 200), ("http://tro-ly.example", 403), (PORTAL, 403)):
        assert client.post("/api/v1/ask", json=ASKED, headers={"origin": origin}).status_code == status


def test_a_page_that_points_its_own_name_at_us_is_refused_once_ours_is_known(assistant: SampleAssistant) -> None:
    client = door(assistant, AccessRules(public_url="https://tro-ly.example"))
    borrowed = {"host": "evil.example", "origin": "http://evil.example", "sec-fetch-site": "same-origin"}
    for path in ("/", "/api/v1/documents", "/health/ready", "/documents/ke-hoach-tan-mau"):
        assert client.get(path, headers=borrowed).status_code == 421
        assert client.get(path, headers={"host": "tro-ly.example"}).status_code == 200
        assert client.get(path, headers={"host": "127.0.0.1:8000"}).status_code == 200
    told = client.post("/api/v1/ask", json=ASKED, headers=borrowed)
    assert (told.status_code, slug(told)) == (421, "misdirected-request")
    assert assistant.received == []


def test_a_form_of_our_own_page_is_taken_though_its_origin_is_hidden(client: TestClient) -> None:
    response = client.post("/", data={"question": "Báo cáo?"}, headers={"origin": "null"})
    assert response.status_code == 200


# --- scope -----------------------------------------------------------------------------------------------


def scoped(assistant: SampleAssistant, scope: SiteScope) -> tuple[TestClient, dict[str, str]]:
    client = door(assistant, AccessRules(MemorySites([replace(SITE, scope=scope)]), key=KEY))
    return client, shown(client)


AN_THU = DocumentId("ke-hoach-an-thu")


@pytest.mark.parametrize(
    "scope",
    [
        SiteScope(document_ids=(AN_THU,)),
        SiteScope(locality="xã An Thử"),
        SiteScope(locality="an thu"),
        SiteScope(locality="An Thử", type_name="KẾ HOẠCH"),
    ],
)
def test_visitors_are_kept_to_the_documents_of_their_site_whatever_the_page_sends(
    assistant: SampleAssistant, scope: SiteScope
) -> None:
    client, headers = scoped(assistant, scope)
    sent: list[Any] = [None, {}, {"locality": "xã Tân Mẫu"}, {"document_ids": []}, {"document_ids": [AN_THU]}]
    for filters in sent:
        response = client.post("/api/v1/ask", json=ASKED | {"filters": filters}, headers=headers)
        assert response.status_code == 200
        assert {c["document"]["id"] for c in response.json()["citations"]} == {AN_THU}
    for path in ("/api/v1/ask", "/api/v1/ask/stream"):
        for ids in (["ke-hoach-tan-mau"], [AN_THU, "ke-hoach-tan-mau"], ["khong-co"]):
            told = client.post(path, json=ASKED | {"filters": {"document_ids": ids}}, headers=headers)
            assert (told.status_code, slug(told)) == (422, "unknown-document-in-filter")


def test_suggestions_of_a_site_are_about_its_documents(assistant: SampleAssistant) -> None:
    client, headers = scoped(assistant, SiteScope(document_ids=(AN_THU,)))
    offered = client.get("/api/v1/suggestions", headers=headers).json()["suggestions"]
    assert [o["label"] for o in offered] == ["Hạn báo cáo 6 tháng – xã An Thử"]
    assert not [inquiry for inquiry in assistant.received if "Tân Mẫu" in inquiry.question]


def test_what_a_site_may_not_ask_about_it_may_not_export_either(assistant: SampleAssistant) -> None:
    client, headers = scoped(assistant, SiteScope(document_ids=(AN_THU,)))
    answer = client.post("/api/v1/ask", json=ASKED).json()  # of another document
    body = {"turns": [{"question": "x", "answer": answer}]}
    assert client.post("/api/v1/export", json=body).status_code == 200
    told = client.post("/api/v1/export", json=body, headers=headers)
    assert (told.status_code, slug(told)) == (409, "quote-differs")


@pytest.mark.parametrize(
    "scope",
    [
        SiteScope(locality="Th"),
        SiteScope(locality="xã khác"),
        SiteScope(document_ids=(DocumentId("da-go"),)),
        SiteScope((AN_THU,), type_name="Công văn"),
    ],
)
def test_a_site_whose_scope_holds_nothing_does_not_get_everything(assistant: SampleAssistant, scope: SiteScope) -> None:
    client, headers = scoped(assistant, scope)
    response = client.post("/api/v1/ask", json=ASKED, headers=headers)
    assert (response.status_code, slug(response)) == (403, "site-empty")
    assert assistant.received == []


def test_our_own_page_in_a_frame_may_hold_itself_to_a_site(assistant: SampleAssistant) -> None:
    client, _ = scoped(assistant, SiteScope(document_ids=(AN_THU,)))
    token = trade(client, origin=HERE).json()["token"]
    counted = client.get("/api/v1/facets", headers={"authorization": f"Bearer {token}"}).json()
    assert counted["localities"] == [{"name": "xã An Thử", "documents": 1}]
    for headers in ({"origin": HERE}, {}):
        told = client.post("/api/v1/ask", json=ASKED, headers=headers | {"authorization": f"Bearer {token}"})
        assert {c["document"]["id"] for c in told.json()["citations"]} == {AN_THU}
        found = client.get("/api/v1/search?q=x", headers=headers | {"authorization": f"Bearer {token}"}).json()["hits"]
        assert {hit["document"]["id"] for hit in found} == {AN_THU}


# --- frames ----------------------------------------------------------------------------------------------


def test_only_the_pages_of_a_site_may_frame_its_conversation(client: TestClient) -> None:
    framed = client.get(f"/embed?site={SECOND.id}").headers
    assert "frame-ancestors https://other.example:8443 http://noi-bo.example" in framed["content-security-policy"]
    assert framed["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert "x-frame-options" not in framed
    assert framed["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/embed", "/embed?site=x", "/embed?site=' https://evil.example", "/", "/documents"])
def test_no_other_page_may_be_framed(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"].endswith("frame-ancestors 'none'")
    assert headers["x-frame-options"] == "DENY"
