"""Doubles of the ports: no files, no model, same behaviour. For tests and for trying things out."""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from functools import lru_cache

import numpy as np

from rag.analyser import question_terms, terms
from rag.errors import ModelUnavailable
from rag.kept import KeptQuestion
from rag.ports import ChatMessage, Entry, Hit, Shaped, Vectors

_K1, _B = 1.2, 0.75


class HashingEncoder:
    """An `Encoder` without training: each term is a random direction fixed by its hash, a text their sum."""

    def __init__(self, dimension: int = 64) -> None:
        self._dimension = dimension

    @property
    def fingerprint(self) -> str:
        """Name this encoder and its dimension."""
        return f"hashing-{self._dimension}"

    def encode_query(self, question: str) -> Vectors:
        """Return one unit vector of shape (dimension,); all zeros for text without a term."""
        return self._encode(question_terms(question))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of shape (len(texts), dimension)."""
        rows = [self._encode(terms(text)) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self._dimension), dtype=np.float32)

    def _encode(self, words: Sequence[str]) -> Vectors:
        total = np.zeros(self._dimension, dtype=np.float32)
        for word in words:
            total += _direction(word, self._dimension)
        length = float(np.linalg.norm(total))
        return total / np.float32(length) if length else total


@lru_cache(maxsize=100_000)
def _direction(word: str, dimension: int) -> Vectors:
    return np.random.default_rng(zlib.crc32(word.encode())).standard_normal(dimension, dtype=np.float32)


class MemoryVectorIndex:
    """A `VectorIndex` in two dictionaries."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._vectors: dict[str, Vectors] = {}

    def replace(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        """Add entries, replacing those of the same key."""
        if len(entries) != len(vectors):
            raise ValueError(f"{len(entries)} entries but {len(vectors)} vectors")
        for entry, vector in zip(entries, vectors, strict=True):
            self._entries[entry.key] = entry
            self._vectors[entry.key] = vector

    def remove(self, document_id: str) -> None:
        """Forget every passage of a document."""
        for key in [key for key, entry in self._entries.items() if entry.document_id == document_id]:
            del self._entries[key], self._vectors[key]

    def search(self, vector: Vectors, k: int, document_ids: Sequence[str] = ()) -> list[Hit]:
        """Return at most `k` hits, best first, ties by key."""
        if not np.any(vector):
            return []
        wanted = set(document_ids)
        hits = [
            Hit(key, float(self._vectors[key] @ vector))
            for key, entry in self._entries.items()
            if not wanted or entry.document_id in wanted
        ]
        return sorted(hits, key=_best_first)[: max(k, 0)]

    def vectors(self, keys: Sequence[str]) -> Vectors:
        """Return the stored vectors, one row per key; a row of zeros for a key not held."""
        width = next((len(vector) for vector in self._vectors.values()), 0)
        nothing = np.zeros(width, dtype=np.float32)
        rows = [self._vectors.get(key, nothing) for key in keys]
        return np.stack(rows) if rows else np.zeros((0, width), dtype=np.float32)

    def keys(self) -> list[str]:
        """Return the keys held."""
        return list(self._entries)

    def size(self) -> int:
        """Return how many passages are held."""
        return len(self._entries)

    def close(self) -> None:
        """Do nothing: there are no files."""


class MemoryLexicalIndex:
    """A `LexicalIndex` that scores every passage by BM25 over words and context, each question anew."""

    def __init__(self, context_weight: float = 0.5) -> None:
        self._fields = (1.0, context_weight)
        self._entries: dict[str, Entry] = {}
        self._terms: dict[str, tuple[Counter[str], Counter[str]]] = {}

    def replace(self, entries: Sequence[Entry]) -> None:
        """Add entries, replacing those of the same key."""
        for entry in entries:
            own = dict(entry.definitions)
            self._entries[entry.key] = entry
            self._terms[entry.key] = Counter(terms(entry.text, own)), Counter(terms(entry.context, own))

    def remove(self, document_id: str) -> None:
        """Forget every passage of a document."""
        for key in [key for key, entry in self._entries.items() if entry.document_id == document_id]:
            del self._entries[key], self._terms[key]

    def search(self, question: str, k: int, document_ids: Sequence[str] = ()) -> list[Hit]:
        """Return at most `k` hits, best first, ties by key."""
        asked = Counter(question_terms(question))
        wanted = set(document_ids)
        totals = dict.fromkeys(self._entries, 0.0)
        for field, weight in enumerate(self._fields):
            self._score(field, weight, asked, totals)
        hits = [
            Hit(key, score)
            for key, score in totals.items()
            if score > 0 and (not wanted or self._entries[key].document_id in wanted)
        ]
        return sorted(hits, key=_best_first)[: max(k, 0)]

    def ceiling(self, question: str) -> float:
        """Return the score of an ideal passage."""
        return sum(n * self._idf(0, term) for term, n in Counter(question_terms(question)).items())

    def document_frequency(self, term: str) -> int:
        """Return how many passages hold the analyser's term in their own words."""
        return sum(term in words for words, _ in self._terms.values())

    def size(self) -> int:
        """Return how many passages are held."""
        return len(self._entries)

    def close(self) -> None:
        """Do nothing: there are no files."""

    def _score(self, field: int, weight: float, asked: Counter[str], totals: dict[str, float]) -> None:
        lengths = {key: held[field].total() for key, held in self._terms.items()}
        mean = sum(lengths.values()) / len(lengths) if lengths else 0.0
        for term, times in asked.items():
            idf = self._idf(field, term)
            for key, held in self._terms.items():
                if n := held[field][term]:
                    spread = _K1 * (1 - _B + _B * lengths[key] / mean)
                    totals[key] += weight * times * idf * n * (_K1 + 1) / (n + spread)

    def _idf(self, field: int, term: str) -> float:
        having = sum(term in held[field] for held in self._terms.values())
        return math.log(1 + (len(self._terms) - having + 0.5) / (having + 0.5))


class MemoryQuestions:
    """A `QuestionStore` that forgets with its process."""

    def __init__(self) -> None:
        self._kept: dict[str, KeptQuestion] = {}

    def put(self, question: KeptQuestion) -> None:
        """Keep a question, in place of the one of the same `answer_id`."""
        self._kept[question.answer_id] = question

    def get(self, answer_id: str) -> KeptQuestion | None:
        """Return the question that was answered under this id, or None."""
        return self._kept.get(answer_id)

    def questions(self) -> list[KeptQuestion]:
        """Return every kept question, newest first."""
        by_id = sorted(self._kept.values(), key=lambda question: question.answer_id)
        return sorted(by_id, key=lambda question: question.asked_at, reverse=True)

    def count(self) -> int:
        """Return how many questions are kept."""
        return len(self._kept)

    def erase(self, answer_ids: Collection[str]) -> int:
        """Delete the questions of these ids and return how many there were."""
        return sum(self._kept.pop(answer_id, None) is not None for answer_id in answer_ids)

    def erase_before(self, moment: datetime) -> int:
        """Delete the questions asked before `moment` and return how many there were."""
        return self.erase([name for name, question in self._kept.items() if question.asked_at < moment])

    def erase_all(self) -> int:
        """Delete every question and return how many there were."""
        return self.erase(list(self._kept))

    def keep_newest(self, most: int) -> int:
        """Delete all but the `most` newest questions and return how many were deleted."""
        return self.erase([question.answer_id for question in self.questions()[most:]])


class ScriptedChatModel:
    """A `ChatModel` that says what it was told to: the replies in turn, the last one again and again.

    A reply is a text, its pieces, or an error to raise; pieces may end with an error, where the text breaks off.
    `received` holds the messages of every call: those that ask for a schema where `takes_schema`.
    """

    def __init__(
        self, *replies: str | ModelUnavailable | Sequence[str | ModelUnavailable], takes_schema: bool = False
    ) -> None:
        self._replies = replies
        self.takes_schema = takes_schema
        self.received: list[tuple[ChatMessage, ...]] = []

    @property
    def name(self) -> str:
        """Name this double."""
        return "scripted"

    def write(
        self,
        messages: Sequence[ChatMessage],
        *,
        max_tokens: int,
        cancelled: Callable[[], bool],
        shaped: Shaped | None = None,
    ) -> Iterator[str]:
        """Yield the next reply, at most four letters for each of `max_tokens`."""
        self.received.append(shaped.messages if shaped and self.takes_schema else tuple(messages))
        reply = self._replies[min(len(self.received), len(self._replies)) - 1]
        left = 4 * max_tokens
        wrote = False
        for piece in [reply] if isinstance(reply, str | ModelUnavailable) else reply:
            if isinstance(piece, ModelUnavailable):
                raise piece
            if cancelled():
                return
            if piece[:left]:
                wrote = True
                yield piece[:left]
            left = max(left - len(piece), 0)
        if not wrote:
            raise ModelUnavailable("Mô hình ngôn ngữ không viết gì.", "empty")


def _best_first(hit: Hit) -> tuple[float, str]:
    return -hit.score, hit.key
