"""Blocking work is bounded, and what does not fit is turned away at once."""

from __future__ import annotations

import threading
import time

import anyio
import pytest

from api.work import OverloadError, WorkPool


async def test_a_full_queue_turns_the_next_one_away() -> None:
    pool = WorkPool(workers=1, queue=1, retry_after_s=3)
    go = threading.Event()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(pool.run, go.wait, 5.0)
        tasks.start_soon(pool.run, go.wait, 5.0)
        await anyio.sleep(0.02)
        assert pool.admitted == 2
        with pytest.raises(OverloadError) as refused:
            await pool.run(str)
        assert refused.value.retry_after_s == 3
        go.set()
    assert pool.admitted == 0
    assert await pool.run(str, 5) == "5"


async def test_no_more_than_the_workers_run_at_once() -> None:
    pool = WorkPool(workers=2, queue=10)
    lock, running, most = threading.Lock(), 0, 0

    def work() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1

    async with anyio.create_task_group() as tasks:
        for _ in range(8):
            tasks.start_soon(pool.run, work)
    assert most == 2


async def test_a_place_is_given_back_when_the_work_fails() -> None:
    pool = WorkPool(workers=1, queue=0)
    for _ in range(3):
        with pytest.raises(ValueError, match="invalid literal"):
            await pool.run(int, "không phải số")
    assert pool.admitted == 0


@pytest.mark.parametrize(("workers", "queue"), [(0, 1), (1, -1)])
def test_a_pool_without_a_thread_or_with_a_negative_queue_is_refused(workers: int, queue: int) -> None:
    with pytest.raises(ValueError, match="workers"):
        WorkPool(workers, queue)
