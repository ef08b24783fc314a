"""The paragraphs of an answer that speak of its question: natural questions matched with single clauses.

An answer quotes law at length; the product cites one clause. So a question is also shown with those paragraphs of its
answer that hold a good part of its words, each weighed by how rare it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.training.bags import Numbers, Ragged, ragged
from rag.training.lawdata import AnsweredQuestion
from rag.training.vocabulary import TermNumbers

_SHORTEST, _LONGEST = 60, 900  # characters of a paragraph
_SHARED = 0.15  # least share of the question's terms, by idf


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Paragraphs of answers as terms, and the row of the question that each answers."""

    texts: Ragged
    owner: NDArray[np.int64]

    def renumbered(self, places: Numbers) -> Paragraphs:
        """Return the same with terms numbered by `places`."""
        return Paragraphs(self.texts.renumbered(places), self.owner)


def telling_paragraphs(
    answered: Sequence[AnsweredQuestion], questions: Ragged, numbers: TermNumbers, idf: NDArray[np.float32]
) -> Paragraphs:
    """Return the paragraphs that share enough with their question; terms beyond `idf` count nothing."""
    texts: list[Numbers] = []
    owner: list[int] = []
    for row, item in enumerate(answered):
        asked = questions.take(np.array([row])).values
        for paragraph in item.answer.split("\n"):
            if _SHORTEST <= len(paragraph) <= _LONGEST:
                found = numbers.of(paragraph)
                if shared(asked, found, idf) >= _SHARED:
                    texts.append(found)
                    owner.append(row)
    return Paragraphs(ragged(texts), np.array(owner, np.int64))


def shared(asked: Numbers, found: Numbers, idf: NDArray[np.float32]) -> float:
    """Return which share of the different terms asked for is found, each weighed by its idf: 0 to 1."""
    known = np.unique(asked[asked < len(idf)])
    whole = float(idf[known].sum())
    return float(idf[known[np.isin(known, found)]].sum()) / whole if whole else 0.0
