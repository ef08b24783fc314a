"""Files and folders into the store: the same file never twice, no file in the way of another."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus import ingest as ingesting
from corpus.errors import ClassifiedDocument, StoreBusy
from corpus.ingest import ingest, source_files
from corpus.ledger import Ledger
from corpus.model import Document, DocumentId
from corpus.schema import READER_VERSION
from corpus.testing import document_of


def read_lines(raw: str, source_name: str, source_sha256: str, document_id: DocumentId) -> Document:
    """Read a text as one clause a line; some words make it stumble as a real reader might."""
    if "MẬT" in raw:
        raise ClassifiedDocument("Văn bản mật.")
    if "vấp" in raw:
        raise IndexError("a rule stumbles")
    document = document_of(document_id, raw.splitlines())
    return dataclasses.replace(document, source_name=source_name, source_sha256=source_sha256)


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    monkeypatch.setattr(ingesting, "build_document", read_lines)
    with Ledger.open(tmp_path / "data" / "ledger.sqlite") as opened:
        yield opened


@pytest.fixture
def inbox(tmp_path: Path) -> Callable[..., Path]:
    folder = tmp_path / "inbox"

    def put(**contents: str) -> Path:
        folder.mkdir(exist_ok=True)
        for name, content in contents.items():
            (folder / f"{name}.txt").write_text(content, encoding="utf-8")
        return folder

    return put


def test_a_folder_is_stored_file_by_file_and_a_second_time_changes_nothing(
    ledger: Ledger, inbox: Callable[..., Path]
) -> None:
    folder = inbox(a="một\nhai", b="ba")
    first = ingest([folder], ledger)
    before = ledger.content_fingerprint()
    second = ingest([folder, folder / "a.txt"], ledger)
    assert (first.added, first.unchanged, first.refused, first.changed) == (("a", "b"), (), (), True)
    assert (second.added, second.unchanged, second.refused, second.changed) == ((), ("a", "b"), (), False)
    assert ledger.content_fingerprint() == before


def test_content_decides_and_not_the_name(ledger: Ledger, inbox: Callable[..., Path], tmp_path: Path) -> None:
    ingest([inbox(a="một")], ledger)
    report = ingest([inbox(a="một", c="một")], ledger)
    assert report.unchanged == ("a", "a")
    assert [summary.id for summary in ledger.documents()] == ["a"]


def test_another_content_under_the_same_name_is_another_document(ledger: Ledger, inbox: Callable[..., Path]) -> None:
    ingest([inbox(a="một")], ledger)
    (added,) = ingest([inbox(a="hai")], ledger).added
    assert added.startswith("a-")
    assert len(added) == len("a-") + 8
    assert ledger.document(added).text == "1. hai"
    assert ledger.document(DocumentId("a")).text == "1. một"


def test_a_file_that_cannot_be_stored_is_reported_and_the_others_go_on(
    ledger: Ledger, inbox: Callable[..., Path], caplog: pytest.LogCaptureFixture
) -> None:
    folder = inbox(a="MẬT", b="vấp", c="tốt", d="")
    (folder / "e.docx").write_bytes(b"PK")
    (folder / "f.md").write_text("cũng tốt", encoding="utf-8")
    (folder / ".hidden.txt").write_text("ẩn", encoding="utf-8")
    report = ingest([folder, folder / "không có.txt"], ledger)
    assert report.added == ("c", "f")
    refused = {refusal.path.name: refusal for refusal in report.refused}
    assert list(refused) == ["a.txt", "b.txt", "d.txt", "e.docx", "không có.txt"]
    assert refused["a.txt"].error == "ClassifiedDocument"
    assert refused["b.txt"].error == "SourceUnreadable"
    assert ".txt và .md" in refused["e.docx"].reason
    assert "Không tìm thấy" in refused["không có.txt"].reason
    assert "IndexError" in caplog.text
    assert "vấp" not in caplog.text


def test_progress_is_told_after_each_file(ledger: Ledger, inbox: Callable[..., Path]) -> None:
    told: list[tuple[int, int, str]] = []
    ingest([inbox(a="một", b="MẬT")], ledger, lambda done, total, path: told.append((done, total, path.name)))
    assert told == [(1, 2, "a.txt"), (2, 2, "b.txt")]


def test_newer_rules_read_the_same_bytes_again(
    ledger: Ledger, inbox: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = inbox(a="một", b="hai")
    ingest([folder], ledger)

    def better(raw: str, name: str, sha256: str, document_id: DocumentId) -> Document:
        return read_lines(raw.replace("hai", "hai hai"), name, sha256, document_id)

    monkeypatch.setattr(ingesting, "build_document", better)
    assert ingest([folder], ledger).unchanged == ("a", "b")
    monkeypatch.setattr(ingesting, "READER_VERSION", READER_VERSION + 1)
    report = ingest([folder], ledger)
    assert (report.replaced, report.unchanged) == (("b",), ("a",))
    assert ledger.document(DocumentId("b")).text == "1. hai hai"


def test_reading_again_can_be_asked_for(ledger: Ledger, inbox: Callable[..., Path]) -> None:
    folder = inbox(a="một")
    ingest([folder], ledger)
    ledger.replace(dataclasses.replace(ledger.document(DocumentId("a")), references=(), passages=()))
    assert ingest([folder], ledger).replaced == ()
    assert ingest([folder], ledger, reread=True).replaced == ("a",)
    assert len(ledger.document(DocumentId("a")).passages) == 1


def test_a_document_that_newer_rules_see_to_be_classified_does_not_stay(
    ledger: Ledger, inbox: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = inbox(a="mật")
    ingest([folder], ledger)

    def stricter(raw: str, name: str, sha256: str, document_id: DocumentId) -> Document:
        return read_lines(raw.upper(), name, sha256, document_id)

    monkeypatch.setattr(ingesting, "build_document", stricter)
    report = ingest([folder], ledger, reread=True)
    assert (report.removed, report.changed, report.refused[0].error) == (("a",), True, "ClassifiedDocument")
    assert "a" not in ledger


def test_a_store_that_fails_ends_the_work_and_the_job_says_so(
    ledger: Ledger, inbox: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    add = ledger.add

    def fail_on_b(document: Document) -> None:
        if document.id == "b":
            raise StoreBusy("bận")
        add(document)

    monkeypatch.setattr(ledger, "add", fail_on_b)
    with pytest.raises(StoreBusy):
        ingest([inbox(a="một", b="hai", c="ba")], ledger)
    (job,) = ledger.jobs()
    assert (job.kind, job.error, job.counts["added"]) == ("ingest", "StoreBusy", 1)
    assert [summary.id for summary in ledger.documents()] == ["a"]


def test_the_report_names_the_job_that_the_ledger_recorded(ledger: Ledger, inbox: Callable[..., Path]) -> None:
    report = ingest([inbox(a="một", b="MẬT")], ledger)
    (job,) = ledger.jobs()
    assert job.id == report.job
    assert job.counts == {"added": 1, "unchanged": 0, "replaced": 0, "removed": 0, "refused": 1}
    assert (job.error, job.finished_at is not None) == (None, True)


def test_a_folder_is_walked_in_the_order_of_names_and_hidden_things_are_passed_over(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", ".git/x.txt", "b/.hidden.txt", "c.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    found = [path.relative_to(tmp_path).as_posix() for path in source_files([tmp_path])]
    assert found == ["a.txt", "c.txt", "b/1.txt", "b/2.txt"]


def test_a_file_whose_name_is_in_no_encoding_is_stored_all_the_same(tmp_path: Path) -> None:
    source = tmp_path / "t\udcff.txt"
    source.write_text("KẾ HOẠCH\nThực hiện công tác\n1. Nội dung thứ nhất.\n2. Nội dung thứ hai.\n", encoding="utf-8")
    with Ledger.open(tmp_path / "ledger.sqlite3") as ledger:
        report = ingest([source], ledger)
        assert len(report.added) == 1
        assert ledger.summary(report.added[0]).source_name == "t?.txt"
