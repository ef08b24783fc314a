"""Retrieval: the passages nearest to a question, by words and by meaning together.

Both indexes name candidates; the most promising of them by a plain weighted sum are looked at closely
(`rag.fusion_features`) and ordered by the learned fusion (`rag.fusion`, docs/decisions/0006). No candidate has half
a score: the cosine of a passage that only the words found is computed from its stored vector.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.model import DocumentId
from rag.entries import split_key
from rag.fusion import Fusion, shipped_fusion
from rag.fusion_features import asked_words, features
from rag.index_stores import Stores
from rag.ports import Encoder, LexicalIndex

_ASKED, _LEAST_ASKED = 3, 100  # each index is asked for so many times k, and at least for so many
_LOOKED_AT, _LEAST_LOOKED_AT = 2, 120  # of these, so many are looked at closely
_FIRST_WEIGHT = 0.25  # of words in the sum that chooses them

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One passage found for a question.

    `lexical` is its BM25 score as a share of the best one for this question, `dense` its cosine cut at 0,
    `score` what the learned fusion makes of them and of a closer look: all in [0, 1]. `coverage` is the BM25 score as
    a share of what an ideal passage would get, cut at 1: unlike `lexical`, it can be compared between questions.
    """

    key: str
    document_id: DocumentId
    ordinal: int
    lexical: float
    dense: float
    score: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Considered:
    """The passages that were looked at closely, most promising first, and what is known of each.

    `bm25`, `lexical` and `dense` have one value per key; `features` has shape (keys, features).
    """

    keys: tuple[str, ...]
    bm25: Column
    lexical: Column
    dense: Column
    features: Column


class Searched(Protocol):
    """What can be searched: the stores in use, and the encoder that made their vectors."""

    @property
    def stores(self) -> Stores:
        """The stores in use."""
        ...

    @property
    def encoder(self) -> Encoder:
        """Who encodes questions."""
        ...


class Retriever:
    """Asks both indexes and fuses what they say. Same index and question: same candidates in the same order."""

    def __init__(self, index: Searched, fusion: Fusion | None = None, only: Sequence[DocumentId] = ()) -> None:
        """`only` are the documents that may be found at all; empty allows every one."""
        self._index = index
        self._fusion = fusion or shipped_fusion()
        self._only = tuple(only)

    def within(self, document_ids: Sequence[DocumentId]) -> Retriever:
        """Return a retriever over the same index that finds nothing outside these documents, at least one."""
        if not document_ids:
            raise ValueError("a retriever over no documents would search them all")
        return Retriever(self._index, self._fusion, document_ids)

    @property
    def words(self) -> LexicalIndex:
        """The index of words as it is now: how many passages there are, and how many hold a term."""
        return self._index.stores.lexical

    def held_terms(self, document_id: DocumentId, asked: Collection[str]) -> frozenset[str]:
        """Return those of the terms asked for that a document holds anywhere in its text."""
        return self._index.stores.vocabulary.held(document_id, asked)

    def retrieve(self, question: str, k: int, document_ids: Sequence[str] = ()) -> list[Candidate]:
        """Return at most `k` candidates, best first, ties by key; only from the named documents, if any are named."""
        stores = self._index.stores
        if self._only:
            allowed = frozenset(self._only)
            document_ids = [d for d in document_ids if d in allowed] if document_ids else self._only
            if not document_ids:
                return []
        seen = consider(stores, self._index.encoder, question, k, document_ids)
        ceiling = stores.lexical.ceiling(question)
        coverage = np.minimum(seen.bm25 / ceiling, 1.0) if ceiling > 0 else np.zeros(len(seen.keys))
        columns = (seen.lexical, np.clip(seen.dense, 0.0, 1.0), self._fusion.scores(seen.features), coverage)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        found = [Candidate(key, *split_key(key), *row) for key, row in zip(seen.keys, rows, strict=True)]
        return sorted(found, key=lambda candidate: (-candidate.score, candidate.key))[:k]


def consider(stores: Stores, encoder: Encoder, question: str, k: int, document_ids: Sequence[str] = ()) -> Considered:
    """Ask both indexes for the sake of `k` candidates, and look closely at the most promising passages."""
    vector = encoder.encode_query(question)
    asked_for = max(k * _ASKED, _LEAST_ASKED)
    by_words = stores.lexical.search(question, asked_for, document_ids)
    # Within a few documents the scan reads only their rows; a graph would walk everything and throw most away.
    near = stores.exact if document_ids else stores.nearest
    by_meaning = near.search(vector, asked_for, document_ids)
    score = {hit.key: hit.score for hit in by_words}
    cosine = {hit.key: hit.score for hit in by_meaning}
    unknown = sorted(score.keys() - cosine.keys())
    if unknown:
        cosine |= dict(zip(unknown, np.vecdot(stores.exact.vectors(unknown), vector).tolist(), strict=True))
    best = by_words[0].score if by_words else 1.0
    keys = _most_promising({key: (score.get(key, 0.0) / best, cosine[key]) for key in cosine}, max(k, 1))
    bm25 = np.array([score.get(key, 0.0) for key in keys])
    dense = np.array([cosine[key] for key in keys])
    asked = asked_words(question, stores.lexical.document_frequency, stores.lexical.size())
    rows = features(asked, stores.words.of(keys), bm25 / best, dense, stores.lexical.size())
    return Considered(keys, bm25, bm25 / best, dense, rows)


def _most_promising(scores: dict[str, tuple[float, float]], k: int) -> tuple[str, ...]:
    """Return the keys with the highest weighted sums of BM25 share and cosine, best first, ties by key."""
    sums = {key: _FIRST_WEIGHT * words + (1 - _FIRST_WEIGHT) * meaning for key, (words, meaning) in scores.items()}
    return tuple(sorted(sums, key=lambda key: (-sums[key], key))[: max(k * _LOOKED_AT, _LEAST_LOOKED_AT)])
