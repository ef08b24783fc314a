"""Examples for the OpenAPI description: an invented document of an invented place."""

from __future__ import annotations

from typing import Any

_TEXT = "Định kỳ 6 tháng (trước ngày 05/6), các ban, ngành, đoàn thể báo cáo kết quả về UBND xã."

ASK: dict[str, Any] = {
    "question": "Báo cáo 6 tháng nộp trước ngày nào?",
    "filters": {"locality": "xã Tân Mẫu", "year": 2024},
}

FOLLOW_UP: dict[str, Any] = {
    "question": "Còn báo cáo năm?",
    "history": [
        {"role": "user", "content": "Báo cáo 6 tháng nộp trước ngày nào?"},
        {"role": "assistant", "content": "Trước ngày 05/6 [1]."},
    ],
    "conversation_id": "c-7f1b2a",
}

COMPLETION_REQUEST: dict[str, Any] = {
    "model": "danvan",
    "messages": [{"role": "user", "content": "Báo cáo 6 tháng nộp trước ngày nào?"}],
}

DOCUMENT: dict[str, Any] = {
    "id": "ke-hoach-12-tan-mau",
    "title": "Kế hoạch triển khai công tác dân vận năm 2024",
    "type": "Kế hoạch",
    "number": "12/KH-UBND",
    "issuer": "UBND xã Tân Mẫu",
    "locality": "xã Tân Mẫu",
    "issued_on": "2024-01-15",
    "year": 2024,
}

CITATION: dict[str, Any] = {
    "marker": 1,
    "document": DOCUMENT,
    "section": {
        "path": ["III", "2", "-1"],
        "label": "Mục III.2, gạch đầu dòng thứ 1",
        "heading": "Chế độ thông tin, báo cáo",
        "text": f"- {_TEXT}",
    },
    "quote": _TEXT,
    "start": 1204,
    "end": 1204 + len(_TEXT),
    "url": "/documents/ke-hoach-12-tan-mau#iii-2-gach-1",
}

ANSWER: dict[str, Any] = {
    "id": "a-0f3c9d",
    "status": "answered",
    "answer": "Trước ngày 05/6 [1].",
    "citations": [CITATION],
    "related": [],
    "options": [],
    "notices": [],
    "confidence": 0.93,
    "verification": None,
    "mode": "extractive",
    "conversation_id": "c-7f1b2a",
    "timings_ms": {"total": 7.4},
}

FEEDBACK: dict[str, Any] = {"answer_id": "a-0f3c9d", "verdict": "up"}

PROBLEM: dict[str, Any] = {
    "type": "urn:danvan:problem:invalid-request",
    "title": "Yêu cầu chưa hợp lệ",
    "status": 422,
    "detail": "Trường “question”: dài quá 2000 ký tự.",
    "instance": "/api/v1/ask",
    "correlation_id": "4c1d1f0d6f2b4e0f9a3b1c2d3e4f5a6b",
    "errors": [{"field": "question", "detail": "dài quá 2000 ký tự"}],
}
