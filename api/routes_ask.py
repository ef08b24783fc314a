"""POST /api/v1/ask and /api/v1/ask/stream."""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.requests import Request
from starlette.responses import Response

from api.access.doorkeeper import Visit, Visiting
from api.described import API_PREFIX, POST_PROBLEMS, ok
from api.desk import Desk
from api.hangup import while_wanted
from api.inquiries import AskRequest
from api.json_only import require_json
from api.rendering import answer_out, json_response
from api.schemas import AnswerOut
from api.streaming import answer_events

_STREAM = (
    "Luồng sự kiện `status`, `sentence` … (khi mô hình ngôn ngữ viết), `citations`, `token` …, "
    "kết thúc bằng đúng một `final` (như /ask) hoặc `error` (problem)."
)


def ask_routes(desk: Desk, visit: Visiting) -> APIRouter:
    """Return the routes that answer questions."""
    router = APIRouter(prefix=API_PREFIX, tags=["Hỏi đáp"], dependencies=[Depends(require_json)])

    async def admitted(body: AskRequest, who: Visit = Depends(visit)) -> AsyncIterator[None]:
        # What can be refused is refused before the stream begins, while a status code can still say so.
        async with desk.pool.admission():
            filters = body.meaning().filters
            if filters.document_ids or who.site is not None:
                await desk.pool.call(desk.admit, filters, who)
            yield

    @router.post("/ask", summary="Hỏi kho văn bản", responses=ok(AnswerOut, "Câu trả lời") | POST_PROBLEMS)
    async def ask(body: AskRequest, request: Request, who: Visit = Depends(visit)) -> Response:
        """Trả lời kèm trích dẫn nguyên văn; không có căn cứ thì nói là không có."""
        async with while_wanted(request, body.meaning()) as inquiry:
            answer = await desk.pool.run(desk.answer, inquiry, body.channel(), who)
        return json_response(answer_out(answer))

    @router.post(
        "/ask/stream",
        summary="Hỏi kho văn bản, trả lời theo luồng",
        description=_STREAM,
        response_class=EventSourceResponse,
        responses=POST_PROBLEMS,
        dependencies=[Depends(admitted)],
    )
    async def ask_stream(
        body: AskRequest, request: Request, who: Visit = Depends(visit)
    ) -> AsyncIterator[ServerSentEvent]:
        async for event in answer_events(desk, body, who, request):
            yield event

    return router
