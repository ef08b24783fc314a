"""Texts as bags of numbered terms, many at a time: sparse matrices with one row per text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array  # type: ignore[import-untyped]  # the package ships no types

Numbers = NDArray[np.int32]
Matrix: TypeAlias = csr_array
"""Sparse rows, float32."""


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of different lengths in one array: row i is `values[starts[i]:starts[i + 1]]`."""

    values: Numbers
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def lengths(self) -> NDArray[np.int64]:
        """Return the number of values of each row."""
        lengths: NDArray[np.int64] = np.diff(self.starts)
        return lengths

    def take(self, rows: NDArray[np.int64]) -> Ragged:
        """Return some rows, in the order asked for."""
        return spans(self.values, self.starts[rows], self.starts[rows + 1])

    def thinned(self, share: float, rng: np.random.Generator) -> Ragged:
        """Return the rows with only about this share of their values."""
        return self._only(rng.random(len(self.values), dtype=np.float32) < share, self.values)

    def renumbered(self, numbers: Numbers) -> Ragged:
        """Return the rows with each value v replaced by numbers[v]; values without a number, or a negative one, go."""
        kept = self.values < len(numbers)
        values = numbers[np.where(kept, self.values, 0)]
        kept &= values >= 0
        return self._only(kept, values)

    def _only(self, kept: NDArray[np.bool_], values: Numbers) -> Ragged:
        counts = np.concatenate(([0], np.cumsum(kept)))
        return Ragged(values[kept], counts[self.starts])


def ragged(rows: Iterable[Sequence[int] | Numbers]) -> Ragged:
    """Return rows as one array."""
    held = [np.asarray(row, dtype=np.int32) for row in rows]
    starts = np.concatenate(([0], np.cumsum([len(row) for row in held], dtype=np.int64)))
    return Ragged(np.concatenate(held) if held else np.zeros(0, dtype=np.int32), starts.astype(np.int64))


def spans(values: Numbers, first: NDArray[np.int64], last: NDArray[np.int64]) -> Ragged:
    """Return the rows values[first[i]:last[i]]."""
    lengths = last - first
    starts = np.concatenate(([0], np.cumsum(lengths)))
    places = np.arange(starts[-1]) + np.repeat(first - starts[:-1], lengths)
    return Ragged(values[places], starts)


def joined(left: Ragged, right: Ragged) -> Ragged:
    """Return the rows of two ragged arrays of equal length, each right row behind its left row."""
    starts = np.concatenate(([0], np.cumsum(left.lengths() + right.lengths())))
    values = np.zeros(starts[-1], dtype=np.int32)
    for part, begin in ((left, starts[:-1]), (right, starts[:-1] + left.lengths())):
        lengths = part.lengths()
        values[np.arange(len(part.values)) + np.repeat(begin - part.starts[:-1], lengths)] = part.values
    return Ragged(values, starts)


def stacked(parts: Sequence[Ragged]) -> Ragged:
    """Return the rows of several ragged arrays, one array after another."""
    offsets = np.cumsum([0] + [len(part.values) for part in parts])
    starts = [part.starts[:-1] + offset for part, offset in zip(parts, offsets, strict=False)]
    return Ragged(
        np.concatenate([part.values for part in parts]),
        np.concatenate([*starts, np.array([offsets[-1]])]).astype(np.int64),
    )


def counted(rows: Ragged, width: int) -> Matrix:
    """Return a matrix of shape (rows, width) of how often each number occurs in each row, float32."""
    ones = np.ones(len(rows.values), dtype=np.float32)
    # A copy: adding up repeats works in place.
    matrix = csr_array((ones, rows.values, rows.starts), shape=(len(rows), width), copy=True)
    matrix.sum_duplicates()
    return matrix


def weighted(rows: Ragged, width: int) -> Matrix:
    """Return a matrix as `counted`, with the square root of each number: what the encoder weighs a term by."""
    matrix = counted(rows, width)
    matrix.data = np.sqrt(matrix.data)
    return matrix
