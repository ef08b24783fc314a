"""The stored documents for whoever writes questions about them: by file name, and searched, beside a server too."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from api.pages import naming
from api.rendering import document_out
from corpus.ledger import DocumentSummary, Ledger
from corpus.model import DocumentId
from danvan.remote import get
from danvan.settings import Settings
from danvan.store import LEDGER_FILE, PATIENCE_S, server_url
from danvan.wiring import open_house
from eval.harvest.suggesting import Near
from eval.question_set import DOCUMENT_FOLDERS, read_documents
from rag.assistant import Assistant
from rag.errors import QuestionRejected
from rag.kept import KeptQuestion
from rag.model import Inquiry

_PASSAGES = 24
_LONGEST_QUERY = 2_000


@dataclass(frozen=True, slots=True)
class Shelves:
    """Documents as question sets name them (file name → text), and how passages near a kept question are found."""

    documents: dict[str, str]
    near: Callable[[KeptQuestion], list[Near]]


_Found = tuple[str, str, str]
"""Of a passage: the id of its document, its place, its words."""


@contextmanager
def open_shelves(settings: Settings) -> Iterator[Shelves]:
    """Yield the shelves of the store: from the store itself, or, while a server owns it, by reading beside it.

    Beside a server the ledger is only read, and the server searches. Raises StoreBusy, StoreDamaged.
    """
    if url := server_url(settings):
        with Ledger.open(settings.data_dir / LEDGER_FILE) as ledger:
            yield _shelves(ledger, lambda kept: _asked_of_server(url, kept))
        return
    with open_house(settings, "eval harvest", graph=False, patience_s=PATIENCE_S) as house:
        assistant = house.assistant()
        yield _shelves(house.ledger, lambda kept: _asked_here(assistant, kept))


def _shelves(ledger: Ledger, search: Callable[[KeptQuestion], list[_Found]]) -> Shelves:
    summaries = ledger.documents()
    names = _names(summaries)
    titles = {summary.id: naming(document_out(summary.id, summary.metadata)) for summary in summaries}

    def near(kept: KeptQuestion) -> list[Near]:
        """Return what was cited or shown, then what is found now, that within the asker's own filter first."""
        cited = kept.status == "answered"
        shown = [((place.document_id, place.label, place.quote), cited) for place in kept.places]
        found = sorted(search(kept), key=lambda passage: passage[0] not in kept.filters.document_ids)
        passages = [*shown, *((passage, False) for passage in found)]
        held = [(passage, cited) for passage, cited in passages if passage[0] in names]
        return [Near(names[name], titles[DocumentId(name)], label, text, cited) for (name, label, text), cited in held]

    return Shelves(_texts(ledger, summaries, names), near)


def _names(summaries: list[DocumentSummary]) -> dict[str, str]:
    """Return id → file name; of two documents from files of one name the later goes by its id."""
    names: dict[str, str] = {}
    for summary in summaries:
        names[summary.id] = summary.id if summary.source_name in names.values() else summary.source_name
    return names


def _texts(ledger: Ledger, summaries: list[DocumentSummary], names: dict[str, str]) -> dict[str, str]:
    """Return every text by file name: as stored, or as the file has it where the file ships with the question sets."""
    shipped = read_documents()
    digests = {path.name: _digest(path) for folder in DOCUMENT_FOLDERS for path in folder.glob("*") if path.is_file()}
    stored = {names[summary.id]: summary for summary in summaries}
    own = {name: s for name, s in stored.items() if name not in shipped or digests[name] != s.source_sha256}
    return shipped | {name: ledger.text(summary.id) for name, summary in own.items()}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _asked_here(assistant: Assistant, kept: KeptQuestion) -> list[_Found]:
    try:
        ranked = assistant.considered(Inquiry(kept.question, kept.history))[:_PASSAGES]
    except QuestionRejected:
        return []
    return [(passage.document_id, passage.excerpt.passage.label, passage.excerpt.text) for passage in ranked]


def _asked_of_server(url: str, kept: KeptQuestion) -> list[_Found]:
    before = [turn.content for turn in kept.history if turn.role == "user"][-1:]
    query = urlencode({"q": " ".join([*before, kept.question])[:_LONGEST_QUERY], "limit": _PASSAGES})
    try:
        hits = get(url, f"/api/v1/search?{query}")["hits"]
    except QuestionRejected:
        return []
    return [(hit["document"]["id"], hit["section"]["label"], hit["quote"]) for hit in hits]
