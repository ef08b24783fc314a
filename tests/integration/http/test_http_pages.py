"""The plain pages: they work without a script, they carry none of their own, and foreign words stay words."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.testing import SampleAssistant
from rag.errors import IndexMissing

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><b>"
VOID = {"meta", "link", "input", "br", "img"}


@pytest.fixture
def client(assistant: SampleAssistant) -> TestClient:
    app = create_app(assistant, assistant.documents, assistant.documents.readiness)
    return TestClient(app, headers=BROWSER)


class Page(HTMLParser):
    """What a browser would make of a page: its tags, and whether they are closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes another tag"

    def handle_data(self, data: str) -> None:
        self.words += data

    def ids(self) -> list[str]:
        return [value for _, attrs in self.tags if (value := attrs.get("id"))]


def _pages(client: TestClient) -> Iterator[str]:
    for path in ("/", "/documents", "/documents/ke-hoach-tan-mau?start=114&end=176", "/documents/khong-co", "/docs"):
        yield client.get(path).text
    for question in ("báo cáo", "thời tiết", "kế hoạch nào", EVIL, "báo cáo" + EVIL, "", "x" * 2001):
        yield client.post("/", data={"question": question}).text


def test_every_page_is_well_formed_vietnamese_and_free_of_inline_code(client: TestClient) -> None:
    for html in _pages(client):
        page = Page(html)
        assert page.open == []
        assert page.tags[0] == ("html", {"lang": "vi"})
        ids = page.ids()
        assert len(ids) == len(set(ids))
        for tag, attributes in page.tags:
            assert tag not in {"style", "img", "b", "iframe", "object"}
            assert "style" not in attributes
            assert not any(name.startswith("on") for name in attributes)
            if tag == "script":
                assert (attributes["src"] or "").startswith("/static/")


def test_every_link_within_a_page_leads_to_something_on_it(client: TestClient) -> None:
    for html in _pages(client):
        page = Page(html)
        inner = {h[1:] for _, attrs in page.tags if (h := attrs.get("href") or "").startswith("#")}
        assert inner <= set(page.ids())


def test_every_page_tells_the_browser_to_run_only_our_own_files(client: TestClient) -> None:
    for path in ("/", "/documents", "/api/v1/documents", "/khong-co", "/static/style.css", "/health/live"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "access-control-allow-origin" not in headers


def test_answers_are_not_stored_by_caches_and_files_are_asked_for_anew(client: TestClient) -> None:
    assert client.get("/").headers["cache-control"] == "no-store"
    assert client.get("/static/web/chat.js").headers["cache-control"] == "no-cache"


def test_the_page_says_that_it_is_an_ai_and_what_not_to_send(client: TestClient) -> None:
    words = " ".join(Page(client.get("/").text).words.split())
    assert "Bạn đang trao đổi với hệ thống trí tuệ nhân tạo (AI)." in words
    assert "Không nhập bí mật nhà nước, dữ liệu cá nhân" in words


def test_without_a_script_a_question_is_answered_with_marks_that_lead_to_their_citations(client: TestClient) -> None:
    response = client.post("/", data={"question": "báo cáo 6 tháng?"})
    assert response.status_code == 200
    page = Page(response.text)
    assert "Kế hoạch số 12/KH-UBND ngày 15/1/2024 của UBND xã Tân Mẫu, Mục II.1" in page.words
    assert {"trich-1", "trich-2"} <= set(page.ids())
    hrefs = [attrs.get("href") for _, attrs in page.tags]
    assert "/documents/ke-hoach-tan-mau?start=114&end=176#muc-ii-1" in hrefs


def test_words_of_documents_and_people_stay_words(client: TestClient) -> None:
    answered = Page(client.post("/", data={"question": "báo cáo" + EVIL}).text)
    assert EVIL in answered.words
    assert "<script>alert(1)</script>" in Page(client.get("/documents/ke-hoach-tan-mau").text).words


def test_related_sections_are_marked_as_no_answer(client: TestClient) -> None:
    words = Page(client.post("/", data={"question": "thời tiết"}).text).words
    assert "Không tìm thấy căn cứ trong kho văn bản." in words
    assert "không phải câu trả lời" in words


def test_a_choice_asks_its_whole_question(client: TestClient) -> None:
    page = Page(client.post("/", data={"question": "kế hoạch nào"}).text)
    assert (
        "input",
        {"type": "hidden", "name": "question", "value": "Báo cáo của xã Tân Mẫu nộp khi nào?"},
    ) in page.tags


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "Câu hỏi đang để trống."),
        (" \u200b", "Câu hỏi chưa có nội dung để hỏi."),
        ("x" * 2001, "Câu hỏi dài quá 2000 ký tự."),
    ],
)
def test_an_empty_or_endless_question_is_told_so_on_the_page(client: TestClient, question: str, said: str) -> None:
    response = client.post("/", data={"question": question})
    assert response.status_code == 422
    assert said in Page(response.text).words


@pytest.mark.parametrize("body", [b"", b"\xff\xfe=%ff", b"&" * 5000, b"question=%ff%fe", b"question=%00"])
def test_a_broken_form_is_no_failure(client: TestClient, body: bytes) -> None:
    response = client.post("/", content=body, headers={"content-type": "application/x-www-form-urlencoded"})
    assert response.status_code in {200, 422}


def test_a_browser_gets_its_problems_as_pages_and_a_program_as_json(
    client: TestClient, assistant: SampleAssistant
) -> None:
    page = client.get("/documents/khong-co")
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "Kho không có văn bản mang mã này." in page.text
    assert page.headers["x-correlation-id"] in page.text
    assert client.get("/khong-co").headers["content-type"].startswith("text/html")
    assert client.get("/api/v1/documents/khong-co").headers["content-type"] == "application/problem+json"
    assistant.failure = IndexMissing("…")
    failed = client.post("/", data={"question": "báo cáo"})
    assert (failed.status_code, failed.headers["content-type"]) == (503, "text/html; charset=utf-8")


def test_a_portal_may_load_the_widget_and_nothing_else(client: TestClient) -> None:
    policy = "cross-origin-resource-policy"
    for lent in ("/widget.js", "/static/web/chat.js"):
        assert client.get(lent).headers[policy] == "cross-origin"
        assert client.get(lent).headers["cache-control"] == "no-cache"
    for own in ("/", "/documents", "/static/web/page.js", "/static/style.css", "/api/v1/documents"):
        assert client.get(own).headers[policy] == "same-origin"


def test_the_page_for_frames_holds_the_conversation_of_its_site_and_no_more(client: TestClient) -> None:
    page = Page(client.get("/embed", params={"site": '"><script>alert(1)</script>'}).text)
    assert [a["site"] for tag, a in page.tags if tag == "danvan-conversation"] == ['"><script>alert(1)</script>']
    assert [a["src"] for tag, a in page.tags if tag == "script"] == ["/static/web/chat.js"]
    assert client.get("/embed", params={"site": "x" * 129}).status_code == 422


def test_the_page_for_programmers_shows_each_operation_and_loads_nothing_from_elsewhere(client: TestClient) -> None:
    html = client.get("/docs").text
    for operation in ("POST /api/v1/ask", "GET /api/v1/search", "GET /health/ready"):
        assert operation in html
    assert "http://" not in html
    assert "https://" not in html
