"""GET /api/v1/suggestions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.doorkeeper import Visit, Visiting
from api.described import ACCESS_PROBLEMS, API_PREFIX, ok, problem_responses
from api.desk import Desk
from api.rendering import json_response
from api.schemas import SuggestionsOut
from rag.suggesting import suggest

SUGGESTIONS_LIMIT = 8


def suggestion_routes(desk: Desk, visit: Visiting) -> APIRouter:
    """Return the route that offers questions to begin with."""
    router = APIRouter(prefix=API_PREFIX, tags=["Hỏi đáp"])

    def drawn(limit: int, who: Visit) -> SuggestionsOut:
        answer = desk.assistant_for(who).answer
        allowed = tuple(document.id for document in desk.shown(who))
        found = desk.holdings.remember(
            ("suggestions", allowed, limit), lambda: suggest(desk.documents, answer, allowed, limit)
        )
        return {"suggestions": [{"label": o.label, "question": o.question} for o in found]}

    @router.get(
        "/suggestions",
        summary="Những câu hỏi để bắt đầu",
        responses=ok(SuggestionsOut, "Câu hỏi gợi ý") | problem_responses(*ACCESS_PROBLEMS, 422, 503),
    )
    async def suggestions(
        limit: Annotated[int, Query(ge=1, le=SUGGESTIONS_LIMIT, description="Số câu nhiều nhất")] = 4,
        who: Visit = Depends(visit),
    ) -> Response:
        """Lập theo quy tắc từ kho văn bản; câu nào cũng đã được trả lời thử."""
        return json_response(await desk.pool.run(drawn, limit, who))

    return router
