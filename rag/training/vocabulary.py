"""Which terms get a vector: every syllable that is seen often enough, and the most frequent pairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.analyser import terms
from rag.training.bags import Numbers, Ragged, counted

_RARE = 5  # a syllable seen less often is noise of printing or a foreign word


class TermNumbers:
    """Numbers every term that is met, in order of first meeting."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def of(self, text: str) -> Numbers:
        """Return the numbers of a text's terms."""
        return self.of_terms(terms(text))

    def of_terms(self, found: Iterable[str]) -> Numbers:
        """Return the numbers of terms, new ones numbered on the way."""
        numbers = self._numbers
        return np.array([numbers.setdefault(term, len(numbers)) for term in found], dtype=np.int32)

    def words(self) -> list[str]:
        """Return all terms met, by number."""
        return list(self._numbers)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms that have a vector, and where each met term lies among them (-1: it has none)."""

    words: tuple[str, ...]
    places: Numbers


def choose_vocabulary(met: Sequence[str], texts: Sequence[Ragged], pairs: int) -> Vocabulary:
    """Return all syllables seen in `texts` at least five times and the `pairs` most frequent pairs.

    Marked terms (numbers, dates, percentages) have no vector: they say which, not what about.
    """
    seen = np.zeros(len(met), dtype=np.int64)
    for part in texts:
        seen += np.bincount(part.values, minlength=len(met))
    marked = np.array([":" in term or "%" in term for term in met])
    is_pair = np.array(["_" in term for term in met]) & ~marked
    syllables = np.flatnonzero(~is_pair & ~marked & (seen >= _RARE))
    by_count = np.flatnonzero(is_pair)[np.argsort(-seen[is_pair], kind="stable")]
    kept = np.concatenate([syllables, by_count[:pairs]])
    places = np.full(len(met), -1, dtype=np.int32)
    places[kept] = np.arange(len(kept), dtype=np.int32)
    return Vocabulary(tuple(met[number] for number in kept), places)


def inverse_frequency(texts: Ragged, width: int) -> NDArray[np.float32]:
    """Return ln(1 + (N - n + 0.5) / (n + 0.5)) for each term, n the number of texts that hold it."""
    having = np.bincount(counted(texts, width).indices, minlength=width)
    idf: NDArray[np.float32] = np.log(1 + (len(texts) - having + 0.5) / (having + 0.5)).astype(np.float32)
    return idf
