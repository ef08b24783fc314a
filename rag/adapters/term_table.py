"""The table of term vectors as it lies on disk: four bits a number, one float16 scale a row.

A term's vector is only ever used in a sum over the terms of a text, where rounding errors cancel out; so half the bits
buy twice the dimensions. Byte j of a row holds number j in its lower half and number j + dimension / 2 in its upper
half, each from 1 to 15 for -7 to 7.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

PACKED, SCALES = "packed", "scale"  # names of the two arrays in a weights file
_TOP, _ZERO = 7, 8
_LOWER = 0x0F
_SMALLEST_SCALE = 6e-5  # float16 below this loses digits
_CUTS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)  # of the largest number of a row: what lies beyond is cut to it


@dataclass(frozen=True, slots=True)
class TermTable:
    """`packed` of shape (terms, dimension / 2), `scales` float32 of shape (terms,)."""

    packed: Bytes
    scales: Floats

    def __post_init__(self) -> None:
        """Raise ValueError for arrays that are no table."""
        if self.packed.dtype != np.uint8 or self.packed.ndim != 2 or len(self.packed) != len(self.scales):
            raise ValueError("a table is bytes of two dimensions with one scale a row")

    def __len__(self) -> int:
        return len(self.packed)

    @property
    def dimension(self) -> int:
        """Numbers of a vector."""
        return 2 * int(self.packed.shape[1])

    def weighted_sum(self, rows: NDArray[np.int32], weights: Floats) -> Floats:
        """Return the sum of some rows' vectors, each times its weight, of shape (dimension,)."""
        packed = self.packed[rows]
        scaled = weights * self.scales[rows]
        halves = (packed & _LOWER, packed >> 4)
        sums: Floats = np.concatenate([scaled @ half.astype(np.float32) for half in halves])
        sums -= np.float32(_ZERO) * scaled.sum(dtype=np.float32)
        return sums

    def vectors(self) -> Floats:
        """Return all vectors, of shape (terms, dimension)."""
        halves = [self.packed & _LOWER, self.packed >> 4]
        numbers: Floats = np.concatenate(halves, axis=1).astype(np.float32) - np.float32(_ZERO)
        return numbers * self.scales[:, None]


def packed(vectors: Floats) -> TermTable:
    """Return vectors of shape (terms, dimension), an even dimension, rounded to four bits.

    Each row is cut where the rounding does least harm (mean square error).
    """
    largest = np.abs(vectors).max(axis=1)
    scales, numbers = _rounded(vectors, largest)
    errors = _errors(vectors, scales, numbers)
    for cut in _CUTS[1:]:
        other_scales, other = _rounded(vectors, largest * np.float32(cut))
        other_errors = _errors(vectors, other_scales, other)
        better = other_errors < errors
        scales[better], numbers[better], errors[better] = other_scales[better], other[better], other_errors[better]
    half = vectors.shape[1] // 2
    shifted = (numbers + _ZERO).astype(np.uint8)
    joined: Bytes = shifted[:, :half] | (shifted[:, half:] << np.uint8(4))
    return TermTable(joined, scales)


def _rounded(vectors: Floats, largest: Floats) -> tuple[Floats, Floats]:
    """Return scales that float16 holds exactly, and numbers from -7 to 7."""
    scales = np.maximum(largest / _TOP, _SMALLEST_SCALE).astype(np.float16).astype(np.float32)
    return scales, np.rint(vectors / scales[:, None]).clip(-_TOP, _TOP)


def _errors(vectors: Floats, scales: Floats, numbers: Floats) -> Floats:
    errors: Floats = np.square(vectors - numbers * scales[:, None]).sum(axis=1)
    return errors
