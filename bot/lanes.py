"""Work in lanes: what is put into one lane is done in order, one after the other; lanes do not wait for each other."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Lanes(Generic[Item]):
    """Calls `work` with every item. At most `at_once` items are worked on at the same time.

    `work` must not raise. Belongs to one event loop.
    """

    def __init__(self, work: Callable[[Item], Awaitable[None]], at_once: int) -> None:
        self._work = work
        self._places = asyncio.Semaphore(at_once)
        self._waiting: dict[str, deque[Item]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    def put(self, lane: str, item: Item) -> None:
        """Have an item done after all that is in its lane already."""
        if lane in self._waiting:
            self._waiting[lane].append(item)
            return
        self._waiting[lane] = deque([item])
        task = asyncio.get_running_loop().create_task(self._run(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @property
    def busy(self) -> int:
        """Return how many lanes have something to do."""
        return len(self._waiting)

    async def close(self, patience_s: float) -> None:
        """Begin nothing more, wait for what has begun at most `patience_s`, then break it off."""
        self._closed = True
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=patience_s)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, lane: str) -> None:
        waiting = self._waiting[lane]
        while waiting and not self._closed:
            async with self._places:
                if not self._closed:
                    await self._work(waiting[0])
            waiting.popleft()
        del self._waiting[lane]
