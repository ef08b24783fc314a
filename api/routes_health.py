"""GET /health/live, /health/ready and /metrics. None of them waits for a thread, so that they tell even under load."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api import problems
from api.described import ok, problem_responses
from api.desk import Desk
from api.problems import problem_response
from api.rendering import json_response
from api.schemas import LiveOut, ReadyOut


def health_routes(desk: Desk) -> APIRouter:
    """Return the routes for whoever watches the server."""
    router = APIRouter(tags=["Vận hành"])

    @router.get("/health/live", summary="Tiến trình đang chạy", responses=ok(LiveOut, "Đang chạy"))
    async def live() -> Response:
        out: LiveOut = {"status": "alive"}
        return json_response(out)

    @router.get(
        "/health/ready",
        summary="Sẵn sàng trả lời",
        responses=ok(ReadyOut, "Sẵn sàng") | problem_responses(503),
    )
    async def ready(request: Request) -> Response:
        """503 cho đến khi trả lời được."""
        readiness = desk.readiness()
        if readiness is None:
            return problem_response(problems.NOT_READY, request, headers={"Retry-After": "1"})
        out: ReadyOut = {
            "status": "ready",
            "documents": readiness.documents,
            "passages": readiness.passages,
            "fingerprint": readiness.fingerprint,
        }
        return json_response(out)

    @router.get("/metrics", summary="Số đo cho Prometheus", response_class=Response)
    async def metrics() -> Response:
        """Chỉ có số đếm và thời gian, không có nội dung câu hỏi."""
        return Response(desk.metrics.exposition(), media_type=desk.metrics.content_type)

    return router
