"""Narrowing a learnt table: what texts are made of is kept, what they hardly use is cut."""

from __future__ import annotations

import numpy as np
import pytest

from rag.training.bags import ragged
from rag.training.narrowing import narrowed

TABLE = np.array([[0, 3, 4, 0], [0, 4, -3, 0], [0.1, 5, 0, 0]], dtype=np.float32)  # all but a little in one plane


def test_cosines_of_texts_in_a_plane_stay_when_two_dimensions_are_kept() -> None:
    kept = narrowed(TABLE, [ragged([[0], [1], [0, 1]])], 2)
    assert kept.shape == (3, 2)
    assert kept @ kept.T == pytest.approx(TABLE @ TABLE.T, abs=0.011)


def test_each_group_counts_the_same_however_large() -> None:
    table = np.eye(3, dtype=np.float32)
    many, few = ragged([[0]] * 50 + [[1]] * 10), ragged([[1], [2], [1]])
    # Shares of the axes: 5/6 for the first, 1/6 + 2/3 for the second, 1/3 for the third.
    assert np.abs(narrowed(table, [many, few], 2)) @ np.ones(2) == pytest.approx([1, 1, 0], abs=1e-6)


def test_a_table_that_is_narrow_enough_stays_as_it_is() -> None:
    assert narrowed(TABLE, [ragged([[0]])], 4) is TABLE
