"""The documents of the store as the assistant sees them: a light card for each, whole ones on demand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from corpus.folding import fold, nfc
from corpus.model import Document, DocumentId, Excerpt, Level, Metadata, Reference
from corpus.numbers import DocumentNumber, LooseNumber, matches_loose, parse_number
from corpus.places import find_places
from rag.analyser import terms

_LEVEL_WORD = re.compile(r"^(?:tp\.\s*|(?:tinh|thanh pho|tp|huyen|quan|thi xa|xa|phuong|thi tran|dac khu)\s+)")
_NAME = re.compile(r"[^\W_]+(?:[ '-][^\W_]+)*")
_CACHED_DOCUMENTS = 32

HeldTerms = Callable[[DocumentId, Collection[str]], frozenset[str]]
"""Tells which of some terms a document holds anywhere in its text."""


class Summary(Protocol):
    """What the shelf reads of a listed document."""

    @property
    def id(self) -> DocumentId:
        """The document's id."""
        ...

    @property
    def metadata(self) -> Metadata:
        """What the document says of itself."""
        ...


class DocumentSource(Protocol):
    """Where documents come from; `corpus.ledger.Ledger` is one."""

    def documents(self) -> Sequence[Summary]:
        """Return every stored document's id and metadata."""
        ...

    def document(self, document_id: DocumentId) -> Document:
        """Return one document whole. Raises `DocumentUnknown`."""
        ...

    def text(self, document_id: DocumentId) -> str:
        """Return a document's text alone. Raises `DocumentUnknown`."""
        ...

    def excerpts(self, places: Sequence[tuple[DocumentId, int]]) -> Sequence[Excerpt]:
        """Return passages, named by document and ordinal, in the order given. Raises `DocumentUnknown`."""
        ...

    def mentions_of(self, key: str) -> Sequence[tuple[DocumentId, Reference]]:
        """Return every mention of the document with this number key, in store and document order."""
        ...

    def mentions_by_serial(self, serial: str) -> Sequence[tuple[DocumentId, Reference]]:
        """Return every mention of a number with this serial, leading zeros aside, in store and document order."""
        ...


@dataclass(frozen=True, slots=True)
class Card:
    """One document in short: its metadata, its place name without the level word, its own number's key.

    `about` are other places that its title names, folded: those it is about or sent to, whoever issued it.
    """

    id: DocumentId
    metadata: Metadata
    place: str
    number: DocumentNumber | None
    about: tuple[str, ...] = ()

    @property
    def number_key(self) -> str | None:
        """The key under which all notations of the document's own number meet."""
        return self.number.key if self.number else None


class Shelf:
    """Cards of all documents, looked up by place, number or year; documents are read when asked for.

    The cards are a snapshot: call `refresh` after documents were added or removed. Safe to read from
    several threads.
    """

    def __init__(self, source: DocumentSource, held_terms: HeldTerms | None = None) -> None:
        """`held_terms` tells without reading what a document holds; without it the text is looked through."""
        self._source = source
        self._held_terms = held_terms
        self._read = lru_cache(maxsize=_CACHED_DOCUMENTS)(source.document)
        self._folded = lru_cache(maxsize=_CACHED_DOCUMENTS)(self._fold_text)
        self._cards: dict[DocumentId, Card] = {}
        self._by_place: dict[str, tuple[DocumentId, ...]] = {}
        self._by_number: dict[str, tuple[DocumentId, ...]] = {}
        self.refresh()

    def refresh(self) -> None:
        """Read the list of documents anew and forget documents read before."""
        self._read.cache_clear()
        self._folded.cache_clear()
        self._cards = {summary.id: _card(summary) for summary in self._source.documents()}
        self._by_place = _grouped(pair for card in self._cards.values() for pair in _named(card))
        self._by_number = _grouped((card.number_key, card.id) for card in self._cards.values() if card.number_key)

    @property
    def cards(self) -> Mapping[DocumentId, Card]:
        """All cards by document id, in the store's order."""
        return self._cards

    @property
    def places(self) -> Mapping[str, tuple[DocumentId, ...]]:
        """Documents by the names of their places, folded and as written in lower case, without level words.

        A document stands under the place it is issued for, and under those that its title is about.
        """
        return self._by_place

    def numbered(self, key: str) -> tuple[DocumentId, ...]:
        """Return the documents that carry this number themselves."""
        return self._by_number.get(key, ())

    def loosely_numbered(self, loose: LooseNumber) -> tuple[DocumentId, ...]:
        """Return the documents whose own number a loosely given one ("kế hoạch 614") may mean."""
        return tuple(
            card.id
            for card in self._cards.values()
            if card.number is not None and matches_loose(loose, card.number, card.metadata.type_name)
        )

    def document(self, document_id: DocumentId) -> Document:
        """Return one document whole. Raises `DocumentUnknown`."""
        return self._read(document_id)

    def holding(self, document_ids: Iterable[DocumentId], phrase: str) -> set[DocumentId]:
        """Return the documents that hold all words of a phrase, and every two that stand together in it."""
        wanted = frozenset(terms(phrase))
        held = self._held_terms or self._looked_through
        return {d for d in document_ids if len(held(d, wanted)) == len(wanted)}

    def _looked_through(self, document_id: DocumentId, asked: Collection[str]) -> frozenset[str]:
        return frozenset(asked).intersection(terms(self._source.text(document_id)))

    def excerpts(self, places: Sequence[tuple[DocumentId, int]]) -> Sequence[Excerpt]:
        """Return passages without their documents, in the order given. Raises `DocumentUnknown`."""
        return self._source.excerpts(places)

    def text(self, document_id: DocumentId) -> str:
        """Return a document's text. Raises `DocumentUnknown`."""
        return self._source.text(document_id)

    def folded_text(self, document_id: DocumentId) -> str:
        """Return a document's text folded. Raises `DocumentUnknown`."""
        return self._folded(document_id)

    def _fold_text(self, document_id: DocumentId) -> str:
        return fold(self._source.text(document_id))

    def mentions_of(self, key: str) -> Sequence[tuple[DocumentId, Reference]]:
        """Return every mention of a document number, in store and document order."""
        return self._source.mentions_of(key)

    def mentions_by_serial(self, serial: str) -> Sequence[tuple[DocumentId, Reference]]:
        """Return every mention of a number with this serial ("33", "033"), in store and document order."""
        return self._source.mentions_by_serial(serial)


def _card(summary: Summary) -> Card:
    metadata = summary.metadata
    number = parse_number(metadata.number) if metadata.number else None
    place = _LEVEL_WORD.sub("", fold(metadata.locality or "")).strip()
    place = place if _NAME.fullmatch(place) else ""
    about = (name for name in map(fold, _titled_places(metadata.title)) if name != place)
    return Card(summary.id, metadata, place, number, tuple(dict.fromkeys(about)))


def _titled_places(title: str) -> list[str]:
    """Return the places that a title names with their level, and provinces without it."""
    found = find_places(title)
    return [place.name for place in found if place.known and (place.level_printed or place.level is Level.PROVINCE)]


def _named(card: Card) -> list[tuple[str, DocumentId]]:
    """Return the names under which a card's places are found."""
    written = nfc(card.metadata.locality or "").lower()[-len(card.place) :] if card.place else ""
    about = (name for place in _titled_places(card.metadata.title) for name in (fold(place), nfc(place).lower()))
    return [(name, card.id) for name in dict.fromkeys((card.place, written, *about)) if name]


def _grouped(pairs: Iterable[tuple[str, DocumentId]]) -> dict[str, tuple[DocumentId, ...]]:
    groups: dict[str, list[DocumentId]] = defaultdict(list)
    for key, document_id in pairs:
        groups[key].append(document_id)
    return {key: tuple(ids) for key, ids in groups.items()}
