"""A small store of invented documents, and an assistant over it without files of an index or a trained model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from corpus.document import build_document
from corpus.ledger import Ledger
from corpus.model import Document, DocumentId
from rag.answering.clause_answers import Limits
from rag.answering.ranking import FEATURE_NAMES, Weights
from rag.answering.settings import AnswerSettings
from rag.assistant import Assistant
from rag.index import PassageIndex
from rag.index_stores import Makers
from rag.retrieval import Retriever
from rag.testing import HashingEncoder, MemoryLexicalIndex, MemoryVectorIndex

INVENTED = Path(__file__).with_name("invented")

# Weights of these tests' own: recalibrating the product must not move them.
_WEIGHTS = {
    "lexical": 1.5, "dense": 2.0, "syllables": 2.5, "pairs": 2.0, "context": 1.0, "pairs_context": 1.0, "lead": 1.0,
    "accented": 0.7, "marked": 1.0, "body": 0.8, "absent": -2.0, "dense_lead": 2.0, "focus": 0.8, "typed": 1.2,
}  # fmt: skip
_BIAS = -4.5
_LIMITS = Limits()


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
    index = PassageIndex(home, HashingEncoder(256), makers)
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
        weights = Weights(tuple(_WEIGHTS.get(name, 0.0) for name in FEATURE_NAMES), _BIAS)
        retriever = Retriever(index_in_memory(home / "index", ledger))
        return Assistant(ledger, retriever, AnswerSettings(weights, _LIMITS))

    yield make
    for ledger in opened:
        ledger.close()


@pytest.fixture(scope="session")
def assistant(
    assistant_over: Callable[[Sequence[Document]], Assistant], invented_documents: tuple[Document, ...]
) -> Assistant:
    """Return an assistant over all invented documents."""
    return assistant_over(invented_documents)
