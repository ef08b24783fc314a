"""One answer as server-sent events: status, sentence …, citations, token …, and always a last one: final or error."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
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
from rag.kept import Channel
from rag.model import Inquiry

_SEARCHING = {"stage": "searching", "message": "Đang tìm trong kho văn bản…"}
_WRITING = {"stage": "writing", "message": "Đã tìm thấy căn cứ, mô hình ngôn ngữ đang soạn câu trả lời…"}
_PIECE = re.compile(r"\s*(?:\S+\s*){1,4}|\s+")


def _event(name: str, data: Any) -> ServerSentEvent:
    return ServerSentEvent(event=name, raw_data=json_bytes(data).decode())


def tokens(answer: str) -> Iterator[str]:
    """Cut an answer into pieces of a few words; joined, they are the answer again."""
    return (piece.group() for piece in _PIECE.finditer(answer))


class _Answering:
    """An answer in the making, and what is told of it meanwhile: events of a language model's writing."""

    def __init__(self, desk: Desk, inquiry: Inquiry, channel: Channel | None, visit: Visit) -> None:
        self._told: asyncio.Queue[ServerSentEvent | None] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        followed = replace(
            inquiry,
            heard=lambda sentence: self._tell(_event("sentence", {"text": sentence})),
            wording=lambda: self._tell(_event("status", _WRITING)),
        )
        self.answer = asyncio.ensure_future(desk.pool.call(desk.answer, followed, channel, visit))
        self.answer.add_done_callback(lambda _done: self._told.put_nowait(None))

    def _tell(self, event: ServerSentEvent) -> None:
        """Take an event from the thread that answers."""
        self._loop.call_soon_threadsafe(self._told.put_nowait, event)

    async def events(self) -> AsyncIterator[ServerSentEvent]:
        """Yield each event as it comes, until the answer is there or has failed."""
        try:
            while (event := await self._told.get()) is not None:
                yield event
        finally:
            if not self.answer.done():
                self.answer.cancel()


async def answer_events(desk: Desk, body: AskRequest, visit: Visit, request: Request) -> AsyncIterator[ServerSentEvent]:
    """Answer `body` as events; the caller holds an admission.

    While a language model writes, each sentence that is proven comes as `sentence`; the answer that counts follows
    whole. Its citations come before its first word, and nothing in it is unverified. Whatever goes wrong ends the
    stream with `error` and a problem object.
    """
    try:
        yield _event("status", _SEARCHING)
        async with while_wanted(request, body.meaning()) as inquiry:
            answering = _Answering(desk, inquiry, body.channel(), visit)
            async for event in answering.events():
                yield event
            out = answer_out(await answering.answer)
        yield _event("citations", {"citations": out["citations"], "related": out["related"]})
        for piece in tokens(out["answer"]):
            yield _event("token", {"text": piece})
        yield _event("final", out)
    except Exception as error:  # noqa: BLE001  # the stream has begun: the only way left to say it is an event
        problem = problem_for(error)
        log_failure(error, problem)
        yield _event("error", problem_out(problem, request.scope["path"], detail_of(problem, error)))
