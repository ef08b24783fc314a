"""Which questions ask what a word means, and which only which value a thing has."""

from __future__ import annotations

import pytest

from rag.answering.definitions import term_asked
from rag.understanding.question import read_question


@pytest.mark.parametrize(
    ("asked", "term"),
    [
        ("Thế nào là dân vận khéo?", "dân vận khéo"),
        ("dan van chinh quyen la gi", "dan van chinh quyen"),
        ("Chính quyền điện tử là gì?", "Chính quyền điện tử"),
        ("Cho em hỏi tổ tự quản nghĩa là gì ạ", "tổ tự quản"),
        ("Khái niệm hộ nghèo đa chiều là gì?", "hộ nghèo đa chiều"),
    ],
)
def test_the_term_is_found(asked: str, term: str) -> None:
    assert term_asked(read_question(asked, {})) == term


@pytest.mark.parametrize(
    "asked",
    [
        "Phương châm thực hiện là gì?",
        "Mục tiêu chung là gì?",
        "Nhiệm vụ của Mặt trận Tổ quốc là gì?",
        "Tên đầy đủ của kế hoạch là gì?",
        "Ai là trưởng ban?",
        "Hạn cuối nộp báo cáo là ngày nào?",
        "Vai trò của người đứng đầu là gì?",
    ],
)
def test_a_value_is_no_meaning(asked: str) -> None:
    assert term_asked(read_question(asked, {})) is None
