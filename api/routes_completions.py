"""POST /v1/chat/completions and GET /v1/models: the assistant for clients of OpenAI's chat interface."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api import problems
from api.access.doorkeeper import Visit, Visiting
from api.completion_request import MODELS, CompletionRequest
from api.completion_schemas import CompletionOut, ModelsOut
from api.completions import completion_chunks, completion_out
from api.described import OPENAI_PREFIX, ok, openai_problems
from api.desk import Desk
from api.failures import RefusalError, log_failure
from api.hangup import while_wanted
from api.json_only import require_json
from api.problems import detail_of, openai_error, problem_for
from api.rendering import json_bytes, json_response
from rag.model import Answer

_STREAM = "Với `stream`: các `chat.completion.chunk`, rồi `[DONE]`; đoạn cuối mang `annotations` và `citations`."
_DONE = b"data: [DONE]\n\n"
_ALIVE = b": ping\n\n"  # no event: clients pass over it
ALIVE_S = 15.0  # as long as `/api/v1/ask/stream` is silent at most


Asked = Callable[[], Awaitable[Answer]]


async def _answer(desk: Desk, body: CompletionRequest, request: Request, who: Visit) -> Answer:
    async with while_wanted(request, body.meaning()) as inquiry:
        return await desk.pool.call(desk.answer, inquiry, body.channel(), who)


async def _events(
    asked: Callable[[], Awaitable[Answer]], body: CompletionRequest, base_url: str
) -> AsyncIterator[bytes]:
    answering = asyncio.ensure_future(asked())
    try:
        while not answering.done():
            await asyncio.wait([answering], timeout=ALIVE_S)
            if not answering.done():
                yield _ALIVE
        for chunk in completion_chunks(answering.result(), body.model, base_url, with_usage=body.wants_usage):
            yield _event(chunk)
    except Exception as error:  # noqa: BLE001  # the stream has begun: the only way left to say it is an event
        problem = problem_for(error)
        log_failure(error, problem)
        yield _event(openai_error(problem, detail_of(problem, error)))
    finally:
        answering.cancel()  # where the client has left
    yield _DONE


def _event(data: Any) -> bytes:
    return b"data: " + json_bytes(data) + b"\n\n"


def completion_routes(desk: Desk, visit: Visiting, public_url: str | None) -> APIRouter:
    """Return the routes. `visit` lets programs in, whatever key they show: the interface wants one, we have none."""
    router = APIRouter(prefix=OPENAI_PREFIX, tags=["Giao thức OpenAI"])

    async def admitted(body: CompletionRequest, who: Visit = Depends(visit)) -> AsyncIterator[None]:
        # What can be refused is refused before the stream begins, while a status code can still say so.
        if body.model not in MODELS:
            raise RefusalError(problems.UNKNOWN_MODEL)
        async with desk.pool.admission():
            if body.meaning().filters.document_ids:
                await desk.pool.call(desk.check, body.meaning().filters, who)
            yield

    @router.post(
        "/chat/completions",
        summary="Hỏi theo giao thức OpenAI",
        description=f"Lượt cuối của `messages` là câu hỏi. {_STREAM}",
        responses=ok(CompletionOut, "Câu trả lời") | openai_problems(400, 403, 404, 413, 415, 422, 429, 503),
        dependencies=[Depends(require_json), Depends(admitted)],
    )
    async def complete(body: CompletionRequest, request: Request, who: Visit = Depends(visit)) -> Response:
        base_url = (public_url or str(request.base_url)).rstrip("/")
        asked = partial(_answer, desk, body, request, who)
        if body.stream:
            return StreamingResponse(_events(asked, body, base_url), media_type="text/event-stream")
        return json_response(completion_out(await asked(), body.model, base_url))

    @router.get(
        "/models",
        summary="Các tên dùng ở `model`",
        responses=ok(ModelsOut, "Các tên") | openai_problems(403, 429),
        dependencies=[Depends(visit)],
    )
    async def models() -> Response:
        listed: ModelsOut = {
            "object": "list",
            "data": [{"id": name, "object": "model", "created": 0, "owned_by": "danvan"} for name in MODELS],
        }
        return json_response(listed)

    return router
