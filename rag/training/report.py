"""What a training run leaves to say: sizes, times, and quality on questions it never saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rag.training.measuring import Figure, Quality


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rankings of all articles for the held-out questions; `weight` of BM25 in the sum was chosen on dev questions.

    `encoder` is the quantised model, `unquantised` the same before quantisation.
    """

    weight: float
    dev_encoder: Figure
    dev_fused: Figure
    bm25: Quality
    encoder: Quality
    fused: Quality
    unquantised: Quality


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """The outcome of one run.

    `seconds` count reading, analysing and learning, without the measuring; `bytes` are those of all files but the card.
    """

    folder: Path
    seed: int
    learnt: int
    dimension: int
    vocabulary: int
    examples: Mapping[str, int]
    losses: tuple[float, ...]
    seconds: float
    bytes: int
    comparison: Comparison
