"""What is drawn from the store is drawn once for each of its states, by one thread; an unready store keeps nothing."""

from __future__ import annotations

import threading
import time

import pytest

from api.holdings import Holdings
from api.ports import Readiness
from api.testing import SampleDocuments


class Store:
    """A readiness that can be changed."""

    def __init__(self) -> None:
        self.state: str | None = "một"

    def __call__(self) -> Readiness | None:
        return None if self.state is None else Readiness(1, 1, self.state)


def test_one_thread_makes_and_the_others_wait_for_it() -> None:
    holdings = Holdings(SampleDocuments(), Store())
    made: list[int] = []
    got: list[int] = []

    def make() -> int:
        time.sleep(0.05)
        made.append(1)
        return len(made)

    threads = [threading.Thread(target=lambda: got.append(holdings.remember("x", make))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]
    assert got == [1] * 6


def test_another_name_or_another_state_is_made_anew() -> None:
    store = Store()
    holdings = Holdings(SampleDocuments(), store)
    assert holdings.remember("x", lambda: 1) == 1
    assert holdings.remember("x", lambda: 2) == 1
    assert holdings.remember("y", lambda: 3) == 3
    store.state = "hai"
    assert holdings.remember("x", lambda: 4) == 4


def test_what_fails_is_tried_again() -> None:
    holdings = Holdings(SampleDocuments(), Store())
    with pytest.raises(ZeroDivisionError):
        holdings.remember("x", lambda: 1 // 0)
    assert holdings.remember("x", lambda: 1) == 1


def test_nothing_is_kept_while_the_store_is_not_ready() -> None:
    store = Store()
    store.state = None
    holdings = Holdings(SampleDocuments(), store)
    assert holdings.remember("x", lambda: 1) == 1
    assert holdings.remember("x", lambda: 2) == 2


def test_only_so_much_is_kept() -> None:
    holdings = Holdings(SampleDocuments(), Store())
    for number in range(200):
        holdings.remember(number, lambda: 0)
    assert holdings.remember(199, lambda: 1) == 0
    assert holdings.remember(0, lambda: 1) == 1
