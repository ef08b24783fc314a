"""POST /api/v1/feedback."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.access.doorkeeper import Visiting
from api.described import API_PREFIX, POST_PROBLEMS, ok
from api.desk import Desk
from api.inquiries import FeedbackRequest
from api.json_only import require_json
from api.rendering import json_response
from api.schemas import FeedbackOut


def feedback_routes(desk: Desk, visit: Visiting) -> APIRouter:
    """Return the route that takes verdicts on answers."""
    router = APIRouter(prefix=API_PREFIX, tags=["Góp ý"], dependencies=[Depends(require_json), Depends(visit)])

    @router.post(
        "/feedback",
        status_code=202,
        summary="Đánh giá một câu trả lời",
        responses=ok(FeedbackOut, "Đã nhận", 202) | POST_PROBLEMS,
    )
    async def feedback(body: FeedbackRequest) -> Response:
        """Ghi nhận hữu ích hay chưa; chỉ đếm, trừ khi người quản trị đã bật việc lưu câu hỏi."""
        kept = await desk.pool.run(desk.take, body.meaning())
        out: FeedbackOut = {"received": True, "comment_kept": kept}
        return json_response(out, 202)

    return router
