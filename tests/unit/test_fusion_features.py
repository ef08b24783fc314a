"""What is known of a question and a passage, worked out by hand."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from rag.fusion_features import FEATURES, asked_words, features
from rag.passage_words import HeldWords, codes_of, joined
from rag.ports import Entry

HELD = 10  # passages
# Rarities: hoc 1, phi 3, hoc_phi 4 passages of ten.
FREQUENCY = {"hoc": 1, "phi": 3, "hoc_phi": 4}


def rarity(held: int) -> float:
    return math.log(1 + (HELD - held + 0.5) / (held + 0.5))


def known(
    question: str, passages: Sequence[tuple[str, str]], lexical: Sequence[float] = (), size: int = HELD
) -> list[dict[str, float]]:
    """Return the features by name of passages given as (context, own words)."""
    parts = [[codes_of(text, Entry("a#0", "a", "", "")) for text in texts] for texts in zip(*passages, strict=True)]
    shares = np.array(lexical or [0.5] * len(passages))
    asked = asked_words(question, lambda term: FREQUENCY.get(term, 0), size)
    rows = features(asked, HeldWords(*map(joined, parts)), shares, np.full(len(passages), -0.25), size)
    return [dict(zip(FEATURES, row, strict=True)) for row in rows.tolist()]


def test_shares_weigh_by_rarity() -> None:
    whole, half, none = known("học phí", [("", "Nộp học phí."), ("", "Phí. Học"), ("", "Nghỉ")])
    assert whole["window_pairs"] == whole["window_syllables"] == pytest.approx(1.0)
    assert half["window_pairs"] == 0.0  # a full stop stands between
    assert half["window_syllables"] == pytest.approx(1.0)
    assert none["window_syllables"] == 0.0
    one = known("học phí", [("", "Phí đường bộ"), ("", "Học")])[0]
    assert one["window_syllables"] == pytest.approx(rarity(3) / (rarity(1) + rarity(3)))


def test_what_no_passage_holds_does_not_count() -> None:
    passages = [("", "Học sinh nghỉ"), ("", "Phí đường bộ"), ("Nghỉ", "")]
    assert (
        known("học phí nộp thế nào", passages)[0]["window_syllables"]
        == known("học, phí", passages)[0]["window_syllables"]
    )
    assert known("học phí", passages)[0]["window_pairs"] == 0.0


def test_diacritics_and_case_leave_no_trace() -> None:
    passages = [("Học phí", "Sinh viên NỘP học phí theo kỳ")]
    assert known("Học phí nộp khi nào?", passages) == known("hoc phi nop khi nao", passages)


def test_a_stretch_is_about_sixty_syllables_and_ends_with_its_text() -> None:
    near = " ".join(["học", *["a"] * 50, "phí"])
    far = " ".join(["học", *["a"] * 100, "phí"])
    found = known("học phí", [("", near), ("", far), ("", "phí"), ("", "học")])
    shares = [row["window_syllables"] for row in found]
    rare, common = (rarity(held) / (rarity(1) + rarity(3)) for held in (1, 3))
    assert shares == pytest.approx([1.0, rare, common, rare])


def test_context_counts_with_every_stretch_and_is_asked_for_in_part() -> None:
    heading, other, blank = known("học phí", [("Mức học phí", "phí"), ("Nghỉ", "học phí"), ("", "học phí")])
    assert heading["opening_pairs"] == heading["window_pairs"] == pytest.approx(1.0)
    assert heading["context_asked"] == pytest.approx(2 / 3)
    assert other["context_asked"] == blank["context_asked"] == 0.0


def test_the_opening_is_the_first_24_syllables() -> None:
    inside, across = known("học phí", [("", "a " * 22 + "học phí"), ("", "a " * 23 + "học phí")])
    assert inside["opening_pairs"] == pytest.approx(1.0)
    assert across["opening_pairs"] == 0.0
    assert across["window_pairs"] == pytest.approx(1.0)


def test_scores_go_in_as_they_are_and_by_the_size_of_the_collection() -> None:
    row = known("học phí", [("", "học phí")], lexical=[0.5], size=100_000)[0]
    assert (row["lexical"], row["dense"]) == (0.5, 0.0)  # a negative cosine says nothing
    assert row["lexical_size"] == pytest.approx(0.5 * (5 - 3.5))


@pytest.mark.parametrize("question", ["", "?!", "xyz"])
@pytest.mark.parametrize("passages", [[("", "")], [("", "học"), ("", "")], [("học phí", ""), ("", "")]])
def test_questions_and_passages_of_nothing_have_features_too(question: str, passages: list[tuple[str, str]]) -> None:
    rows = known(question, passages)
    assert len(rows) == len(passages)
    assert all(row["window_pairs"] == 0.0 for row in rows)


def test_no_candidate_no_row() -> None:
    asked = asked_words("học phí", lambda _: 1, HELD)
    none = np.zeros(0)
    assert features(asked, HeldWords(joined([]), joined([])), none, none, HELD).shape == (0, len(FEATURES))
