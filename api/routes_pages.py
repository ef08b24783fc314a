"""The plain pages: ask, list the documents, read one. They work without a script; the script makes them quicker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Query
from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from api import pages
from api.access.doorkeeper import Visit, Visiting
from api.complaints import complaints
from api.desk import Desk
from api.document_page import quoted_range
from api.inquiries import QUESTION_LIMIT, Question
from api.rendering import answer_out
from corpus.model import DocumentId
from rag.model import Inquiry

_LIST_LIMIT = 100
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


def document_page_routes(desk: Desk) -> APIRouter:
    """Return the routes of the pages that list and show documents."""
    router = APIRouter(include_in_schema=False)

    def drawn(document_id: DocumentId, start: str | None, end: str | None) -> Response:
        found = desk.documents.document(document_id)
        return pages.document(found, quoted_range(found, start, end))

    @router.get("/documents")
    async def documents(offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0) -> Response:
        stored = await desk.pool.run(desk.documents.documents)
        return pages.documents(stored[offset : offset + _LIST_LIMIT], len(stored), offset, _LIST_LIMIT)

    @router.get("/documents/{document_id}")
    async def document(document_id: str, start: str | None = None, end: str | None = None) -> Response:
        return await desk.pool.run(drawn, DocumentId(document_id), start, end)

    return router
