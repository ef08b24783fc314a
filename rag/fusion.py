"""The learned fusion: one linear model over what is known of a question and a candidate, read from a small file.

Fitted by `danvan fit-fusion` as a conditional logit (McFadden 1974); why linear and why these features:
docs/decisions/0006. The file names its features, so that weights never meet the wrong one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.errors import ConfigurationError
from rag.fusion_features import FEATURES

SHIPPED = Path(__file__).resolve().parent / "data" / "fusion.json"
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fusion:
    """One weight for each of FEATURES and a bias; `encoder` names the one whose cosines they were fitted to."""

    weights: tuple[float, ...]
    bias: float
    encoder: str

    def scores(self, rows: Scores) -> Scores:
        """Return a score in (0, 1) for each row of features: a logistic curve of their weighted sum."""
        scores: Scores = 1 / (1 + np.exp(-np.clip(rows @ np.array(self.weights) + self.bias, -30.0, 30.0)))
        return scores

    def write(self, path: Path) -> None:
        """Write the model as JSON."""
        held = {
            "encoder": self.encoder,
            "bias": round(self.bias, 4),
            "weights": {name: round(weight, 4) for name, weight in zip(FEATURES, self.weights, strict=True)},
        }
        path.write_text(json.dumps(held, indent=2) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Fusion:
        """Read a model; raises ConfigurationError when the file is missing or does not fit this version."""
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
            weights = {str(name): float(weight) for name, weight in held["weights"].items()}
            model = cls(tuple(weights.pop(name) for name in FEATURES), float(held["bias"]), str(held["encoder"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            message = f"Tệp trọng số kết hợp {path.name} không đọc được hoặc không khớp phiên bản."
            raise ConfigurationError(message) from error
        if weights:
            raise ConfigurationError(f"Tệp trọng số kết hợp {path.name} có đặc trưng lạ: {', '.join(weights)}.")
        return model


@lru_cache(maxsize=1)
def shipped_fusion() -> Fusion:
    """Return the model that comes with the product."""
    return Fusion.read(SHIPPED)
