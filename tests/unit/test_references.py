"""References: what a sentence says about the documents it mentions."""

from __future__ import annotations

import time
from datetime import date

import pytest

from corpus.model import Reference
from corpus.references import find_references


def only(text: str) -> Reference:
    (reference,) = find_references(text)
    return reference


def test_a_full_mention_gives_number_type_date_issuer_and_title_without_quotes() -> None:
    text = (
        "nghiêm túc thực hiện Chỉ thị số 15/CT-TTg ngày 06/5/2019 của Thủ tướng Chính phủ về “Tăng cường chỉ đạo, nâng "
        "cao hiệu quả quản lý nhà nước”; phân công cán bộ"
    )
    reference = only(text)
    assert reference.number == "15/CT-TTg"
    assert reference.key == "15:ct ttg"
    assert reference.type_name == "Chỉ thị"
    assert reference.issued_on == date(2019, 5, 6)
    assert reference.issuer == "Thủ tướng Chính phủ"
    assert reference.title == "Tăng cường chỉ đạo, nâng cao hiệu quả quản lý nhà nước"
    assert text[reference.start : reference.end] == "Chỉ thị số 15/CT-TTg"


def test_in_a_list_the_type_is_carried_and_the_date_belongs_to_the_number_before_it() -> None:
    first, second = find_references(
        "các Nghị định số 60/2014/NĐ-CP, số 04/2015/NĐ-CP ngày 09/01/2015 của Chính phủ về dân chủ"
    )
    assert (first.type_name, second.type_name) == ("Nghị định", "Nghị định")
    assert (first.issued_on, second.issued_on) == (None, date(2015, 1, 9))
    assert (first.issuer, second.issuer) == ("Chính phủ", "Chính phủ")


def test_an_issuer_is_not_shared_between_different_houses() -> None:
    first, second = find_references("Kết luận số 12-KL/TW và Chỉ thị số 9/CT-TTg của Thủ tướng Chính phủ")
    assert first.issuer is None
    assert second.issuer == "Thủ tướng Chính phủ"


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("Kế hoạch số 62/KH-UBND ngày 22/3/2022 của UBND huyện Đông Hà về dân vận", "UBND huyện Đông Hà"),
        ("Quyết định số 99-QĐ/TW của Ban Bí thư Trung ương Đảng (khóa XII) về công tác", "Ban Bí thư Trung ương Đảng"),
        ("Kết luận số 9-KL/TW ngày 14/7/2015 của Ban Bí thư Trung ương Đảng Khóa XI về", "Ban Bí thư Trung ương Đảng"),
        ("Công văn số 5-CV/TU ngày 17/02/2022 Ban Thường vụ Tỉnh ủy về việc lãnh đạo", "Ban Thường vụ Tỉnh ủy"),
        (
            "Chương trình số 01/CTrPH-UBND-BDV ngày 31 tháng 12 năm 2021 giữa Ủy ban nhân dân huyện và Ban Dân vận về",
            "Ủy ban nhân dân huyện và Ban Dân vận",
        ),
        (
            "Thông tư số 10/2021/TT-BLĐTBXH của Bộ trưởng Bộ Lao động - Thương binh và Xã hội quy định",
            "Bộ trưởng Bộ Lao động - Thương binh và Xã hội",
        ),
        ("Thông tư số 1/2021/TT-BVHTTDL của Bộ Văn hóa, Thể thao và Du lịch về", "Bộ Văn hóa, Thể thao và Du lịch"),
        ("Thông tư 12/2020/TT-BTC của Bộ Tài chính quy định", "Bộ Tài chính"),
        ("Nghị định số 49/2018/NĐ-CP, Cục Quản lý chất lượng thẩm định", None),
    ],
)
def test_the_issuer_is_the_body_that_the_sentence_names(text: str, issuer: str | None) -> None:
    assert only(text).issuer == issuer


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Kế hoạch số 5/KH-UBND của UBND tỉnh về việc cải cách hành chính giai đoạn 2021-2025.",
            "cải cách hành chính giai đoạn 2021-2025",
        ),
        (
            "Kế hoạch số 5/KH-UBND của UBND tỉnh triển khai thực hiện Quy chế dân chủ; Kế hoạch",
            "triển khai thực hiện Quy chế dân chủ",
        ),
        ("Chỉ thị số 5-CT/TW của Bộ Chính trị “Về đẩy mạnh học tập”, “Huyện chung sức”", "đẩy mạnh học tập"),
        (
            "Kế hoạch số 5-KH/TU của Tỉnh ủy về thực hiện “Năm dân vận khéo” 2020, đề nghị các cơ quan",
            "thực hiện “Năm dân vận khéo” 2020",
        ),
        ("Luật Tổ chức chính quyền địa phương số 72/2025/QH15;", "Tổ chức chính quyền địa phương"),
        ("Quyết định số 5-QĐ/TW của Bộ Chính trị. Về phần mình", None),
        (
            "Kế hoạch số 5/KH-UBND ngày 05/02/2021 của UBND tỉnh về dân vận, Ủy ban nhân dân tỉnh ban hành Kế hoạch",
            "dân vận",
        ),
    ],
)
def test_the_title_is_what_the_sentence_says_the_document_is_about(text: str, title: str | None) -> None:
    assert only(text).title == title


def test_a_title_may_name_the_next_document_but_does_not_pass_it() -> None:
    first, second = find_references(
        "Kết luận số 1-KL/TW ngày 07/01/2019 của Ban Bí thư về tiếp tục thực hiện Nghị quyết số 2-NQ/TW ngày 03/6/2013 "
        "của Ban Chấp hành Trung ương về dân vận"
    )
    assert first.title == "tiếp tục thực hiện Nghị quyết số 2-NQ/TW"
    assert second.title == "dân vận"


@pytest.mark.parametrize(
    ("text", "type_name"),
    [
        ("theo CT 33/CT-TTg", "Chỉ thị"),
        ("theo 33/CT-TTg", "Chỉ thị"),
        ("Thông tri số 01-TTr/TU", "Thông tri"),
        ("Quy định số 12-QĐ/TW", "Quy định"),
        ("Công văn số 339/UBND-NC", "Công văn"),
        ("theo số 339/UBND-NC", "Công văn"),
        ("Chương trình hành động số 09-Ctr/TU", "Chương trình hành động"),
        ("nghi quyet so 25-nq/tw", "Nghị quyết"),
    ],
)
def test_the_type_is_the_printed_one_else_the_one_that_the_symbol_shows(text: str, type_name: str) -> None:
    assert only(text).type_name == type_name


def test_the_documents_own_number_and_the_numbers_of_forms_are_no_references() -> None:
    assert find_references("UBND TỈNH\nSố: 614 /KH-UBND\nngày 24 tháng 3 năm 2020\n") == ()
    assert find_references("theo Mẫu số 01/BK-BTC của hồ sơ") == ()


def test_long_texts_are_read_in_linear_time() -> None:
    text = (
        "Thực hiện Chỉ thị số 15/CT-TTg ngày 06/5/2019 của Thủ tướng Chính phủ về tăng cường, (đổi mới công tác " * 150
    )
    started = time.perf_counter()
    find_references(text)
    once = time.perf_counter() - started
    started = time.perf_counter()
    find_references(text * 8)
    assert time.perf_counter() - started < 8 * max(once, 0.01) * 3
