"""Writes that share a commit: each is whole, whatever becomes of the others."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from corpus.ledger_engine import open_engine, writing
from corpus.shared_commits import SharedCommits


class Book:
    """A table of numbers, and how often something was committed to it."""

    def __init__(self, path: Path) -> None:
        self.commits = 0
        self._engine = open_engine(path)
        self.writes = SharedCommits(self._begin)
        self.writes.run(lambda c: c.execute(text("CREATE TABLE n (v INTEGER PRIMARY KEY)")))

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        with writing(self._engine) as connection:
            yield connection
        self.commits += 1

    def add(self, number: int) -> int:
        """Write a number and return it; raise ValueError for one below zero, after it was written."""

        def work(connection: Connection) -> int:
            connection.execute(text("INSERT INTO n VALUES (:v)"), {"v": number})
            if number < 0:
                raise ValueError(number)
            return number

        return self.writes.run(work)

    def numbers(self) -> set[int]:
        """Return what is written."""
        return set(self.writes.run(lambda c: list(c.execute(text("SELECT v FROM n")).scalars())))


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path / "book.sqlite3")


def test_every_thread_is_given_its_own_result_and_few_wait_for_the_disk(book: Book) -> None:
    before = book.commits
    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(book.add, range(400))) == list(range(400))
    assert book.commits - before < 400
    assert book.numbers() == set(range(400))


def test_a_write_that_fails_takes_no_other_with_it(book: Book) -> None:
    entered, held = threading.Event(), threading.Event()

    def hold(_connection: Connection) -> None:
        entered.set()
        held.wait(10)

    with ThreadPoolExecutor(8) as threads:
        holding = threads.submit(book.writes.run, hold)  # the others meet in one batch behind it
        entered.wait(10)
        added = [threads.submit(book.add, number) for number in (1, -2, 3)]
        while len(book.writes._queue) < 3:
            threading.Event().wait(0.01)
        held.set()
        holding.result()
        assert added[0].result() == 1
        assert added[2].result() == 3
        with pytest.raises(ValueError):
            added[1].result()
    assert book.numbers() == {1, 3}
