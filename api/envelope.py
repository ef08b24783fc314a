"""What surrounds every request: correlation id, size limit, security headers, one log line, metrics, last resort.

A plain ASGI middleware. It lets no exception out, so that no server logs a traceback with somebody's question in it,
and it logs the path's template without the query.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import correlation, problems
from api.failures import response_to
from api.metrics import Metrics

_access = logging.getLogger("danvan.api.access")

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors {}"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY.format("'none'"),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_STATIC = "/static/"
# What a registered portal loads with a script tag; all else is for our own pages only.
_LENT = {"/widget.js", "/static/web/chat.js"}
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


@dataclass(slots=True)
class _Exchange:
    """What is known of one request while it is served."""

    started_at: float
    status: int = 0
    received: int = 0


class Envelope:
    """Wraps the application. `body_limit` tells for a path how many bytes a request may send."""

    def __init__(self, app: ASGIApp, metrics: Metrics, body_limit: Callable[[str], int]) -> None:
        self._app = app
        self._metrics = metrics
        self._body_limit = body_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        correlation.enter(correlation.choose(request.headers.get(correlation.HEADER)))
        exchange = _Exchange(perf_counter())
        most_bytes = self._body_limit(scope["path"])

        async def receive_limited() -> Message:
            message = await receive()
            exchange.received += len(message.get("body", b""))
            if exchange.received > most_bytes:
                raise HTTPException(413)
            return message

        async def send_dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                _dress(message, scope["path"])
            await send(message)

        try:
            if _announced_length(request) > most_bytes:
                refusal = problems.problem_response(problems.TOO_LARGE, request, headers={"Connection": "close"})
                await refusal(scope, receive, send_dressed)
            else:
                await self._app(scope, receive_limited, send_dressed)
        except Exception as error:  # noqa: BLE001  # the last resort: nothing may leave with its words
            response = response_to(error, request)
            if not exchange.status:
                await response(scope, receive, send_dressed)
        finally:
            self._account(scope, exchange)

    def _account(self, scope: MutableMapping[str, Any], exchange: _Exchange) -> None:
        seconds = perf_counter() - exchange.started_at
        route = _template(scope)
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.request(route, method, exchange.status, seconds)
        _access.info(
            "%s %s %d %.1fms correlation_id=%s", method, route, exchange.status, seconds * 1000, correlation.current()
        )


def framed_by(origins: Sequence[str]) -> dict[str, str]:
    """Return the headers of a page that may be framed by pages of these origins (see `corpus.sites.read_origin`)."""
    return {
        "Content-Security-Policy": _POLICY.format(" ".join(origins) or "'none'"),
        "Cross-Origin-Resource-Policy": "cross-origin" if origins else "same-origin",
    }


def _dress(message: Message, path: str) -> None:
    headers = MutableHeaders(scope=message)
    # Only our own routes set a policy of their own, and only to say who may frame a page (`framed_by`).
    framed = "Content-Security-Policy" in headers and "frame-ancestors 'none'" not in headers["Content-Security-Policy"]
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    if framed:
        del headers["X-Frame-Options"]
    if path in _LENT:
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    # Answers and documents stay out of shared caches; the page's own files are asked for anew, and seldom sent.
    headers.setdefault("Cache-Control", "no-cache" if path.startswith(_STATIC) else "no-store")
    headers[correlation.HEADER] = correlation.current()


def _announced_length(request: Request) -> int:
    announced = request.headers.get("content-length", "")
    # Eighteen digits are more than any limit: no need to read a number that a sender made endless.
    return int(announced[:18]) if announced.isascii() and announced.isdigit() else 0


def _template(scope: MutableMapping[str, Any]) -> str:
    """Return the template of the route that served, "unmatched" if none did."""
    path = getattr(scope.get("route"), "path", None)
    if isinstance(path, str):
        return path
    return _STATIC if scope["path"].startswith(_STATIC) else "unmatched"
