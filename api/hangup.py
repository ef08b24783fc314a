"""Whether whoever asked is still there: an answer that nobody waits for need not be finished."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from starlette.requests import Request

from rag.model import Inquiry


@asynccontextmanager
async def while_wanted(request: Request, inquiry: Inquiry) -> AsyncIterator[Inquiry]:
    """Yield the inquiry with `cancelled` telling whether the client of `request` has left, or the block is over.

    The body of the request must have been read.
    """
    gone = threading.Event()

    async def watch() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        gone.set()

    watching = asyncio.create_task(watch())
    try:
        yield replace(inquiry, cancelled=gone.is_set)
    finally:
        gone.set()
        watching.cancel()
