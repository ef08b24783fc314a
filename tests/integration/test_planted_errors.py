"""The bars of verification over planted errors: values and names all caught, other kinds nearly, right ones kept."""

from __future__ import annotations

import pytest

from eval.planted.__main__ import INVENTED, SEED, SHIPPED
from eval.planted.errors import EXACT, KINDS
from eval.planted.measuring import Rate, detection, false_alarms, planted_errors
from eval.planted.sentences import Right, paraphrases, read_documents, right_sentences
from rag.verification.verify import Verifier

MOST = 30  # of a kind: enough to fall below a bar, few enough for a test


@pytest.fixture(scope="module")
def rights() -> list[Right]:
    """Return right sentences by rule and by hand."""
    documents = read_documents([SHIPPED, INVENTED])
    return [*right_sentences(documents, SEED), *paraphrases(documents, SEED)]


@pytest.fixture(scope="module")
def caught(rights: list[Right]) -> dict[str, Rate]:
    """Return the share caught of each kind."""
    return {rate.kind: rate for rate in detection(planted_errors(rights, MOST, SEED), Verifier())[0]}


def test_errors_of_every_kind_are_planted(caught: dict[str, Rate]) -> None:
    assert set(caught) == set(KINDS)
    assert sum(rate.total for rate in caught.values()) >= 150


@pytest.mark.parametrize("kind", sorted(EXACT))
def test_every_wrong_value_and_name_is_caught(caught: dict[str, Rate], kind: str) -> None:
    assert caught[kind].share == 1.0


@pytest.mark.parametrize("kind", sorted(set(KINDS) - EXACT))
def test_nearly_every_other_error_is_caught(caught: dict[str, Rate], kind: str) -> None:
    assert caught[kind].share >= 0.9


def test_right_sentences_are_hardly_ever_dropped(rights: list[Right]) -> None:
    for rate in false_alarms(rights, Verifier())[0]:
        assert rate.share <= 0.05, rate
