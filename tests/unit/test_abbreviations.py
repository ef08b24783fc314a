"""Abbreviations: the shipped table holds together, documents define their own, questions are spelled out."""

from __future__ import annotations

import re

import pytest

from rag.abbreviations import abbreviations, expand_question, mine_definitions

# A syllable without diacritics: an onset, a rime with a vowel, a final.
SYLLABLE = re.compile(
    r"(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|q|r|s|t|th|tr|v|x)?u?[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?"
)


def test_no_abbreviation_of_the_table_is_a_syllable_of_the_language() -> None:
    known = abbreviations()
    clashes = [short for short in (*known.always, *known.document_type) if SYLLABLE.fullmatch(short)]
    assert clashes == []


def test_every_expansion_is_syllables_and_not_the_abbreviation_itself() -> None:
    known = abbreviations()
    for short, syllables in {**known.always, **known.document_type}.items():
        assert all(SYLLABLE.fullmatch(syllable) for syllable in syllables), short
        assert short not in syllables


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Mặt trận Tổ quốc (MTTQ) các cấp", "MTTQ", "Mặt trận Tổ quốc"),
        ("Ban Chỉ đạo (sau đây gọi tắt là BCĐ) họp", "BCĐ", "Ban Chỉ đạo"),
        ("Tổ Công tác (sau đây viết tắt là TCT)", "TCT", "Tổ Công tác"),
        ("phát triển kinh tế - xã hội (KT-XH)", "KT-XH", "kinh tế - xã hội"),
        ("Quy chế dân chủ\nở cơ sở (QCDCOCS)", "QCDCOCS", "Quy chế dân chủ ở cơ sở"),
        ("Ủy ban nhân dân [UBND] xã", "UBND", "Ủy ban nhân dân"),
    ],
)
def test_a_definition_in_brackets_is_mined_when_its_initials_fit(text: str, short: str, long: str) -> None:
    assert mine_definitions(text) == {short: long}


@pytest.mark.parametrize(
    "text",
    ["thuộc Bộ Nội vụ (CCHC)", "xem Phụ lục (II)", "đạt kết quả tốt (theo BC)", "số 10. Dân (LD)", "(UBND)"],
)
def test_brackets_that_spell_something_else_define_nothing(text: str) -> None:
    assert mine_definitions(text) == {}


def test_the_first_definition_of_an_abbreviation_counts() -> None:
    assert mine_definitions("Ban Dân vận (BDV). Bộ Dịch vụ (BDV).") == {"BDV": "Ban Dân vận"}


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("hồ sơ ko đc để quá hạn à", "hồ sơ không được để quá hạn à"),
        ("vb nào nói về CB xã", "văn bản nào nói về cán bộ xã"),
        ("làm ntn", "làm như thế nào"),
        ("KH dân vận năm 2022", "kế hoạch dân vận năm 2022"),
        ("chỉ đạo CQ các cấp làm gì", "chỉ đạo chính quyền các cấp làm gì"),
        ("trc ngày 30/5", "trước ngày 30/5"),
    ],
)
def test_what_people_type_is_spelled_out(typed: str, spelled: str) -> None:
    assert expand_question(typed) == spelled


@pytest.mark.parametrize("kept", ["CT 33/CT-TTg", "Kế hoạch số 63/KH-UBND", "QĐ 217", "NQ số 25", "cán bộ không"])
def test_document_numbers_and_whole_words_are_left_as_they_are(kept: str) -> None:
    assert expand_question(kept) == kept
