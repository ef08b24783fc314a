"""Which questions hang together: those whose evidence lies in one clause, or in one document.

Questions about one clause are right or wrong together, so that they count as one draw when an interval is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from eval.question_clauses import clauses_of
from eval.question_set import Question
from eval.rows import RunRow

Unit = Literal["document", "clause"]
FEWEST_DOCUMENTS = 6  # with fewer, drawing documents says next to nothing about other documents


def clauses_proving(question: Question, documents: Mapping[str, str]) -> tuple[str, ...]:
    """Return names of the clauses that hold the evidence; the snippets themselves where the documents are unknown."""
    if any(name not in documents for name in question.docs):
        return tuple(sorted({snippet for group in question.gold for snippet in group}))
    return tuple(sorted(f"{name}#{index}" for name, index in clauses_of(question, documents)))


def unit_of(rows: Sequence[RunRow]) -> Unit:
    """Return by what to cluster: documents when there are enough of them, clauses otherwise."""
    return "document" if len({row.documents[0] for row in rows if row.documents}) >= FEWEST_DOCUMENTS else "clause"


def clusters(rows: Sequence[RunRow], unit: Unit) -> list[int]:
    """Return the number of its cluster for each row, from 0; a row without evidence is a cluster of its own.

    A row belongs to the first document, or the first clause, that it names: linking rows by everything they share
    would chain most of a set into one cluster through its comparisons.
    """
    named = [row.documents if unit == "document" else row.clauses for row in rows]
    return _numbered([names[0] if names else f"{row.set} {row.id}" for row, names in zip(rows, named, strict=True)])


def _numbered(names: Sequence[str]) -> list[int]:
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return [numbers[name] for name in names]
