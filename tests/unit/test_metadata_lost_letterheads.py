"""Metadata of documents whose letterhead is lost, torn or laid out as a table: what else in the text tells it."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.metadata import read_metadata
from corpus.model import Level, Metadata, SectionKind, Signer
from corpus.structure import outline
from corpus.text import clean_text


def read(raw: str) -> Metadata:
    text = clean_text(raw)
    return read_metadata(text, outline(text))


BODY = "Năm qua công tác này có chuyển biến.\n\n1. Nâng cao nhận thức.\n\n2. Tổ chức thực hiện.\n"
GUIDE = f"HƯỚNG DẪN\nmột số nội dung công tác dân vận năm 2031\n\n{BODY}\n"


def test_number_day_and_body_that_stand_only_over_the_annexes_are_read_there() -> None:
    meta = read(
        f"{GUIDE}\nPHỤ LỤC 1\n(Kèm theo Hướng dẫn số 12-HD/BTG, ngày 3/4/2031 của Ban Tuyên giáo Tỉnh ủy Hà Nam)\n\n"
        "1. Biểu mẫu.\n"
    )
    assert (meta.number, meta.issued_on) == ("12-HD/BTG", date(2031, 4, 3))
    assert meta.issuer == "Ban Tuyên giáo Tỉnh ủy Hà Nam"


@pytest.mark.parametrize(
    "line",
    [
        "(Kèm theo Kế hoạch số 8-KH/TU, ngày 3/4/2031)",  # another type: what this document itself is issued with
        "(Kèm theo Hướng dẫn số 12-HD/BTG, ngày 3/4/2031)\n\nPHỤ LỤC 2\n(Kèm theo Hướng dẫn số 13-HD/BTG)",
    ],
)
def test_annexes_that_name_another_document_or_disagree_say_nothing(line: str) -> None:
    meta = read(f"{GUIDE}\nPHỤ LỤC 1\n{line}\n\n1. Biểu mẫu.\n")
    assert (meta.number, meta.issued_on) == (None, None)


def test_the_number_of_the_letterhead_is_not_overwritten_by_an_annex() -> None:
    meta = read(f"Số: 5-HD/BTG\n{GUIDE}\nPHỤ LỤC 1\n(Kèm theo Hướng dẫn số 12-HD/BTG, ngày 3/4/2031)\n\n1. Biểu.\n")
    assert (meta.number, meta.issued_on) == ("5-HD/BTG", None)


def test_a_body_that_speaks_of_itself_is_the_issuer_where_no_line_names_one() -> None:
    meta = read(
        "HƯỚNG DẪN\nmột số nội dung công tác năm 2031\n\nThực hiện Nghị quyết số 4-NQ/TW, Ban Tuyên giáo và Dân vận "
        "Trung ương hướng dẫn một số nội dung như sau:\n\n1. Tuyên truyền.\n\n2. Tổ chức thực hiện.\n"
    )
    assert (meta.issuer, meta.level) == ("Ban Tuyên giáo và Dân vận Trung ương", Level.CENTRAL)


def test_a_day_of_the_month_is_no_locality() -> None:
    meta = read(f"SỞ NỘI VỤ\nTỈNH HÀ NAM\nSố: 7/HD-SNV\nngày 3, tháng 4, ngày 5 tháng 6 năm 2031\n\n{GUIDE}")
    assert meta.locality == "tỉnh Hà Nam"


SIGNATURES = [
    (
        "| Nơi nhận: - Các sở; - Lưu: VT. | TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Trần Văn An |",
        ("Trần Văn An", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    ),
    ("| Nơi nhận: - Các bộ; - Lưu: VT. | THỦ TƯỚNG Trần Văn An |", ("Trần Văn An", "", "THỦ TƯỚNG")),
    (
        "KT. BỘ TRƯỞNG,\nCHỦ NHIỆM\nPHÓ CHỦ NHIỆM\nTrần Văn An",
        ("Trần Văn An", "", "KT. BỘ TRƯỞNG, CHỦ NHIỆM / PHÓ CHỦ NHIỆM"),
    ),
    ("KT GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nTrần Văn An", ("Trần Văn An", "", "KT GIÁM ĐỐC / PHÓ GIÁM ĐỐC")),
    ("KT. CHỦ TỊCH\nPHÓ\nCHỦ TỊCH\nTrần Văn An", ("Trần Văn An", "", "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH")),
    ("KT. THỦ TƯỚNG\nPhó Thủ tướng\nTrần Văn An", ("Trần Văn An", "", "KT. THỦ TƯỚNG / Phó Thủ tướng")),
    ("TL.\nCỤC TRƯỞNG\nKT.\nTRƯỞNG BAN\nTrần Văn An", ("Trần Văn An", "", "TL. CỤC TRƯỞNG / KT. TRƯỞNG BAN")),
    ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC (Đã ký)\nTrần Văn An", ("Trần Văn An", "", "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC")),
]


@pytest.mark.parametrize(("block", "expected"), SIGNATURES)
def test_a_signature_is_read_from_a_table_row_and_over_torn_titles(block: str, expected: tuple[str, str, str]) -> None:
    name, authority, office = expected
    assert read(f"CHỈ THỊ\nvề công tác dân vận\n\n{BODY}\n{block}\n").signers == (Signer(name, authority, office),)


def test_a_page_that_names_a_type_below_the_addressees_leaves_a_letter_a_letter() -> None:
    meta = read(
        "BỘ TÀI CHÍNH\nTỔNG CỤC THUẾ\nSố: 77/TCT-CS\nV/v hóa đơn\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Hà Nội, ngày 4 tháng 5 năm 2031\n\nKính gửi: Cục Thuế tỉnh Hà Nam\n\nTHÔNG BÁO\nvề lưu giữ thông tin\n\n"
        "Tổng cục Thuế nhận được văn bản và có ý kiến như sau:\n\n1. Lập hóa đơn.\n\n2. Thực hiện.\n"
    )
    assert (meta.type_name, meta.subject) == ("Công văn", "hóa đơn")


def test_a_title_over_the_letterhead_hides_neither_body_nor_number() -> None:
    meta = read(
        "THÔNG BÁO\nKẾT LUẬN CỦA CHỦ TỊCH VỀ DÂN VẬN\n\nỦY BAN NHÂN DÂN\nTỈNH HÀ NAM\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        f"Độc lập - Tự do - Hạnh phúc\nSố: 9/TB-UBND\nHà Nam, ngày 4 tháng 5 năm 2031\n\n{BODY}"
    )
    assert (meta.issuer, meta.number) == ("UBND tỉnh Hà Nam", "9/TB-UBND")


def test_the_national_assembly_is_named_without_the_name_of_the_state() -> None:
    meta = read(
        "QUỐC HỘI NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 77/2031/QH17\nLUẬT\nĐÒ NGANG\n\n"
        "Điều 1. Phạm vi\n\nLuật này quy định về đò ngang.\n\nĐiều 2. Áp dụng\n\nNgười đi đò.\n"
    )
    assert meta.issuer == "Quốc hội"


def test_a_description_over_the_letterhead_is_called_what_the_document_is_and_hides_no_subject() -> None:
    meta = read(
        "THÔNG BÁO\nSố: 9/TB-VP\nNgày ban hành: 4 tháng 5 năm 2031\nVĂN PHÒNG CHÍNH PHỦ\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 9/TB-VP\n"
        f"Hà Nội, ngày 4 tháng 5 năm 2031\nTHÔNG BÁO\nKết luận của Phó Thủ tướng về đò ngang\n\n{BODY}"
    )
    assert (meta.type_name, meta.subject) == ("Thông báo", "Kết luận của Phó Thủ tướng về đò ngang")


def test_a_subject_below_its_lead_is_read() -> None:
    meta = read(
        "SỞ NỘI VỤ\nSố: 7/SNV-CB\nV/v:\nChính sách cho người lái đò\nHà Nam, ngày 4 tháng 5 năm 2031\n\n"
        f"Kính gửi: Các huyện\n\n{BODY}"
    )
    assert meta.subject == "Chính sách cho người lái đò"


def test_a_letter_may_say_below_its_number_what_it_is_about() -> None:
    meta = read(
        "SỞ NỘI VỤ\nSố: 7/SNV-CB\nVề hướng dẫn người lái đò\nHà Nam, ngày 4 tháng 5 năm 2031\n\n"
        f"Kính gửi: Các huyện\n\n{BODY}"
    )
    assert meta.subject == "hướng dẫn người lái đò"


def test_of_several_bodies_that_speak_at_the_end_the_last_one_issues() -> None:
    meta = read(
        f"THÔNG BÁO\nkết luận về đò ngang\n\n{BODY}\n3. Bến bãi:\n\n- Bộ Xây dựng đề nghị các huyện lập bến.\n\n"
        "Văn phòng Chính phủ thông báo để các bộ biết./.\n"
    )
    assert meta.issuer == "Văn phòng Chính phủ"


def test_a_school_called_after_a_place_keeps_its_capitals() -> None:
    meta = read(
        "TRƯỜNG ĐẠI HỌC BẾN TRÀ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 77/QĐ-ĐHBT\n"
        f"Bến Trà, ngày 4 tháng 5 năm 2031\n\nQUYẾT ĐỊNH\nBan hành Quy chế đào tạo\n\n{BODY}"
    )
    assert meta.issuer == "Trường Đại học Bến Trà"


def test_a_place_named_as_the_issuer_gives_way_to_the_body_of_the_number() -> None:
    meta = read(
        f"Số hiệu:\t41/UBND-ĐT\nNơi ban hành:\tTỉnh Hà Nam\nNgày ban hành:\t24/11/2031\n\n"
        f"Kính gửi: Sở Xây dựng\n\n{BODY}"
    )
    assert meta.issuer == "UBND tỉnh Hà Nam"


def test_a_form_addressed_to_an_office_is_no_letter() -> None:
    meta = read("Đơn đăng ký bến đò\nKính gửi: Phòng đăng ký kinh doanh\nTôi là:\n\n1. Tên bến:\n\n2. Địa chỉ:\n")
    assert meta.type_name is None


def closing(raw: str) -> str:
    text = clean_text(raw)
    found = [section for section in outline(text) if section.kind is SectionKind.CLOSING]
    return "".join(text[section.start : section.end].strip() for section in found)


def test_what_stands_right_under_a_numbered_heading_ends_nothing() -> None:
    raw = (
        "KẾ HOẠCH\nCông tác năm 2031\n\nI. MỤC ĐÍCH\n\n1. Nâng cao nhận thức.\n\nII. TỔ CHỨC THỰC HIỆN\n\n"
        "Yêu cầu các phòng, ban triển khai thực hiện nghiêm túc Kế hoạch này.\n\n{}KT. CHỦ TỊCH\n"
        "PHÓ CHỦ TỊCH\nTrần Văn An\n"
    )
    assert closing(raw.format("")) == ""
    assert closing(raw.format("Trên đây là Kế hoạch công tác năm 2031./.\n\n")).startswith("Trên đây là")


def test_a_formula_right_under_a_heading_still_ends_the_document() -> None:
    raw = (
        "KẾ HOẠCH\nCông tác năm 2031\n\nI. MỤC ĐÍCH\n\n1. Nâng cao nhận thức:\n\nTrên đây là Kế hoạch năm 2031./.\n\n"
        "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrần Văn An\n"
    )
    assert closing(raw) == "Trên đây là Kế hoạch năm 2031./."


def test_the_torn_line_of_a_recipient_stays_with_the_recipients() -> None:
    text = clean_text(
        f"CHỈ THỊ\nvề dân vận\n\n{BODY}\nNơi nhận:\n- Các sở (Nội vụ,\nTài chính, Tư pháp);\n- Lưu: VT.\n\n"
        "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrần Văn An\n"
    )
    block = next(section for section in outline(text) if section.kind is SectionKind.RECIPIENTS)
    assert "Lưu: VT." in text[block.start : block.end]
