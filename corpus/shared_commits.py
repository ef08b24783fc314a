"""Writes of several threads in one transaction: whoever waits for the disk shares the next wait with the others.

A commit waits for the disk, some milliseconds each. Threads that come while one is under way queue up; the first of
them then carries out all that is queued and commits once. Each write is whole: when one of a batch fails, the batch is
undone and carried out one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection

Result = TypeVar("Result")


@dataclass(slots=True, eq=False)
class _Job:
    """A write that waits, and what came of it."""

    work: Callable[[Connection], Any]
    done: bool = False
    result: Any = None
    error: Exception | None = None


class SharedCommits:
    """Carries out writes in transactions that `begin` opens. Safe to use from several threads."""

    def __init__(self, begin: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._begin = begin
        self._writer = Lock()
        self._queueing = Lock()
        self._queue: list[_Job] = []

    def run(self, work: Callable[[Connection], Result]) -> Result:
        """Carry out a write and return its result once it is committed; raise what it raised if it was not."""
        job = _Job(work)
        with self._queueing:
            self._queue.append(job)
        with self._writer:
            if not job.done:
                with self._queueing:
                    batch, self._queue = self._queue, []
                self._commit(batch)
        if job.error is not None:
            raise job.error
        result: Result = job.result
        return result

    def _commit(self, batch: list[_Job]) -> None:
        try:
            with self._begin() as connection:
                for job in batch:
                    job.result = job.work(connection)
        except Exception as error:  # noqa: BLE001 - handed to the thread whose write it was
            if len(batch) == 1:
                batch[0].error, batch[0].done = error, True
                return
            for job in batch:
                self._commit([job])
        else:
            for job in batch:
                job.done = True
