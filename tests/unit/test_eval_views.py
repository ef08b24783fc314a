"""Views: the same question as people and machines write it."""

from __future__ import annotations

import random
import unicodedata

import pytest

from eval.noise import keystrokes, scanned, telexed
from eval.testing import sample_question as question
from eval.views import VIEWS, seen_through
from rag.model import Turn

LONG = "Ủy ban nhân dân huyện chỉ đạo các phòng, ban giải quyết đơn thư khiếu nại của công dân theo đúng quy định " * 3


def test_views_change_what_is_typed_and_are_deterministic() -> None:
    asked = question(history=(Turn("user", "Ủy ban nhân dân"), Turn("assistant", "Ủy ban nhân dân")))
    assert seen_through("nodiac", asked).question == "uy ban nhan dan huyen hoa giai truoc ngay nao?"
    assert seen_through("abbr", asked).question == "UBND huyện hòa giải trước ngày nào?"
    assert seen_through("oldtone", asked).question == "Uỷ ban nhân dân huyện hoà giải trước ngày nào?"
    assert seen_through("nfd", asked).question == unicodedata.normalize("NFD", asked.question)
    assert [turn.content for turn in seen_through("abbr", asked).history] == ["UBND", "Ủy ban nhân dân"]
    for view in VIEWS:
        assert seen_through(view, asked) == seen_through(view, asked)
        assert seen_through(view, asked).question != asked.question


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("ủy", "uyr"),
        ("nhân", "nhaan"),
        ("để", "ddeer"),
        ("vận?", "vaanj?"),
        ("Đồng", "ddoongf"),
        ("UBND", "UBND"),
        ("ĐỂ", "DDEEr"),
        ("trước", "truwowcs"),
        ("30/5", "30/5"),
    ],
)
def test_telex_keys_by_hand(word: str, keys: str) -> None:
    assert keystrokes(word) == keys


def test_a_word_of_four_is_left_in_telex() -> None:
    words = LONG.split()
    typed = telexed(LONG.strip(), random.Random(1)).split()
    changed = sum(a != b for a, b in zip(words, typed, strict=True))
    assert changed == round(0.25 * len(words))


def test_a_scan_gets_three_characters_of_a_hundred_wrong() -> None:
    read = scanned(LONG, random.Random(1))
    assert read != LONG
    expected = round(0.03 * len(LONG))
    assert abs(_distance(LONG, read) - expected) <= expected  # a look-alike of two letters counts twice
    assert scanned("ab", random.Random(1)) != "ab"
    assert scanned("", random.Random(1)) == ""


def test_case_and_preamble_leave_the_words_of_the_question() -> None:
    asked = question()
    assert seen_through("upper", asked).question == asked.question.upper()
    assert seen_through("mixedcase", asked).question.lower() == asked.question.lower()
    introduced = seen_through("preamble", asked).question
    assert introduced.endswith(asked.question)
    assert 100 < len(introduced) - len(asked.question) < 400


def test_views_differ_from_question_to_question() -> None:
    for view in ("typo", "ocr", "telex"):
        typed = {seen_through(view, question(id=f"x{n}")).question for n in range(8)}
        assert len(typed) > 1


def _distance(a: str, b: str) -> int:
    """Return the edit distance (Levenshtein 1966)."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, start=1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]
