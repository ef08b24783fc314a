"""The table of term vectors: four bits a number, and sums that come out as with the full numbers."""

from __future__ import annotations

import numpy as np
import pytest

from rag.adapters.term_table import TermTable, packed


def test_a_row_of_small_whole_numbers_is_kept_exactly() -> None:
    table = packed(np.array([[7, -7, 0, 3], [0.5, 1, -3.5, 0]], dtype=np.float32))
    assert table.packed.tolist() == [[8 << 4 | 15, 11 << 4 | 1], [1 << 4 | 9, 8 << 4 | 10]]
    assert table.scales.tolist() == [1.0, 0.5]
    assert table.vectors().tolist() == [[7, -7, 0, 3], [0.5, 1, -3.5, 0]]


def test_a_weighted_sum_is_that_of_the_vectors() -> None:
    table = packed(np.random.default_rng(2).standard_normal((6, 8), dtype=np.float32))
    rows, weights = np.array([4, 1, 5], dtype=np.int32), np.array([1, 0.5, 2], dtype=np.float32)
    assert table.weighted_sum(rows, weights) == pytest.approx(weights @ table.vectors()[rows], abs=1e-5)


def test_rounding_keeps_the_direction_of_every_row() -> None:
    vectors = np.random.default_rng(1).standard_normal((50, 64), dtype=np.float32)
    again = packed(vectors).vectors()
    cosines = (vectors * again).sum(1) / np.linalg.norm(vectors, axis=1) / np.linalg.norm(again, axis=1)
    assert cosines.min() > 0.98


def test_one_far_number_is_cut_where_that_keeps_the_others() -> None:
    row = np.full((1, 64), 0.3, dtype=np.float32)
    row[0, 0] = 2.8
    uncut = np.rint(0.3 / (2.8 / 7)) * 2.8 / 7
    again = packed(row).vectors()
    assert again[0, 0] < 2.8
    assert abs(again[0, 1] - 0.3) < abs(uncut - 0.3)


def test_a_row_of_zeros_stays_zero() -> None:
    assert not packed(np.zeros((1, 4), dtype=np.float32)).vectors().any()


@pytest.mark.parametrize(
    ("bytes_", "scales"),
    [(np.zeros((2, 4), np.int8), 2), (np.zeros(4, np.uint8), 4), (np.zeros((2, 4), np.uint8), 3)],
)
def test_arrays_that_are_no_table_are_refused(bytes_: np.ndarray, scales: int) -> None:
    with pytest.raises(ValueError, match="table"):
        TermTable(bytes_, np.ones(scales, dtype=np.float32))
