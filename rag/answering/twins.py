"""Documents of one place told apart by the words that only one of their titles holds.

A place may have two plans of one programme, one for telling people of it and one for supervising it. A question that
says what only one title says means that one, however near the other's clauses come.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.model import DocumentId
from rag.analyser import question_terms, terms
from rag.answering.shelf import Card
from rag.understanding.question import Question

_TOGETHER = re.compile(
    r"\b(?:hai|ba|bon|ca hai|cac|nhung|tung|moi) (?:ban )?(?:van ban|ke hoach|cong van|chi thi|quyet dinh|huong dan"
    r"|chuong trinh|thong bao|nghi quyet)\b|\bso sanh\b|\b(?:khac|giong) nhau\b"
)


def asked_together(question: Question) -> bool:
    """Tell whether a question asks for an answer from each of several documents ("hai kế hoạch …")."""
    return _TOGETHER.search(question.folded) is not None


def singled_out(question: Question, cards: Sequence[Card]) -> tuple[DocumentId, ...]:
    """Return the documents whose titles alone hold some pair of words of the question; () when none does, or all."""
    titles = {card.id: frozenset(t for t in terms(card.metadata.title) if "_" in t) for card in cards}
    holders = Counter(pair for pairs in titles.values() for pair in pairs)
    asked = {t for t in question_terms(question.core) if holders[t] == 1}
    meant = tuple(d for d, pairs in titles.items() if not pairs.isdisjoint(asked))
    return meant if len(meant) < len(cards) else ()
