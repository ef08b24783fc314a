"""What is wrong with a request, field by field, in Vietnamese and without repeating what was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.schemas import FieldProblemOut

_WHERE = {"body", "query", "path", "header"}
# Names that may be told. Anything else in an error's location was made up by the sender.
_KNOWN = {
    "question", "history", "role", "content", "conversation_id", "filters", "document_ids", "document_id",
    "locality", "year", "type", "mode", "answer_id", "verdict", "comment", "q", "limit", "offset",
    "title", "turns", "answer", "status", "citations", "related", "notices", "marker", "document", "id", "quote",
    "start", "end", "format", "site_id", "messages", "model", "stream", "stream_options", "include_usage", "keep",
}  # fmt: skip

_SAID = {
    "missing": "còn thiếu",
    "string_type": "phải là chuỗi ký tự",
    "string_unicode": "chứa ký tự không hợp lệ",
    "string_pattern_mismatch": "có ký tự không được phép",
    "int_type": "phải là số nguyên",
    "int_parsing": "phải là số nguyên",
    "int_from_float": "phải là số nguyên",
    "int_parsing_size": "là số quá lớn",
    "finite_number": "phải là số nguyên",
    "list_type": "phải là một danh sách",
    "model_type": "phải là một đối tượng JSON",
    "model_attributes_type": "phải là một đối tượng JSON",
    "extra_forbidden": "có tên không được hỗ trợ",
    "says_nothing": "chưa có nội dung để hỏi",
    "too_many_quotes": "có quá nhiều trích dẫn hoặc trích từ quá nhiều văn bản",
    "json_invalid": "không phải là JSON hợp lệ",
}
_CHOICES = "chỉ nhận một trong các giá trị đã quy định"


def _said(error: Mapping[str, Any]) -> str:
    kind = error["type"]
    limits = error.get("ctx") or {}
    match kind:
        case "string_too_long":
            return f"dài quá {limits.get('max_length')} ký tự"
        case "string_too_short":
            return "đang để trống"
        case "too_long":
            return f"có quá {limits.get('max_length')} phần tử"
        case "greater_than_equal":
            return f"phải từ {limits.get('ge')} trở lên"
        case "less_than_equal":
            return f"phải từ {limits.get('le')} trở xuống"
        case "literal_error" | "enum":
            return _CHOICES
        case _:
            return _SAID.get(kind, "không hợp lệ")


def _field(location: Sequence[str | int]) -> str:
    """Name a field as in "history[2].role"; "" for the body itself and where only a made-up name would tell."""
    name = ""
    for step in location[1:] if location and location[0] in _WHERE else location:
        if isinstance(step, int):
            name += f"[{step}]" if name else ""
        elif step in _KNOWN:
            name += f".{step}" if name else step
    return name


def complaints(errors: Sequence[Mapping[str, Any]]) -> list[FieldProblemOut]:
    """Return one complaint for each field, at most ten, in the order found."""
    found: dict[str, str] = {}
    for error in errors:
        found.setdefault(_field(error["loc"]), _said(error))
    return [{"field": field, "detail": detail} for field, detail in list(found.items())[:10]]


def in_one_sentence(found: Sequence[FieldProblemOut]) -> str:
    """Return the first complaint as a sentence that names its field."""
    first = found[0]
    subject = f"Trường “{first['field']}”" if first["field"] else "Nội dung gửi lên"
    return f"{subject}: {first['detail']}."
