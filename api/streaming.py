"""One answer as server-sent events: status, citations, token …, and always a last one: final or error."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

from fastapi.sse import ServerSentEvent
from starlette.requests import Request

from api.access.doorkeeper import Visit
from api.desk import Desk
from api.failures import log_failure
from api.hangup import while_wanted
from api.inquiries import AskRequest
from api.problems import detail_of, problem_for, problem_out
from api.rendering import answer_out, json_bytes

_PIECE = re.compile(r"\s*(?:\S+\s*){1,4}|\s+")


def _event(name: str, data: Any) -> ServerSentEvent:
    return ServerSentEvent(event=name, raw_data=json_bytes(data).decode())


def tokens(answer: str) -> Iterator[str]:
    """Cut an answer into pieces of a few words; joined, they are the answer again."""
    return (piece.group() for piece in _PIECE.finditer(answer))


async def answer_events(desk: Desk, body: AskRequest, visit: Visit, request: Request) -> AsyncIterator[ServerSentEvent]:
    """Answer `body` as events; the caller holds an admission.

    The citations come before the first word. Nothing is said before it is verified, so the tokens are
    those of the finished answer. Whatever goes wrong ends the stream with `error` and a problem object.
    """
    try:
        yield _event("status", {"stage": "searching", "message": "Đang tìm trong kho văn bản…"})
        async with while_wanted(request, body.meaning()) as inquiry:
            out = answer_out(await desk.pool.call(desk.answer, inquiry, body.channel(), visit))
        yield _event("citations", {"citations": out["citations"], "related": out["related"]})
        for piece in tokens(out["answer"]):
            yield _event("token", {"text": piece})
        yield _event("final", out)
    except Exception as error:  # noqa: BLE001  # the stream has begun: the only way left to say it is an event
        problem = problem_for(error)
        log_failure(error, problem)
        yield _event("error", problem_out(problem, request.scope["path"], detail_of(problem, error)))
