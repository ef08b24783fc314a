"""The JSON of the contract, pinned: other programs rely on every name and shape here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, is_typeddict

import pytest
from pydantic import TypeAdapter

from api import schemas
from api.app import create_app
from api.rendering import answer_out, document_detail_out, json_bytes, search_out
from api.testing import SampleAssistant
from rag.model import Filters, Inquiry

ROOT = Path(__file__).resolve().parents[2]

PINNED: dict[str, Any] = {
    "id": "a-1",
    "status": "answered",
    "answer": "Trước ngày 05/6 [1].\nBáo cáo năm: trước ngày 05/12 [2].",
    "citations": [
        {
            "marker": 1,
            "document": {
                "id": "ke-hoach-tan-mau",
                "title": "Kế hoạch công tác dân vận năm 2024 của xã Tân Mẫu",
                "type": "Kế hoạch",
                "number": "12/KH-UBND",
                "issuer": "UBND xã Tân Mẫu",
                "locality": "xã Tân Mẫu",
                "issued_on": "2024-01-15",
                "year": 2024,
            },
            "section": {
                "path": ["II", "1"],
                "label": "Mục II.1",
                "heading": "CHẾ ĐỘ BÁO CÁO",
                "text": "1. Định kỳ 6 tháng (trước ngày 05/6), các đơn vị báo cáo UBND xã.",
            },
            "quote": "Định kỳ 6 tháng (trước ngày 05/6), các đơn vị báo cáo UBND xã.",
            "start": 114,
            "end": 176,
            "url": "/documents/ke-hoach-tan-mau#muc-ii-1",
        },
        {
            "marker": 2,
            "document": {
                "id": "ke-hoach-tan-mau",
                "title": "Kế hoạch công tác dân vận năm 2024 của xã Tân Mẫu",
                "type": "Kế hoạch",
                "number": "12/KH-UBND",
                "issuer": "UBND xã Tân Mẫu",
                "locality": "xã Tân Mẫu",
                "issued_on": "2024-01-15",
                "year": 2024,
            },
            "section": {
                "path": ["II", "2"],
                "label": "Mục II.2",
                "heading": "CHẾ ĐỘ BÁO CÁO",
                "text": "2. Báo cáo năm gửi trước ngày 05/12 <script>alert(1)</script>.",
            },
            "quote": "Báo cáo năm gửi trước ngày 05/12 <script>alert(1)</script>.",
            "start": 180,
            "end": 239,
            "url": "/documents/ke-hoach-tan-mau#muc-ii-2",
        },
    ],
    "related": [],
    "options": [],
    "notices": ["Kế hoạch năm 2024 đã hết thời gian thực hiện."],
    "confidence": 0.93,
    "verification": None,
    "mode": "extractive",
    "conversation_id": "c-1",
    "timings_ms": {"total": 0.2},
}


def _rendered(question: str) -> Any:
    return json.loads(json_bytes(answer_out(SampleAssistant().answer(Inquiry(question)))))


def _unknown_keys(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> list[str]:
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    if isinstance(value, list):
        return [k for item in value for k in _unknown_keys(item, schema.get("items", {}), root)]
    if not isinstance(value, dict) or "properties" not in schema:
        return []
    unknown = [k for k in value if k not in schema["properties"]]
    nested = [_unknown_keys(value[k], s, root) for k, s in schema["properties"].items() if k in value]
    return unknown + [k for keys in nested for k in keys]


def test_an_answer_has_exactly_the_json_of_the_contract() -> None:
    assert _rendered("báo cáo") == PINNED


def test_the_keys_come_in_the_order_of_the_contract() -> None:
    assert list(_rendered("báo cáo")) == list(PINNED)


def test_a_refusal_has_the_same_keys_and_its_nearest_sections_beside_it() -> None:
    refusal = _rendered("thời tiết")
    assert list(refusal) == list(PINNED)
    assert (refusal["status"], refusal["citations"], len(refusal["related"])) == ("refused", [], 1)
    assert refusal["related"][0].keys() == PINNED["citations"][0].keys()


def test_a_request_to_clarify_has_options_with_a_label_and_a_whole_question() -> None:
    unclear = _rendered("kế hoạch nào")
    assert unclear["status"] == "clarify"
    assert unclear["options"] == [{"label": "Xã Tân Mẫu", "question": "Báo cáo của xã Tân Mẫu nộp khi nào?"}]


@pytest.mark.parametrize("question", ["báo cáo", "thời tiết", "kế hoạch nào"])
def test_an_answer_is_what_openapi_says_it_is(question: str) -> None:
    answer = _rendered(question)
    TypeAdapter(schemas.AnswerOut).validate_python(answer, strict=True)
    described = TypeAdapter(schemas.AnswerOut).json_schema()
    assert _unknown_keys(answer, described, described) == []


def test_a_document_and_search_hits_are_what_openapi_says_they_are() -> None:
    assistant = SampleAssistant()
    shown = json.loads(json_bytes(document_detail_out(assistant.documents.documents()[0])))
    hits = json.loads(json_bytes(search_out(assistant.search("…", 4, Filters()))))
    for value, model in ((shown, schemas.DocumentDetailOut), (hits, schemas.SearchOut)):
        TypeAdapter(model).validate_python(value, strict=True)
        described = TypeAdapter(model).json_schema()
        assert _unknown_keys(value, described, described) == []


def test_every_quote_is_a_slice_of_the_text_that_the_document_endpoint_serves() -> None:
    assistant = SampleAssistant()
    texts = {str(d.id): d.text for d in assistant.documents.documents()}
    hits = search_out(assistant.search("…", 10, Filters()))["hits"]
    assert len(hits) == 6
    for hit in hits:
        assert texts[hit["document"]["id"]][hit["start"] : hit["end"]] == hit["quote"]


def test_hits_are_ranked_from_one() -> None:
    assert [h["marker"] for h in search_out(SampleAssistant().search("…", 10, Filters()))["hits"]] == [1, 2, 3, 4, 5, 6]


def test_the_stored_description_is_the_one_that_the_application_serves() -> None:
    assistant = SampleAssistant()
    app = create_app(assistant, assistant.documents, assistant.documents.readiness)
    stored = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    assert app.openapi() == stored, "run: python -m api.description > docs/openapi.json"


def test_every_typed_dictionary_of_the_door_is_described() -> None:
    stored = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))["components"]["schemas"]
    named = {name for name, cls in vars(schemas).items() if is_typeddict(cls) and name.endswith("Out")}
    assert named <= stored.keys()
