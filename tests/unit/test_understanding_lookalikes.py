"""What a scan makes of words is undone, and what only looks like it is left alone."""

from __future__ import annotations

import pytest

from rag.understanding.cleaning import clean_question
from rag.understanding.lookalikes import unlike, with_letters
from rag.understanding.spelling import repaired

HELD = frozenset(
    "bao cao tao dong thuan la lop tap huan cua nam giao son minh lam khe lam_khe phan anh tuyen truyen tuyen_truyen"
    " hanh chinh hanh_chinh".split()
)


def mended(question: str) -> str:
    return repaired(question, HELD.__contains__)


@pytest.mark.parametrize(
    ("scanned", "meant"),
    [
        ("bá0 cá0", "báo cáo"),
        ("lớp tập huấn 1à gì", "lớp tập huấn là gì"),
        ("QĐ 407của năm 2021giao", "QĐ 407 của năm 2021 giao"),
        ("trước 15/1l/2020, ngày 0l/4/2022", "trước 15/11/2020, ngày 01/4/2022"),
    ],
)
def test_digits_and_letters_change_places_back(scanned: str, meant: str) -> None:
    assert with_letters(scanned, HELD.__contains__) == meant


@pytest.mark.parametrize(
    "question", ["mục 1a, điểm 10b", "số 614/KH-UBND", "10km và 15h", "Covid19 B1 A0", "85% trong 6 tháng", "1l nước"]
)
def test_points_numbers_and_units_stay(question: str) -> None:
    assert with_letters(question, HELD.__contains__) == question


def test_look_alikes_come_with_the_fewest_slips_first() -> None:
    words = list(unlike("pbol"))
    assert words.index("phol") < words.index("phoi")
    assert "tuyen" in unlike("tiiyeri")


@pytest.mark.parametrize(
    ("scanned", "meant"),
    [
        ("côrig tác tiiyên truyền", "cong tác tuyen truyền"),
        ("xã Lârn Khê", "xã Lam Khê"),
        ("ở LâmKhê", "ở Lam Khe"),
        ("hànb chính", "hanh chính"),
    ],
)
def test_words_and_names_of_the_store_are_read_through_a_scan(scanned: str, meant: str) -> None:
    assert mended(scanned) == meant


@pytest.mark.parametrize("name", ["Đắk Lắk", "xã Krông Pa", "Ia Grai", "xã Kbang", "Bình Sơri"])
def test_names_that_the_store_does_not_hold_stay(name: str) -> None:
    assert mended(name) == name


def test_a_tone_before_the_mark_of_its_letter_composes() -> None:
    assert clean_question("ngày nào va\u0300\u0302y") == "ngày nào vầy"
    assert clean_question("Ngày nào vậy") == "Ngày nào vậy"
