"""Export: every quote is compared with the store, names come from the store, foreign words stay words."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import docx
import pytest
from fastapi.testclient import TestClient


def asked(client: TestClient, question: str) -> dict[str, Any]:
    return {"question": question, "answer": client.post("/api/v1/ask", json={"question": question}).json()}


def export(client: TestClient, *turns: dict[str, Any], **fields: Any) -> Any:
    return client.post("/api/v1/export", params={"format": "md"}, json={"turns": list(turns), **fields})


def test_a_conversation_becomes_a_file_with_its_sources_as_footnotes(client: TestClient) -> None:
    told = export(client, asked(client, "Báo cáo nộp khi nào?"), asked(client, "thời tiết"), title="Tra cứu tháng 6")
    assert told.status_code == 200
    assert told.headers["content-type"] == "text/markdown; charset=utf-8"
    assert re.fullmatch(r'attachment; filename="tra-cuu-\d{4}-\d\d-\d\d\.md"', told.headers["content-disposition"])
    lines = told.text.splitlines()
    assert lines[0] == "# Tra cứu tháng 6"
    assert "## 1. Báo cáo nộp khi nào?" in lines
    assert "Trước ngày 05/6[^1].  " in lines
    assert "> “Định kỳ 6 tháng (trước ngày 05/6), các đơn vị báo cáo UBND xã.”[^1]  " in lines
    assert "[^1]: Kế hoạch số 12/KH-UBND ngày 15/1/2024 của UBND xã Tân Mẫu, Mục II.1." in lines
    assert "Các mục gần nhất, không phải câu trả lời:" in lines
    assert "trí tuệ nhân tạo" in told.text


def test_a_quote_that_the_answer_holds_already_is_not_written_twice(client: TestClient) -> None:
    turn = asked(client, "Báo cáo?")
    quote = turn["answer"]["citations"][0]["quote"]
    turn["answer"]["answer"] = f"Theo kế hoạch: “{quote}” [1]"
    text = export(client, turn).text
    assert text.count(quote) == 1
    assert f"“{quote}”[^1]" in text


def test_footnotes_are_numbered_through_the_whole_conversation(client: TestClient) -> None:
    text = export(client, asked(client, "Báo cáo?"), asked(client, "Báo cáo năm?")).text
    assert re.findall(r"^\[\^(\d)\]:", text, re.MULTILINE) == ["1", "2", "3", "4"]


def test_words_of_documents_and_people_are_no_markup(client: TestClient) -> None:
    turn = asked(client, "Báo cáo?") | {"question": "# <b>*x*</b> [a](http://x.example)\n\n- b"}
    text = export(client, turn, title="<script>alert(1)</script>\n# hai").text
    assert "<script>" not in text.replace(r"\<script\>", "")
    assert r"# \<script\>alert(1)\</script\> \# hai" in text
    assert r"## 1. \# \<b\>\*x\*\</b\> \[a\](http://x.example) - b" in text
    assert r"\<script\>alert(1)\</script\>." in text  # in a quote


@pytest.mark.parametrize(
    ("field", "value"),
    [("quote", "Định kỳ 7 tháng"), ("start", 0), ("end", 10_000_000), ("document", {"id": "khong-co"})],
)
@pytest.mark.parametrize("list_", ["citations", "related"])
def test_a_quote_that_is_not_what_is_stored_is_refused(client: TestClient, field: str, value: Any, list_: str) -> None:
    turn = asked(client, "thời tiết" if list_ == "related" else "Báo cáo?")
    turn["answer"][list_][0][field] = value
    told = export(client, turn)
    assert told.status_code == 409
    assert told.json()["type"] == "urn:danvan:problem:quote-differs"


def test_the_names_of_documents_and_sections_are_those_of_the_store(client: TestClient) -> None:
    turn = asked(client, "Báo cáo?")
    turn["answer"]["citations"][0]["document"] |= {"number": "99/GIẢ", "issuer": "Nơi khác", "title": "Bịa"}
    turn["answer"]["citations"][0]["section"] = {"label": "Mục IX.9"}
    text = export(client, turn).text
    assert "99/GIẢ" not in text
    assert "Mục IX.9" not in text


def test_a_mark_without_a_citation_stays_as_it_is(client: TestClient) -> None:
    turn = asked(client, "Báo cáo?")
    turn["answer"]["answer"] = "Theo [9] và [1]."
    assert r"Theo \[9\] và[^1]." in export(client, turn).text


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"turns": []},
        {"turns": [{"question": "x"}]},
        {"turns": [{"question": "", "answer": {"status": "answered", "answer": ""}}]},
        {"turns": [{"question": "x", "answer": {"status": "sure", "answer": ""}}]},
        {"turns": [{"question": "x", "answer": {"status": "answered", "answer": "", "citations": [{"marker": 1}]}}]},
        {"turns": [{"question": "x", "answer": {"status": "answered", "answer": ""}}] * 51},
        {"title": "x" * 201, "turns": [{"question": "x", "answer": {"status": "answered", "answer": ""}}]},
    ],
)
def test_a_body_that_is_no_conversation_is_refused(client: TestClient, body: dict[str, Any]) -> None:
    assert client.post("/api/v1/export", json=body).status_code == 422


def test_more_quotes_than_a_conversation_has_are_refused_before_a_document_is_read(client: TestClient) -> None:
    turn = asked(client, "Báo cáo?")
    cited = turn["answer"]["citations"][0]
    turn["answer"]["citations"] = [cited] * 200
    assert export(client, *[turn] * 5).status_code == 200
    told = export(client, *[turn] * 6)
    assert told.status_code == 422
    assert told.json()["errors"] == [
        {"field": "turns", "detail": "có quá nhiều trích dẫn hoặc trích từ quá nhiều văn bản"}
    ]
    turn["answer"]["citations"] = [cited | {"marker": n, "document": {"id": f"d{n}"}} for n in range(1, 102)]
    assert export(client, turn).status_code == 422


def test_a_fault_is_told_with_the_field_it_is_in(client: TestClient) -> None:
    turn = asked(client, "Báo cáo?")
    del turn["answer"]["citations"][1]["quote"]
    told = export(client, turn).json()
    assert told["errors"] == [{"field": "turns[0].answer.citations[1].quote", "detail": "còn thiếu"}]


def test_a_word_file_is_sent_as_one(client: TestClient) -> None:
    body = {"turns": [asked(client, "Báo cáo?")]}
    told = client.post("/api/v1/export", params={"format": "docx"}, json=body)
    assert told.headers["content-type"] == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert told.headers["content-disposition"].endswith('.docx"')
    paragraphs = [p.text for p in docx.Document(BytesIO(told.content)).paragraphs]
    assert paragraphs[0] == "KẾT QUẢ TRA CỨU VĂN BẢN"
    assert "1. Báo cáo?" in paragraphs


def test_an_unknown_format_is_refused(client: TestClient) -> None:
    told = client.post("/api/v1/export", params={"format": "exe"}, json={"turns": [asked(client, "Báo cáo?")]})
    assert told.status_code == 422


def test_a_long_conversation_is_taken_and_an_endless_one_refused(client: TestClient) -> None:
    turn = {"question": "x", "answer": {"status": "refused", "answer": "y" * 19_000}}
    assert export(client, *[turn] * 50).status_code == 200  # almost a megabyte: more than a question may have
    assert export(client, turn | {"padding": "z" * 2_200_000}).status_code == 413
    assert client.post("/api/v1/ask", json={"question": "x", "padding": "z" * 70_000}).status_code == 413
