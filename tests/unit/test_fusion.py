"""The learned fusion: its file, its scores, and how its weights are found."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from rag.errors import ConfigurationError
from rag.fusion import Fusion, shipped_fusion
from rag.fusion_features import FEATURES
from rag.training.fusion import LookedAt, cross_validated, fitted, ndcg

WEIGHTS = tuple(float(number) for number in range(len(FEATURES)))


def test_a_score_is_a_logistic_curve_of_the_weighted_sum() -> None:
    row = np.zeros((1, len(FEATURES)))
    row[0, 1], row[0, 2] = 0.5, 0.25
    assert Fusion(WEIGHTS, -0.5, "").scores(row).tolist() == pytest.approx([1 / (1 + math.exp(-0.5))])


def test_scores_stay_inside_their_bounds_whatever_the_weights() -> None:
    rows = np.full((2, len(FEATURES)), 1e6) * np.array([[1], [-1]])
    low, high = sorted(Fusion(WEIGHTS, 0.0, "").scores(rows).tolist())
    assert 0.0 < low < 1e-9
    assert 1 - 1e-9 < high < 1.0


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    fusion = Fusion(WEIGHTS, -1.25, "thử-256")
    fusion.write(tmp_path / "fusion.json")
    assert Fusion.read(tmp_path / "fusion.json") == fusion


def test_the_shipped_weights_fit_this_version() -> None:
    assert len(shipped_fusion().weights) == len(FEATURES)


@pytest.mark.parametrize(
    "held",
    [
        "no json",
        "[]",
        json.dumps({"encoder": "", "bias": 0, "weights": dict.fromkeys(FEATURES[1:], 1.0)}),
        json.dumps({"encoder": "", "bias": 0, "weights": dict.fromkeys([*FEATURES, "lạ"], 1.0)}),
        json.dumps({"encoder": "", "weights": dict.fromkeys(FEATURES, 1.0)}),
    ],
)
def test_weights_of_other_features_are_refused(tmp_path: Path, held: str) -> None:
    path = tmp_path / "fusion.json"
    path.write_text(held, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"fusion\.json"):
        Fusion.read(path)


def looked_at(count: int, seed: int = 3) -> list[LookedAt]:
    """Return questions whose right passage is told by the third feature alone; the others are noise."""
    chance = np.random.default_rng(seed)
    rows = []
    for number in range(count):
        features = chance.random((12, len(FEATURES)))
        right = features[:, 2] == features[:, 2].max()
        rows.append(LookedAt("thử", f"trang {number}", features, right, 1))
    return rows


def test_the_feature_that_tells_gets_the_weight() -> None:
    fusion = fitted(looked_at(80), "thử")
    assert fusion.encoder == "thử"
    assert int(np.argmax(np.abs(fusion.weights))) == 2
    assert fusion.weights[2] > 5 * max(abs(w) for n, w in enumerate(fusion.weights) if n != 2)
    scores = np.concatenate([fusion.scores(row.features) for row in looked_at(80)])
    assert scores.mean() == pytest.approx(1 / 12, abs=1e-6)


def test_without_a_feature_its_weight_is_nothing_and_the_ranking_is_lost() -> None:
    rows = looked_at(80)
    assert fitted(rows, "", without=["window_pairs"]).weights[2] == 0.0
    assert cross_validated(rows).mean() > 0.95
    assert cross_validated(rows, without=["window_pairs"]).mean() < 0.6


def test_ndcg_counts_right_passages_that_were_not_found() -> None:
    row = LookedAt("thử", "trang", np.zeros((3, len(FEATURES))), np.array([False, True, False]), 2)
    ideal = 1 + 1 / math.log2(3)
    assert ndcg(np.array([0.1, 0.9, 0.5]), row) == pytest.approx(1 / ideal)
    assert ndcg(np.array([0.9, 0.5, 0.1]), row) == pytest.approx(1 / math.log2(3) / ideal)
