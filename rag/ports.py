"""The seams to the outside: an encoder, a vector index, a lexical index, a language model.

Each has a double in `rag.testing` and one contract suite in `tests/contract/` that both obey.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage found by an index. `key` is "<document id>#<passage ordinal>"; a higher score is better."""

    key: str
    score: float


@dataclass(frozen=True, slots=True)
class Entry:
    """One passage as it goes into both indexes: its key, its own words, and the context it stands in.

    `context` holds document title, locality, year and heading path; `document_id` serves filters;
    `definitions` are the document's own abbreviations as (short, long).
    """

    key: str
    document_id: str
    text: str
    context: str
    definitions: tuple[tuple[str, str], ...] = ()


class Encoder(Protocol):
    """Turns text into unit vectors. Query and passage are different verbs."""

    @property
    def fingerprint(self) -> str:
        """Name this encoder, its dimension and its weights, so that an index knows who built it."""
        ...

    def encode_query(self, question: str) -> Vectors:
        """Return one unit vector of shape (dimension,), float32; all zeros for text without a known word."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of shape (len(texts), dimension), float32, in the order given."""
        ...


class VectorIndex(Protocol):
    """Nearest passages by cosine."""

    def replace(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        """Add entries, replacing those of the same key."""
        ...

    def remove(self, document_id: str) -> None:
        """Forget every passage of a document; nothing happens when there is none."""
        ...

    def search(self, vector: Vectors, k: int, document_ids: Sequence[str] = ()) -> list[Hit]:
        """Return at most `k` hits, best first, scores are cosines; only the named documents, if any are named.

        A vector of zeros (a question without a known word) is near nothing: no hits.
        """
        ...

    def vectors(self, keys: Sequence[str]) -> Vectors:
        """Return the stored vectors, one row per key in the order given; a row of zeros for a key not held."""
        ...

    def keys(self) -> list[str]:
        """Return the keys held, in no particular order."""
        ...

    def size(self) -> int:
        """Return how many passages are held."""
        ...

    def close(self) -> None:
        """Write everything out and let go of files; the index is not used afterwards."""
        ...


class LexicalIndex(Protocol):
    """Passages by BM25 over the analyser's terms."""

    def replace(self, entries: Sequence[Entry]) -> None:
        """Add entries, replacing those of the same key."""
        ...

    def remove(self, document_id: str) -> None:
        """Forget every passage of a document; nothing happens when there is none."""
        ...

    def search(self, question: str, k: int, document_ids: Sequence[str] = ()) -> list[Hit]:
        """Return at most `k` hits, best first, BM25 scores; only the named documents, if any are named."""
        ...

    def ceiling(self, question: str) -> float:
        """Return the score of an ideal passage that holds every term of the question; 0.0 if there is no term.

        It makes BM25 scores of different questions comparable: hit.score / ceiling is about the share of the
        question's information that the passage holds.
        """
        ...

    def document_frequency(self, term: str) -> int:
        """Return how many passages hold the analyser's term in their own words."""
        ...

    def size(self) -> int:
        """Return how many passages are held."""
        ...

    def close(self) -> None:
        """Write everything out and let go of files; the index is not used afterwards."""
        ...


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message to a language model."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Shaped:
    """A question put so that the answer is JSON: the messages that ask for it, and the schema that it obeys."""

    messages: tuple[ChatMessage, ...]
    schema: Mapping[str, object]


class ChatModel(Protocol):
    """A language model that writes text as it comes. Called from several threads at once."""

    @property
    def name(self) -> str:
        """Name the model, for reports and for people; never an address or a key."""
        ...

    def write(
        self,
        messages: Sequence[ChatMessage],
        *,
        max_tokens: int,
        cancelled: Callable[[], bool],
        shaped: Shaped | None = None,
    ) -> Iterator[str]:
        """Yield the text in pieces, none of them empty; stop early, without an error, once `cancelled()` is true.

        `shaped` puts the same question in another way: a model that can hold itself to a schema is asked that. It is a
        wish: what comes may have either form.

        Nothing is asked before the first piece is taken. Raises `rag.errors.ModelUnavailable` with a reason when
        nothing is written, or when the text breaks off: pieces that came before may be half a sentence.
        """
        ...
