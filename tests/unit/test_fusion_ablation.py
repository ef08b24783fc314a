"""What each feature adds, on made-up questions: the one that tells, tells everywhere."""

import numpy as np

from eval.fusion_ablation import ablated
from rag.fusion_features import FEATURES
from rag.training.fusion import LookedAt

_TELLS = FEATURES.index("window_pairs")


def looked_at(kind: str, seed: int) -> list[LookedAt]:
    chance = np.random.default_rng(seed)
    rows = []
    for number in range(30):
        features = chance.random((12, len(FEATURES)))
        right = features[:, _TELLS] == features[:, _TELLS].max()
        rows.append(LookedAt(kind, f"{kind} {number}", features, right, 1))
    return rows


def test_the_table_has_what_is_lost_without_each_feature_for_each_kind_and_each_held_out_set() -> None:
    fitted_on = looked_at("law, small, titles apart", 1) + looked_at("law, small, long texts", 2)
    lines = ablated(fitted_on, looked_at("kept back (test)", 3)).splitlines()
    table = {cells[1]: cells[2:-1] for cells in ([cell.strip() for cell in line.split("|")] for line in lines)}
    assert table["without"] == ["all fitted on", "law, small", "kept back (test)"]
    assert all(float(cell.split()[0]) > 0.9 for cell in table["nothing"])
    assert all(float(cell.split()[0]) > 0.2 for cell in table["window_pairs"])
    assert all(abs(float(cell.split()[0])) < 0.1 for cell in table["opening_pairs"])
