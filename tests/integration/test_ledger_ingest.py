"""Real files through the real readers into a real store: shipped documents, and a process that is killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from corpus import manifest
from corpus.ingest import ingest
from corpus.ledger import Ledger

ROOT = Path(__file__).resolve().parents[2]
INGESTER = """
import sys
from pathlib import Path
from corpus.ingest import ingest
from corpus.ledger import Ledger
inbox, data = map(Path, sys.argv[1:])
with Ledger.open(data) as ledger:
    ingest([inbox], ledger, lambda done, total, path: print(done, flush=True))
"""


def test_the_shipped_documents_are_stored_under_the_ids_of_the_manifest(
    tmp_path: Path, shipped_documents: Path
) -> None:
    entries = manifest.load(shipped_documents)
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        report = ingest([entry.path for entry in entries], ledger)
        assert report.added == tuple(entry.id for entry in entries)
        assert report.refused == ()
        assert [summary.source_sha256 for summary in ledger.documents()] == [entry.sha256 for entry in entries]
        before = ledger.content_fingerprint()
        assert ingest([entry.path for entry in entries], ledger, reread=True).unchanged == report.added
        assert ledger.content_fingerprint() == before
        assert ledger.check() == []


def test_every_passage_of_the_shipped_documents_is_a_piece_of_its_section(
    tmp_path: Path, shipped_documents: Path
) -> None:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        ingest([entry.path for entry in manifest.load(shipped_documents)], ledger)
        for document in ledger.all_documents():
            assert document.passages, document.id
            for passage in document.passages:
                section = document.sections[passage.section]
                assert section.start <= passage.start < passage.end <= section.end
                assert document.text[passage.start : passage.end].strip()


def test_an_ingest_that_is_killed_leaves_whole_documents_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    inbox, data = tmp_path / "inbox", tmp_path / "ledger.sqlite"
    inbox.mkdir()
    for number in range(60):
        duties = "\n".join(f"{item}. Việc thứ {item} của đơn vị {number}, xong trước 15/11." for item in range(1, 60))
        (inbox / f"kh-{number:02}.txt").write_text(f"KẾ HOẠCH\nCông tác năm 2024\n{duties}\n", encoding="utf-8")
    command = [sys.executable, "-c", INGESTER, str(inbox), str(data)]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    with child.stdout as lines:
        assert next(number for number in map(int, lines) if number == 5) == 5
        child.kill()
        child.wait()
        done = max([5, *map(int, lines)])

    with Ledger.open(data) as ledger:
        stored = {document.id: document for document in ledger.all_documents()}
        assert done <= len(stored) <= done + 1
        assert done < 60, "it was not killed in the middle"
        assert ledger.check() == []
        report = ingest([inbox], ledger)
        assert (len(report.unchanged), len(report.added), report.refused) == (len(stored), 60 - len(stored), ())
        assert {document.id: document for document in ledger.all_documents()}.items() >= stored.items()
        finished, killed = ledger.jobs()
        assert (killed.finished_at, finished.finished_at is None) == (None, False)
