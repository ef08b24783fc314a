"""Places are named as officials name them."""

from __future__ import annotations

import pytest

from corpus.labels import anchor, paragraph_label, section_label
from corpus.model import SectionKind


@pytest.mark.parametrize(
    ("path", "label"),
    [
        (("III",), "Mục III"),
        (("III", "2"), "Mục III.2"),
        (("III", "1", "1.9"), "Mục III.1, điểm 1.9"),
        (("III", "1", "1.9", "1.9.2"), "Mục III.1, điểm 1.9.2"),
        (("III", "2", "-4"), "Mục III.2, gạch đầu dòng thứ 4"),
        (("III", "2", "-4", "-1"), "Mục III.2, gạch đầu dòng thứ 4, ý thứ 1"),
        (("III", "2", "a"), "Mục III.2, điểm a"),
        (("5",), "Mục 5"),
        (("A", "I", "1"), "Mục A.I.1"),
        (("Phần II", "III", "2"), "Phần II, Mục III.2"),
        (("Chương II", "Điều 5"), "Điều 5"),
        (("Chương II", "Điều 5", "2"), "Khoản 2 Điều 5"),
        (("Chương II", "Điều 5", "2", "a"), "Điểm a khoản 2 Điều 5"),
        (("Điều 5", "a"), "Điểm a Điều 5"),
        (("Điều 1", "II", "3"), "Mục II.3, Điều 1"),
        (("Điều 5", "2", "-1"), "Khoản 2 Điều 5, gạch đầu dòng thứ 1"),
        (("-2",), "Gạch đầu dòng thứ 2"),
    ],
)
def test_a_path_is_said_in_words(path: tuple[str, ...], label: str) -> None:
    assert section_label(path) == label


def test_an_appendix_leads() -> None:
    assert section_label(("Phụ lục I", "2"), "Phụ lục I") == "Phụ lục I, mục 2"
    assert section_label(("Phụ lục I",), "Phụ lục I") == "Phụ lục I"
    assert section_label(("Quy chế", "Điều 3", "1"), "Quy chế") == "Quy chế, khoản 1 Điều 3"


def test_a_paragraph_is_counted() -> None:
    assert paragraph_label("Mục II.2", 2) == "Mục II.2, đoạn thứ 2"


def test_anchors_are_plain_and_never_the_same() -> None:
    used: dict[str, int] = {}
    assert anchor(("III", "1", "1.9"), SectionKind.ITEM, used) == "iii-1-1.9"
    assert anchor(("II", "-2"), SectionKind.BULLET, used) == "ii--2"
    assert anchor(("Chương II", "Điều 5", "đ"), SectionKind.ITEM, used) == "chuong-ii-dieu-5-dd"
    assert anchor((), SectionKind.SIGNATURE, used) == "signature"
    assert anchor((), SectionKind.SIGNATURE, used) == "signature_2"
    assert anchor(("1", "d"), SectionKind.ITEM, used) != anchor(("1", "đ"), SectionKind.ITEM, used)
