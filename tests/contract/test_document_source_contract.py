"""What every source of documents owes the assistant: the ledger and a plain dictionary alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import DocumentUnknown
from corpus.ledger import Ledger
from corpus.model import Document, DocumentId, Excerpt, Metadata, Reference
from corpus.testing import document_of
from rag.answering.shelf import DocumentSource, Shelf

NUMBER = "27/CT-TTg"
Fill = Callable[[Sequence[Document]], DocumentSource]


@dataclass(frozen=True)
class Summary:
    id: DocumentId
    metadata: Metadata


class DictionarySource:
    """The smallest source there can be."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._held = {document.id: document for document in documents}

    def documents(self) -> list[Summary]:
        return [Summary(document.id, document.metadata) for document in self._held.values()]

    def document(self, document_id: DocumentId) -> Document:
        if document_id not in self._held:
            raise DocumentUnknown(f"Kho không có văn bản {document_id}.")
        return self._held[document_id]

    def text(self, document_id: DocumentId) -> str:
        return self.document(document_id).text

    def excerpts(self, places: Sequence[tuple[DocumentId, int]]) -> list[Excerpt]:
        return [self.document(document_id).excerpt(ordinal) for document_id, ordinal in places]

    def mentions_of(self, key: str) -> list[tuple[DocumentId, Reference]]:
        return [(d.id, r) for d in self._held.values() for r in d.references if r.key == key]

    def mentions_by_serial(self, serial: str) -> list[tuple[DocumentId, Reference]]:
        bare = serial.lstrip("0")
        return [(d.id, r) for d in self._held.values() for r in d.references if r.key.split(":")[0] == bare]


@pytest.fixture(params=["ledger", "dictionary"])
def fill(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Fill]:
    ledger = Ledger.open(tmp_path / "ledger.sqlite")

    def filled(documents: Sequence[Document]) -> DocumentSource:
        if request.param == "dictionary":
            return DictionarySource(documents)
        for document in documents:
            ledger.add(document)
        return ledger

    yield filled
    ledger.close()


@pytest.fixture
def documents() -> tuple[Document, ...]:
    return (
        document_of("b-truoc", ["Rà soát hộ nghèo.", "Tiếp dân."], [NUMBER, "08-KH/HU"]),
        document_of("a-sau", ["Trồng cây phân tán."], ["99-QĐ/TW", NUMBER]),
    )


def test_documents_are_listed_in_the_order_of_storing(fill: Fill, documents: tuple[Document, ...]) -> None:
    listed = fill(documents).documents()
    assert [summary.id for summary in listed] == ["b-truoc", "a-sau"]
    assert [summary.metadata for summary in listed] == [document.metadata for document in documents]


def test_a_document_comes_back_as_it_was_stored(fill: Fill, documents: tuple[Document, ...]) -> None:
    source = fill(documents)
    assert [source.document(document.id) for document in documents] == list(documents)


def test_a_text_comes_without_what_was_read_in_it(fill: Fill, documents: tuple[Document, ...]) -> None:
    source = fill(documents)
    assert [source.text(document.id) for document in documents] == [document.text for document in documents]
    with pytest.raises(DocumentUnknown):
        source.text(DocumentId("khong-co"))


def test_passages_come_without_their_documents_in_the_order_asked(fill: Fill, documents: tuple[Document, ...]) -> None:
    source = fill(documents)
    places = [(d.id, p.ordinal) for d in reversed(documents) for p in reversed(d.passages)]
    read = source.excerpts([*places, places[0]])
    assert [(e.document_id, e.passage.ordinal) for e in read] == [*places, places[0]]
    held = {d.id: d for d in documents}
    assert read == [held[e.document_id].excerpt(e.passage.ordinal) for e in read]
    assert all(e.text == held[e.document_id].text[e.passage.start : e.passage.end] for e in read)


def test_a_passage_of_an_unknown_document_is_said_to_be_unknown(fill: Fill, documents: tuple[Document, ...]) -> None:
    with pytest.raises(DocumentUnknown):
        fill(documents).excerpts([(documents[0].id, 0), (DocumentId("khong-co"), 0)])


def test_an_unknown_document_is_said_to_be_unknown(fill: Fill, documents: tuple[Document, ...]) -> None:
    with pytest.raises(DocumentUnknown):
        fill(documents).document(DocumentId("khong-co"))


def test_mentions_come_in_store_and_document_order_and_point_at_the_words(
    fill: Fill, documents: tuple[Document, ...]
) -> None:
    source = fill(documents)
    found = source.mentions_of(NUMBER.upper())
    assert [document_id for document_id, _ in found] == ["b-truoc", "a-sau"]
    for document_id, reference in found:
        assert source.document(document_id).text[reference.start : reference.end] == NUMBER


def test_nobody_mentions_an_unknown_number(fill: Fill, documents: tuple[Document, ...]) -> None:
    assert list(fill(documents).mentions_of("1/XX-YY")) == []


def test_an_empty_source_lists_nothing(fill: Fill) -> None:
    assert list(fill([]).documents()) == []


def test_a_shelf_reads_any_source(fill: Fill, documents: tuple[Document, ...]) -> None:
    shelf = Shelf(fill(documents))
    assert list(shelf.cards) == ["b-truoc", "a-sau"]
    assert shelf.places == {"mau": ("b-truoc", "a-sau"), "mẫu": ("b-truoc", "a-sau")}
    assert shelf.cards[DocumentId("a-sau")].metadata.issued_on == date(2024, 3, 5)
    assert shelf.document(DocumentId("a-sau")) == documents[1]
    assert "trong cay phan tan" in shelf.folded_text(DocumentId("a-sau"))
    assert [d for d, _ in shelf.mentions_of(NUMBER.upper())] == ["b-truoc", "a-sau"]


def test_a_shelf_learns_of_new_documents_when_told(tmp_path: Path, documents: tuple[Document, ...]) -> None:
    with Ledger.open(tmp_path / "own.sqlite") as ledger:
        ledger.add(documents[0])
        shelf = Shelf(ledger)
        ledger.add(documents[1])
        assert list(shelf.cards) == ["b-truoc"]
        shelf.refresh()
        assert list(shelf.cards) == ["b-truoc", "a-sau"]
        ledger.remove(documents[0].id)
        shelf.refresh()
        assert list(shelf.cards) == ["a-sau"]
        with pytest.raises(DocumentUnknown):
            shelf.document(documents[0].id)


def test_mentions_of_a_serial_are_found_whatever_its_zeros_and_symbol(fill: Fill) -> None:
    keys = ("33:ct ttg", "3:qd tu", "33:kl tw", "333:kh ubnd", "034:x")
    plain = document_of("a", ["Rà soát hộ nghèo."], keys)
    mentions = tuple(replace(r, key=r.number) for r in plain.references)
    source = fill((replace(plain, references=mentions),))
    assert [r.key for _, r in source.mentions_by_serial("033")] == ["33:ct ttg", "33:kl tw"]
    assert list(source.mentions_by_serial("7")) == []
