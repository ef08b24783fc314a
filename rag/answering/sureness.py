"""How sure an answer is: the calibrated probability that its first citation holds what was asked.

A logistic regression over what ranking already knows: the log-odds that the first passage answers at all, its share
of the relevance of all candidates (a softmax), and how far it leads the second. Fitted on questions of the dev splits,
those that nothing answers included (`eval/calibrate.py`); the expected calibration error is measured by
cross-validation (docs/evaluation.md).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from rag.answering.ranking import Ranked, Weights

_MOST_ODDS = 30.0
ALONE = 5.0  # the lead, in log-odds, of a passage without a rival


class Signs(NamedTuple):
    """What tells how sure an answer is: `odds` and `lead` are log-odds, `share` is in [0, 1]."""

    odds: float
    share: float
    lead: float


SIGN_NAMES = Signs._fields


def sureness(weights: Weights, ranked: Sequence[Ranked]) -> float:
    """Return the probability, in [0, 1], that the first of some ranked passages answers. Needs at least one."""
    odds = weights.sureness(signs_of(ranked))
    return 1 / (1 + math.exp(-max(-_MOST_ODDS, min(_MOST_ODDS, odds))))


def signs_of(ranked: Sequence[Ranked]) -> Signs:
    """Return the signs of the first of some ranked passages, best first. Needs at least one."""
    first = ranked[0]
    score = min(max(first.score, 1e-9), 1 - 1e-9)
    share = 1 / sum(math.exp(r.relevance - first.relevance) for r in ranked)
    lead = min(first.relevance - ranked[1].relevance, ALONE) if len(ranked) > 1 else ALONE
    return Signs(math.log(score / (1 - score)), min(share, 1.0), lead)
