"""Learning the term vectors: texts that belong together come close, all others of the batch move away.

The loss is the symmetric cross-entropy over the cosines of a batch (in-batch negatives; Henderson et al. 2017,
arXiv 1705.00652). Only rows that a batch touches are changed, by Adagrad with one accumulator per row (Duchi et al.
2011). Everything is numpy and scipy on one core, so that the same seed gives the same table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from rag.training.bags import Matrix, counted, stacked
from rag.training.drawing import Batch, Mixture, batches_per_epoch, epochs
from rag.training.examples import Pool

Table = NDArray[np.float32]
StepProgress = Callable[[int, int], None]
"""Called with steps done and steps in all."""

_WARM_UP = 50  # steps
_LAST_RATE = 0.02  # of the learning rate
_NEVER = np.float32(-1e4)


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast: epochs, pairs per batch, learning rate, the factor on cosines (1 / temperature).

    `dropout` is the share of terms that is left out each time a text is shown, so that none is leant on alone.
    """

    epochs: int = 4
    batch: int = 1024
    rate: float = 0.1
    scale: float = 20.0
    dropout: float = 0.15


def learn(
    pool: Pool, start: Table, mixture: Mixture, schedule: Schedule, seed: int, progress: StepProgress
) -> tuple[Table, list[float]]:
    """Return the learnt table and the mean loss of each epoch; `start` is of shape (vocabulary, dimension)."""
    rng = np.random.default_rng(seed)
    table = start.copy()
    seen = np.zeros((len(table), 1), dtype=np.float32)
    steps = batches_per_epoch(pool, mixture, schedule.batch) * schedule.epochs
    done = 0
    losses = []
    for epoch in islice(epochs(pool, mixture, schedule.batch, rng), schedule.epochs):
        found = []
        for batch in epoch:
            bags = _bags(batch, len(table), schedule.dropout, rng)
            loss, slope = contrast(bags @ table, batch.group, schedule.scale)
            rows, holders = _by_term(bags)
            _move(table, seen, rows, holders @ slope, _rate(schedule.rate, done, steps))
            found.append(loss)
            done += 1
            progress(min(done, steps), steps)
        losses.append(float(np.mean(found)))
    return table, losses


def start_table(idf: NDArray[np.float32], dimension: int, seed: int) -> Table:
    """Return random directions of shape (vocabulary, dimension), each as long as the root of its idf."""
    rng = np.random.default_rng(seed)
    table: Table = rng.standard_normal((len(idf), dimension), dtype=np.float32) / np.float32(dimension**0.5)
    lengths = np.sqrt(idf)
    table *= (lengths / lengths.mean())[:, None]
    return table


def _rate(highest: float, done: int, steps: int) -> float:
    return highest * min(1.0, (done + 1) / _WARM_UP) * max(_LAST_RATE, 1 - done / steps)


def _bags(batch: Batch, width: int, dropout: float, rng: np.random.Generator) -> Matrix:
    """Return all texts of a batch, left then right, as weights of shape (texts, vocabulary)."""
    bags = counted(stacked([batch.left, batch.right]), width)
    bags.data = np.sqrt(bags.data) * (rng.random(len(bags.data), dtype=np.float32) >= dropout)
    return bags


def _by_term(bags: Matrix) -> tuple[NDArray[np.int64], Matrix]:
    """Return the rows of the table that a batch uses, and the weights of shape (those rows, texts)."""
    rows, places = np.unique(bags.indices, return_inverse=True)
    compact = Matrix((bags.data, places.astype(np.int32), bags.indptr), shape=(bags.shape[0], len(rows)))
    return rows, compact.T.tocsr()


def _move(table: Table, seen: Table, rows: NDArray[np.int64], slope: Table, rate: float) -> None:
    """Change `rows` of the table against the slope, which is used up; `seen` adds up each row's mean square slope."""
    seen[rows, 0] += np.einsum("ij,ij->i", slope, slope) / np.float32(slope.shape[1])
    slope *= np.float32(-rate) / (np.sqrt(seen[rows]) + np.float32(1e-10))
    table[rows] += slope


def contrast(sums: Table, group: NDArray[np.int64], scale: float) -> tuple[float, Table]:
    """Return loss and slope for text sums of shape (2n, dimension): n left texts, then their n right texts."""
    lengths = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), np.float32(1e-9))
    units = sums / lengths
    n = len(group)
    left, right = units[:n], units[n:]
    cosines = (left @ right.T) * np.float32(scale)
    alike = group[:, None] == group[None, :]
    np.fill_diagonal(alike, val=False)
    cosines[alike] = _NEVER
    by_row, row_loss = _softmax(cosines)
    by_column, column_loss = _softmax(cosines.T)
    slope = by_row + by_column.T
    slope[np.arange(n), np.arange(n)] -= 2
    slope *= np.float32(scale / (2 * n))
    towards = np.concatenate([slope @ right, slope.T @ left])
    towards -= units * np.sum(units * towards, axis=1, keepdims=True)
    return (row_loss + column_loss) / 2, towards / lengths


def _softmax(scores: Table) -> tuple[Table, float]:
    """Return the softmax of each row, and the mean cross-entropy of its diagonal."""
    top = scores.max(axis=1, keepdims=True)
    powers = np.exp(scores - top)
    totals = powers.sum(axis=1, keepdims=True)
    diagonal = np.diagonal(scores)[:, None] - top - np.log(totals)
    return powers / totals, -float(np.mean(diagonal))
