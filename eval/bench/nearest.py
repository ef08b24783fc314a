"""Which passage an encoder puts first, by itself and in a sum with BM25, on the product's own questions.

python -m eval.bench.nearest [--model DIR]

The questions are the single ones of the development sets, each asked of the passages of its documents and of those
that ship. No rule, no learnt ranking, no refusal comes between: that is what `eval.measure` is for.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from corpus.document import build_document, document_id_for
from corpus.model import Document
from eval.question_set import DOCUMENT_FOLDERS, QUESTIONS, Question, load, plain, read_documents
from rag.adapters.static_encoder import SHIPPED, StaticEncoder
from rag.analyser import question_terms, terms
from rag.entries import dense_text, entries_of
from rag.ports import Encoder
from rag.training.bags import ragged
from rag.training.measuring import Figure, Scores, bm25_scores, fused, mean_with_interval
from rag.training.vocabulary import TermNumbers

SHELVES: Mapping[str, tuple[Sequence[str], Sequence[Path]]] = {
    "shipped": (("dev", "dev2", "dev3"), DOCUMENT_FOLDERS[:1]),
    "invented": (("unseen", "unseen2"), DOCUMENT_FOLDERS),
}
"""Question sets and the folders whose documents they are asked of; the sets that are never tuned on are not here."""
_WEIGHTS = (0.3, 0.5)  # of BM25 in the sum


@dataclass(frozen=True, slots=True)
class Shelf:
    """Passages as the encoder reads them, questions, and the rows of the passages that hold a question's evidence."""

    passages: tuple[str, ...]
    questions: tuple[str, ...]
    right: tuple[tuple[int, ...], ...]


def shelf_of(questions: Sequence[Question], folders: Sequence[Path]) -> Shelf:
    """Return the passages of all documents in `folders`, and the single questions that one of them answers."""
    entries = [entry for name, raw in read_documents(folders).items() for entry in entries_of(_document(name, raw))]
    texts = [plain(entry.text) for entry in entries]
    asked = [(question.question, _holders(question, texts)) for question in questions if question.single]
    kept = [(question, rows) for question, rows in asked if rows]
    return Shelf(
        tuple(dense_text(entry) for entry in entries),
        tuple(question for question, _ in kept),
        tuple(rows for _, rows in kept),
    )


def read_shelf(name: str) -> Shelf:
    """Return one of `SHELVES`."""
    stems, folders = SHELVES[name]
    return shelf_of([question for stem in stems for question in load(QUESTIONS / f"{stem}.jsonl")], folders)


def rankings(shelf: Shelf, encoder: Encoder) -> dict[str, Scores]:
    """Return scores of shape (questions, passages) by BM25, by the encoder, and by weighted sums of both."""
    numbers = TermNumbers()
    texts = ragged(numbers.of_terms(terms(text)) for text in shelf.passages)
    asked = ragged(numbers.of_terms(question_terms(question)) for question in shelf.questions)
    bm25 = bm25_scores(texts, asked, len(numbers.words()))
    vectors = np.stack([encoder.encode_query(question) for question in shelf.questions])
    cosines: Scores = vectors @ encoder.encode_passages(shelf.passages).T
    sums = {f"sum {weight:g}": fused(bm25, cosines, weight) for weight in _WEIGHTS}
    return {"BM25": bm25, "encoder": cosines, **sums}


def reciprocal_ranks(scores: Scores, right: Sequence[Sequence[int]]) -> list[float]:
    """Return 1 / rank of the best right passage of each question; passages of equal score share the worse rank."""
    best = [row[list(rows)].max() for row, rows in zip(scores, right, strict=True)]
    others = [np.delete(row, list(rows)) for row, rows in zip(scores, right, strict=True)]
    return [1 / (1 + int((other >= score).sum())) for other, score in zip(others, best, strict=True)]


def measured(scores: Scores, shelf: Shelf) -> tuple[Figure, Figure]:
    """Return mean reciprocal rank and share of questions with a right passage first; one clause is drawn together."""
    ranks = np.array(reciprocal_ranks(scores, shelf.right))
    clauses = [str(rows[0]) for rows in shelf.right]
    return mean_with_interval(ranks, clauses), mean_with_interval((ranks == 1).astype(np.float64), clauses)


def main(argv: Sequence[str] | None = None) -> int:
    """Print one table a shelf; return 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=SHIPPED)
    encoder = StaticEncoder(parser.parse_args(argv).model)
    for name in SHELVES:
        shelf = read_shelf(name)
        sys.stdout.write(f"{name}: {len(shelf.questions)} questions, {len(shelf.passages)} passages\n")
        for ranking, scores in rankings(shelf, encoder).items():
            mean, first = measured(scores, shelf)
            sys.stdout.write(f"{ranking:8} MRR {mean}  first {first}\n")
    return 0


def _document(name: str, raw: str) -> Document:
    digest = sha256(raw.encode()).hexdigest()
    return build_document(raw, name, digest, document_id_for(name, digest))


def _holders(question: Question, texts: Sequence[str]) -> tuple[int, ...]:
    snippets = [snippet for group in question.gold for snippet in group]
    return tuple(row for row, text in enumerate(texts) if any(snippet in text for snippet in snippets))


if __name__ == "__main__":
    raise SystemExit(main())
