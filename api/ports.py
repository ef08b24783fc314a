"""What the HTTP door needs from the rest of the house: someone who answers, and the stored documents.

Each port has a deterministic double in `api.testing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.model import Document, DocumentId, Metadata
from rag.kept import Channel, Feedback
from rag.model import Answer, Filters, Inquiry, SearchHit


class Answering(Protocol):
    """Answers questions from the stored documents. Called from several threads at once."""

    def answer(self, inquiry: Inquiry) -> Answer:
        """Return a grounded answer, a refusal or a request to clarify; raise `rag.errors.RagError` on failure."""
        ...

    def search(self, query: str, k: int, filters: Filters) -> list[SearchHit]:
        """Return at most `k` passages, best first."""
        ...

    def within(self, document_ids: Sequence[DocumentId]) -> Answering:
        """Return somebody to whom these documents, at least one, are the whole store."""
        ...


class DocumentSummary(Protocol):
    """A stored document without its text."""

    @property
    def id(self) -> DocumentId:
        """Return the id under which the document is stored."""
        ...

    @property
    def metadata(self) -> Metadata:
        """Return what the document says of itself."""
        ...


class DocumentSource(Protocol):
    """The stored documents, for reading. Called from several threads at once."""

    def document(self, document_id: DocumentId) -> Document:
        """Return a stored document; raise `corpus.errors.DocumentUnknown` when there is none of this id."""
        ...

    def __contains__(self, document_id: object) -> bool:
        """Return whether a document of this id is stored."""
        ...

    def documents(self) -> Sequence[DocumentSummary]:
        """Return every stored document without its text, in an order that does not change."""
        ...


@dataclass(frozen=True, slots=True)
class Readiness:
    """What the server answers from: how many documents and passages, and the fingerprint of the index."""

    documents: int
    passages: int
    fingerprint: str


class ReadinessProbe(Protocol):
    """Tells whether questions can be answered now. Called on the event loop: it must not block."""

    def __call__(self) -> Readiness | None:
        """Return what the server answers from, or None while it is not ready."""
        ...


class Keeper(Protocol):
    """Keeps questions so that the assistant can be made better; there is none unless the operator wants it.

    Called from several threads at once. Raises `corpus.errors.CorpusError` when its store cannot be reached.
    """

    @property
    def days(self) -> int:
        """Return for how many days a question is kept; askers are told."""
        ...

    def note(self, inquiry: Inquiry, answer: Answer, channel: Channel) -> None:
        """Take note of a question that was answered, and keep it if it is to be kept."""
        ...

    def record(self, feedback: Feedback) -> bool:
        """Take a verdict and return whether its comment is kept."""
        ...
