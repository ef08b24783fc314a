"""The analyser gives one meaning to the many ways in which officials write the same words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import fold
from rag.analyser import question_terms, terms

SYLLABLES = [
    "Ủy", "ban", "nhân", "dân", "hoà", "hòa", "thuỷ", "thủy", "khoẻ", "quý", "đường", "Đảng", "nghị", "quyết",
    "UBND", "KT-XH", "CT 33", "33/CT-TTg", "70%", "16/5/2016", "năm", "2022", ",", ";", ".", "trước", "không",
]  # fmt: skip
sentences = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=20).map(" ".join)


@given(sentences)
def test_decomposed_unicode_gives_the_same_terms(sentence: str) -> None:
    assert terms(unicodedata.normalize("NFD", sentence)) == terms(sentence)


@given(sentences)
def test_case_gives_the_same_terms(sentence: str) -> None:
    assert terms(sentence.upper()) == terms(sentence) == terms(sentence.lower())


@given(sentences)
def test_a_text_without_diacritics_gives_the_same_terms(sentence: str) -> None:
    assert terms(fold(sentence)) == terms(sentence)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà giải ở cơ sở", "hòa giải ở cơ sở"),
        ("thuỷ lợi, uỷ ban", "thủy lợi, ủy ban"),
        ("kĩ thuật, tử sĩ", "kỹ thuật, tử sỹ"),
        ("qui định", "quy định"),
        ("UBND xã", "Ủy ban nhân dân xã"),
        ("ubnd xa", "uỷ ban nhân dân xã"),
        ("phát triển KT-XH", "phát triển kinh tế - xã hội"),
        ("giải quyết KNTC", "giải quyết khiếu nại, tố cáo"),
        ("CBCCVC", "cán bộ, công chức, viên chức"),
        ("Trung\u00ad ương", "Trung ương"),
        ("Hiến\u00a0pháp", "Hiến pháp"),
    ],
)
def test_two_spellings_of_the_same_words_give_the_same_terms(one: str, other: str) -> None:
    assert terms(one) == terms(other)


def test_neighbours_make_pairs_across_commas_quotes_hyphens_and_wrapped_lines() -> None:
    found = terms("công tác, “Dân vận khéo” - thi\nđua")
    assert {"tac_dan", "van_kheo", "kheo_thi", "thi_dua"} <= set(found)


@pytest.mark.parametrize("end", [".", ";", ":", "?", "!", "\n- ", "\n2. ", "\n* "])
def test_no_pair_crosses_the_end_of_a_sentence_or_item(end: str) -> None:
    found = terms(f"công khai{end} dân chủ")
    assert "khai_dan" not in found
    assert {"cong_khai", "dan_chu"} <= set(found)


def test_negations_and_other_function_words_are_kept() -> None:
    assert {"khong", "chua", "tru", "phai"} <= set(terms("không, chưa, trừ, phải"))


def test_repeated_words_are_repeated_terms() -> None:
    assert terms("dân biết, dân bàn").count("dan") == 2


def test_a_percentage_is_one_term_in_either_spacing() -> None:
    assert "70%" in terms("đạt 70%")
    assert "70%" in terms("đạt 70 % trở lên")
    assert "99.5%" in terms("99,5%")


def test_letters_inside_a_document_number_are_not_spelled_out() -> None:
    found = terms("Kế hoạch số 63/KH-UBND")
    assert {"63", "kh", "ubnd"} <= set(found)
    assert "uy" not in found
    assert found.count("ke_hoach") == 1


@pytest.mark.parametrize("printed", ["33/CT-TTg", "33/2021/CT-TTg", "33/ct-ttg", "33 /CT-TTg", "33/CTTTg"])
def test_a_document_number_is_one_term_in_any_notation(printed: str) -> None:
    found = terms(f"Chỉ thị số {printed} của Thủ tướng")
    assert found.count("no:33:ct_ttg") == 1
    assert {"33", "ct", "ttg"} <= set(found)


@pytest.mark.parametrize("printed", ["30/5/2020", "30/05/2020", "ngày 30 tháng 5 năm 2020", "ngay 30 thang 5 nam 2020"])
def test_a_date_is_one_term_in_any_notation(printed: str) -> None:
    assert {"d:2020-05-30", "d:05-30"} <= set(terms(printed))


def test_a_date_without_a_year_meets_the_same_day_with_one() -> None:
    assert "d:05-30" in terms("trước 30/5")
    assert not [term for term in terms("trước 30/5") if term.startswith("d:20")]


@pytest.mark.parametrize("typed", ["CT 33", "ct33", "CT số 33", "chỉ thị 33", "Chỉ thị số 33"])
def test_a_kind_of_document_before_a_number_is_spelled_out(typed: str) -> None:
    assert {"chi_thi", "thi_33"} <= set(terms(typed))


def test_an_amount_of_money_is_one_number() -> None:
    assert "8000000" in terms("8.000.000 đồng")


def test_ct_before_an_authority_is_its_chairman() -> None:
    assert "chu_tich" in terms("CT UBND tỉnh")
    assert "chi_thi" not in terms("CT UBND tỉnh")


def test_chat_spelling_is_read_in_questions_only() -> None:
    assert {"khong", "duoc"} <= set(question_terms("hồ sơ quá hạn ko đc à"))
    assert "khong" not in terms("ko")


def test_a_documents_own_definition_is_spelled_out_in_it() -> None:
    assert "to_cong" in terms("TCT báo cáo", {"TCT": "Tổ Công tác"})


def test_text_without_letters_or_digits_has_no_terms() -> None:
    assert terms("… - “” \n\n") == []


@given(st.text(max_size=200))
def test_any_text_is_analysed_into_folded_ascii_terms(text: str) -> None:
    for term in terms(text):
        assert term
        assert term.isascii()
        assert " " not in term
