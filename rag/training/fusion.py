"""Fitting the fusion: which weights put right passages before the others, question by question.

A conditional logit (McFadden 1974) over the passages that retrieval looks at closely, with an L2 penalty on weights of
features brought to unit spread. A question none of whose right passages is among them teaches nothing.
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from rag.collection import Collection
from rag.fusion import Fusion
from rag.fusion_features import FEATURES
from rag.index_stores import Makers
from rag.ports import Encoder
from rag.retrieval import consider
from rag.training.fusion_samples import Sample

Matrix = NDArray[np.float64]
_PENALTY = 0.003
_DEPTH = 40  # passages that the product asks for
_TOP = 10
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What retrieval knows of one question: features of shape (passages, features), and which passages are right.

    `wanted` counts all right passages, found or not; `kind` and `group` are those of the sample and the question.
    """

    kind: str
    group: str
    features: Matrix
    right: NDArray[np.bool_]
    wanted: int


def looked_at(
    samples: Iterable[Sample], encoder: Encoder, makers: Makers, progress: Callable[[int], None] | None = None
) -> Iterator[LookedAt]:
    """Index each sample in a folder of its own and yield what retrieval knows of each of its questions."""
    done = 0
    for sample in samples:
        with tempfile.TemporaryDirectory(prefix="danvan-fusion-") as folder:
            collection = Collection(Path(folder), encoder, makers)
            collection.add(sample.entries)
            for question in sample.questions:
                seen = consider(collection.stores, encoder, question.text, _DEPTH)
                right = np.array([key in question.right for key in seen.keys], dtype=np.bool_)
                yield LookedAt(sample.kind, question.group, seen.features, right, len(question.right))
                done += 1
                if progress is not None:
                    progress(done)
            collection.close()


def fitted(rows: Sequence[LookedAt], encoder: str, without: Sequence[str] = ()) -> Fusion:
    """Return the fusion fitted on these questions; features named in `without` get no weight."""
    usable = [row for row in rows if row.right.any() and not row.right.all()]
    kept = np.array([name not in without for name in FEATURES])
    spread = np.where(kept, np.concatenate([row.features for row in usable]).std(axis=0), np.inf)
    weights = _weights(usable, np.maximum(spread, 1e-6))
    sums = np.concatenate([row.features @ weights for row in usable])
    return Fusion(tuple(weights.tolist()), _bias(sums, np.concatenate([row.right for row in usable])), encoder)


def _weights(rows: Sequence[LookedAt], spread: Matrix) -> Matrix:
    """Return weights of shape (features,) of highest conditional likelihood, less the penalty."""
    most = max(len(row.right) for row in rows)
    x = np.zeros((len(rows), most, len(FEATURES)))
    there, right = np.zeros((2, len(rows), most), dtype=np.bool_)
    for number, row in enumerate(rows):
        count = len(row.right)
        x[number, :count], there[number, :count], right[number, :count] = row.features / spread, True, row.right

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        sums = np.where(there, x @ weights, -np.inf)
        odds = np.exp(sums - sums.max(axis=1, keepdims=True))
        every = odds / odds.sum(axis=1, keepdims=True)
        share = np.maximum((every * right).sum(axis=1, keepdims=True), 1e-300)
        slope = np.einsum("qn,qnf->f", every - every * right / share, x) / len(rows)
        return float(-np.log(share).mean() + _PENALTY * weights @ weights), slope + 2 * _PENALTY * weights

    found = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B").x
    return np.asarray(found / spread)


def _bias(sums: Matrix, right: NDArray[np.bool_]) -> float:
    """Return what makes the mean of the scores equal to the share of right passages (monotone: by halving)."""
    low, high = -60.0, 60.0
    for _ in range(60):
        middle = (low + high) / 2
        mean = (1 / (1 + np.exp(-np.clip(sums + middle, -30, 30)))).mean()
        low, high = (middle, high) if mean < right.mean() else (low, middle)
    return low


def ndcg(scores: Matrix, row: LookedAt) -> float:
    """Return nDCG@10 of the passages of one question in the order of their scores."""
    hits = row.right[np.argsort(-scores, kind="stable")[:_TOP]]
    discounts = 1 / np.log2(np.arange(_TOP) + 2)
    return float((hits * discounts[: len(hits)]).sum() / discounts[: row.wanted].sum())


def cross_validated(rows: Sequence[LookedAt], without: Sequence[str] = ()) -> Matrix:
    """Return nDCG@10 of each question under weights that were fitted without its group (five folds of groups)."""
    folds = np.array([zlib.crc32(row.group.encode()) % _FOLDS for row in rows])
    values = np.zeros(len(rows))
    for fold in range(_FOLDS):
        fusion = fitted([row for row, of in zip(rows, folds, strict=True) if of != fold], "", without)
        for number in np.flatnonzero(folds == fold).tolist():
            values[number] = ndcg(fusion.scores(rows[number].features), rows[number])
    return values
