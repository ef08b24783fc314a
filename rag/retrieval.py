"""Retrieval: the passages nearest to a question, by words and by meaning together.

Fusion is a weighted sum of both scores, each brought to [0, 1] first; it beat reciprocal rank fusion wherever
both were measured (docs/decisions/0002). No candidate has half a score: the cosine of a passage that only the
words found is computed from its stored vector.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from corpus.model import DocumentId
from rag.entries import split_key
from rag.index_stores import Stores
from rag.ports import Encoder, Hit, LexicalIndex

_DEPTH = 3  # each index is asked for this many times k


@dataclass(frozen=True, slots=True)
class FusionWeights:
    """Shares of words and meaning in the fused score; they are scaled to sum to one."""

    lexical: float = 0.5
    dense: float = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """One passage found for a question.

    `lexical` is its BM25 score as a share of the best one for this question, `dense` its cosine cut at 0,
    `score` their weighted sum: all in [0, 1]. `coverage` is the BM25 score as a share of what an ideal
    passage would get, cut at 1: unlike `lexical`, it can be compared between questions.
    """

    key: str
    document_id: DocumentId
    ordinal: int
    lexical: float
    dense: float
    score: float
    coverage: float


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

    def __init__(self, index: Searched, weights: FusionWeights | None = None) -> None:
        weights = weights or FusionWeights()
        whole = weights.lexical + weights.dense
        self._lexical, self._dense = weights.lexical / whole, weights.dense / whole
        self._index = index

    @property
    def fingerprint(self) -> str:
        """Name the fusion and its weights."""
        return f"sum-{self._lexical:.2f}"

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
        vector = self._index.encoder.encode_query(question)
        by_words = stores.lexical.search(question, k * _DEPTH, document_ids)
        # Within a few documents the scan reads only their rows; a graph would walk everything and throw most away.
        near = stores.exact if document_ids else stores.nearest
        by_meaning = near.search(vector, k * _DEPTH, document_ids)
        bm25 = {hit.key: hit.score for hit in by_words}
        cosine = {hit.key: hit.score for hit in by_meaning}
        unknown = sorted(bm25.keys() - cosine.keys())
        if unknown:
            cosine |= dict(zip(unknown, np.vecdot(stores.exact.vectors(unknown), vector).tolist(), strict=True))
        best = _best(by_words)
        ceiling = stores.lexical.ceiling(question)
        found = [self._candidate(key, bm25.get(key, 0.0), cosine[key], best, ceiling) for key in cosine]
        return sorted(found, key=lambda candidate: (-candidate.score, candidate.key))[:k]

    def _candidate(self, key: str, bm25: float, cosine: float, best: float, ceiling: float) -> Candidate:
        document_id, ordinal = split_key(key)
        lexical = bm25 / best if best > 0 else 0.0
        dense = min(max(cosine, 0.0), 1.0)
        score = self._lexical * lexical + self._dense * dense
        coverage = min(bm25 / ceiling, 1.0) if ceiling > 0 else 0.0
        return Candidate(key, document_id, ordinal, lexical, dense, score, coverage)


def _best(hits: Sequence[Hit]) -> float:
    return hits[0].score if hits else 0.0
