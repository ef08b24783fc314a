"""A process killed in the middle of its work leaves whole documents or none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from corpus.ledger import Ledger
from corpus.store_lock import StoreLock, describe_owner
from corpus.testing import document_of

ROOT = Path(__file__).resolve().parents[2]
CLAUSES = [f"việc thứ {number} phải làm trong năm" for number in range(3_000)]
WRITER = """
import sys
from pathlib import Path
from corpus.ledger import Ledger
from corpus.store_lock import StoreLock
from corpus.testing import document_of
clauses = [f"việc thứ {number} phải làm trong năm" for number in range(3_000)]
data = Path(sys.argv[1])
with StoreLock(data, "ingest"), Ledger.open(data / "ledger.sqlite") as ledger:
    ledger.start_job("ingest")
    for number in range(10_000):
        document = document_of(f"d{number}", clauses)
        print(number, flush=True)
        ledger.add(document)
"""


@pytest.mark.parametrize("delay_ms", [0, 5, 20, 45])
def test_a_killed_writer_leaves_whole_documents_or_none(tmp_path: Path, delay_ms: int) -> None:
    child = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    with child.stdout as lines:
        begun = next(number for number in map(int, lines) if number == 3)
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(timeout=delay_ms / 1000)
        child.kill()
        child.wait()
        begun = max([begun, *map(int, lines)])  # what it had still said

    assert describe_owner(tmp_path) is None
    with StoreLock(tmp_path, "serve"), Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        stored = list(ledger.all_documents())
        assert [document.id for document in stored] == [f"d{number}" for number in range(len(stored))]
        assert begun <= len(stored) <= begun + 1  # all that were confirmed, and perhaps the last one begun
        assert stored[-1] == document_of(stored[-1].id, CLAUSES)
        assert ledger.check() == []
        (job,) = ledger.jobs()
        assert job.finished_at is None
        ledger.add(document_of("sau", ["kho vẫn ghi được"]))
