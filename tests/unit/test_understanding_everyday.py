"""Everyday words of questions and the official words for them, and whom clauses are addressed to."""

from __future__ import annotations

import pytest

from corpus.folding import fold
from rag.analyser import terms
from rag.understanding.addresses import lead_of
from rag.understanding.everyday import paraphrases


def said(question: str, text: str) -> bool:
    held = frozenset(terms(text))
    return any(phrase.said_in(held) for phrase in paraphrases(question))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("lấn chiếm vỉa hè bị xử lý sao", "Kiên quyết lập lại trật tự hè phố"),
        ("được vay nhiều nhất bao nhiêu", "Mức vay tối đa 50 triệu đồng"),
        ("trễ nhất ngày nào nộp", "Báo cáo gửi chậm nhất ngày 20"),
        ("xã có làm qua mạng không", "Cung cấp dịch vụ công trực tuyến"),
    ],
)
def test_a_document_says_it_in_official_words(question: str, text: str) -> None:
    assert said(question, text)
    assert said(fold(question), text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("lấn chiếm vỉa hè bị xử lý sao", "Giữ gìn vệ sinh môi trường"),
        ("Kết quả khảo sát thế nào", "Mức vay tối đa 50 triệu đồng"),
    ],
)
def test_words_that_are_not_said_stay_unsaid(question: str, text: str) -> None:
    assert not said(question, text)


def test_without_diacritics_a_single_syllable_may_be_any_word() -> None:
    assert paraphrases("xã thu tiền gì")
    assert not paraphrases("xa thu tien gi")


def test_the_longest_phrase_is_taken_and_only_whole_words_are() -> None:
    assert [phrase.words for phrase in paraphrases("tiền nong ra sao")] == [("kinh phí",)]
    assert not paraphrases("họpmặt tiềnđồ")


@pytest.mark.parametrize(
    ("clause", "address"),
    [
        ("3. Công an huyện: nắm tình hình.", "cong an huyen"),
        ("- Đề nghị Hội Nông dân xã phối hợp vận động hội viên.", "hoi nong dan xa"),
        ("b) Giao Phòng Tư pháp chủ trì tuyên truyền.", "phong tu phap"),
        ("Mỗi năm một lần", ""),
        ("", ""),
    ],
)
def test_a_clause_opens_with_whom_it_is_addressed_to(clause: str, address: str) -> None:
    assert lead_of(clause) == address
