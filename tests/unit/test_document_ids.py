"""A document's id is its file's name, made safe for addresses and keys."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import document_id_for

SHA = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("000_1d85cb063a09f93b.txt", "000_1d85cb063a09f93b"),
        ("Kế hoạch số 614 của UBND.md", "Ke-hoach-so-614-cua-UBND"),
        ("Đề án đổi mới.txt", "De-an-doi-moi"),
        ("12-QĐi#TW.v2.txt", "12-QDi-TW.v2"),
        ("../../etc/hồ sơ.txt", "ho-so"),
        ("....txt", "van-ban"),
        ("文書.txt", "van-ban"),
    ],
)
def test_the_id_is_the_stem_in_plain_letters(name: str, expected: str) -> None:
    assert document_id_for(name, SHA) == expected


def test_a_decomposed_name_gives_the_same_id_as_a_composed_one() -> None:
    assert document_id_for("Ke\u0302\u0301 hoa\u0323ch.txt", SHA) == document_id_for("Kế hoạch.txt", SHA)


def test_the_hash_is_appended_only_when_other_content_has_the_id() -> None:
    assert document_id_for("a.txt", SHA, taken={"b"}) == "a"
    assert document_id_for("a.txt", SHA, taken={"a"}) == "a-01234567"
    assert document_id_for("a.txt", SHA, taken={"a", "a-01234567"}) == "a-012345678"


@given(st.text(max_size=200))
def test_every_name_gives_an_id_that_is_safe_in_an_address_and_a_key(name: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,118}[A-Za-z0-9_])?", document_id_for(name, SHA))
