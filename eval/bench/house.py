"""A data directory opened for measuring inside one process: what the server has, without the server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from corpus.ledger import Ledger
from corpus.model import Document
from rag.adapters.chroma_index import ChromaIndex
from rag.adapters.exact_index import ExactIndex
from rag.adapters.static_encoder import StaticEncoder
from rag.adapters.tantivy_index import TantivyIndex
from rag.answering.settings import load_answer_settings
from rag.assistant import Assistant
from rag.index import PassageIndex
from rag.index_stores import Makers
from rag.retrieval import Retriever

EXACT = Makers(TantivyIndex, ExactIndex)
GRAPH = Makers(TantivyIndex, ExactIndex, ChromaIndex)


@dataclass(frozen=True, slots=True)
class MeasuredHouse:
    """Ledger, its documents and its index."""

    ledger: Ledger
    documents: tuple[Document, ...]
    index: PassageIndex

    def assistant(self) -> Assistant:
        """Return the assistant as the product sets it up."""
        settings = load_answer_settings(Path(str(files("rag") / "data" / "ranking.json")))
        return Assistant(self.ledger, Retriever(self.index), settings)


@contextmanager
def opened(data_dir: Path, makers: Makers = GRAPH) -> Iterator[MeasuredHouse]:
    """Open a data directory that `danvan ingest` filled; it must not be in use."""
    with Ledger.open(data_dir / "ledger.sqlite3") as ledger:
        index = PassageIndex(data_dir / "index", StaticEncoder.shipped(), makers)
        index.check(ledger.content_fingerprint())
        try:
            yield MeasuredHouse(ledger, tuple(ledger.all_documents()), index)
        finally:
            index.close()
