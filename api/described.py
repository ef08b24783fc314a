"""What OpenAPI says about the responses that routes share, and the finishing touches of the description."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from api import examples
from api.problems import MEDIA_TYPE
from api.schemas import OpenAIErrorOut, ProblemOut

_WHY = {
    400: "Nội dung gửi lên không phải JSON",
    401: "Thiếu thẻ truy cập, thẻ hết hạn hoặc không hợp lệ",
    403: "Trang chưa được đăng ký",
    404: "Không có trong kho",
    409: "Có trích dẫn không khớp với kho",
    413: "Nội dung gửi lên quá lớn",
    415: "Không phải application/json",
    422: "Yêu cầu chưa hợp lệ; `errors` nêu từng trường",
    429: "Quá số yêu cầu cho phép; xem Retry-After",
    500: "Lỗi hệ thống",
    503: "Chưa sẵn sàng hoặc quá tải; xem Retry-After",
}

API_PREFIX = "/api/v1"
OPENAI_PREFIX = "/v1"

Responses = dict[int | str, dict[str, Any]]


def problem_responses(*statuses: int) -> Responses:
    """Describe the problems that a route may answer with."""
    return {s: {"model": ProblemOut, "description": _WHY[s]} for s in (*statuses, 500)}


def openai_problems(*statuses: int) -> Responses:
    """Describe the errors that a route for clients of OpenAI's interface may answer with."""
    return {s: {"model": OpenAIErrorOut, "description": _WHY[s]} for s in (*statuses, 500)}


def ok(model: Any, description: str, status: int = 200, example: Any = None) -> Responses:
    """Describe the successful response of a route."""
    content = {} if example is None else {"content": {"application/json": {"example": example}}}
    return {status: {"model": model, "description": description, **content}}


ACCESS_PROBLEMS = (401, 403, 429)
POST_PROBLEMS = problem_responses(400, *ACCESS_PROBLEMS, 413, 415, 422, 503)


def _as_problem(response: dict[str, Any]) -> None:
    described = response.get("content", {}).pop("application/json", None)
    if described is not None:
        response["content"] = {MEDIA_TYPE: described | {"example": examples.PROBLEM}}


def describe_problems(app: FastAPI) -> None:
    """Make the description tell the media type that errors really have, and drop what is never sent."""
    original = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is not None:
            return app.openapi_schema
        schema = original()
        for path, operations in schema["paths"].items():
            if path.startswith(OPENAI_PREFIX):
                continue
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if status >= "400":
                        _as_problem(response)
        for unused in ("HTTPValidationError", "ValidationError"):
            schema["components"]["schemas"].pop(unused, None)
        return schema

    app.openapi = described  # type: ignore[method-assign]
