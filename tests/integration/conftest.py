"""A small store of invented documents, and an assistant over it: the shipped encoder and ranking, indexes in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from corpus.document import build_document
from corpus.ledger import Ledger
from corpus.model import Document, DocumentId
from rag.adapters.static_encoder import StaticEncoder
from rag.answering.settings import load_answer_settings
from rag.assistant import Assistant
from rag.index import PassageIndex
from rag.index_stores import Makers
from rag.retrieval import Retriever
from rag.testing import MemoryLexicalIndex, MemoryVectorIndex

INVENTED = Path(__file__).with_name("invented")
RANKING = Path(__file__).resolve().parents[2] / "rag" / "data" / "ranking.json"


def read_invented(path: Path) -> Document:
    """Return one of the invented documents as the store would read it; its id is the file's stem."""
    raw = path.read_text(encoding="utf-8")
    return build_document(raw, path.name, hashlib.sha256(raw.encode()).hexdigest(), DocumentId(path.stem))


@pytest.fixture(scope="session")
def invented_documents() -> tuple[Document, ...]:
    """Return the invented documents: plans of a district and a town, a commune's letter, a province's decision."""
    return tuple(read_invented(path) for path in sorted(INVENTED.glob("*.txt")))


def index_in_memory(home: Path, ledger: Ledger) -> PassageIndex:
    """Return an index of everything the ledger holds, in doubles of the ports."""
    makers = Makers(lambda _folder: MemoryLexicalIndex(), lambda _folder: MemoryVectorIndex())
    index = PassageIndex(home, StaticEncoder.shipped(), makers)
    index.build(ledger.all_documents(), ledger.content_fingerprint())
    return index


@pytest.fixture(scope="session")
def assistant_over(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Sequence[Document]], Assistant]]:
    """Return a maker of assistants over documents of your choice."""
    opened: list[Ledger] = []

    def make(documents: Sequence[Document]) -> Assistant:
        home = tmp_path_factory.mktemp("store")
        ledger = Ledger.open(home / "ledger.sqlite")
        opened.append(ledger)
        for document in documents:
            ledger.add(document)
        settings = load_answer_settings(RANKING)
        return Assistant(ledger, Retriever(index_in_memory(home / "index", ledger)), settings)

    yield make
    for ledger in opened:
        ledger.close()


@pytest.fixture(scope="session")
def assistant(
    assistant_over: Callable[[Sequence[Document]], Assistant], invented_documents: tuple[Document, ...]
) -> Assistant:
    """Return an assistant over all invented documents."""
    return assistant_over(invented_documents)
