"""Cleaning keeps every word and makes paragraphs whole."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.reading import read_source
from corpus.text import clean_text

DOCUMENTS = sorted((Path(__file__).resolve().parents[2] / "corpus" / "documents").glob("*.txt"))


def wording(text: str) -> str:
    """What must never change: every letter, digit and sign of punctuation, in order."""
    marks = set("#*_|`~>-–—=\\+")
    composed = unicodedata.normalize("NFC", text)
    return "".join(char for char in composed if not char.isspace() and char not in marks and char.isprintable())


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_cleaning_a_shipped_document_keeps_its_wording(path: Path) -> None:
    raw = read_source(path)
    assert wording(clean_text(raw)) == wording(raw)
    assert "".join(clean_text(raw).split()) == "".join(raw.replace("*", "").replace("#", "").split())


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_cleaning_a_clean_document_changes_nothing(path: Path) -> None:
    clean = clean_text(read_source(path))
    assert clean_text(clean) == clean


SAID = "Thực hiện công tác dân vận, của Ủy ban nhân dân; 30/5 ngày 12-CT/TU (báo cáo) “khéo”. 1. a) - III. TỔ CHỨC: II"
WORDS = st.sampled_from(sorted(set(SAID.split())))
GLUE = st.sampled_from(
    [" ", " ", " ", "  ", "\n", "\n\n", " \n", "  \n", "\r\n", "\u00a0", "\u200b", "**", "*", "\n# ", "\t"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(WORDS, GLUE), min_size=1, max_size=60))
def test_no_word_is_ever_added_dropped_or_moved(pieces: list[tuple[str, str]]) -> None:
    raw = "".join(word + glue for word, glue in pieces)
    assert wording(clean_text(raw)) == wording(raw)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_cleaned_without_an_error_and_in_nfc(raw: str) -> None:
    clean = clean_text(raw)
    assert unicodedata.is_normalized("NFC", clean)
    assert "  " not in clean
    assert "\n\n" not in clean
    assert "\u200b" not in clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("III. TỔ CHỨC THỰC\n\nHIỆN 1. Văn phòng UBND", "III. TỔ CHỨC THỰC HIỆN\n1. Văn phòng UBND"),
        ("II. NỘI DUNG 1. Quán triệt các chỉ thị", "II. NỘI DUNG\n1. Quán triệt các chỉ thị"),
        ("Thực hiện Chỉ thị số 12-CT/TU,\n\nngày 13 tháng 02", "Thực hiện Chỉ thị số 12-CT/TU, ngày 13 tháng 02"),
        ("đô thị văn minh”;\n\nphát huy tốt các nguồn lực.", "đô thị văn minh”; phát huy tốt các nguồn lực."),
        ("**1.** Chủ trì, *phối hợp*.", "1. Chủ trì, phối hợp."),
        ("### **I. MỤC ĐÍCH**\n\n- Một.\n- Hai.", "I. MỤC ĐÍCH\n- Một.\n- Hai."),
        ("TM. ỦY BAN NHÂN DÂN  \nCHỦ TỊCH\n\n\n\n  Nguyễn Văn An", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn An"),
        ("| Việc | Cơ quan |\n|---|---|\n| Báo cáo | Sở Nội vụ |", "Việc\tCơ quan\nBáo cáo\tSở Nội vụ"),
        ("Một câu.\n\n---\n\nCâu khác.", "Một câu.\nCâu khác."),
        ("```\nmã\n```", "mã"),
        ("Số 5 \\* 3 \\# 2", "Số 5 * 3 # 2"),
        ("Ghi chú (*): như trên", "Ghi chú (*): như trên"),
        ("Họ tên: ________", "Họ tên: ________"),
        ("\ufeffHòa\u00ad bình\u200b", "Hòa bình"),
        ("giai đoạn 2021 - 2025", "giai đoạn 2021 - 2025"),
    ],
)
def test_a_mark_or_a_break_goes_and_the_words_stay(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean
    assert clean_text(clean) == clean


def test_a_text_with_every_line_broken_becomes_whole_paragraphs() -> None:
    raw = (
        "Tiếp tục đẩy mạnh công tác vận động quần chúng của chính quyền; xác định \n"
        "rõ trách nhiệm của từng cán bộ, công chức đối với công tác dân vận, xây dựng \n"
        "tác phong phục vụ nhân dân trong giai đoạn 2021 - 2025 và định hướng đến \n"
        "năm 2030 của Ủy ban nhân dân tỉnh. \n"
        "Nâng cao nhận thức về công tác vận động quần chúng, làm cho mỗi cán bộ hiểu \n"
        "rõ vị trí, vai trò của công tác dân vận trong phát triển kinh tế \n"
        "- xã hội. \n"
    )
    lines = clean_text(raw).split("\n")
    assert len(lines) == 2
    assert lines[0].endswith("của Ủy ban nhân dân tỉnh.")
    assert lines[1].endswith("phát triển kinh tế - xã hội.")


def test_headings_on_lines_of_their_own_are_not_run_into_what_follows() -> None:
    raw = "KẾ HOẠCH\nTriển khai công tác năm 2025\n\nChương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\nQuy chế này quy định."
    assert clean_text(raw).split("\n")[0] == "KẾ HOẠCH"
    assert "Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\n" in clean_text(raw)


def test_a_table_drawn_with_bars_on_their_own_lines_becomes_rows() -> None:
    raw = "|\n1\n|\nXây dựng\nkế hoạch\n|\nSở Nội vụ\n|\n|\n2\n|\nBáo cáo\n|\nUBND xã\n|\n\nHết."
    assert clean_text(raw) == "1\tXây dựng kế hoạch\tSở Nội vụ\n2\tBáo cáo\tUBND xã\nHết."


def ragged(*paragraphs: str) -> str:
    """Paragraphs broken as a saved web page breaks them: the first line short, the others long."""
    filler = "các cơ quan\nchuyên môn thuộc Ủy ban nhân dân tỉnh và Ủy ban nhân dân xã phối hợp thực\nhiện nghiêm túc;"
    return "\n".join([filler] * 6 + list(paragraphs))


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("Căn cứ Nghị định số\n63/2010/NĐ-CP ngày 08/6/2010;", "Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010;"),
        ("Theo đề nghị của Giám đốc\nSở Công Thương;", "Theo đề nghị của Giám đốc Sở Công Thương;"),
        ("**Điều 3.**\nChánh Văn phòng thi hành.", "Điều 3. Chánh Văn phòng thi hành."),
        ("1. Thủ tục (Mã TTHC 1.012644, ký hiệu:\nQTTP-20).", "1. Thủ tục (Mã TTHC 1.012644, ký hiệu: QTTP-20)."),
        ("Số:\n63/2025/QĐ-UBND", "Số: 63/2025/QĐ-UBND"),
        ("c) Theo mẫu kèm theo Nghị định\n68/2024/NĐ-CP;", "c) Theo mẫu kèm theo Nghị định 68/2024/NĐ-CP;"),
        ("Hà Nội, ngày 24 tháng 11 năm\n2025", "Hà Nội, ngày 24 tháng 11 năm 2025"),
        ("Nơi nhận:\n-\nNhư Điều 3;", "- Như Điều 3;"),
        ("**Điều\n1**. Công bố danh mục.", "Điều 1. Công bố danh mục."),
        ("2.\nCác đơn vị thi hành.", "2. Các đơn vị thi hành."),
        ("**Chương I**\n\n**QUY ĐỊNH\nCHUNG**", "QUY ĐỊNH CHUNG"),
    ],
)
def test_a_line_that_ends_early_in_a_ragged_text_is_made_whole(broken: str, whole: str) -> None:
    assert whole in clean_text(ragged(broken)).split("\n")


def test_a_bold_article_runs_on_over_a_short_line_but_a_bold_heading_does_not() -> None:
    raw = ragged(
        "**Điều 1. Phạm vi áp dụng**",
        "Quy chế này áp dụng cho mọi cơ quan.",
        "**Điều 2. Đối tượng áp dụng**",
        "Cán bộ, công chức.",
        "**Điều 3**. Chánh Văn phòng",
        "Ủy ban nhân dân tỉnh thi hành.",
    )
    lines = clean_text(raw).split("\n")
    assert "Điều 1. Phạm vi áp dụng" in lines
    assert "Điều 2. Đối tượng áp dụng" in lines
    assert "Điều 3. Chánh Văn phòng Ủy ban nhân dân tỉnh thi hành." in lines


def test_a_short_heading_in_a_text_of_even_lines_stays_a_line() -> None:
    even = "các cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh và Ủy ban nhân dân các xã và\nphường thực hiện;\n"
    raw = even * 6 + "Điều 3. Kinh phí thực hiện\nSở Tài chính cân đối, bố trí."
    assert "Điều 3. Kinh phí thực hiện" in clean_text(raw).split("\n")


def test_a_name_with_a_dash_that_the_document_writes_elsewhere_is_no_bullet() -> None:
    raw = ragged("Hội đồng Thi đua - Khen thưởng họp.", "3. Chủ tịch Hội đồng Thi đua", "- Khen thưởng quyết định.")
    assert "3. Chủ tịch Hội đồng Thi đua - Khen thưởng quyết định." in clean_text(raw).split("\n")


def test_a_bullet_below_a_heading_stays_a_bullet_in_a_ragged_text() -> None:
    raw = ragged("2. Sở Tài chính", "- Trên cơ sở chức năng, nhiệm vụ được giao, bố trí kinh phí.")
    assert "- Trên cơ sở chức năng, nhiệm vụ được giao, bố trí kinh phí." in clean_text(raw).split("\n")


@pytest.mark.parametrize("below", ["**PHỤ LỤC II**", "**2. Thủ tục cấp lại giấy phép**"])
def test_text_right_below_a_table_is_no_cell_of_it(below: str) -> None:
    rows = "|\nTT\n|\nNội dung\n|\nThời hạn\n|\n|\nTổng thời gian\n|\n12 ngày\n|\n"
    raw = f"{rows}{below}\nThời hạn giải quyết: 12 ngày.\n"
    lines = clean_text(raw).split("\n")
    assert "Tổng thời gian\t12 ngày" in lines
    assert below.strip("*") in lines


def test_a_title_right_below_recipients_and_signature_is_no_third_cell() -> None:
    signed = "|\nNơi nhận:\n- Như Điều 3;\n- Lưu: VT.\n|\n**KT. CHỦ TỊCH**\n**PHÓ CHỦ TỊCH**\nLê Quang Hòa\n|\n"
    raw = signed + "**DANH MỤC**\nTHỦ TỤC\n|\n**TT**\n|\n**Tên**\n|\n|\n1\n|\nMột\n|\n"
    assert "TT\tTên" in clean_text(raw).split("\n")


@pytest.mark.parametrize("line", ["+ 100% dịch vụ công trực tuyến toàn trình.", "a) Nhóm ứng dụng quy mô quốc gia;"])
def test_a_list_below_a_line_that_ends_in_a_number_stays_a_list(line: str) -> None:
    head = "- Giai đoạn 2025-2027" if line[0] == "+" else "3. Phát triển Chính phủ số"
    assert line in clean_text(ragged(head, line)).split("\n")


@pytest.mark.parametrize("heading", ["**B. THỦ TỤC SỬA ĐỔI**", "**II. THỦ TỤC SỬA ĐỔI**"])
def test_a_part_between_two_tables_is_no_cell_of_either(heading: str) -> None:
    table = "|\nSTT\n|\nTên\n|\n|\n1\n|\nMột\n|\n|\n"
    lines = clean_text(f"{table}{heading}\n|\n**STT**\n|\n**Tên**\n|\n|\n1\n|\nHai\n|\n").split("\n")
    assert lines[2:] == [heading.strip("*"), "STT\tTên", "1\tHai"]


def test_a_bare_roman_numeral_below_a_table_heads_what_is_torn_from_it() -> None:
    raw = "|\nSTT\n|\nTên\n|\n|\n1\n|\nMột\n|\n**II.\nLĩnh vực ưu tiên**\n|\nSTT\n|\nTên\n|\n"
    assert "1\tMột" in clean_text(raw).split("\n")


def test_a_row_longer_than_those_before_it_has_ended() -> None:
    rows = "".join(f"|\n{number}\n|\nChăn cá nhân\n|\n" for number in (1, 2, 3, 4))
    lines = clean_text(rows + "Căn cứ tình hình thực tế, Hiệu trưởng quyết định.\n").split("\n")
    assert lines[-2:] == ["4\tChăn cá nhân", "Căn cứ tình hình thực tế, Hiệu trưởng quyết định."]


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        ("2.4. Về kiểm tra a) Là đầu mối;\n\nb) Tham mưu.", ["2.4. Về kiểm tra", "a) Là đầu mối;", "b) Tham mưu."]),
        ("Gồm: a) Chủ tịch; b) Phó;\n\nc) Ủy viên.", ["Gồm:", "a) Chủ tịch;", "b) Phó;", "c) Ủy viên."]),
        ("1. Văn phòng 2. Vụ Bảo hiểm\n\n3. Vụ Tổ chức", ["1. Văn phòng", "2. Vụ Bảo hiểm", "3. Vụ Tổ chức"]),
    ],
)
def test_a_number_inside_a_paragraph_gets_its_line_when_the_next_paragraph_goes_on(raw: str, lines: list[str]) -> None:
    assert clean_text(raw).split("\n") == lines


@pytest.mark.parametrize(
    "raw",
    [
        "Thực hiện theo điểm a) Khoản này.\nb) Tham mưu.",
        "Gồm: a) Chủ tịch; b) Phó Chủ tịch.\n\nTrên đây là thành phần.",
        "a) Là đầu mối theo mục a) Này;\nb) Tham mưu.",
    ],
)
def test_a_number_inside_a_paragraph_stays_when_nothing_proves_a_list(raw: str) -> None:
    assert clean_text(raw) == raw.replace("\n\n", "\n")
