"""Nearest passages by Chroma's HNSW graph, through LangChain's vector store.

Any LangChain program can open the same folder with `store_for(folder, encoder)`. Chroma is a cache here: what it
holds can be rebuilt from the ledger, and is, whenever it is found damaged. One process may have it open.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import chromadb
import numpy as np
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.config import Settings
from chromadb.errors import ChromaError
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

from rag.errors import IndexDamaged
from rag.ports import Encoder, Entry, Hit, Vectors

COLLECTION = "passages"
_BATCH = 1000
# Recall@10 of at least .95 on random vectors, the hardest there are; see tests/contract.
_GRAPH = CreateCollectionConfiguration(
    hnsw={"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 24}
)


class EncoderEmbeddings(Embeddings):
    """Our encoder in LangChain's words."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one unit vector per text, in the order given."""
        return cast("list[list[float]]", self._encoder.encode_passages(texts).tolist())

    def embed_query(self, text: str) -> list[float]:
        """Return one unit vector."""
        return cast("list[float]", self._encoder.encode_query(text).tolist())


def store_for(folder: Path, encoder: Encoder | None = None) -> Chroma:
    """Open the store in `folder` as LangChain knows it; with an encoder it can be asked in words."""
    return _store(_client(folder), encoder)


def _client(folder: Path) -> Client:
    folder.mkdir(parents=True, exist_ok=True)
    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    return cast("Client", client)


def _store(client: Client, encoder: Encoder | None = None) -> Chroma:
    embeddings = None if encoder is None else EncoderEmbeddings(encoder)
    return Chroma(COLLECTION, embeddings, client=client, collection_configuration=_GRAPH)


@contextmanager
def _intact() -> Iterator[None]:
    """Turn what Chroma raises over broken files into IndexDamaged.

    AttributeError: a client whose start fails trips over its own missing parts while it is being stopped.
    """
    try:
        yield
    except (ChromaError, sqlite3.Error, OSError, AttributeError) as error:
        raise IndexDamaged("Chỉ mục Chroma trên đĩa bị hỏng và cần dựng lại. Hãy chạy: danvan reindex") from error


class ChromaIndex:
    """A `VectorIndex` in an embedded Chroma collection. Searches may run in any number of threads."""

    def __init__(self, folder: Path) -> None:
        """Open the collection in `folder`, or begin an empty one there."""
        with _intact():
            self._client = _client(folder)
            self._store = _store(self._client)
            self._collection = self._client.get_collection(COLLECTION, embedding_function=None)
        self._writing = threading.Lock()

    def replace(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        """Add entries, replacing those of the same key. `vectors` has one unit row per entry."""
        if len(entries) != len(vectors):
            raise ValueError(f"{len(entries)} entries but {len(vectors)} vectors")
        with self._writing, _intact():
            for start in range(0, len(entries), _BATCH):
                part = entries[start : start + _BATCH]
                self._collection.upsert(
                    ids=[entry.key for entry in part],
                    embeddings=np.asarray(vectors[start : start + _BATCH], dtype=np.float32),
                    documents=[entry.text for entry in part],
                    metadatas=[{"document_id": entry.document_id} for entry in part],
                )

    def remove(self, document_id: str) -> None:
        """Forget every passage of a document; nothing happens when there is none."""
        with self._writing, _intact():
            self._collection.delete(where={"document_id": document_id})

    def search(self, vector: Vectors, k: int, document_ids: Sequence[str] = ()) -> list[Hit]:
        """Return at most `k` hits, best first, ties by key; only the named documents, if any are named."""
        if k < 1 or not np.any(vector):
            return []
        with _intact():
            found = self._store.similarity_search_by_vector_with_relevance_scores(
                cast("list[float]", vector.tolist()), k, filter=_only(document_ids)
            )
        # Chroma says 1 - cosine; LangChain hands it on.
        hits = [Hit(str(document.id), 1.0 - distance) for document, distance in found]
        return sorted(hits, key=lambda hit: (-hit.score, hit.key))

    def vectors(self, keys: Sequence[str]) -> Vectors:
        """Return the stored vectors, one row per key in the order given; a row of zeros for a key not held."""
        with _intact():
            held = self._collection.get(ids=sorted(set(keys)), include=["embeddings"]) if keys else None
        if held is None or held["embeddings"] is None or not len(held["embeddings"]):
            return np.zeros((len(keys), 0), dtype=np.float32)
        rows = np.asarray(held["embeddings"], dtype=np.float32)
        by_key = dict(zip(held["ids"], rows, strict=True))
        nothing = np.zeros(rows.shape[1], dtype=np.float32)
        return np.stack([by_key.get(key, nothing) for key in keys])

    def keys(self) -> list[str]:
        """Return the keys held, in no particular order."""
        with _intact():
            return list(self._collection.get(include=[])["ids"])

    def size(self) -> int:
        """Return how many passages are held."""
        with _intact():
            return self._collection.count()

    def close(self) -> None:
        """Let go of the collection's files."""
        self._client.close()


def _only(document_ids: Sequence[str]) -> dict[str, Any] | None:
    return {"document_id": {"$in": sorted(set(document_ids))}} if document_ids else None
