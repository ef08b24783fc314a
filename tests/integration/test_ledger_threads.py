"""Many threads read while one writes: nobody sees half a document, nobody waits for ever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from corpus.ledger import Ledger
from corpus.model import DocumentId
from corpus.testing import document_of

CLAUSES = [f"việc thứ {number} phải làm trong năm" for number in range(20)]
READERS = 40  # FastAPI's thread pool


def test_forty_readers_see_whole_documents_while_one_thread_writes(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        ledger.add(document_of("luôn-có", CLAUSES))
        done = Event()

        def write() -> None:
            try:
                for number in range(15):
                    ledger.add(document_of(f"d{number}", CLAUSES))
                    if number % 3 == 0:
                        ledger.remove(DocumentId(f"d{number}"))
            finally:
                done.set()

        def read() -> int:
            rounds = 0
            while not done.is_set() or rounds == 0:
                # Reading raises StoreDamaged when parts are missing: no assertion could be stricter.
                assert {len(document.passages) for document in ledger.all_documents()} == {len(CLAUSES)}
                assert len(ledger.document(DocumentId("luôn-có")).sections) == len(CLAUSES)
                rounds += 1
            return rounds

        with ThreadPoolExecutor(READERS + 1) as pool:
            writer = pool.submit(write)
            rounds = [reader.result(timeout=60) for reader in [pool.submit(read) for _ in range(READERS)]]
            writer.result(timeout=60)
        assert min(rounds) >= 1
        assert len(ledger.documents()) == 1 + 15 - 5
        assert ledger.check() == []


def test_two_threads_that_write_wait_for_each_other(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger, ThreadPoolExecutor(4) as pool:

        def add(number: int) -> None:
            ledger.add(document_of(f"d{number}", CLAUSES))

        list(pool.map(add, range(40)))
        assert {summary.id for summary in ledger.documents()} == {f"d{number}" for number in range(40)}
