"""Metadata: what a document says of itself; a blank stays blank."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.metadata import read_metadata, secrecy_mark
from corpus.model import Level, Metadata, Signer
from corpus.structure import outline
from corpus.text import clean_text


def read(raw: str) -> Metadata:
    text = clean_text(raw)
    return read_metadata(text, outline(text))


PLAN = """ỦY BAN NHÂN DÂN
TỈNH HÀ NAM
Số: 45 /KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nam, ngày 07 tháng 3 năm 2023

KẾ HOẠCH
Thực hiện công tác dân vận chính quyền năm 2023

Căn cứ Chỉ thị số 33/CT-TTg ngày 26/11/2021 của Thủ tướng Chính phủ về dân vận;
Thực hiện Kế hoạch số 9-KH/TU ngày 05/01/2023 của Tỉnh ủy, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU
1. Nâng cao nhận thức.
2. Gắn với nhiệm vụ.
II. TỔ CHỨC THỰC HIỆN
1. Các sở thực hiện.

Nơi nhận:
- Thường trực Tỉnh ủy;
- Các sở, ngành (thực hiện);
- Mặt trận Tổ quốc, các tổ chức chính trị - xã hội tỉnh;
- Lưu: VT, NC.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Trần Văn An
"""


def test_a_complete_plan_is_read_whole() -> None:
    meta = read(PLAN)
    assert meta.title == "Kế hoạch Thực hiện công tác dân vận chính quyền năm 2023"
    assert meta.number == "45/KH-UBND"
    assert meta.issuer == "UBND tỉnh Hà Nam"
    assert meta.level is Level.PROVINCE
    assert meta.locality == "tỉnh Hà Nam"
    assert meta.issued_on == date(2023, 3, 7)
    assert meta.year == 2023
    assert meta.signers == (Signer("Trần Văn An", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"),)
    assert meta.recipients == (
        "Thường trực Tỉnh ủy",
        "Các sở, ngành (thực hiện)",
        "Mặt trận Tổ quốc, các tổ chức chính trị - xã hội tỉnh",
        "Lưu: VT, NC",
    )


def test_the_bases_are_verbatim_and_end_before_the_clause_in_which_the_body_acts() -> None:
    meta = read(PLAN)
    assert [basis[:20] for basis in meta.bases] == ["Căn cứ Chỉ thị số 33", "Thực hiện Kế hoạch s"]
    assert meta.bases[1] == "Thực hiện Kế hoạch số 9-KH/TU ngày 05/01/2023 của Tỉnh ủy"
    assert all(basis in clean_text(PLAN) for basis in meta.bases)


def test_without_sections_the_same_is_found_in_the_text() -> None:
    text = clean_text(PLAN)
    assert read_metadata(text, ()) == read_metadata(text, outline(text))


def test_blank_number_and_date_are_none_and_the_year_is_the_printed_one() -> None:
    meta = read(
        PLAN.replace("Số: 45 /KH-UBND", "Số: /KH-UBND").replace("ngày 07 tháng 3 năm 2023", "ngày tháng năm 2023")
    )
    assert meta.number is None
    assert meta.issued_on is None
    assert meta.year == 2023
    assert meta.type_name == "Kế hoạch"


def test_a_document_without_letterhead_is_told_by_the_sentence_in_which_its_body_acts() -> None:
    meta = read(
        "KẾ HOẠCH\nThực hiện công tác dân vận năm 2022\nThực hiện Kế hoạch số 62/KH-UBND ngày 22 tháng "
        "3 năm 2022 của UBND "
        "huyện Đông Hải về dân vận, UBND xã An Lạc xây dựng Kế hoạch trên địa bàn xã An Lạc như sau:\nI. MỤC ĐÍCH\n"
        "1. Nâng cao.\nII. TỔ CHỨC\n1. Thực hiện.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Văn Bình\n"
    )
    assert meta.issuer == "UBND xã An Lạc"
    assert meta.locality == "xã An Lạc"
    assert meta.level is Level.COMMUNE
    assert meta.issued_on is None
    assert meta.year == 2022


def test_a_joint_document_has_two_signers_and_both_bodies_issue_it() -> None:
    meta = read(
        "Phú Lâm, ngày 20 tháng 5 năm 2022\nKẾ HOẠCH\nPhối hợp thực hiện công tác dân vận năm "
        "2022\nThực hiện Chương trình "
        "phối hợp, Ủy ban nhân dân huyện và Ban Dân vận Huyện ủy thống nhất xây dựng Kế hoạch như sau:\nI. MỤC ĐÍCH\n"
        "1. Nâng cao.\nII. NỘI DUNG\n1. Thực hiện tại huyện Phú Lâm.\nBAN DÂN VẬN HUYỆN ỦY\nTRƯỞNG "
        "BAN\nNguyễn Văn Một\n"
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nPhan Văn Hai\nNơi nhận:\n- Huyện ủy;\n"
    )
    assert meta.issuer == "Ban Dân vận Huyện ủy và UBND huyện Phú Lâm"
    assert [signer.name for signer in meta.signers] == ["Nguyễn Văn Một", "Phan Văn Hai"]
    assert meta.signers[0].authority == "BAN DÂN VẬN HUYỆN ỦY"


def test_a_letter_is_told_by_its_subject_and_its_addressees_are_no_recipients() -> None:
    meta = read(
        "ỦY BAN NHÂN DÂN\nHUYỆN LONG HỒ\nSố: 12/UBND-VX\nV/v triển khai công tác\ndân vận năm "
        "2022\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT "
        "NAM\nĐộc lập - Tự do - Hạnh phúc\nLong Hồ, ngày 3 tháng 4 năm 2022\nKính gửi:\n- Các phòng, "
        "ban;\n- UBND các xã.\n"
        "UBND huyện yêu cầu thực hiện các nội dung sau:\n1. Đổi mới.\n2. Tăng cường.\nNơi nhận:\n- Như "
        "trên;\n- Lưu: VT.\n"
        "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nPhạm Văn Ba\n"
    )
    assert meta.type_name == "Công văn"
    assert meta.subject == "triển khai công tác dân vận năm 2022"
    assert meta.title == "Công văn về việc triển khai công tác dân vận năm 2022"
    assert meta.issuer == "UBND huyện Long Hồ"
    assert meta.recipients == ("Như trên", "Lưu: VT")


@pytest.mark.parametrize(
    ("letterhead", "issuer", "level"),
    [
        ("BỘ TÀI CHÍNH\nCỤC THUẾ\nSố: 5/CT-CS", "Cục Thuế", Level.CENTRAL),
        ("UBND TỈNH NGHỆ AN\nSỞ NỘI VỤ\nSố: 5/SNV-CCHC", "Sở Nội vụ tỉnh Nghệ An", Level.PROVINCE),
        ("TỈNH ỦY NGHỆ AN\nSố 5-CV/TU", "Tỉnh ủy Nghệ An", Level.PROVINCE),
        ("HUYỆN ỦY CON CUÔNG\nBAN DÂN VẬN\nSố 5-CV/BDVHU", "Ban Dân vận Huyện ủy Con Cuông", Level.DISTRICT),
        ("THỦ TƯỚNG CHÍNH PHỦ\nSố: 5/CĐ-TTg", "Thủ tướng Chính phủ", Level.CENTRAL),
        ("HỘI ĐỒNG NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI\nSố: 5/HĐND-TH", "HĐND thành phố Hà Nội", Level.PROVINCE),
        (
            "BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI\nSố: 5/LĐTBXH-KHTC",
            "Bộ Lao động - Thương binh và Xã hội",
            Level.CENTRAL,
        ),
    ],
)
def test_the_issuer_is_written_as_officials_write_it(letterhead: str, issuer: str, level: Level) -> None:
    meta = read(
        f"{letterhead}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nNghệ An, ngày 3 "
        f"tháng 4 năm 2022\n"
        "BÁO CÁO\nKết quả công tác\n1. Kết quả.\n2. Tồn tại.\n"
    )
    assert meta.issuer == issuer
    assert meta.level is level


def test_a_law_is_dated_by_the_day_it_was_passed() -> None:
    meta = read(
        "QUỐC HỘI\nLuật số: 99/2024/QH15\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh "
        "phúc\nLUẬT\nDỮ LIỆU\n"
        "Điều 1. Phạm vi\nLuật này quy định.\nĐiều 2. Hiệu lực\nTừ ngày 01 tháng 7 năm 2025.\nLuật này "
        "được Quốc hội nước Cộng "
        "hòa xã hội chủ nghĩa Việt Nam khóa XV, kỳ họp thứ 8 thông qua ngày 30 tháng 11 năm 2024.\nCHỦ "
        "TỊCH QUỐC HỘI\nLê Văn Tư\n"
    )
    assert (meta.type_name, meta.number, meta.issuer) == ("Luật", "99/2024/QH15", "Quốc hội")
    assert meta.issued_on == date(2024, 11, 30)
    assert meta.locality is None


def test_a_consolidated_text_takes_number_and_date_from_its_authentication() -> None:
    meta = read(
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nTHÔNG TƯ\nHướng dẫn quản lý lao động\n"
        "Điều 1. Phạm vi\nThông tư này hướng dẫn.\nĐiều 2. Hiệu lực\nTừ ngày ký.\nBỘ TÀI CHÍNH\n"
        "XÁC THỰC VĂN BẢN HỢP NHẤT\nSố: 464/VBHN-BTC\nHà Nội, ngày 10 tháng 02 năm 2025\nKT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\n"
        "Lê Văn Năm\n"
    )
    assert (meta.type_name, meta.number, meta.issuer) == ("Văn bản hợp nhất", "464/VBHN-BTC", "Bộ Tài chính")
    assert meta.issued_on == date(2025, 2, 10)


def test_a_text_about_documents_has_no_metadata_of_its_own() -> None:
    meta = read(
        "Chính phủ vừa ban hành Nghị định số 43/2025/NĐ-CP ngày 28/2/2025 quy định chức năng.\nTheo đó, "
        "UBND cấp xã quyết định "
        "nhiều việc.\nNghị định có hiệu lực từ ngày 1/3/2025.\n"
    )
    assert (meta.type_name, meta.number, meta.issuer, meta.issued_on, meta.locality) == (None, None, None, None, None)
    assert meta.title.startswith("Chính phủ vừa ban hành")


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_secrecy_mark_stands_on_its_own_at_the_top(mark: str) -> None:
    assert secrecy_mark(f"ỦY BAN NHÂN DÂN\n{mark}\nSố: 5/KH-UBND\n") == mark
    assert secrecy_mark(f"ỦY BAN NHÂN DÂN\nĐộ mật: {mark}".replace("Độ mật", "ĐỘ MẬT")) == mark


def test_words_about_secrets_are_no_mark() -> None:
    assert secrecy_mark("QUYẾT ĐỊNH\nVề danh mục bí mật nhà nước độ Tối mật, Mật\nBẢO VỆ BÍ MẬT NHÀ NƯỚC\n") is None
    assert secrecy_mark("\n".join(["Một dòng."] * 60 + ["MẬT"])) is None
