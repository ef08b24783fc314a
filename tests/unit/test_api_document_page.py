"""A document's page shows every character once, begins a block at each section and marks what is quoted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.document_page import blocks, outline, quoted_range
from api.testing import sample_document

DOCUMENT = sample_document("mau", "xã Tân Mẫu", "12/KH-UBND")
LENGTH = len(DOCUMENT.text)


def _squeezed(text: str) -> str:
    return "".join(text.split())


@given(st.integers(0, LENGTH), st.integers(0, LENGTH))
def test_every_character_is_shown_once_and_in_order(start: int, end: int) -> None:
    shown = "".join(p.text for b in blocks(DOCUMENT, (start, end)) for p in b.pieces)
    assert _squeezed(shown) == _squeezed(DOCUMENT.text)


@given(st.integers(0, LENGTH - 1), st.integers(1, LENGTH))
def test_exactly_the_quoted_range_is_marked(start: int, end: int) -> None:
    quoted = quoted_range(DOCUMENT, str(start), str(end))
    marked = "".join(p.text for b in blocks(DOCUMENT, quoted) for p in b.pieces if p.quoted)
    assert _squeezed(marked) == _squeezed(DOCUMENT.text[start:end] if start < end else "")


def test_each_section_is_an_anchor_of_the_block_where_it_begins() -> None:
    by_anchor = {a: b for b in blocks(DOCUMENT, (0, 0)) for a in b.anchors}
    assert list(by_anchor) == [s.anchor for s in DOCUMENT.sections]
    for section in DOCUMENT.sections:
        shown = "".join(p.text for p in by_anchor[section.anchor].pieces)
        assert DOCUMENT.text.startswith(shown, section.start)


def test_a_heading_is_told_from_the_text() -> None:
    headings = [p.text for b in blocks(DOCUMENT, (0, 0)) for p in b.pieces if p.heading]
    assert headings == ["I. MỤC ĐÍCH, YÊU CẦU", "II. CHẾ ĐỘ BÁO CÁO"]


def test_the_outline_has_the_sections_with_a_heading() -> None:
    assert [(e.anchor, e.text, e.depth) for e in outline(DOCUMENT)] == [
        ("muc-i", "I. MỤC ĐÍCH, YÊU CẦU", 0),
        ("muc-ii", "II. CHẾ ĐỘ BÁO CÁO", 0),
    ]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (None, None),
        ("1", None),
        ("-1", "4"),
        ("a", "b"),
        ("5", "5"),
        ("9", "3"),
        ("0", "99999999999"),
        ("٣", "٩"),
        ("", ""),
    ],
)
def test_a_range_that_is_none_marks_nothing(start: str | None, end: str | None) -> None:
    assert quoted_range(DOCUMENT, start, end) == (0, 0)


def test_a_range_up_to_the_end_of_the_text_is_a_range() -> None:
    assert quoted_range(DOCUMENT, "0", str(LENGTH)) == (0, LENGTH)
    assert quoted_range(DOCUMENT, "0", str(LENGTH + 1)) == (0, 0)
