"""Tokens are the answer, cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.streaming import tokens

SPACED = st.text(alphabet=st.sampled_from("aộ1[] \n\t\u00a0"), max_size=80)


@given(SPACED)
def test_joined_tokens_are_the_answer_again(answer: str) -> None:
    assert "".join(tokens(answer)) == answer


def test_a_long_answer_comes_in_several_tokens() -> None:
    assert len(list(tokens("một hai ba bốn năm sáu bảy tám chín"))) == 3
