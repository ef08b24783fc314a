"""Whatever is sent gets an honest answer or a clear refusal: never a 500, never its own words back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from api.app import create_app
from api.testing import SampleAssistant

ASSISTANT = SampleAssistant()
CLIENT = TestClient(create_app(ASSISTANT, ASSISTANT.documents, ASSISTANT.documents.readiness))
JSON = {"content-type": "application/json"}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = ["question", "history", "conversation_id", "filters", "mode"]
HOSTILE = st.text(alphabet=st.characters(categories=None), max_size=40)


def _ask(content: bytes | str, **headers: str) -> Any:
    return CLIENT.post("/api/v1/ask", content=content, headers=JSON | headers)


def _assert_problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert (body["status"], body["correlation_id"]) == (status, response.headers["x-correlation-id"])
    return body


@pytest.mark.parametrize(
    ("body", "field", "detail"),
    [
        ({}, "question", "còn thiếu"),
        ({"question": ""}, "question", "đang để trống"),
        ({"question": "   \n\t"}, "question", "chưa có nội dung để hỏi"),
        ({"question": "\u200b\u200d\ufeff"}, "question", "chưa có nội dung để hỏi"),
        ({"question": "\x00\x07\x1b"}, "question", "chưa có nội dung để hỏi"),
        ({"question": "a" * 2001}, "question", "dài quá 2000 ký tự"),
        ({"question": 5}, "question", "phải là chuỗi ký tự"),
        ({"question": None}, "question", "phải là chuỗi ký tự"),
        ({"question": ["báo cáo"]}, "question", "phải là chuỗi ký tự"),
        ({"question": "a", "history": "b"}, "history", "phải là một danh sách"),
        ({"question": "a", "history": [{"role": "system", "content": "b"}]}, "history[0].role", "chỉ nhận"),
        ({"question": "a", "history": [{"role": "user"}]}, "history[0].content", "còn thiếu"),
        ({"question": "a", "history": [{"role": "user", "content": "b"}] * 201}, "history", "có quá 200 phần tử"),
        ({"question": "a", "filters": []}, "filters", "phải là một đối tượng JSON"),
        ({"question": "a", "filters": {"year": "hai nghìn"}}, "filters.year", "phải là số nguyên"),
        ({"question": "a", "filters": {"year": True}}, "filters.year", "phải là số nguyên"),
        ({"question": "a", "filters": {"year": 2020.5}}, "filters.year", "phải là số nguyên"),
        ({"question": "a", "filters": {"year": 1}}, "filters.year", "phải từ 1900 trở lên"),
        ({"question": "a", "filters": {"year": 10**30}}, "filters.year", "phải từ 2200 trở xuống"),
        ({"question": "a", "filters": {"document_ids": "x"}}, "filters.document_ids", "phải là một danh sách"),
        ({"question": "a", "filters": {"document_ids": [1]}}, "filters.document_ids[0]", "phải là chuỗi ký tự"),
        ({"question": "a", "filters": {"<b>": 1}}, "filters", "có tên không được hỗ trợ"),
        ({"question": "a", "mode": "magic"}, "mode", "chỉ nhận"),
        ({"question": "a", "conversation_id": "x" * 201}, "conversation_id", "dài quá 200 ký tự"),
        ([], "", "phải là một đối tượng JSON"),
        ("báo cáo", "", "phải là một đối tượng JSON"),
    ],
)
def test_each_mistake_is_named_with_its_field(body: Any, field: str, detail: str) -> None:
    problem = _assert_problem(_ask(json.dumps(body)), 422)
    assert problem["errors"][0]["field"] == field
    assert problem["errors"][0]["detail"].startswith(detail)
    assert problem["detail"].endswith(f"{problem['errors'][0]['detail']}.")
    assert "<b>" not in json.dumps(problem)


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"question=a",
        b'{"question": "a"',
        b"\xff\xfe\xfa",
        b'{"question": "\xff"}',
        b"[" * 60_000,
        b'{"a": 1' + b"0" * 5000 + b"}",
    ],
    ids=["open", "form", "unclosed", "bytes", "latin", "deep", "huge-number"],
)
def test_what_is_no_json_is_refused(content: bytes) -> None:
    _assert_problem(_ask(content), 400)


def test_an_empty_body_is_refused() -> None:
    _assert_problem(_ask(b""), 422)


@pytest.mark.parametrize("surrogate", ["\\ud800", "a\\udfffb"])
def test_half_a_character_is_refused(surrogate: str) -> None:
    _assert_problem(_ask(f'{{"question": "{surrogate}"}}'), 422)
    _assert_problem(_ask(f'{{"question": "a", "history": [{{"role": "user", "content": "{surrogate}"}}]}}'), 422)
    _assert_problem(_ask(f'{{"question": "a", "filters": {{"locality": "{surrogate}"}}}}'), 422)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "nonsense"]
)
@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/v1/ask/stream", "/api/v1/feedback"])
def test_another_media_type_is_refused(path: str, kind: str) -> None:
    response = CLIENT.post(path, content=b'{"question": "a"}', headers={"content-type": kind})
    _assert_problem(response, 415)


def test_json_with_a_charset_or_a_suffix_is_json() -> None:
    for kind in ("application/json; charset=utf-8", "application/merge-patch+json", "Application/JSON"):
        response = CLIENT.post("/api/v1/ask", content=b'{"question": "a"}', headers={"content-type": kind})
        assert response.status_code == 200


def test_a_body_over_the_limit_is_refused_whether_announced_or_not() -> None:
    body = json.dumps({"question": "a", "padding": "x" * 70_000}).encode()
    _assert_problem(_ask(body), 413)
    pieces = (body[i : i + 1000] for i in range(0, len(body), 1000))
    unannounced = CLIENT.post("/api/v1/ask", content=pieces, headers=JSON)
    assert "content-length" not in unannounced.request.headers
    _assert_problem(unannounced, 413)


def test_a_body_just_under_the_limit_is_read() -> None:
    body = json.dumps({"question": "a", "padding": "x" * 65_000}).encode()
    assert len(body) <= 64 * 1024
    assert _ask(body).status_code == 200


@pytest.mark.parametrize(
    "path", ["/khong-co", "/api/v1/", "/api/v1/ask/", "/api/v2/ask", "/static/../app.py", "/static/khong-co.js"]
)
def test_an_unknown_address_is_a_problem(path: str) -> None:
    _assert_problem(CLIENT.get(path), 404)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/v1/ask"), ("DELETE", "/api/v1/documents"), ("PUT", "/"), ("POST", "/health/live")],
)
def test_a_wrong_method_is_a_problem_that_names_the_right_ones(method: str, path: str) -> None:
    response = CLIENT.request(method, path)
    _assert_problem(response, 405)
    assert response.headers["allow"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=",
        "q=%20%E2%80%8B",
        "q=" + "a" * 2001,
        "q=a&limit=0",
        "q=a&limit=101",
        "q=a&limit=x",
        "q=a&year=xx",
        "q=a&year=99999999999999999999",
    ],
)
def test_a_bad_search_is_a_problem(query: str) -> None:
    _assert_problem(CLIENT.get(f"/api/v1/search?{query}"), 422)


def test_a_search_in_an_unknown_document_is_a_problem() -> None:
    problem = _assert_problem(CLIENT.get("/api/v1/search?q=a&document_id=khong-co"), 422)
    assert problem["type"] == "urn:danvan:problem:unknown-document-in-filter"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"answer_id": "a"},
        {"answer_id": "a b", "verdict": "up"},
        {"answer_id": "a", "verdict": "meh"},
        {"answer_id": "a", "verdict": "up", "comment": "x" * 1001},
    ],
)
def test_bad_feedback_is_a_problem(body: dict[str, Any]) -> None:
    _assert_problem(CLIENT.post("/api/v1/feedback", json=body), 422)


def _assert_honest(response: Any) -> None:
    assert response.status_code in {200, 400, 404, 422}, response.text
    if response.status_code != 200:
        _assert_problem(response, response.status_code)


@settings(deadline=None, max_examples=150)
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, ANYTHING | HOSTILE)))
def test_any_json_gets_an_answer_or_a_problem(body: dict[str, Any]) -> None:
    _assert_honest(_ask(json.dumps(body)))


@settings(deadline=None, max_examples=150)
@given(HOSTILE)
def test_any_question_gets_an_answer_or_a_problem(question: str) -> None:
    _assert_honest(_ask(json.dumps({"question": question, "history": [{"role": "user", "content": question}]})))


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=60))
def test_any_bytes_get_a_problem_or_an_answer(content: bytes) -> None:
    _assert_honest(_ask(content))


@settings(deadline=None, max_examples=100)
@given(st.text(min_size=1, max_size=30))
def test_any_search_and_any_document_id_get_an_answer_or_a_problem(text: str) -> None:
    _assert_honest(CLIENT.get("/api/v1/search", params={"q": text, "locality": text}))
    _assert_honest(CLIENT.request("GET", "/api/v1/documents/" + "".join(f"%{b:02x}" for b in text.encode())))
