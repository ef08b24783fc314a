"""Some documents of a store as if they were all of it: what is outside is not found, counted, named or hinted at."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from corpus.errors import DocumentUnknown
from corpus.model import Document, DocumentId, Excerpt, Reference
from rag.answering.shelf import DocumentSource, Summary


class SelectedDocuments:
    """A `DocumentSource` over another one that holds the chosen documents only."""

    def __init__(self, source: DocumentSource, chosen: Collection[DocumentId]) -> None:
        self._source = source
        self._chosen = frozenset(chosen)

    def documents(self) -> Sequence[Summary]:
        """Return the chosen documents' ids and metadata, in the store's order."""
        return [summary for summary in self._source.documents() if summary.id in self._chosen]

    def document(self, document_id: DocumentId) -> Document:
        """Return one document whole. Raises `DocumentUnknown` when it is not stored, or not chosen."""
        return self._source.document(self._required(document_id))

    def text(self, document_id: DocumentId) -> str:
        """Return a document's text alone. Raises `DocumentUnknown`."""
        return self._source.text(self._required(document_id))

    def excerpts(self, places: Sequence[tuple[DocumentId, int]]) -> Sequence[Excerpt]:
        """Return passages, named by document and ordinal, in the order given. Raises `DocumentUnknown`."""
        return self._source.excerpts([(self._required(document_id), ordinal) for document_id, ordinal in places])

    def mentions_of(self, key: str) -> Sequence[tuple[DocumentId, Reference]]:
        """Return every mention of the document with this number key in the chosen documents."""
        return [mention for mention in self._source.mentions_of(key) if mention[0] in self._chosen]

    def mentions_by_serial(self, serial: str) -> Sequence[tuple[DocumentId, Reference]]:
        """Return every mention of a number with this serial in the chosen documents."""
        return [mention for mention in self._source.mentions_by_serial(serial) if mention[0] in self._chosen]

    def _required(self, document_id: DocumentId) -> DocumentId:
        if document_id not in self._chosen:
            raise DocumentUnknown(f"Kho không có văn bản mang mã {document_id!r}.")
        return document_id
