"""Bodies that a question names, and texts that mention them."""

from __future__ import annotations

import pytest

from corpus.folding import fold
from rag.understanding.bodies import find_bodies, find_papers, mentions_body
from rag.understanding.wording import content_segments, focus_words


def names(question: str) -> list[str]:
    return [body.name for body in find_bodies(question, fold(question))]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Sở Nội vụ làm gì?", ["so noi vu"]),
        ("SỞ NỘI VỤ LÀM GÌ", ["so noi vu"]),
        ("so noi vu lam gi", ["so noi vu"]),
        ("Phòng Tư pháp phối hợp với Công an huyện?", ["phong tu phap", "cong an"]),
        ("Hội Nông dân và Đoàn Thanh niên?", ["hoi nong dan", "doan thanh nien"]),
        ("ĐTN với hội LHPN làm gì?", ["doan thanh nien", "hoi lien hiep phu nu"]),
        ("UBMTTQ xã làm gì?", ["mat tran to quoc"]),
        ("Kế hoạch nêu gì?", []),
        ("", []),
    ],
)
def test_bodies_are_named_in_order(question: str, found: list[str]) -> None:
    assert names(question) == found


@pytest.mark.parametrize(
    ("question", "found"),
    [("Báo Hà Thanh làm gì", 1), ("bao Ha Thanh lam gi", 1), ("Thông báo Hà Thanh", 0), ("Bảo Hà Thanh đi", 0)],
)
def test_a_newspaper_is_named_after_its_place(question: str, found: int) -> None:
    start = fold(question).index("ha thanh")
    assert len(find_papers(question, fold(question), [(start, start + 8)])) == found


@pytest.mark.parametrize("question", ["Số nội vụ án?", "Phóng y tế?", "Bạn kiểm tra giúp?", "Hỏi nông dân thế nào?"])
def test_in_a_question_with_diacritics_a_head_carries_its_own(question: str) -> None:
    assert names(question) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("so noi vu", "Giao Sở Nội vụ chủ trì"),
        ("dai truyen hinh", "Đài Phát thanh và Truyền hình tỉnh"),
        ("hoi phu nu", "Hội Liên hiệp Phụ nữ huyện"),
        ("cong an", "CÔNG AN HUYỆN"),
        ("ban giam sat dau tu cong dong", "Ban Giám sát đầu tư của cộng đồng"),
    ],
)
def test_a_text_mentions_a_body_by_head_and_field(name: str, text: str) -> None:
    assert mentions_body(name, fold(text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("so khoa hoc cong nghe", "giao Sở Khoa học và Công nghệ"),
        ("so van hoa the thao du lich", "Sở Văn hóa, Thể thao và Du lịch chủ trì"),
        ("so van hoa the thao", "Sở Văn hóa, Thể thao và Du lịch chủ trì"),
    ],
)
def test_the_fields_of_a_body_may_be_asked_for_without_what_joins_them(name: str, text: str) -> None:
    assert mentions_body(name, fold(text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("phong tu phap", "Các phòng, ban, tư pháp xã"),
        ("so noi vu", "Phòng Nội vụ"),
        ("cong an", "công anh em"),
        ("hoi nong dan", "Hội nghị. Nông dân được mời"),
    ],
)
def test_a_text_that_only_holds_the_words_does_not_mention_the_body(name: str, text: str) -> None:
    assert not mentions_body(name, fold(text))


def test_what_is_cut_parts_the_words_around_it() -> None:
    question = "tiếp dân ở Lâm Khê vào thứ sáu"
    start = question.index("ở Lâm Khê")
    assert content_segments(question, [(start, start + len("ở Lâm Khê"))]) == ("tiếp dân", "vào thứ sáu")


@pytest.mark.parametrize("nothing", ["", "?", "Xin chào", "Cho em hỏi với ạ?", "Là gì?"])
def test_politeness_alone_leaves_nothing(nothing: str) -> None:
    assert content_segments(nothing, []) == ()


def test_the_focus_stands_before_the_interrogative() -> None:
    assert focus_words("moi xa xay dung mo hinh nao")[-2:] == ("mo", "hinh")
    assert focus_words("cong tac tuyen truyen") == ()


@pytest.mark.parametrize(
    ("question", "content"),
    [
        ("Những văn bản nào nói về đắp đê?", ("đắp đê",)),
        ("liệt kê các kế hoạch nói về nuôi ong", ("nuôi ong",)),
        ("Văn bản nào trong kho hướng dẫn đóng ghe?", ("đóng ghe",)),
        ("kế hoạch nuôi ong thế nào", ("kế hoạch nuôi ong",)),
    ],
)
def test_who_is_asked_to_speak_of_a_topic_is_no_content(question: str, content: tuple[str, ...]) -> None:
    assert content_segments(question, []) == content
