"""A heading that says how many is a passage: it is the clause that answers."""

from __future__ import annotations

from corpus.passages import cut
from corpus.structure import outline

HEADED = "Điều 3. Thành phần\n1. Tổ công tác cấp huyện có 11 thành viên, gồm:\na) Tổ trưởng;\nb) Các thành viên khác."


def test_a_heading_that_says_how_many_is_a_passage() -> None:
    words = [HEADED[p.start : p.end] for p in cut(HEADED, outline(HEADED))]
    assert "1. Tổ công tác cấp huyện có 11 thành viên, gồm:" in words


def test_a_heading_without_a_quantity_is_none() -> None:
    text = HEADED.replace("có 11 thành viên, gồm", "gồm các đồng chí")
    words = [text[p.start : p.end] for p in cut(text, outline(text))]
    assert not any(word.startswith("1. Tổ công tác") for word in words)
