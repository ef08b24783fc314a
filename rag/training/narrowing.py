"""Fewer dimensions than were learnt: a table is turned so that its first dimensions hold most, and the rest is cut.

Wide tables learn better than narrow ones, and lose little of it when cut (principal components, without centring: a
cosine is measured from the origin). What is cut is saved in every index, on disk and in memory.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.training.bags import Ragged
from rag.training.measuring import unit_vectors

Table = NDArray[np.float32]


def narrowed(table: Table, groups: Sequence[Ragged], dimension: int) -> Table:
    """Return the table of shape (vocabulary, dimension) that keeps most of the texts' unit vectors.

    Each group of texts counts the same, however many texts it holds. A table that is narrow enough is returned as is.
    """
    if table.shape[1] <= dimension:
        return table
    spread = sum(_spread(unit_vectors(group, table)) for group in groups)
    _, axes = np.linalg.eigh(spread)  # the widest come last
    kept: Table = table @ axes[:, : -dimension - 1 : -1].astype(np.float32)
    return kept


def _spread(units: Table) -> NDArray[np.float64]:
    products: NDArray[np.float64] = (units.T @ units).astype(np.float64)
    return products / max(1, len(units))
