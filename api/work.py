"""Where blocking work runs: a bounded number of threads, and a bounded number of requests that wait for one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import ParamSpec, TypeVar

import anyio.to_thread
from anyio import CapacityLimiter

P = ParamSpec("P")
T = TypeVar("T")


class OverloadError(Exception):
    """All threads are busy and the queue is full. `retry_after_s` is a number of whole seconds."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__("overloaded")
        self.retry_after_s = retry_after_s


class WorkPool:
    """At most `workers` blocking calls at once, at most `queue` requests waiting; more are turned away.

    One event loop uses a pool; its counter needs no lock because only that loop touches it.
    """

    def __init__(self, workers: int, queue: int, retry_after_s: int = 2) -> None:
        if workers < 1 or queue < 0:
            raise ValueError("workers must be at least 1 and queue at least 0")
        self._limiter = CapacityLimiter(workers)
        self._capacity = workers + queue
        self._retry_after_s = retry_after_s
        self._admitted = 0

    @property
    def admitted(self) -> int:
        """Return how many requests run or wait now."""
        return self._admitted

    @asynccontextmanager
    async def admission(self) -> AsyncIterator[None]:
        """Hold one place, running or waiting, for the length of the block; raise `OverloadError` if none is left."""
        if self._admitted >= self._capacity:
            raise OverloadError(self._retry_after_s)
        self._admitted += 1
        try:
            yield
        finally:
            self._admitted -= 1

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `function` in a thread and return its result; the caller holds an `admission`."""
        return await anyio.to_thread.run_sync(partial(function, *args, **kwargs), limiter=self._limiter)

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Take a place, run `function` in a thread, and give the place back; raise `OverloadError` if none is left."""
        async with self.admission():
            return await self.call(function, *args, **kwargs)
