"""What a question names: places, years, document numbers, dates, bodies."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.folding import fold
from corpus.model import DocumentId
from rag.understanding.cleaning import clean_question
from rag.understanding.question import Question, read_question, same_day

PLACES = {
    "lam khe": (DocumentId("a"), DocumentId("b")),
    "lâm khê": (DocumentId("a"), DocumentId("b")),
    "vinh dien": (DocumentId("c"),),
    "vĩnh điền": (DocumentId("c"),),
    "mo": (DocumentId("d"),),
}


def read(text: str) -> Question:
    return read_question(clean_question(text), PLACES)


@pytest.mark.parametrize(
    "typed",
    [
        "Báo cáo của huyện Lâm Khê nộp khi nào?",
        "bao cao cua huyen lam khe nop khi nao",
        "BÁO CÁO CỦA UBND HUYỆN LÂM KHÊ",
        "lâm khê nộp báo cáo khi nào",
    ],
)
def test_a_place_of_the_store_is_known_however_it_is_typed(typed: str) -> None:
    question = read(typed)
    (place,) = question.stored_places
    assert place.name == "lam khe"
    assert place.document_ids == ("a", "b")
    assert fold(question.text[place.start : place.end]) == "lam khe"
    assert question.other_places == ()
    assert "lam khe" not in fold(question.core)


def test_several_places_come_in_the_order_of_the_question() -> None:
    assert [p.name for p in read("Vĩnh Điền khác Lâm Khê ở điểm gì?").stored_places] == ["vinh dien", "lam khe"]


def test_a_name_of_one_syllable_needs_its_capital() -> None:
    assert [p.name for p in read("Xã Mơ làm gì?").stored_places] == ["mo"]
    assert read("Ước mơ của dân là gì?").stored_places == ()


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Tỉnh Lào Cai làm gì?", ["Lào Cai"]),
        ("o tinh lao cai lam gi", ["Lào Cai"]),
        ("Huyện Mai Lĩnh làm gì?", ["Mai Lĩnh"]),
        ("Công văn ban hành khi nào?", []),
        ("cong van ban hanh khi nao", []),
        ("Huyện nào làm tốt?", []),
        ("Các xã, thị trấn làm gì?", []),
        ("Theo Nghị quyết của tỉnh ủy thì sao?", []),
    ],
)
def test_places_that_the_store_does_not_have_are_noticed(typed: str, names: list[str]) -> None:
    question = read(typed)
    assert [p.name for p in question.other_places] == names
    assert question.stored_places == ()


def test_a_longer_name_is_another_place() -> None:
    places = {"an phu": (DocumentId("a"),)}
    question = read_question("Xã An Phú Tây làm gì?", places)
    assert question.stored_places == ()
    assert [p.name for p in question.other_places] == ["An Phú Tây"]
    assert [p.name for p in read_question("Xã An Phú làm gì?", places).stored_places] == ["an phu"]


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ("Kế hoạch năm 2024 làm gì?", (2024,)),
        ("ke hoach nam 2024 lam gi", (2024,)),
        ("Trong năm 2023 và 2024 có gì?", (2023, 2024)),
        ("Giai đoạn 2021 - 2025 làm gì?", ()),
        ("Từ 2021 đến 2025 làm gì?", ()),
        ("Ngày 15/2/2024 có việc gì?", ()),
        ("Ngày 15 tháng 2 năm 2024 có việc gì?", ()),
        ("So với năm 2022 tăng bao nhiêu?", ()),
        ("Đến năm 2030 đạt chỉ tiêu gì?", ()),
        ("Nghị định 64/2014/NĐ-CP quy định gì?", ()),
        ("Cấp 1.500 tờ gấp, 1500 cuốn sổ?", ()),
        ("Cấp 2000 cây giống cho ai?", ()),
        ("Từ năm 2000 đến nay; riêng năm 2000 thì sao?", (2000,)),
    ],
)
def test_only_a_year_that_stands_for_itself_counts(typed: str, years: tuple[int, ...]) -> None:
    assert read(typed).years == years


def test_a_number_in_full_is_known_with_its_date() -> None:
    question = read("Chỉ thị số 27/CT-TTg ngày 14/9/2021 và Kế hoạch 08-KH/HU nói gì?")
    first, second = question.numbers
    assert (first.text, second.text) == ("27/CT-TTg", "08-KH/HU")
    assert first.dated is not None
    assert same_day(first.dated, date(2021, 9, 14))
    assert second.dated is None
    assert question.free_dates == ()


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("Chỉ thị 27 ngày 14/9/2021?", ["Chỉ thị 27"]),
        ("chi thi 27 cua thu tuong", ["chi thi 27"]),
        ("QĐ 217 và 218 nói gì?", ["QĐ 217", "218"]),
        ("Pháp lệnh dân chủ ở xã phường số 34?", ["Pháp lệnh số 34"]),
        ("Kế hoạch 2024 làm gì?", []),
        ("Báo cáo 6 tháng nộp khi nào?", []),
        ("Quyết định 3 nội dung gì?", []),
    ],
)
def test_numbers_given_loosely_are_known_too(typed: str, texts: list[str]) -> None:
    numbers = read(typed).numbers
    assert [n.text for n in numbers] == texts
    assert all(n.exact is None and n.loose is not None for n in numbers)


def test_a_date_far_from_a_number_is_a_date_of_its_own() -> None:
    question = read("Theo Chỉ thị số 27/CT-TTg thì trước ngày 30/6/2024 phải làm gì?")
    (day,) = question.free_dates
    assert same_day(day, date(2024, 6, 30))
    assert question.numbers[0].dated is None


def test_a_day_without_its_year_is_that_day_of_any_year() -> None:
    (day,) = read("Hạn 30/6 có đúng không?").free_dates
    assert same_day(day, date(2019, 6, 30))
    assert same_day(day, date(2024, 6, 30))
    assert not same_day(day, date(2024, 7, 30))


def test_a_place_in_a_document_is_no_number_and_the_number_no_place() -> None:
    question = read("Mục III.2 của kế hoạch số 42/KH-UBND?")
    assert question.position is not None
    assert [n.text for n in question.numbers] == ["42/KH-UBND"]
    assert read("Văn bản số 42/KH-UBND?").position is None


@pytest.mark.parametrize(
    ("typed", "body"),
    [
        ("Sở Nội vụ làm gì?", "so noi vu"),
        ("so noi vu lam gi", "so noi vu"),
        ("Công an huyện báo cáo ai?", "cong an"),
        ("Hội Phụ nữ xã tham gia không?", "hoi phu nu"),
    ],
)
def test_bodies_are_known_with_and_without_diacritics(typed: str, body: str) -> None:
    question = read(typed)
    assert [b.name for b in question.bodies][:1] == [body]
    assert all(fold(question.text[b.start : b.end]) == b.name for b in question.bodies)


def test_every_span_lies_in_the_question() -> None:
    question = read("Mục II.1 của kế hoạch 42/KH-UBND ngày 15/2/2024 ở Lâm Khê, Sở Nội vụ, tỉnh Lào Cai, 30/6?")
    spans = [
        *question.stored_places, *question.other_places, *question.numbers, *question.dates, *question.bodies,
        question.position,
    ]  # fmt: skip
    assert len(spans) >= 7
    for span in spans:
        assert span is not None
        assert 0 <= span.start < span.end <= len(question.text)


@pytest.mark.parametrize(
    "typed",
    [
        "Báo cáo 6 tháng của huyện Lâm Khê nộp trước ngày nào?",
        "Ai ký kế hoạch số 42/KH-UBND ngày 15/2/2024 của Vĩnh Điền?",
        "Mục III.2 của Quyết định 217 nói gì?",
        "Bao nhiêu phần trăm đơn thư ở Lâm Khê được giải quyết trong năm 2024?",
    ],
)
def test_without_diacritics_the_same_is_understood(typed: str) -> None:
    accented, folded = read(typed), read(fold(typed))
    assert folded.kinds == accented.kinds
    assert folded.stored_places == accented.stored_places
    assert folded.years == accented.years
    assert [(n.start, n.end, n.dated is None) for n in folded.numbers] == [
        (n.start, n.end, n.dated is None) for n in accented.numbers
    ]
    assert folded.position == accented.position
    assert folded.segments == tuple(fold(s) for s in accented.segments)


def test_politeness_and_interrogatives_carry_no_content() -> None:
    plain = read("tín dụng đen ở Lâm Khê")
    polite = read("Xin chào, cho em hỏi tín dụng đen ở Lâm Khê thế nào ạ?")
    assert fold(plain.core) == "tin dung den"
    assert "tin dung den" in fold(polite.core)
    assert not {"chao", "hoi", "em", "the", "nao"} & set(fold(polite.core).split())


def test_the_focus_is_what_the_interrogative_asks_of() -> None:
    assert {"mo", "hinh"} <= set(read("Mỗi xã xây dựng mô hình nào?").focus)
    assert "khe" not in read("Lâm Khê báo cáo khi nào?").focus


@pytest.mark.parametrize("typed", ["Ai đã làm khe cửa này?", "vinh diện cho ai", "phải làm khế ước thế nào"])
def test_words_that_only_look_like_a_place_without_their_marks_are_no_place(typed: str) -> None:
    assert read(typed).stored_places == ()
