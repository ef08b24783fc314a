"""The pipeline that a user would write in an afternoon with LangChain: Chroma, BM25Retriever, EnsembleRetriever.

It is written as their documentation shows it, with the product's own encoder, so that only the retrieval differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from langchain_chroma import Chroma
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_core.documents import Document

from rag.adapters.chroma_index import EncoderEmbeddings
from rag.entries import dense_text
from rag.ports import Encoder, Entry

_BATCH = 5000  # Chroma takes no more at once


class AfternoonPipeline:
    """Both retrievers over the same passages, fused by rank with equal weights."""

    def __init__(self, folder: Path, encoder: Encoder, entries: Sequence[Entry], k: int) -> None:
        """Index the entries; each is found as its context and words in one text."""
        documents = [Document(dense_text(entry), metadata={"key": entry.key}) for entry in entries]
        self._vectors = Chroma("bench", EncoderEmbeddings(encoder), persist_directory=str(folder))
        for start in range(0, len(documents), _BATCH):
            self._vectors.add_documents(documents[start : start + _BATCH])
        words = BM25Retriever.from_documents(documents, k=k)
        meaning = self._vectors.as_retriever(search_kwargs={"k": k})
        self._both = EnsembleRetriever(retrievers=[words, meaning], weights=[0.5, 0.5])
        self._k = k

    def retrieve(self, question: str) -> list[str]:
        """Return the keys of at most `k` passages, best first."""
        return [str(found.metadata["key"]) for found in self._both.invoke(question)[: self._k]]
