"""The ledger keeps documents whole, gives them back as they were, and says so when it cannot."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import ledger_documents, ledger_engine
from corpus.errors import DocumentExists, DocumentUnknown, StoreDamaged
from corpus.ledger import Ledger
from corpus.model import (
    Document,
    DocumentId,
    Level,
    Metadata,
    Passage,
    Reference,
    Section,
    SectionKind,
    Signer,
)
from corpus.testing import document_of

TEXT = st.text(max_size=30)
COUNT = st.integers(0, 2**40)
OPTIONAL = st.none() | TEXT


def numbered(part: st.SearchStrategy[Section]) -> st.SearchStrategy[tuple[Section, ...]]:
    return st.lists(part, max_size=5).map(
        lambda parts: tuple(dataclasses.replace(item, ordinal=place) for place, item in enumerate(parts))
    )


SECTIONS = numbered(
    st.builds(
        Section,
        ordinal=COUNT,
        parent=st.none() | COUNT,
        kind=st.sampled_from(SectionKind),
        marker=TEXT,
        path=st.lists(TEXT, max_size=4).map(tuple),
        label=TEXT,
        heading=TEXT,
        anchor=TEXT,
        start=COUNT,
        body=COUNT,
        end=COUNT,
    )
)
PASSAGES = st.lists(st.builds(Passage, COUNT, COUNT, TEXT, COUNT, COUNT), max_size=5).map(
    lambda parts: tuple(dataclasses.replace(item, ordinal=place) for place, item in enumerate(parts))
)
METADATA = st.builds(
    Metadata,
    title=TEXT,
    type_name=OPTIONAL,
    number=OPTIONAL,
    issuer=OPTIONAL,
    level=st.none() | st.sampled_from(Level),
    locality=OPTIONAL,
    issued_on=st.none() | st.dates(),
    year=st.none() | st.integers(1, 9999),
    subject=OPTIONAL,
    signers=st.lists(st.builds(Signer, TEXT, TEXT, TEXT), max_size=3).map(tuple),
    recipients=st.lists(TEXT, max_size=3).map(tuple),
    bases=st.lists(TEXT, max_size=3).map(tuple),
)
REFERENCES = st.lists(
    st.builds(Reference, TEXT, TEXT, OPTIONAL, st.none() | st.dates(), OPTIONAL, OPTIONAL, COUNT, COUNT), max_size=4
).map(tuple)
DOCUMENTS = st.builds(
    Document,
    id=TEXT.map(DocumentId),
    source_name=TEXT,
    source_sha256=TEXT,
    text=st.text(max_size=200),
    metadata=METADATA,
    sections=SECTIONS,
    passages=PASSAGES,
    references=REFERENCES,
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.sqlite") as opened:
        yield opened


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=DOCUMENTS)
def test_a_document_read_back_equals_what_was_written(ledger: Ledger, document: Document) -> None:
    ledger.add(document)
    try:
        assert ledger.document(document.id) == document
        assert list(ledger.all_documents()) == [document]
        assert ledger.check() == []
    finally:
        ledger.remove(document.id)


def test_documents_come_in_the_order_in_which_they_were_stored_however_many(ledger: Ledger) -> None:
    stored = [document_of(f"d{number:03}", [f"việc {number}", "việc chung"]) for number in reversed(range(150))]
    for document in stored:
        ledger.add(document)
    ledger.remove(DocumentId("d100"))
    stored = [document for document in stored if document.id != "d100"]
    assert list(ledger.all_documents()) == stored
    assert [summary.id for summary in ledger.documents()] == [document.id for document in stored]
    assert ledger.passages_count == 2 * 149


def test_a_sweep_sees_the_store_as_it_was_when_the_sweep_began(ledger: Ledger) -> None:
    for number in range(100):
        ledger.add(document_of(f"d{number:03}", ["việc"]))
    sweep = ledger.all_documents()
    first = next(sweep)
    ledger.remove(DocumentId("d099"))
    ledger.add(document_of("mới", ["việc"]))
    assert [first.id, *(document.id for document in sweep)] == [f"d{number:03}" for number in range(100)]
    assert "d099" not in ledger
    assert "mới" in ledger


def test_a_summary_tells_what_is_stored_without_the_text(ledger: Ledger) -> None:
    document = document_of("kh", ["một", "hai"], mentions=["33/CT-TTg"])
    ledger.add(document)
    summary = ledger.summary(document.id)
    assert ledger.documents() == [summary]
    assert (summary.id, summary.source_name, summary.metadata) == ("kh", "kh.txt", document.metadata)
    assert (summary.section_count, summary.passage_count, summary.reference_count) == (2, 2, 1)
    assert timedelta() <= datetime.now(UTC) - summary.ingested_at < timedelta(minutes=1)


def test_an_unknown_document_is_an_error_with_its_id_in_it(ledger: Ledger) -> None:
    for ask in (ledger.document, ledger.summary, ledger.remove):
        with pytest.raises(DocumentUnknown, match="không-có"):
            ask(DocumentId("không-có"))
    with pytest.raises(DocumentUnknown):
        ledger.replace(document_of("không-có", ["việc"]))


def test_the_same_id_or_the_same_bytes_are_not_stored_twice(ledger: Ledger) -> None:
    document = document_of("kh", ["một"])
    ledger.add(document)
    with pytest.raises(DocumentExists):
        ledger.add(dataclasses.replace(document, source_sha256="khác"))
    with pytest.raises(DocumentExists):
        ledger.add(dataclasses.replace(document, id=DocumentId("khác")))
    assert ledger.has_source(document.source_sha256) == "kh"
    assert ledger.has_source("khác") is None


def test_removing_a_document_takes_everything_of_it_along(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add(document_of("kh", ["một"], mentions=["33/CT-TTg"]))
    ledger.remove(DocumentId("kh"))
    assert ledger.mentions_of("33/CT-TTG") == []
    with sqlite3.connect(tmp_path / "ledger.sqlite") as raw:
        left = [raw.execute(f'SELECT count(*) FROM "{table}"').fetchone() for table in ("sections", "passages")]
    raw.close()
    assert left == [(0,), (0,)]


def test_a_replaced_document_keeps_its_place_and_tells_whether_it_is_read_differently(ledger: Ledger) -> None:
    first, second = document_of("a", ["một"], mentions=["33/CT-TTg"]), document_of("b", ["hai"])
    ledger.add(first)
    ledger.add(second)
    assert ledger.replace(first) is False
    better = dataclasses.replace(first, references=())
    assert ledger.replace(better) is True
    assert list(ledger.all_documents()) == [better, second]
    assert ledger.mentions_of("33/CT-TTG") == []


def test_a_replacement_that_fails_leaves_the_old_reading(ledger: Ledger) -> None:
    first, second = document_of("a", ["một"]), document_of("b", ["hai"])
    ledger.add(first)
    ledger.add(second)
    with pytest.raises(DocumentExists):
        ledger.replace(dataclasses.replace(first, source_sha256=second.source_sha256))
    assert list(ledger.all_documents()) == [first, second]


def test_a_document_whose_last_part_cannot_be_written_leaves_nothing(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, broken = document_of("a", ["một"]), document_of("b", ["hai"], mentions=["33/CT-TTg"])
    ledger.add(kept)
    doubled = [{"document": 2, "ordinal": 0, "number": "1", "key": "1", "start": 0, "end": 1}] * 2
    monkeypatch.setattr(ledger_documents, "reference_rows", lambda document, row: doubled)
    with pytest.raises(StoreDamaged):
        ledger.add(broken)
    assert list(ledger.all_documents()) == [kept]
    assert ledger.check() == []


def test_mentions_are_found_by_key_with_the_document_that_makes_them(ledger: Ledger) -> None:
    one, two = document_of("a", ["x"], ["33/CT-TTg", "88/2019/QH14"]), document_of("b", ["y"], ["33/CT-TTg"])
    ledger.add(one)
    ledger.add(two)
    assert ledger.mentions_of("33/CT-TTG") == [("a", one.references[0]), ("b", two.references[0])]
    assert ledger.mentions_of("99/CT-TTG") == []


def test_the_fingerprint_follows_the_content_and_not_the_order(tmp_path: Path) -> None:
    one, two = document_of("a", ["một"]), document_of("b", ["hai"])
    prints, empty, reread = [], "", ""
    for name, order in (("x", (one, two)), ("y", (two, one))):
        with Ledger.open(tmp_path / name) as ledger:
            empty = ledger.content_fingerprint()
            for document in order:
                ledger.add(document)
            prints.append(ledger.content_fingerprint())
            ledger.replace(dataclasses.replace(one, metadata=dataclasses.replace(one.metadata, year=1999)))
            reread = ledger.content_fingerprint()
            ledger.remove(one.id)
            ledger.remove(two.id)
            assert ledger.content_fingerprint() == empty
    assert prints[0] == prints[1]
    assert len({empty, prints[0], reread}) == 3


def test_a_job_is_open_until_it_is_finished(ledger: Ledger) -> None:
    first, second = ledger.start_job("ingest"), ledger.start_job("reindex")
    ledger.finish_job(first, {"added": 5}, "StoreBusy")
    newest, oldest = ledger.jobs()
    assert (newest.id, newest.kind, newest.finished_at) == (second, "reindex", None)
    assert (oldest.id, oldest.counts, oldest.error) == (first, {"added": 5}, "StoreBusy")
    assert oldest.finished_at is not None
    assert oldest.started_at <= oldest.finished_at


def test_what_is_confirmed_survives_a_power_cut_and_parts_never_outlive_their_document(tmp_path: Path) -> None:
    engine = ledger_engine.open_engine(tmp_path / "ledger.sqlite")
    names = ("journal_mode", "synchronous", "foreign_keys")
    with ledger_engine.reading(engine) as connection:
        kept = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
    engine.dispose()
    assert kept == ["wal", 2, 1]  # 2 is FULL


def test_dates_and_blanks_survive_a_new_opening(tmp_path: Path) -> None:
    document = document_of("a", ["một"])
    blank = dataclasses.replace(document.metadata, issued_on=None, level=None, number=None)
    with Ledger.open(tmp_path / "deep" / "er" / "ledger") as ledger:
        ledger.add(dataclasses.replace(document, metadata=blank))
    with Ledger.open(tmp_path / "deep" / "er" / "ledger") as ledger:
        assert ledger.document(document.id).metadata == blank
        ledger.replace(document)
        assert ledger.document(document.id).metadata.issued_on == date(2024, 3, 5)
