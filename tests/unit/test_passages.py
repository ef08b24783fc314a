"""A passage is one clause: a leaf with its number, or one paragraph of a section's own."""

from __future__ import annotations

from corpus.passages import cut
from corpus.structure import outline
from corpus.text import clean_text

LEAD = "KẾ HOẠCH\nCông tác năm 2025\n\nThực hiện Chỉ thị số 01/CT-TTg, Ủy ban nhân dân ban hành Kế hoạch như sau:\n\n"
LONG = "Chủ trì, phối hợp với các cơ quan có liên quan rà soát, đánh giá và báo cáo kết quả thực hiện."


def said(body: str) -> list[tuple[str, str]]:
    text = clean_text(LEAD + body)
    return [(passage.label, text[passage.start : passage.end]) for passage in cut(text, outline(text))][2:]


def test_a_leaf_is_quoted_with_its_number() -> None:
    assert said(f"I. NỘI DUNG\n1. {LONG}\n- Phối hợp.\n2. Báo cáo.") == [
        ("Mục I.1", f"1. {LONG}"),
        ("Mục I.1, gạch đầu dòng thứ 1", "- Phối hợp."),
        ("Mục I.2", "2. Báo cáo."),
    ]


def test_a_heading_over_content_is_no_passage_and_alone_it_is_one() -> None:
    assert said("I. MỤC ĐÍCH\n1. Một việc phải làm.\nII. KINH PHÍ") == [
        ("Mục I.1", "1. Một việc phải làm."),
        ("Mục II", "II. KINH PHÍ"),
    ]


def test_a_lead_in_is_a_passage_of_the_section_that_it_opens() -> None:
    found = said("1. Giao Sở Nội vụ chủ trì, phối hợp với các cơ quan thực hiện các nội dung sau đây:\n- Một.\n- Hai.")
    assert found[0] == ("Mục 1", "1. Giao Sở Nội vụ chủ trì, phối hợp với các cơ quan thực hiện các nội dung sau đây:")
    assert [label for label, _ in found[1:]] == ["Mục 1, gạch đầu dòng thứ 1", "Mục 1, gạch đầu dòng thứ 2"]


def test_several_paragraphs_of_one_item_are_passages_each() -> None:
    assert said("1. Câu thứ nhất của mục này.\n\nCâu thứ hai của mục này.\n\n2. Mục khác.") == [
        ("Mục 1, đoạn thứ 1", "1. Câu thứ nhất của mục này."),
        ("Mục 1, đoạn thứ 2", "Câu thứ hai của mục này."),
        ("Mục 2", "2. Mục khác."),
    ]


def test_a_title_of_a_chapter_on_its_own_line_is_no_passage() -> None:
    assert said("Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\nQuy chế này quy định một việc.") == [
        ("Điều 1", "Quy chế này quy định một việc.")
    ]


def test_nothing_comes_of_nothing() -> None:
    assert cut("", outline("")) == ()
