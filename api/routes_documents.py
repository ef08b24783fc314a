"""GET /api/v1/documents and /api/v1/documents/{document_id}."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.doorkeeper import Visit, Visiting
from api.described import ACCESS_PROBLEMS, API_PREFIX, ok, problem_responses
from api.desk import Desk
from api.holdings import facets
from api.rendering import document_detail_out, document_out, json_bytes, json_response
from api.schemas import DocumentDetailOut, DocumentsOut, FacetsOut
from corpus.model import DocumentId

PAGE_LIMIT = 500


def document_routes(desk: Desk, visit: Visiting) -> APIRouter:
    """Return the routes that list and show documents."""
    router = APIRouter(prefix=API_PREFIX, tags=["Văn bản"], dependencies=[Depends(visit)])

    def page(limit: int, offset: int) -> DocumentsOut:
        stored = desk.documents.documents()
        shown = stored[offset : offset + limit]
        following = offset + limit
        return {
            "documents": [document_out(d.id, d.metadata) for d in shown],
            "total": len(stored),
            "next": following if following < len(stored) else None,
        }

    def detail(document_id: DocumentId) -> bytes:
        return json_bytes(document_detail_out(desk.documents.document(document_id)))

    @router.get(
        "/documents",
        summary="Danh sách văn bản trong kho",
        responses=ok(DocumentsOut, "Một trang danh sách") | problem_responses(*ACCESS_PROBLEMS, 422, 503),
    )
    async def documents(
        limit: Annotated[int, Query(ge=1, le=PAGE_LIMIT, description="Số văn bản mỗi trang")] = PAGE_LIMIT,
        offset: Annotated[int, Query(ge=0, le=10_000_000, description="Bỏ qua bao nhiêu văn bản đầu")] = 0,
    ) -> Response:
        """Liệt kê văn bản, không kèm toàn văn."""
        return json_response(await desk.pool.run(page, limit, offset))

    @router.get(
        "/facets",
        summary="Lọc được theo những gì: địa phương, năm, tên loại",
        responses=ok(FacetsOut, "Giá trị và số văn bản") | problem_responses(*ACCESS_PROBLEMS, 503),
    )
    async def counted(who: Visit = Depends(visit)) -> Response:
        """Các giá trị dùng được trong `filters` của câu hỏi."""
        return json_response(facets(await desk.pool.run(desk.shown, who)))

    @router.get(
        "/documents/{document_id}",
        summary="Một văn bản: thông tin, toàn văn, bố cục",
        responses=ok(DocumentDetailOut, "Văn bản") | problem_responses(*ACCESS_PROBLEMS, 404, 503),
    )
    async def document(document_id: str) -> Response:
        """Trả về toàn văn và các mục với vị trí `start`, `end` trong `text`."""
        return Response(await desk.pool.run(detail, DocumentId(document_id)), media_type="application/json")

    return router
