"""The page that asks and the one for programmers. They work without a script; the script makes them quicker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends
from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from api import pages
from api.access.doorkeeper import Visit, Visiting
from api.complaints import complaints
from api.desk import Desk
from api.inquiries import QUESTION_LIMIT, Question
from api.rendering import answer_out
from rag.model import Inquiry

_QUESTION: TypeAdapter[str] = TypeAdapter(Question)


async def _question_of(request: Request) -> str:
    """Return what the form sent, "" when it sent no question; bytes that are no UTF-8 become a replacement mark."""
    body = (await request.body()).decode("utf-8", errors="replace")
    try:
        fields = parse_qs(body, max_num_fields=10, errors="replace")
    except ValueError:
        return ""
    return fields.get("question", [""])[0]


def _complaint(error: ValidationError) -> str:
    return f"Câu hỏi {complaints(error.errors(include_input=False))[0]['detail']}."


def ask_page_routes(desk: Desk, visit: Visiting) -> APIRouter:
    """Return the routes of the page that asks."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/", methods=["GET", "HEAD"])
    async def home() -> Response:
        return pages.ask(days_kept=desk.days_kept)

    @router.post("/")
    async def asked(request: Request, who: Visit = Depends(visit)) -> Response:
        question = await _question_of(request)
        try:
            inquiry = Inquiry(_QUESTION.validate_python(question))
        except ValidationError as error:
            return pages.ask(question[:QUESTION_LIMIT], complaint=_complaint(error), days_kept=desk.days_kept)
        answer = await desk.pool.run(desk.answer, inquiry, "web", who)
        return pages.ask(inquiry.question, answer_out(answer), days_kept=desk.days_kept)

    return router


def reference_page_routes(description: Callable[[], dict[str, Any]]) -> APIRouter:
    """Return the route of the page for programmers, drawn from the OpenAPI description without any foreign script."""
    router = APIRouter(include_in_schema=False)

    @router.get("/docs")
    async def docs() -> Response:
        return pages.reference(description())

    return router
