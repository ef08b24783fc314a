"""How much a term says: inverse document frequency over the store's passages, scaled to [0, 1]."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

from rag.ports import LexicalIndex

_FITTED_IN = 150  # passages


class Rarity:
    """Weights of terms. A term that no passage holds weighs as much as one that a single passage holds."""

    def __init__(self, words: Callable[[], LexicalIndex]) -> None:
        """`words` gives the index of words as it is now: a rebuilt index is another object."""
        self._words = words
        self._frequency = lru_cache(maxsize=50_000)(self._count)

    def known(self, term: str) -> bool:
        """Tell whether any passage holds the term."""
        return self._frequency(term) > 0

    def spread(self, term: str) -> float:
        """Return how many passages of a store as small as the one that ranking was fitted in hold the term, at most 1.

        In a large store some passage holds nearly any two words; that tells no longer that they are its topic.
        """
        return min(1.0, self._frequency(term) * _FITTED_IN / max(self._words().size(), 1))

    @property
    def growth(self) -> float:
        """How much larger the store is than the one that ranking was fitted in, as a natural logarithm, at least 0."""
        return math.log(max(self._words().size() / _FITTED_IN, 1.0))

    def weight(self, term: str) -> float:
        """Return the term's weight in [0, 1]: 1 for the rarest, near 0 for one that every passage holds."""
        held = self._words().size() + 1
        frequency = max(1, self._frequency(term))
        return math.log(1 + (held - frequency + 0.5) / (frequency + 0.5)) / math.log(1 + held / 1.5)

    def _count(self, term: str) -> int:
        return self._words().document_frequency(term)
