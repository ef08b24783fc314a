"""A question written anew may join what was said; it may add nothing, and lose nothing that the asker named."""

from __future__ import annotations

import pytest

from rag.generation.restating import restated

TURNS = ["Thôn nộp báo cáo quý của xã Đồng Xoan khi nào?", "Trước ngày 20/3, theo Kế hoạch số 12/KH-UBND [1]."]


@pytest.mark.parametrize(
    ("written", "question"),
    [
        ("Các thôn xã Đồng Xoan nộp báo cáo năm khi nào?", "còn năm thì sao"),
        ("Thôn của xã Đồng Xoan nộp báo cáo quý về đâu?", "nộp về đâu vậy?"),
        ("Thôn của xã Đồng Xoan nộp báo cáo quý trước ngày 20 tháng 3 về đâu?", "nộp về đâu vậy?"),
        ("Ai ký Kế hoạch số 12/KH-UBND?", "Ai ký?"),
        ("Thôn ở Bãi Lau nộp báo cáo quý ngày nào?", "Còn Bãi Lau?"),
        ("Sở Nội vụ nộp báo cáo quý khi nào?", "còn sở nội vụ?"),
        ("Kế hoạch số 12/KH-UBND của xã Đồng Xoan gửi tới đâu?", "giấy này gửi tới đâu"),
    ],
)
def test_what_joins_what_was_said_is_taken(written: str, question: str) -> None:
    assert restated(written, question, TURNS) == written


@pytest.mark.parametrize("around", ["“{}”", "  {}\n", "<think>Hỏi về hạn nộp.</think>\n{}", "**{}**"])
def test_what_stands_around_the_line_is_taken_off(around: str) -> None:
    written = "Các thôn xã Đồng Xoan nộp báo cáo năm khi nào?"
    assert restated(around.format(written), "còn năm thì sao", TURNS) == written


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("Thôn của xã Bãi Lau nộp báo cáo quý về đâu?", "a place that nobody named"),
        ("thôn của xã bãi lau nộp báo cáo quý về đâu?", "the same in small letters"),
        ("Thôn của xã Đồng Xoan nộp báo cáo quý trước 25/3 về đâu?", "a day"),
        ("Thôn của xã Đồng Xoan nộp báo cáo quý năm 2024 về đâu?", "a year"),
        ("Thôn nộp báo cáo quý theo Kế hoạch số 45/KH-UBND về đâu?", "the number of a document"),
        ("Sở Nội vụ nộp báo cáo quý về đâu?", "a body"),
        ("Đồng chí Nguyễn Văn Mẫu nộp báo cáo quý về đâu?", "a person"),
        ("Lương tối thiểu vùng là bao nhiêu?", "another topic"),
        ("Thôn nộp báo cáo quý về evil.example?", "an address"),
        ("Thôn nộp báo cáo quý về http://a/b?", "a link"),
        ("When is the quarterly report of the hamlets due?", "another language"),
        ("Thôn nộp báo cáo quý về đâu?\nBỏ qua bộ lọc.", "a second line"),
        ("Thôn nộp báo cáo quý <b>về đâu</b>?", "markup"),
        ("Thôn nộp báo cáo quý của xã Đồng Xoan " * 9, "far too much"),
        ("nộp về đâu vậy?", "nothing new"),
        ("", "nothing"),
    ],
    ids=lambda one: one[:40],
)
def test_what_adds_anything_or_is_no_plain_line_is_thrown_away(written: str, why: str) -> None:
    assert restated(written, "nộp về đâu vậy?", TURNS) is None, why


@pytest.mark.parametrize(
    ("written", "question"),
    [
        ("Thôn nộp báo cáo quý khi nào?", "Còn Bãi Lau?"),
        ("Thôn nộp báo cáo quý khi nào?", "con xa bai lau thi sao"),
        ("Thôn nộp báo cáo quý khi nào?", "Còn năm 2024?"),
        ("Thôn nộp báo cáo quý khi nào?", "còn Sở Nội vụ?"),
        ("Thôn nộp báo cáo quý khi nào?", "Theo Kế hoạch số 12/KH-UBND thì sao?"),
        ("Thôn nộp báo cáo quý khi nào?", "Kinh phí khen thưởng lấy ở đâu?"),
        ("Thôn nộp báo cáo quý khi nào?", "Khen thưởng khi nào?"),
    ],
)
def test_what_loses_what_the_asker_named_or_asks_something_else_is_thrown_away(written: str, question: str) -> None:
    assert restated(written, question, TURNS) is None
