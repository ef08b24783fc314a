"""Requests from other origins: answered for registered pages on the routes made for them, refused otherwise.

Requests under another host's name than ours are refused before that (`api.access.hosts`).

A plain ASGI middleware, since preflights come before any route. It allows no credentials: the token in the
`Authorization` header is all that a page has to show.
"""

from __future__ import annotations

import re

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from api.access.doorkeeper import Doorkeeper
from api.problems import problem_response

_GUARDED = ("/api/", "/v1/")
_OPEN = re.compile(r"/api/v1/(?:ask|ask/stream|feedback|suggestions|export|sites/[\w-]{1,64}/token)", re.ASCII)
_ALLOWED = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Max-Age": "600",
}
_EXPOSED = "Content-Disposition, Retry-After, X-Correlation-ID"


class CrossOrigin:
    """Wraps the application."""

    def __init__(self, app: ASGIApp, doorkeeper: Doorkeeper) -> None:
        self._app = app
        self._doorkeeper = doorkeeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        if not self._doorkeeper.is_meant(request):
            await problem_response(problems.MISDIRECTED, request)(scope, receive, send)
            return
        if not scope["path"].startswith(_GUARDED):
            await self._app(scope, receive, send)
            return
        origin = self._doorkeeper.foreign_origin(request)
        if origin is None:
            await self._app(scope, receive, send)
        elif _OPEN.fullmatch(scope["path"]) is None or not await self._doorkeeper.knows(origin):
            await problem_response(problems.ORIGIN_REFUSED, request)(scope, receive, send)
        else:
            await self._serve(request, origin, receive, send)

    async def _serve(self, request: Request, origin: str, receive: Receive, send: Send) -> None:
        async def send_readable(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = origin
                headers["Access-Control-Expose-Headers"] = _EXPOSED
                headers.add_vary_header("Origin")
            await send(message)

        if request.method == "OPTIONS" and "access-control-request-method" in request.headers:
            await Response(status_code=204, headers=_ALLOWED)(request.scope, receive, send_readable)
        else:
            await self._app(request.scope, receive, send_readable)
