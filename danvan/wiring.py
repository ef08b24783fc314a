"""The composition root: the only place that knows which real parts the product is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from corpus.ingest import IngestReport
from corpus.ledger import Ledger
from corpus.store_lock import StoreLock
from danvan.language_model import LanguageModel, language_model
from danvan.progress import progress_bar
from danvan.settings import SHIPPED_ENCODER, Settings
from danvan.store import INDEX_FOLDER, owned_store, store_files
from rag.answering.settings import load_answer_settings
from rag.assistant import Assistant
from rag.errors import IndexDamaged, IndexMismatch, IndexMissing
from rag.generation.retelling import Reteller
from rag.index import PassageIndex
from rag.index_stores import Makers
from rag.ports import Encoder, VectorIndex
from rag.retrieval import Retriever

ANSWER_SETTINGS_FILE = "ranking.json"
_HALF_DONE = "half done"  # no ledger has this fingerprint: an index left like this is built anew


@dataclass(frozen=True, slots=True)
class House:
    """A data directory in use: its lock, its ledger, the index built from it; and the language model, if one is set."""

    lock: StoreLock
    ledger: Ledger
    index: PassageIndex
    model: LanguageModel | None = None

    def assistant(self) -> Assistant:
        """Return the assistant that answers from this house."""
        return build_assistant(self.ledger, self.index, self.model.reteller() if self.model else None)


@contextmanager
def open_house(settings: Settings, purpose: str, *, graph: bool, patience_s: float = 0.0) -> Iterator[House]:
    """Own the data directory, open its ledger and its index; an index that does not fit is built anew.

    `graph` asks for the vector graph of a server; without it the exact scan finds neighbours, and its vendor is
    never imported. Raises StoreBusy, StoreDamaged or ConfigurationError.
    """
    encoder = build_encoder(settings)
    with owned_store(settings, purpose, patience_s) as (lock, ledger):
        index = PassageIndex(settings.data_dir / INDEX_FOLDER, encoder, index_makers(graph=graph))
        model = language_model(settings)
        try:
            open_or_build(index, ledger)
            yield House(lock, ledger, index, model)
        finally:
            index.close()
            if model is not None:
                model.close()


def open_or_build(index: PassageIndex, ledger: Ledger) -> None:
    """Open the index that stands beside the ledger, or build it when there is none that fits."""
    try:
        index.check(ledger.content_fingerprint())
    except (IndexMissing, IndexMismatch, IndexDamaged):
        rebuild(index, ledger)
    if index.graph_is_missing:
        index.regrow(ledger.all_documents())


def rebuild(index: PassageIndex, ledger: Ledger) -> int:
    """Build the index anew from the ledger with a progress bar, and return the number of passages."""
    total = len(ledger.documents())
    with progress_bar("Dựng chỉ mục", total) as advance:
        return index.build(ledger.all_documents(), ledger.content_fingerprint(), advance)


def take_in(house: House, paths: Iterable[Path]) -> IngestReport:
    """Store files and folders, and bring the index after the ledger."""
    report = store_files(paths, house.ledger, "Nạp văn bản")
    if report.changed:
        content = house.ledger.content_fingerprint()
        if report.removed:
            house.index.remove(report.removed, _HALF_DONE)
        fresh = [*report.added, *report.replaced]
        with progress_bar("Cập nhật chỉ mục", len(fresh)) as advance:
            house.index.add((house.ledger.document(name) for name in fresh), content, advance)
    return report


def index_makers(*, graph: bool) -> Makers:
    """Return how to open each store of an index folder."""
    from rag.adapters.exact_index import ExactIndex
    from rag.adapters.tantivy_index import TantivyIndex

    return Makers(TantivyIndex, ExactIndex, _open_graph if graph else None)


def _open_graph(folder: Path) -> VectorIndex:
    from rag.adapters.chroma_index import ChromaIndex

    return ChromaIndex(folder)


def build_encoder(settings: Settings) -> Encoder:
    """Return the shipped encoder, which needs no torch, or the sentence-transformers model that was named."""
    if settings.encoder == SHIPPED_ENCODER:
        from rag.adapters.static_encoder import StaticEncoder

        return StaticEncoder.shipped()
    from rag.adapters.sentence_transformers_encoder import SentenceTransformersEncoder

    return SentenceTransformersEncoder(settings.encoder, settings.query_prefix, settings.passage_prefix)


def build_assistant(ledger: Ledger, index: PassageIndex, reteller: Reteller | None = None) -> Assistant:
    """Return the assistant over a ledger and an open index, which tells in a model's words where there is one."""
    settings = load_answer_settings(Path(str(files("rag") / "data" / ANSWER_SETTINGS_FILE)))
    return Assistant(ledger, Retriever(index), settings, reteller)
