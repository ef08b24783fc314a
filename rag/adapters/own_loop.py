"""An event loop in a thread of its own, on which a read can be left at once: a task is cancelled, no thread hangs."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any

_LEAVE_S = 2.0


class OwnLoop:
    """The loop, started when first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def start(self, work: Coroutine[Any, Any, None]) -> Future[None]:
        """Begin some work and return what stands for it."""
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="danvan-llm", daemon=True)
                self._thread.start()
            return asyncio.run_coroutine_threadsafe(work, self._loop)

    def leave(self, work: Future[None]) -> None:
        """Cancel some work; its connection is closed on the loop, and nobody waits for that."""
        work.cancel()

    def close(self) -> None:
        """Cancel what is under way and end the loop."""
        with self._lock:
            loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop is None or thread is None:
            return
        asyncio.run_coroutine_threadsafe(_cancel_all(), loop).result(_LEAVE_S)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_LEAVE_S)
        loop.close()


async def _cancel_all() -> None:
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
