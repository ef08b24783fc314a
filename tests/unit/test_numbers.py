"""Document numbers, full and as people type them."""

from __future__ import annotations

import time

import pytest

from corpus.numbers import DocumentNumber, find_loose_numbers, find_numbers, matches_loose, parse_number, same_document


def canonicals(text: str) -> list[str]:
    return [found.number.canonical for found in find_numbers(text)]


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("614 /KH-UBND", "614/KH-UBND"),
        ("25/KH - UBND", "25/KH-UBND"),
        ("407-QĐ/TU", "407-QĐ/TU"),
        ("763/QĐ-TU", "763-QĐ/TU"),
        ("04/2015/NĐ-CP", "04/2015/NĐ-CP"),
        ("88/2019/QH14", "88/2019/QH14"),
        ("34/2007/PL-UBTVQH11", "34/2007/PL-UBTVQH11"),
        ("34/2007/pl-ubtvqh11", "34/2007/PL-UBTVQH11"),
        ("339/UBND-NC", "339/UBND-NC"),
        ("01/CTrPH-UBND-BDVHU", "01/CTrPH-UBND-BDVHU"),
        ("01-KH/BDVTU-BCSĐUBND", "01-KH/BDVTU-BCSĐUBND"),
        ("09-Ctr/TU", "09-CTr/TU"),
        ("12-QĐi/TW", "12-QĐi/TW"),
        ("35 CT/TW", "35-CT/TW"),
        ("290- QĐ/TW", "290-QĐ/TW"),
        ("14/CTTTg", "14/CT-TTg"),
        ("33CT/TTg", "33/CT-TTg"),
        ("33/ct-ttg", "33/CT-TTg"),
        ("217-qd/tw", "217-QĐ/TW"),
        ("06/QĐ-TTG", "06/QĐ-TTg"),
        ("15a-NQ/TW", "15a-NQ/TW"),
        ("01/2012/TTLT-BTP- BTC", "01/2012/TTLT-BTP-BTC"),
        ("324/QTR-KTr2", "324/QTR-KTr2"),
        ("123/QĐ-BGD&ĐT", "123/QĐ-BGD&ĐT"),
    ],
)
def test_a_number_in_any_notation_is_printed_as_a_clean_official_would(printed: str, canonical: str) -> None:
    text = f"theo văn bản số {printed} ngày"
    (found,) = find_numbers(text)
    assert found.number.canonical == canonical
    assert text[found.start : found.end] == printed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("33/CT-TTg", "33/2021/CT-TTg"),
        ("33/CT-TTg", "CT 33/CT-TTg"),
        ("33/CT-TTg", "33CT/TTg"),
        ("35 CT/TW", "35-CT/TW"),
        ("14/CTTTg", "14/CT-TTg"),
        ("290- QĐ/TW", "290-QĐ/TW"),
        ("05-CT/TW", "5-ct/tw"),
        ("01/KH-UBND", "1/KH-UBND"),
    ],
)
def test_all_notations_of_one_document_meet_under_one_key(one: str, other: str) -> None:
    first, second = parse_number(one), parse_number(other)
    assert first is not None
    assert second is not None
    assert first.key == second.key
    assert same_document(first, second)


def test_the_key_is_folded_and_without_year() -> None:
    assert DocumentNumber("033", 2021, "CT-TTg").key == "33:ct ttg"


def test_two_printed_years_keep_documents_apart() -> None:
    older, newer = DocumentNumber("34", 2007, "PL-UBTVQH11"), DocumentNumber("34", 2017, "PL-UBTVQH11")
    assert older.key == newer.key
    assert not same_document(older, newer)


@pytest.mark.parametrize(
    "text",
    [
        "ngày 16/5/2016 và 15-10-2016",
        "phục vụ 24/7, tỷ lệ 70/30",
        "điện thoại 0905.123.456 – 028 3930-3279",
        "giai đoạn 2021-2025",
        "ở mức độ 3, 4 đạt 70% trở lên",
        "50.000 đ/kg; 120 km/h; 12 tỷ/năm",
        "Số: /KH-UBND",
        "mỗi xã 3 CB/xã, 20 BC/năm",
        "trong 6 tháng, 5 xã - thị trấn",
        "trước 30/5 và 15/11",
    ],
)
def test_other_figures_are_no_document_numbers(text: str) -> None:
    assert canonicals(text) == []


def test_a_dash_that_goes_on_with_words_is_not_part_of_the_number() -> None:
    assert canonicals("Chỉ thị 33/CT-TTg - Về việc dân vận") == ["33/CT-TTg"]
    assert canonicals("theo 02/KH-UBND, 03/KH-UBND; 04-KH/TU.") == ["02/KH-UBND", "03/KH-UBND", "04-KH/TU"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("chỉ thị 33 nói gì", [("33", "Chỉ thị", None)]),
        ("chi thi 33 cua thu tuong", [("33", "Chỉ thị", None)]),
        ("CT33 của Thủ tướng", [("33", "Chỉ thị", None)]),
        ("QĐ 217 với 218 của Bộ Chính trị", [("217", "Quyết định", None), ("218", "Quyết định", None)]),
        ("qd 217 218", [("217", "Quyết định", None), ("218", "Quyết định", None)]),
        ("theo Pháp lệnh 34", [("34", "Pháp lệnh", None)]),
        ("nghị định 04/2015", [("04", "Nghị định", 2015)]),
        ("kl 114 va kl 120", [("114", "Kết luận", None), ("120", "Kết luận", None)]),
        ("KH số 62", [("62", "Kế hoạch", None)]),
        ("văn bản số 62", [("62", None, None)]),
        ("217 218", []),
        ("kế hoạch 2022 có gì", []),
        ("báo cáo 6 tháng, báo cáo 30/5", []),
        ("chỉ thị 33/CT-TTg", []),
    ],
)
def test_serials_after_a_type_word_are_read_from_questions(
    question: str, expected: list[tuple[str, str | None, int | None]]
) -> None:
    assert [(n.serial, n.type_name, n.year) for n in find_loose_numbers(question)] == expected


@pytest.mark.parametrize(
    ("question", "number", "type_name", "meets"),
    [
        ("chỉ thị 33", "33/CT-TTg", "Chỉ thị", True),
        ("chỉ thị 5", "05-CT/TW", "Chỉ thị", True),
        ("kế hoạch 33", "33/CT-TTg", "Chỉ thị", False),
        ("qđ 12", "12-QĐi/TW", "Quy định", True),
        ("quyết định 12", "12-QĐi/TW", "Quy định", False),
        ("nghị định 04/2015", "04/2015/NĐ-CP", None, True),
        ("nghị định 04/2016", "04/2015/NĐ-CP", None, False),
        ("thông tri 01", "01-TTr/TU", "Thông tri", True),
        ("chương trình 01", "01/CTrPH-UBND-BDVHU", "Chương trình phối hợp", True),
        ("công văn 339", "339/UBND-NC", None, True),
        ("văn bản số 339", "339/UBND-NC", None, True),
    ],
)
def test_a_loose_number_meets_the_documents_it_may_mean(
    question: str, number: str, type_name: str | None, *, meets: bool
) -> None:
    (loose,) = find_loose_numbers(question)
    parsed = parse_number(number)
    assert parsed is not None
    assert matches_loose(loose, parsed, type_name) is meets


def test_two_megabytes_are_scanned_in_linear_time() -> None:
    paragraph = "Thực hiện Chỉ thị số 33/CT-TTg ngày 26/11/2021, 5/10 tiêu chí - 1/2/3/4-5-6 A-B-C/D. " * 40
    started = time.perf_counter()
    find_numbers(paragraph)
    once = time.perf_counter() - started
    started = time.perf_counter()
    find_numbers(paragraph * 16)
    assert time.perf_counter() - started < 16 * max(once, 0.002) * 4


@pytest.mark.parametrize("typed", ["339/ubnd-nc", "công văn 339/ubnd-nc ngày nào", "cong van 339/UBND-nc"])
def test_a_letter_number_is_read_in_small_letters_too(typed: str) -> None:
    (found,) = find_numbers(typed)
    (printed,) = find_numbers("Công văn số 339/UBND-NC")
    assert found.number.key == printed.number.key
