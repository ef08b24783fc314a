"""GET /api/v1/search."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.doorkeeper import Visit, Visiting
from api.described import ACCESS_PROBLEMS, API_PREFIX, ok, problem_responses
from api.desk import Desk
from api.inquiries import FilterIds, Question, ShortText, Year
from api.rendering import json_response, search_out
from api.schemas import SearchOut
from corpus.model import DocumentId
from rag.model import Filters

HITS_LIMIT = 100


def _filters(
    document_id: Annotated[FilterIds, Query(description="Chỉ tìm trong văn bản này; có thể lặp lại")] = [],  # noqa: B006
    locality: Annotated[ShortText, Query(description="Địa phương")] = None,
    year: Annotated[Year | None, Query(description="Năm")] = None,
    type: Annotated[ShortText, Query(description="Tên loại văn bản")] = None,  # noqa: A002  # the contract's name
) -> Filters:
    return Filters(tuple(DocumentId(i) for i in document_id), locality, year, type)


def search_routes(desk: Desk, visit: Visiting) -> APIRouter:
    """Return the route that searches without answering."""
    router = APIRouter(prefix=API_PREFIX, tags=["Tìm kiếm"])

    @router.get(
        "/search",
        summary="Tìm các đoạn gần với câu hỏi nhất",
        responses=ok(SearchOut, "Các đoạn, gần nhất trước") | problem_responses(*ACCESS_PROBLEMS, 422, 503),
    )
    async def search(
        q: Annotated[Question, Query(description="Câu hỏi hoặc từ khóa")],
        filters: Annotated[Filters, Depends(_filters)],
        limit: Annotated[int, Query(ge=1, le=HITS_LIMIT, description="Số đoạn nhiều nhất")] = 10,
        who: Visit = Depends(visit),
    ) -> Response:
        """Chỉ tìm, không trả lời."""
        return json_response(search_out(await desk.pool.run(desk.search, q, limit, filters, who)))

    return router
