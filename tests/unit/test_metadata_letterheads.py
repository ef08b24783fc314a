"""Letterheads: the superior stands above, the body that issues below; two columns may share a line."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.metadata import read_metadata
from corpus.model import Level, Metadata
from corpus.structure import outline
from corpus.text import clean_text

DIRECTIVE = "CHỈ THỊ\nvề công tác dân vận"
DISTRICT = "ĐẢNG BỘ TỈNH HÀ NAM\nHUYỆN ỦY AN LỘC"


def read(letterhead: str, typed: str = DIRECTIVE) -> Metadata:
    text = clean_text(
        f"{letterhead}\n\n{typed}\n\nNăm qua công tác này có chuyển biến.\n\n1. Nâng cao nhận thức.\n\n"
        "2. Tổ chức thực hiện.\n\nT/M BAN THƯỜNG VỤ\nBÍ THƯ\n\nNguyễn Văn An\n"
    )
    return read_metadata(text, outline(text))


def read_party(bodies: str, typed: str = DIRECTIVE) -> Metadata:
    return read(
        f"{bodies}\n*\nSố 14-CT/X\n\nĐẢNG CỘNG SẢN VIỆT NAM\n\nAn Lộc, ngày 12 tháng 4 năm 2023",
        typed,
    )


@pytest.mark.parametrize(
    ("bodies", "issuer", "level", "locality"),
    [
        (DISTRICT, "Huyện ủy An Lộc", Level.DISTRICT, "huyện An Lộc"),
        ("ĐẢNG BỘ TỈNH HÀ NAM\nTHỊ UỶ AN LỘC", "Thị ủy An Lộc", Level.DISTRICT, "thị xã An Lộc"),
        ("ĐẢNG BỘ TỈNH HÀ NAM\nTHÀNH ỦY AN LỘC", "Thành ủy An Lộc", Level.DISTRICT, "thành phố An Lộc"),
        ("ĐẢNG BỘ HUYỆN AN LỘC\nĐẢNG ỦY XÃ TÂN AN", "Đảng ủy xã Tân An", Level.COMMUNE, "xã Tân An"),
        ("ĐẢNG ỦY XÃ TÂN AN\nCHI BỘ THÔN ĐÔNG", "Chi bộ thôn Đông, xã Tân An", Level.COMMUNE, "xã Tân An"),
        ("TỈNH ỦY HÀ NAM\nBAN DÂN VẬN", "Ban Dân vận Tỉnh ủy Hà Nam", Level.PROVINCE, "tỉnh Hà Nam"),
        ("TỈNH ỦY HÀ NAM BAN DÂN VẬN", "Ban Dân vận Tỉnh ủy Hà Nam", Level.PROVINCE, "tỉnh Hà Nam"),
        (f"{DISTRICT}\nBAN DÂN VẬN", "Ban Dân vận Huyện ủy An Lộc", Level.DISTRICT, "huyện An Lộc"),
        ("ĐẢNG BỘ HUYỆN AN LỘC\nBAN DÂN VẬN", "Ban Dân vận Huyện ủy An Lộc", Level.DISTRICT, "huyện An Lộc"),
        ("HUYỆN ỦY AN LỘC\nVĂN PHÒNG HUYỆN ỦY", "Văn phòng Huyện ủy An Lộc", Level.DISTRICT, "huyện An Lộc"),
        (
            "ĐẢNG BỘ TỈNH HÀ NAM\nĐẢNG ỦY CÔNG AN TỈNH",
            "Đảng ủy Công an tỉnh Hà Nam",
            Level.PROVINCE,
            "tỉnh Hà Nam",
        ),
        (
            "ĐẢNG BỘ TỈNH HÀ NAM\nBAN CHẤP HÀNH",
            "Ban Chấp hành Đảng bộ tỉnh Hà Nam",
            Level.PROVINCE,
            "tỉnh Hà Nam",
        ),
        ("BAN CHẤP HÀNH TRUNG ƯƠNG\nVĂN PHÒNG", "Văn phòng Trung ương", Level.CENTRAL, None),
        (
            "ỦY BAN MTTQ VIỆT NAM TỈNH HÀ NAM\nBAN THƯỜNG TRỰC",
            "Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh Hà Nam",
            Level.PROVINCE,
            "tỉnh Hà Nam",
        ),
        ("TỈNH ĐOÀN HÀ NAM\nHUYỆN ĐOÀN AN LỘC", "Huyện đoàn An Lộc", Level.DISTRICT, "huyện An Lộc"),
    ],
)
def test_the_lower_body_issues_and_the_superior_only_says_whose_it_is(
    bodies: str, issuer: str, level: Level, locality: str | None
) -> None:
    meta = read_party(bodies)
    assert (meta.issuer, meta.level, meta.locality) == (issuer, level, locality)
    assert meta.issued_on == date(2023, 4, 12)


@pytest.mark.parametrize(
    ("typed", "issuer", "subject"),
    [
        (
            "CHỈ THỊ\nCỦA BAN THƯỜNG VỤ HUYỆN ỦY\nvề tăng cường đối thoại",
            "Ban Thường vụ Huyện ủy An Lộc",
            "về tăng cường đối thoại",
        ),
        (
            "CHỈ THỊ\nCỦA BAN THƯỜNG VỤ\nVề tăng cường đối thoại",
            "Ban Thường vụ Huyện ủy An Lộc",
            "Về tăng cường đối thoại",
        ),
        (
            "CHỈ THỊ\ncủa Ban Thường vụ Huyện ủy về tăng cường đối thoại",
            "Ban Thường vụ Huyện ủy An Lộc",
            "về tăng cường đối thoại",
        ),
        (
            "CHỈ THỊ\nCỦA BAN THƯỜNG VỤ HUYỆN ỦY AN LỘC\ntăng cường đối thoại",
            "Ban Thường vụ Huyện ủy An Lộc",
            "tăng cường đối thoại",
        ),
        (
            "NGHỊ QUYẾT\nCỦA BAN CHẤP HÀNH ĐẢNG BỘ HUYỆN KHÓA XV\nvề dân vận",
            "Ban Chấp hành Đảng bộ huyện An Lộc",
            "về dân vận",
        ),
        (
            "QUYẾT ĐỊNH\nvề thành lập tổ dân vận\n-----\nBAN THƯỜNG VỤ HUYỆN ỦY\n- Căn cứ Điều lệ Đảng;",
            "Ban Thường vụ Huyện ủy An Lộc",
            "về thành lập tổ dân vận",
        ),
        (
            "BÁO CÁO\nkết quả giám sát của Ban Thường vụ về dân vận",
            "Huyện ủy An Lộc",
            "kết quả giám sát của Ban Thường vụ về dân vận",
        ),
    ],
)
def test_a_body_printed_under_the_type_issues_in_its_own_name_and_is_no_subject(
    typed: str, issuer: str, subject: str
) -> None:
    meta = read_party(DISTRICT, typed)
    assert (meta.issuer, meta.subject) == (issuer, subject)
    assert meta.title == f"{meta.type_name} {subject}"


def test_a_body_of_the_state_under_the_type_leaves_the_letterhead_its_issuer() -> None:
    meta = read(
        "ỦY BAN NHÂN DÂN\nHUYỆN AN LỘC\nSố: 47/CT-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\nAn Lộc, ngày 26 tháng 02 năm 2021",
        "CHỈ THỊ\nCỦA CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN\nVề tăng cường dân vận",
    )
    assert (meta.issuer, meta.subject) == ("UBND huyện An Lộc", "Về tăng cường dân vận")


def test_an_old_law_does_not_repeat_body_number_and_day_in_its_subject() -> None:
    meta = read(
        "QUỐC HỘI\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 77/2004/QH11",
        "LUẬT\nCỦA QUỐC HỘI SỐ 77/2004/QH11 NGÀY 15 THÁNG 6 NĂM 2004 VỀ ĐÒ NGANG",
    )
    assert (meta.issuer, meta.subject) == ("Quốc hội", "VỀ ĐÒ NGANG")


def test_a_letterhead_of_the_state_in_two_columns_gives_number_day_and_body() -> None:
    meta = read(
        " ỦY BAN NHÂN DÂN           CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM \n"
        "     TỈNH HÀ NAM                     Độc lập - Tự do - Hạnh phúc \n \n"
        "    Số: 47/KH-UBND                  Hà Nam, ngày 26 tháng 02 năm 2021 \n ",
        "KẾ HOẠCH \nThực hiện dân chủ ở cơ sở \ntrên địa bàn tỉnh Hà Nam ",
    )
    assert (meta.number, meta.issued_on, meta.issuer) == ("47/KH-UBND", date(2021, 2, 26), "UBND tỉnh Hà Nam")
    assert meta.subject == "Thực hiện dân chủ ở cơ sở trên địa bàn tỉnh Hà Nam"


def test_a_letterhead_of_the_party_in_two_columns_may_have_the_day_beside_the_body() -> None:
    meta = read(
        "ĐẢNG BỘ TỈNH HÀ NAM            ĐẢNG CỘNG SẢN VIỆT NAM \n"
        "  HUYỆN ỦY AN LỘC           An Lộc, ngày 12 tháng 4 năm 2023 \n         * \n    Số 14-CT/HU \n"
    )
    assert (meta.number, meta.issued_on, meta.issuer) == ("14-CT/HU", date(2023, 4, 12), "Huyện ủy An Lộc")


def test_a_blank_day_in_two_columns_stays_blank() -> None:
    meta = read(
        " ỦY BAN NHÂN DÂN           CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM \n"
        "     TỈNH HÀ NAM                     Độc lập - Tự do - Hạnh phúc \n \n"
        "    Số:      /KH-UBND               Hà Nam, ngày     tháng 02 năm 2021 \n ",
        "KẾ HOẠCH\nThực hiện dân chủ ở cơ sở",
    )
    assert (meta.number, meta.issued_on, meta.year, meta.issuer) == (None, None, 2021, "UBND tỉnh Hà Nam")


def test_what_the_body_found_itself_is_no_base() -> None:
    meta = read(
        f"{DISTRICT}\n*\nSố 5-CV/HU\nV/v dân vận\nĐẢNG CỘNG SẢN VIỆT NAM\nAn Lộc, ngày 9 tháng 3 năm 2021",
        "Kính gửi: Đảng ủy các xã.\n\nThực hiện Thông báo số 57-TB/TU của Tỉnh ủy về dân vận; qua theo dõi, còn việc "
        "chậm. Ban Thường vụ Huyện ủy yêu cầu:",
    )
    assert meta.bases == ("Thực hiện Thông báo số 57-TB/TU của Tỉnh ủy về dân vận",)
