"""What other sites load: the widget's script at its short address, and the conversation alone for a frame."""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import FileResponse, Response

from api import pages
from api.access.doorkeeper import Doorkeeper
from api.envelope import framed_by

_SITE_LIMIT = 128


def widget_routes(doorkeeper: Doorkeeper) -> APIRouter:
    """Return the routes that an office puts on its own portal."""
    router = APIRouter(include_in_schema=False)
    script = str(files("api") / "static" / "web" / "widget.js")

    @router.api_route("/widget.js", methods=["GET", "HEAD"])
    async def widget() -> Response:
        return FileResponse(script, media_type="text/javascript", headers={"Cache-Control": "no-cache"})

    @router.get("/embed")
    async def embed(site: Annotated[str, Query(max_length=_SITE_LIMIT)] = "") -> Response:
        found = await doorkeeper.site(site)
        page = pages.embed(site)
        page.headers.update(framed_by(found.origins if found is not None else ()))
        return page

    return router
