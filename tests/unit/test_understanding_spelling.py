"""Slips of the keyboard are undone, and nothing else is touched."""

from __future__ import annotations

import pytest

from rag.understanding.spelling import is_syllable, repaired

KNOWN = frozenset(
    ["bao", "cao", "truoc", "ngay", "nao", "don", "doc", "ke", "hoach", "thang", "cong", "an", "xa", "quy", "che"]
)


def mended(question: str) -> str:
    return repaired(question, KNOWN.__contains__)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("baos cao", "bao cao"),
        ("kees hoach", "ke hoach"),
        ("thangs nao", "thang nao"),
        ("ddoon doc", "don doc"),
        ("truocws ngay", "truoc ngay"),
        ("hoacch", "hoach"),
        ("ngayy nao", "ngay nao"),
    ],
)
def test_letters_of_telex_and_doubled_letters_go_where_the_store_knows_the_word(typed: str, meant: str) -> None:
    assert mended(typed) == meant


@pytest.mark.parametrize("typed", ["congan", "kehoach", "baocao"])
def test_words_run_together_are_parted(typed: str) -> None:
    parts = mended(typed).split()
    assert "".join(parts) == typed
    assert set(parts) <= KNOWN


def test_neighbours_swapped_are_swapped_back() -> None:
    assert mended("hoahc") == "hoach"


@pytest.mark.parametrize(
    "question",
    [
        "Báo cáo nộp trước ngày nào?",
        "xóa, xoá, hoà, hòa, thủy, thuỷ",
        "UBND HĐND MTTQ QCDC KNTC TTHC",
        "số 614/KH-UBND và 33/CT-TTg",
        "Covid-19 ngày 30/5/2024 đạt 85%",
        "nghiêng khuyếch quyển giếng gì quốc",
        "a b c",
        "",
        "xyzzt qwrtp",
    ],
)
def test_syllables_abbreviations_numbers_and_the_unknown_stay_as_typed(question: str) -> None:
    assert mended(question) == question


def test_a_word_that_the_store_holds_is_never_a_slip() -> None:
    assert repaired("webb", frozenset({"webb", "we"}).__contains__) == "webb"


def test_nothing_is_repaired_into_a_word_that_the_store_does_not_hold() -> None:
    assert repaired("taays lownf", lambda _word: False) == "taays lownf"


def test_words_by_which_questions_are_understood_need_no_store() -> None:
    assert repaired("khooan 2", lambda _word: False) == "khoan 2"


def test_of_several_repairs_the_one_that_stands_beside_its_neighbours_is_taken() -> None:
    store = {"hoa", "hoc", "hoach", "ke", "ke_hoach"}
    assert repaired("ke hoch", store.__contains__) == "ke hoach"


@pytest.mark.parametrize("word", ["nghieng", "khuya", "quoc", "gi", "a", "ngoeo", "thuong", "huynh"])
def test_vietnamese_syllables_are_known_as_such(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["baos", "kees", "xyz", "ubnd", "web", "congan", "", "ng"])
def test_other_words_are_not_syllables(word: str) -> None:
    assert not is_syllable(word)
