"""How sure an answer is: signs read off the ranking, worked by hand."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pytest

from rag.answering.ranking import FEATURE_NAMES, Linear, Weights
from rag.answering.sureness import ALONE, SIGN_NAMES, signs_of, sureness


@dataclass(frozen=True)
class Scored:
    relevance: float
    score: float


NONE = Linear((0.0,) * len(FEATURE_NAMES), 0.0)


def weights(odds: float = 0.0, share: float = 0.0, lead: float = 0.0, bias: float = 0.0) -> Weights:
    assert SIGN_NAMES == ("odds", "share", "lead")
    return Weights(NONE, NONE, NONE, Linear((odds, share, lead), bias))


def test_signs_of_two_passages() -> None:
    signs = signs_of([Scored(2.0, 0.75), Scored(2.0 - math.log(3), 0.1)])  # type: ignore[list-item]
    assert signs == pytest.approx((math.log(3), 0.75, math.log(3)))


def test_a_passage_without_a_rival_leads_as_far_as_any() -> None:
    assert signs_of([Scored(-4.0, 0.5)]) == pytest.approx((0.0, 1.0, ALONE))  # type: ignore[list-item]
    far = signs_of([Scored(90.0, 0.5), Scored(0.0, 0.5)])  # type: ignore[list-item]
    assert far.lead == ALONE


def test_sureness_is_a_logistic_of_the_signs_and_never_overflows() -> None:
    ranked = [Scored(1.0, 0.5), Scored(1.0, 0.5)]
    assert sureness(weights(share=2.0, bias=-1.0), ranked) == pytest.approx(0.5)  # type: ignore[arg-type]
    assert sureness(weights(bias=1e6), ranked) <= 1.0  # type: ignore[arg-type]
    certain = [Scored(1.0, 1.0), Scored(0.0, 0.0)]
    assert 0.5 < sureness(weights(odds=1.0), certain) <= 1.0  # type: ignore[arg-type]
