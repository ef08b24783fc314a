"""What can be wrong with one question, each fault made on purpose in a row that is right."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

import pytest

from eval.question_clauses import clauses, clauses_of, shared_clauses, whole
from eval.question_faults import faults_of, problems_of
from eval.question_set import Question
from rag.model import Turn

DOCUMENTS = {
    "a.txt": "Số: 1\n\nI. **Một** hai\nba bốn năm sáu\n\n1. Phòng Nội vụ\n\n"
    "- bảy tám chín mười mười một, ngày 5/6/2022",
    "b.txt": "khác hẳn với kia",
}
RIGHT = Question(
    id="x1",
    style="formal",
    question="Hỏi gì?",
    history=(),
    answerable=True,
    docs=("a.txt",),
    gold=(("tám chín mười mười một",),),
    answer_must=("ngày 5 tháng 6 năm 2022", "Phòng Nội vụ"),
    answer_must_not=(),
    note="",
)
REFUSED = replace(RIGHT, answerable=False, docs=(), gold=(), answer_must=("05/6/2022",))
LONG = "Em chào anh chị ạ, " + "em hỏi một chút " * 8


@pytest.mark.parametrize(
    "question",
    [
        RIGHT,
        REFUSED,
        replace(RIGHT, style="nodiac", question="hoi gi vay 5/6"),
        replace(RIGHT, style="nfd", question=unicodedata.normalize("NFD", "Hỏi gì?")),
        replace(RIGHT, style="preamble", question=LONG),
        replace(RIGHT, style="oldtone", question="Hoà giải do ai lo?"),
        replace(RIGHT, style="mixedcase", question="HỎI gì?"),
        replace(RIGHT, style="followup", history=(Turn("user", "trước đó"),)),
        replace(RIGHT, gold=(("Một hai ba bốn", "tám chín mười mười một"),)),
        replace(RIGHT, docs=("a.txt", "b.txt"), gold=(*RIGHT.gold, ("khác hẳn với kia",))),
    ],
)
def test_a_right_question_has_no_fault(question: Question) -> None:
    assert faults_of(question, DOCUMENTS) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"gold": (("không có trong văn bản",),)}, "đang có 0 lần"),
        ({"gold": (("mười",),)}, "dài 4 ký tự"),
        ({"gold": (("tám  chín mười mười một",),)}, "gộp khoảng trắng"),
        ({"gold": (*RIGHT.gold, *RIGHT.gold)}, "ghi hai lần"),
        ({"docs": ("c.txt",)}, "không có văn bản c.txt"),
        ({"docs": ()}, "không ghi văn bản nào"),
        ({"docs": ("b.txt",)}, "có cả trong a.txt"),
        ({"docs": ("a.txt", "b.txt")}, "văn bản b.txt không có đoạn trích nào"),
        ({"answerable": False}, "câu không trả lời được thì không"),
        ({"gold": (), "answer_must": ()}, "phải có bằng chứng"),
        ({"answer_must": ("6/5/2022",)}, "không có trong đoạn làm bằng chứng: '6/5/2022'"),
        ({"style": "followup"}, "nối tiếp"),
        ({"style": "nodiac"}, "còn dấu"),
        ({"style": "nfd"}, "NFD"),
        ({"question": unicodedata.normalize("NFD", "Hỏi gì?")}, "NFD"),
        ({"style": "preamble"}, "lời dẫn"),
        ({"style": "oldtone", "question": "Hòa giải do quý ông nào lo?"}, "oldtone"),
        ({"style": "mixedcase"}, "mixedcase"),
    ],
)
def test_a_fault_is_named(changes: dict[str, Any], fault: str) -> None:
    assert any(fault in one for one in faults_of(replace(RIGHT, **changes), DOCUMENTS))


def test_evidence_that_stands_twice_is_not_unique_enough() -> None:
    twice = DOCUMENTS | {"a.txt": DOCUMENTS["a.txt"] + "\n\n- tám chín mười mười một"}
    assert any("đang có 2 lần" in fault for fault in faults_of(RIGHT, twice))


def test_a_right_value_that_no_document_has_is_a_fault() -> None:
    assert faults_of(replace(REFUSED, answer_must=("7/7/2077",)), DOCUMENTS) == [
        "giá trị đúng không có trong văn bản nào: '7/7/2077'"
    ]


def test_the_same_id_twice_is_a_fault() -> None:
    assert problems_of([RIGHT, RIGHT], DOCUMENTS) == ["x1: mã dùng 2 lần"]
    assert problems_of([RIGHT, replace(RIGHT, id="x2", docs=("c.txt",))], DOCUMENTS) == ["x2: không có văn bản c.txt"]


def test_clauses_cover_a_document_without_overlap() -> None:
    text = DOCUMENTS["a.txt"]
    assert [whole(text)[start:end] for start, end in clauses(text)] == [
        "Số: 1",
        "I. Một hai ba bốn năm sáu",
        "1. Phòng Nội vụ",
        "- bảy tám chín mười mười một, ngày 5/6/2022",
    ]


def test_a_clause_that_a_page_break_tears_is_one() -> None:
    start = "- Tiếp tục tổ chức thực hiện có hiệu quả kế hoạch thực hiện Chỉ thị số 35"
    torn = f"{start}\n\nCT/TW của Bộ Chính trị.\n\nMột ý khác."
    assert [whole(torn)[a:b] for a, b in clauses(torn)] == [f"{start} CT/TW của Bộ Chính trị.", "Một ý khác."]


def test_questions_on_one_clause_are_found_and_on_different_clauses_are_not() -> None:
    same = replace(RIGHT, id="x2", gold=(("bảy tám chín",),))
    other = replace(RIGHT, id="x3", gold=(("ba bốn năm sáu",),))
    assert shared_clauses([RIGHT], [same], DOCUMENTS) == [("x1", "x2")]
    assert shared_clauses([RIGHT], [other], DOCUMENTS) == []


def test_evidence_that_runs_over_two_clauses_touches_both() -> None:
    across = replace(RIGHT, gold=(("năm sáu 1. Phòng Nội",),))
    assert clauses_of(across, DOCUMENTS) == {("a.txt", 1), ("a.txt", 2)}
