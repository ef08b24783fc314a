"""POST /api/v1/export."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api import problems
from api.access.doorkeeper import Visit, Visiting
from api.described import API_PREFIX, POST_PROBLEMS, Responses, problem_responses
from api.desk import Desk
from api.exporting.dossier import Dossier, proven
from api.exporting.markdown import as_markdown
from api.exporting.request import ExportRequest
from api.failures import RefusalError
from api.json_only import require_json
from corpus.model import Document, DocumentId
from rag.model import Filters

Format = Literal["md", "docx"]


def _as_word(dossier: Dossier) -> bytes:
    from api.exporting.word import as_word  # a third of a second that a server without exports does not spend

    return as_word(dossier)


_WRITERS: dict[Format, tuple[str, Callable[[Dossier], bytes]]] = {
    "md": ("text/markdown; charset=utf-8", lambda dossier: as_markdown(dossier).encode()),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _as_word),
}
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_KINDS = [kind.partition(";")[0] for kind, _ in _WRITERS.values()]
_FILE: Responses = {200: {"description": "Tệp", "content": dict.fromkeys(_KINDS, _BINARY)}}


def export_routes(desk: Desk, visit: Visiting) -> APIRouter:
    """Return the route that writes a conversation as a file."""
    router = APIRouter(prefix=API_PREFIX, tags=["Hỏi đáp"], dependencies=[Depends(require_json)])

    def written(body: ExportRequest, wanted: Format, who: Visit) -> Response:
        def read(document_id: DocumentId) -> Document:
            try:
                desk.check(Filters((document_id,)), who)
            except RefusalError as error:
                raise RefusalError(problems.QUOTE_DIFFERS) from error
            return desk.documents.document(document_id)

        today = datetime.now().astimezone().date()
        kind, write = _WRITERS[wanted]
        named = f'attachment; filename="tra-cuu-{today.isoformat()}.{wanted}"'
        return Response(write(proven(body, read, today)), media_type=kind, headers={"Content-Disposition": named})

    @router.post(
        "/export",
        summary="Xuất cuộc trao đổi ra tệp",
        response_class=Response,
        responses=_FILE | POST_PROBLEMS | problem_responses(409),
    )
    async def export(
        body: ExportRequest,
        wanted: Annotated[Format, Query(alias="format", description="Kiểu tệp: md (Markdown) hoặc docx (Word)")] = "md",
        who: Visit = Depends(visit),
    ) -> Response:
        """Mọi trích dẫn được đối chiếu với văn bản trong kho trước khi ghi; khác thì trả 409."""
        return await desk.pool.run(written, body, wanted, who)

    return router
