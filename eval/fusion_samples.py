"""Collections to fit the fusion on, made of the documents in the project and the question sets that may be read.

Once cut by clause as the product cuts them, once run together into texts of some twenty sentences without titles.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.document import build_document
from corpus.model import Document, DocumentId
from corpus.reading import read_source
from eval.judging import holds
from eval.question_set import DOCUMENT_FOLDERS, Question, load
from rag.collection import entry_of
from rag.entries import entries_of
from rag.ports import Entry
from rag.training.fusion_samples import AskedQuestion, Sample

_LONG = 250  # words
_ASKED_ALONE = frozenset({"multi", "ambiguous"})  # beside single questions: what needs no history


def product_samples(files: Sequence[Path]) -> Iterator[Sample]:
    """Yield both collections with the answerable questions of the sets; those without evidence in it are left out."""
    questions = [question for file in files for question in load(file)]
    documents = [
        _read(path)
        for folder in DOCUMENT_FOLDERS
        for path in sorted(folder.iterdir())
        if path.suffix in {".txt", ".md"}
    ]
    yield _sample("documents, clauses", [entry for document in documents for entry in entries_of(document)], questions)
    yield _sample("documents, long texts", list(_run_together(documents)), questions)


def _read(path: Path) -> Document:
    raw = read_source(path)
    return build_document(raw, path.name, hashlib.sha256(raw.encode()).hexdigest(), DocumentId(path.stem))


def _run_together(documents: Sequence[Document]) -> Iterator[Entry]:
    for document in documents:
        texts: list[str] = []
        number = 0
        entries = entries_of(document)
        for entry in entries:
            texts.append(entry.text)
            if sum(len(text.split()) for text in texts) > _LONG or entry is entries[-1]:
                yield entry_of(f"{document.id}-{number}", "", "\n".join(texts))
                texts, number = [], number + 1


def _sample(kind: str, entries: Sequence[Entry], questions: Sequence[Question]) -> Sample:
    asked = []
    for question in questions:
        if question.single or question.answerable and question.style in _ASKED_ALONE:
            gold = question.gold
            right = frozenset(entry.key for entry in entries if any(holds(entry.text, group) for group in gold))
            if right:
                asked.append(AskedQuestion(question.question, right, gold[0][0]))
    return Sample(kind, tuple(entries), tuple(asked))
