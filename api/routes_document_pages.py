"""The pages that list the documents and show one. They work without a script; the script makes them quicker."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api import pages
from api.desk import Desk
from api.document_list import ListQuery, listing
from api.document_spans import quoted_spans
from api.wording import clean
from corpus.model import DocumentId

LONGEST_SEARCH = 200


def document_page_routes(desk: Desk) -> APIRouter:
    """Return the routes of the pages that list and show documents."""
    router = APIRouter(include_in_schema=False)

    def listed(query: ListQuery) -> Response:
        return pages.documents(listing(desk.documents.documents(), query))

    def drawn(document_id: DocumentId, starts: list[str], ends: list[str], wanted: str) -> Response:
        found = desk.documents.document(document_id)
        return pages.document(found, quoted_spans(found.text, starts, ends), wanted, desk.documents.documents())

    @router.get("/documents")
    async def documents(  # one parameter for each field of the form
        tim: str = "", loai: str = "", noi: str = "", nam: str = "", xep: str = "", trang: str = ""
    ) -> Response:
        page = int(trang) if trang.isascii() and trang.isdigit() and len(trang) <= 6 else 1
        query = ListQuery(_searched(tim), _searched(loai), _searched(noi), _searched(nam), _searched(xep), page)
        return await desk.pool.run(listed, query)

    @router.get("/documents/{document_id}")
    async def document(
        document_id: str,
        start: Annotated[list[str] | None, Query()] = None,
        end: Annotated[list[str] | None, Query()] = None,
        tim: str = "",
    ) -> Response:
        return await desk.pool.run(drawn, DocumentId(document_id), start or [], end or [], _searched(tim))

    return router


def _searched(words: str) -> str:
    return clean(words[:LONGEST_SEARCH])
