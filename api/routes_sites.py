"""POST /api/v1/sites/{site_id}/token."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import Response

from api.access.doorkeeper import Doorkeeper
from api.described import API_PREFIX, ok, problem_responses
from api.desk import Desk
from api.rendering import json_response
from api.schemas import TokenOut


def site_routes(doorkeeper: Doorkeeper, desk: Desk) -> APIRouter:
    """Return the route that gives registered pages their tokens."""
    router = APIRouter(prefix=API_PREFIX, tags=["Trang nhúng"])

    @router.post(
        "/sites/{site_id}/token",
        summary="Xin thẻ truy cập cho một trang đã đăng ký",
        responses=ok(TokenOut, "Thẻ truy cập") | problem_responses(403, 422, 429),
    )
    async def token(site_id: Annotated[str, Path(max_length=64)], request: Request) -> Response:
        """Đổi mã trang và Origin lấy một thẻ ngắn hạn; gửi kèm câu hỏi ở tiêu đề Authorization."""
        site, given, lifetime_s = await doorkeeper.trade(request, site_id)
        out: TokenOut = {"token": given, "expires_in": lifetime_s}
        if site.title:
            out["title"] = site.title
        if site.greeting:
            out["greeting"] = site.greeting
        if desk.days_kept is not None:
            out["days_kept"] = desk.days_kept
        return json_response(out)

    return router
