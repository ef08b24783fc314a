"""What people send is cleaned without changing what they mean."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.wording import clean, says_nothing


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_nothing_invisible_is_left(text: str) -> None:
    left = {unicodedata.category(c) for c in clean(text) if c not in "\t\n\r"}
    assert not left & {"Cc", "Cf", "Cs", "Co", "Cn"}


@given(st.text())
def test_what_says_nothing_is_what_cleaning_empties_but_for_marks_that_stand_alone(text: str) -> None:
    rest = [c for c in clean(text) if unicodedata.category(c) not in {"Mn", "Me"} and not c.isspace()]
    assert says_nothing(text) == (not rest)


def test_a_decomposed_question_becomes_the_composed_one() -> None:
    asked = "Hoà Bình nộp báo cáo trước ngày nào?"
    assert clean(unicodedata.normalize("NFD", asked)) == asked


def test_words_between_control_characters_stay_apart_and_zero_width_ones_vanish() -> None:
    assert clean("\ufeffbáo\x00cáo\u200b năm\u202e") == "báo cáo năm"


def test_line_breaks_stay_and_the_edges_go() -> None:
    assert clean("  báo cáo\nnăm \n") == "báo cáo\nnăm"


@pytest.mark.parametrize(
    "text", ["", " \t\n", "\u200b\u200d\ufeff", "\x00\x01\x1b", "\u3164\u2800", "\u0301\u0302", "\u00a0\u2003"]
)
def test_a_question_of_invisible_characters_says_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["?", "a", "ở", "\u200bà", "10"])
def test_one_visible_character_says_something(text: str) -> None:
    assert not says_nothing(text)
