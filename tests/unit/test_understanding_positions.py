"""Places in a document as people name them, and the sections they find."""

from __future__ import annotations

import pytest

from corpus.document import build_document
from corpus.folding import fold
from corpus.model import Document, DocumentId
from corpus.testing import document_of
from rag.understanding.positions import find_position, resolve

PLAN = """ỦY BAN NHÂN DÂN
HUYỆN LÂM KHÊ

Số: 42/KH-UBND
Lâm Khê, ngày 15 tháng 02 năm 2024

KẾ HOẠCH
Công tác dân vận năm 2024

I. MỤC ĐÍCH
- Nâng cao nhận thức của cán bộ.
- Bảo đảm thiết thực.
- Tránh hình thức.

II. NHIỆM VỤ
1. Tuyên truyền
a) Phát thanh hằng tuần.
b) Cấp phát tờ gấp.
2. Tiếp dân
2.1. Đối thoại hai lần mỗi năm.
2.2. Giải quyết đơn thư đúng hạn.

III. TỔ CHỨC THỰC HIỆN
1. Phòng Nội vụ
- Kiểm tra quy chế dân chủ.
- Tổng hợp thi đua.
2. Công an huyện
Nắm tình hình an ninh.
"""

DECISION = """ỦY BAN NHÂN DÂN
TỈNH HÀ THANH

Số: 15/2023/QĐ-UBND
Hà Thanh, ngày 30 tháng 8 năm 2023

QUYẾT ĐỊNH
Ban hành Quy định trồng cây phân tán

Chương I
QUY ĐỊNH CHUNG

Điều 1. Phạm vi
Áp dụng cho việc trồng cây dọc đường.

Điều 2. Từ ngữ
1. Cây phân tán trồng ngoài quy hoạch.
2. Hộ nhận khoán ký hợp đồng:
a) Với xã;
b) Với thôn.

Chương II
TRÁCH NHIỆM

Điều 3. Sở Nông nghiệp
1. Lập danh mục giống.
2. Hỗ trợ vườn ươm.
"""


def read(text: str, name: str) -> Document:
    return build_document(text, f"{name}.txt", name, DocumentId(name))


@pytest.fixture(scope="module")
def plan() -> Document:
    return read(PLAN, "plan")


@pytest.fixture(scope="module")
def decision() -> Document:
    return read(DECISION, "decision")


def paths(question: str, document: Document) -> list[tuple[str, ...]]:
    position = find_position(question)
    assert position is not None
    return [section.path for section in resolve(position, document)]


@pytest.mark.parametrize(
    ("question", "markers", "bullet"),
    [
        ("Mục III.2 nói gì?", ("iii", "2"), None),
        ("Nội dung phần II mục 1?", ("ii", "1"), None),
        ("Mục 1 phần II quy định gì?", ("ii", "1"), None),
        ("Điểm b khoản 1 Điều 3 ghi gì?", ("dieu 3", "khoan 1", "diem b"), None),
        ("Điều 3 khoản 1 điểm b ghi gì?", ("dieu 3", "khoan 1", "diem b"), None),
        ("Khoản 2.1 nêu gì?", ("khoan 2.1",), None),
        ("III.2 yêu cầu gì?", ("iii", "2"), None),
        ("Gạch đầu dòng thứ hai mục I?", ("i",), 2),
        ("Mục I gạch đầu dòng thứ 3?", ("i",), 3),
        ("Gạch đầu dòng cuối cùng của mục III.1?", ("iii", "1"), -1),
        ("Ý thứ nhất của mục III.1?", ("iii", "1"), 1),
        ("Gạch đầu dòng đầu tiên?", (), 1),
    ],
)
def test_a_place_is_read_from_the_outside_in(question: str, markers: tuple[str, ...], bullet: int | None) -> None:
    for typed in (question, fold(question), question.upper()):
        position = find_position(typed)
        assert position is not None, typed
        assert (position.markers, position.bullet) == (markers, bullet), typed


@pytest.mark.parametrize(
    "question",
    [
        "Dịch vụ công mức 3, 4 đạt bao nhiêu?",
        "Ai ký công văn số 614/KH-UBND?",
        "Mục tiêu của kế hoạch?",
        "Điểm nóng về an ninh ở đâu?",
        "Giai đoạn 2021 - 2025 làm gì?",
        "Phần thưởng cho tập thể?",
        "Báo cáo 6 tháng nộp khi nào?",
        "Khoản tiền 40 triệu dùng làm gì?",
        "Tăng thu nhập 1.5 lần trong năm nào?",
        "Nội dung 5 năm qua?",
        "Điều kiện hỗ trợ là gì?",
        "Ngày 15/11 hay 20/11?",
        "",
    ],
)
def test_words_and_numbers_that_only_look_alike_are_no_place(question: str) -> None:
    assert find_position(question) is None


def test_the_span_covers_the_words_of_the_place() -> None:
    question = "Xin hỏi mục 1 phần II nói gì?"
    position = find_position(question)
    assert position is not None
    assert question[position.start : position.end] == "mục 1 phần II"


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("mục III.2", ("III", "2")),
        ("phần III mục 2", ("III", "2")),
        ("mục 2 phần 3", ("III", "2")),
        ("phần II", ("II",)),
        ("phần 2", ("II",)),
        ("điểm a mục II.1", ("II", "1", "a")),
        ("khoản 2.1", ("II", "2", "2.1")),
        ("mục II.2.2.1", ("II", "2", "2.1")),
        ("mục II.2.1", ("II", "2", "2.1")),
        ("gạch đầu dòng thứ hai mục I", ("I", "-2")),
        ("gạch đầu dòng cuối cùng mục I", ("I", "-3")),
        ("gạch đầu dòng đầu tiên mục III.1", ("III", "1", "-1")),
    ],
)
def test_a_place_of_a_plan_finds_its_section(plan: Document, question: str, path: tuple[str, ...]) -> None:
    assert paths(question, plan) == [path]
    assert paths(fold(question), plan) == [path]


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("Điều 2", ("Chương I", "Điều 2")),
        ("khoản 2 Điều 2", ("Chương I", "Điều 2", "2")),
        ("Điều 2 khoản 2 điểm b", ("Chương I", "Điều 2", "2", "b")),
        ("điểm a khoản 2 Điều 2", ("Chương I", "Điều 2", "2", "a")),
        ("chương II", ("Chương II",)),
        ("khoản 1 Điều 3", ("Chương II", "Điều 3", "1")),
    ],
)
def test_articles_clauses_and_points_are_found(decision: Document, question: str, path: tuple[str, ...]) -> None:
    assert paths(question, decision) == [path]
    assert paths(fold(question), decision) == [path]


def test_outer_markers_may_be_left_out(plan: Document) -> None:
    assert paths("khoản 1", plan) == [("II", "1"), ("III", "1")]
    assert paths("điểm b", plan) == [("II", "1", "b")]


@pytest.mark.parametrize("question", ["mục IX", "Điều 9", "mục III.7", "gạch đầu dòng thứ 9 mục I", "điểm k mục II.1"])
def test_a_place_that_is_not_there_finds_nothing(plan: Document, question: str) -> None:
    assert paths(question, plan) == []


def test_a_number_alone_means_the_outermost_place_of_that_number(plan: Document) -> None:
    assert paths("mục 1", plan) == [("I",)]


def test_levels_that_are_named_are_not_mistaken_for_others(decision: Document) -> None:
    assert paths("khoản 1", decision) == [("Chương I", "Điều 2", "1"), ("Chương II", "Điều 3", "1")]
    assert paths("chương 2", decision) == [("Chương II",)]
    assert paths("chương 3", decision) == []
    assert paths("Điều 4", decision) == []


def test_a_letter_without_parts_is_counted_from_one() -> None:
    letter = document_of("letter", ["Rà soát hộ nghèo.", "Báo cáo kết quả.", "Tiếp dân."])
    assert paths("mục 2", letter) == [("2",)]
    assert paths("nội dung 3", letter) == [("3",)]
    assert paths("mục 4", letter) == []
