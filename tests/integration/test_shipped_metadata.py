"""What the shipped documents say of themselves and of others, pinned by reading them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.metadata import read_metadata, secrecy_mark
from corpus.model import Level, Metadata, Signer
from corpus.references import find_references
from corpus.structure import outline
from corpus.text import clean_text

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"
TAY_SON, QUANG_TRI, BINH_SON, GIA_LAI, MINH_SON = sorted(path.name for path in DOCUMENTS.glob("*.txt"))


def text_of(name: str) -> str:
    return clean_text((DOCUMENTS / name).read_text(encoding="utf-8"))


def metadata_of(name: str) -> Metadata:
    text = text_of(name)
    return read_metadata(text, outline(text))


def test_the_joint_plan_of_tay_son() -> None:
    meta = metadata_of(TAY_SON)
    assert meta.title == "Kế hoạch Phối hợp thực hiện công tác dân vận năm 2022"
    assert (meta.type_name, meta.number) == ("Kế hoạch", None)
    assert meta.issuer == "Ban Dân vận Huyện ủy và UBND huyện Tây Sơn"
    assert (meta.level, meta.locality) == (Level.DISTRICT, "huyện Tây Sơn")
    assert (meta.issued_on, meta.year) == (date(2022, 5, 20), 2022)
    assert meta.signers == (
        Signer("Nguyễn Thanh Tùng", "BAN DÂN VẬN HUYỆN ỦY", "TRƯỞNG BAN"),
        Signer("Phan Chí Hùng", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    )
    assert len(meta.recipients) == 10
    assert meta.recipients[1] == "Ủy ban nhân dân Tỉnh"
    assert meta.recipients[-1] == "Lưu: Ban Dân vận Huyện ủy; Ủy ban nhân dân huyện"
    assert [basis[:49] for basis in meta.bases] == ["Thực hiện Chương trình phối hợp số 01/CTrPH-UBND-"]


def test_the_plan_of_quang_tri_with_blank_number_and_date() -> None:
    meta = metadata_of(QUANG_TRI)
    assert meta.subject == (
        "Thực hiện công tác dân vận trong các cơ quan hành chính nhà nước và chính quyền các cấp năm 2024"
    )
    assert (meta.type_name, meta.number, meta.issued_on, meta.year) == ("Kế hoạch", None, None, 2024)
    assert (meta.issuer, meta.level, meta.locality) == ("UBND tỉnh Quảng Trị", Level.PROVINCE, "tỉnh Quảng Trị")
    assert meta.signers == (Signer("Hoàng Nam", "TM. ỦY BAN NHÂN DÂN", "KT.CHỦ TỊCH / PHÓ CHỦ TỊCH"),)
    assert len(meta.recipients) == 7
    assert len(meta.bases) == 1
    assert meta.bases[0].endswith("về thực hiện công tác dân vận chính quyền giai đoạn 2021-2025")


def test_the_letter_of_binh_son() -> None:
    meta = metadata_of(BINH_SON)
    assert meta.subject == "triển khai thực hiện công tác dân vận chính quyền năm 2022"
    assert (meta.type_name, meta.number, meta.issued_on, meta.year) == ("Công văn", None, None, 2022)
    assert (meta.issuer, meta.level, meta.locality) == ("UBND huyện Bình Sơn", Level.DISTRICT, "huyện Bình Sơn")
    assert meta.signers == (Signer("Phạm Quang Sự", "", "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"),)
    assert meta.recipients == (
        "Như trên",
        "TT. Huyện ủy (b/c)",
        "CT, PCT (VX) UBND huyện",
        "VPH: C, PCVP, CVVX",
        "Lưu VT",
    )
    assert [basis[:35] for basis in meta.bases] == ["Thực hiện Công văn số 919-CV/HU ngà"]


def test_the_plan_of_gia_lai() -> None:
    meta = metadata_of(GIA_LAI)
    assert meta.title == "Kế hoạch “Năm dân vận khéo” 2020"
    assert (meta.type_name, meta.number) == ("Kế hoạch", "614/KH-UBND")
    assert (meta.issuer, meta.level, meta.locality) == ("UBND tỉnh Gia Lai", Level.PROVINCE, "tỉnh Gia Lai")
    assert (meta.issued_on, meta.year) == (date(2020, 3, 24), 2020)
    assert meta.signers == (Signer("Võ Ngọc Thành", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),)
    assert len(meta.recipients) == 14
    assert meta.recipients[6] == "BCĐ thực hiện QCDC ở cơ sở"
    assert [basis[:30] for basis in meta.bases] == ["Thực hiện Chương trình phối hợ", "Triển khai Kế hoạch số 01-KH/B"]


def test_the_plan_of_minh_son_without_letterhead() -> None:
    meta = metadata_of(MINH_SON)
    assert meta.title == "Kế hoạch Thực hiện công tác dân vận chính quyền năm 2022"
    assert (meta.type_name, meta.number, meta.issued_on, meta.year) == ("Kế hoạch", None, None, 2022)
    assert (meta.issuer, meta.level, meta.locality) == ("UBND xã Minh Sơn", Level.COMMUNE, "xã Minh Sơn")
    assert meta.signers == (Signer("Đặng Sỹ Thu", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),)
    assert meta.recipients == (
        "TT Đảng ủy, TT HĐND (để B/c)",
        "Ban Dân vận ĐU (P/h)",
        "Chủ tịch, các phó Chủ tịch UBND",
        "Công chức chuyên môn (T/h)",
        "Trưởng các thôn (T/h)",
        "Lưu VT, VP",
    )


# Number, type, day of issue and issuer of each mention, in order, as the sentence gives them.
MENTIONS: dict[str, tuple[tuple[str, str, str | None, str | None], ...]] = {
    "000_1d85cb063a09f93b.txt": (
        ("01/CTrPH-UBND-BDVHU", "Chương trình phối hợp", "2021-12-31", "Ủy ban nhân dân huyện và Ban Dân vận Huyện ủy"),
        ("01/CTrPH-UBND-BDVHU", "Chương trình phối hợp", "2021-12-31", "Ủy ban nhân dân huyện và Ban Dân vận Huyện ủy"),
        ("01/CTrPH-UBND-BDVHU", "Chương trình phối hợp", "2021-12-31", "Ủy ban nhân dân huyện và Ban Dân vận Huyện ủy"),
        ("407-QĐ/TU", "Quyết định", "2021-09-30", "Ban Thường vụ Tỉnh ủy"),
        ("314-QĐ/TU", "Quyết định", "2021-10-22", "Ban Thường vụ Huyện ủy"),
        ("33/CT-TTg", "Chỉ thị", "2021-11-26", "Thủ tướng Chính phủ"),
        ("33/CT-TTg", "Chỉ thị", None, None),
        ("33/CT-TTg", "Chỉ thị", None, None),
        ("128/NQ-CP", "Nghị quyết", "2021-10-11", "Chính phủ"),
        ("29-KH/HU", "Kế hoạch", "2021-09-23", "Huyện ủy"),
        ("09-CTr/TU", "Chương trình hành động", "2021-05-14", "Tỉnh ủy"),
        ("01-KL/TW", "Kết luận", "2021-05-18", "Bộ Chính trị"),
        ("05-CT/TW", "Chỉ thị", "2016-05-15", "Bộ Chính trị"),
        ("217-QĐ/TW", "Quyết định", None, "Bộ Chính trị"),
        ("218-QĐ/TW", "Quyết định", None, "Bộ Chính trị"),
        ("124-QĐ/TW", "Quy định", None, "Ban Bí thư Trung ương Đảng"),
        ("12-QĐi/TW", "Quy định", "2018-09-14", "Ban Thường vụ Tỉnh ủy"),
        ("114-KL/TW", "Kết luận", None, "Ban Bí thư Trung ương Đảng"),
        ("120-KL/TW", "Kết luận", None, "Bộ Chính trị"),
    ),
    "001_dd44387dd9002a19.txt": (
        ("16/CT-TTg", "Chỉ thị", "2016-05-16", "Thủ tướng Chính phủ"),
        ("21-CT/TU", "Chỉ thị", "2022-04-01", "Tỉnh ủy Quảng Trị"),
        ("25/KH-UBND", "Kế hoạch", "2021-02-05", "UBND tỉnh"),
        ("08/KH-UBND", "Kế hoạch", "2022-01-18", "UBND tỉnh"),
        ("25/KH-UBND", "Kế hoạch", "2021-02-05", "UBND tỉnh"),
        ("63/KH-UBND", "Kế hoạch", "2022-04-07", "UBND tỉnh"),
        ("08/KH-UBND", "Kế hoạch", "2022-01-18", "UBND tỉnh"),
        ("10-CT/TU", "Chỉ thị", "2021-09-27", "Ban Thường vụ Tỉnh ủy"),
        ("339/UBND-NC", "Công văn", "2023-02-06", "UBND tỉnh"),
    ),
    "002_10dca3358ca28552.txt": (
        ("919-CV/HU", "Công văn", "2022-02-24", "Ban Thường vụ Huyện ủy"),
        ("43-KL/TW", "Kết luận", "2019-01-07", "Ban Bí thư"),
        ("120-KL/TW", "Kết luận", "2016-01-07", "Bộ Chính trị"),
        ("217-QĐ/TW", "Quyết định", None, "Bộ Chính trị"),
        ("218-QĐ/TW", "Quyết định", "2013-12-12", "Bộ Chính trị"),
        ("872-QĐ/HU", "Quyết định", "2021-12-15", "Ban Thường vụ Huyện ủy"),
        ("33/CT-TTg", "Chỉ thị", "2021-11-26", "Thủ tướng Chính phủ"),
        ("552-CV/HU", "Công văn", "2021-06-24", "Ban Thường vụ Huyện ủy"),
        ("07/KH-UBND", "Kế hoạch", "2022-01-17", "UBND huyện"),
    ),
    "003_d8bb7ebbcfc1d3bc.txt": (
        ("348-CTr/BDVTU-UBND", "Chương trình phối hợp", "2017-01-24", "Ban Dân vận Tỉnh ủy và UBND tỉnh"),
        ("01-KH/BDVTU-BCSĐUBND", "Kế hoạch", "2020-02-14", "Ban Dân vận Tỉnh ủy và Ban Cán sự Đảng UBND tỉnh"),
        ("348-CTr/BDVTU-UBND", "Chương trình phối hợp", "2017-01-24", None),
        ("01-KH/BDVTU-BCSĐUBND", "Kế hoạch", "2020-02-14", "Ban Dân vận Tỉnh ủy và Ban Cán sự Đảng UBND tỉnh"),
        ("114-KL/TW", "Kết luận", "2015-07-14", "Ban Bí thư Trung ương Đảng"),
        ("290-QĐ/TW", "Quyết định", "2010-02-25", "Bộ Chính trị"),
        ("49-CT/TW", "Chỉ thị", "2015-10-20", "Ban Bí thư Trung ương Đảng"),
        ("16/CT-TTg", "Chỉ thị", "2016-05-16", "Thủ Tướng Chính phủ"),
        ("01-TTr/TU", "Thông tri", "2015-12-14", "Tỉnh ủy"),
        ("282-KH/TU", "Kế hoạch", "2020-03-10", "Tỉnh ủy"),
        ("13/CT-UBND", "Chỉ thị", "2017-07-18", "UBND tỉnh"),
        ("2609/KH-UBND", "Kế hoạch", "2014-07-17", "UBND tỉnh"),
        ("88/2019/QH14", "Nghị quyết", "2019-11-18", "Quốc hội"),
        ("217-QĐ/TW", "Quyết định", None, "Bộ Chính trị"),
        ("218-QĐ/TW", "Quyết định", "2013-12-12", "Bộ Chính trị"),
        ("290-QĐ/TW", "Quyết định", None, None),
        ("114-KL/TW", "Kết luận", None, None),
        ("290-QĐ/TW", "Quyết định", "2010-02-25", "Bộ Chính trị"),
        ("114-KL/TW", "Kết luận", "2015-07-14", "Ban Bí thư"),
        ("290-QĐ/TW", "Quyết định", "2010-02-25", "Bộ Chính trị"),
        ("114-KL/TW", "Kết luận", "2015-07-14", "Ban Bí thư"),
        ("282-KH/TU", "Kế hoạch", "2020-03-10", "Tỉnh ủy"),
        ("12-CT/TU", "Chỉ thị", "2018-02-13", "Ban Thường vụ Tỉnh ủy"),
        ("282-KH/TU", "Kế hoạch", "2020-03-10", "Tỉnh ủy"),
    ),
    "004_6c28add34ca07a4e.txt": (
        ("62/KH-UBND", "Kế hoạch", "2022-03-22", "UBND huyện Ngọc Lặc"),
        ("43-KL/TW", "Kết luận", "2019-01-07", "Ban Bí thư"),
        ("25-NQ/TW", "Nghị quyết", "2013-06-03", "Ban Chấp hành Trung ương Đảng"),
        ("114-KL/TW", "Kết luận", "2015-07-14", "Ban Bí thư Trung ương Đảng"),
        ("34/2007/PL-UBTVQH11", "Pháp lệnh", "2007-04-20", None),
        ("04/2015/NĐ-CP", "Nghị định", "2015-01-09", None),
        ("18/2000/CT-TTg", "Chỉ thị", "2000-09-21", "Thủ tướng Chính phủ"),
        ("33/2021/CT-TTg", "Chỉ thị", "2021-11-26", "Thủ tướng Chính phủ"),
        ("763-QĐ/TU", "Quyết định", "2021-10-15", "Ban Thường vụ Tỉnh ủy"),
        ("547-CV/TU", "Công văn", "2022-02-17", "Ban Thường vụ Tỉnh ủy"),
        ("34/2017/PL-UBTVQH11", "Pháp lệnh", None, "Ủy ban Thường vụ Quốc hội"),
        ("60/2014/NĐ-CP", "Nghị định", None, "Chính phủ"),
        ("04/2015/NĐ-CP", "Nghị định", "2015-01-09", "Chính phủ"),
        ("05-CT/TW", "Chỉ thị", None, "Bộ Chính trị"),
        ("35-CT/TW", "Chỉ thị", "2014-05-26", "Bộ Chính trị"),
        ("14/CT-TTg", "Chỉ thị", "2012-05-18", "Thủ tướng Chính phủ"),
        ("34/2007/PL-UBTVQH11", "Pháp lệnh", None, None),
    ),
}


@pytest.mark.parametrize("name", sorted(MENTIONS))
def test_every_mention_of_a_document_is_read(name: str) -> None:
    found = [
        (r.number, r.type_name, r.issued_on.isoformat() if r.issued_on else None, r.issuer)
        for r in find_references(text_of(name))
    ]
    assert found == list(MENTIONS[name])


@pytest.mark.parametrize("name", sorted(MENTIONS))
def test_offsets_span_the_mention_from_its_type_to_its_number(name: str) -> None:
    text = text_of(name)
    for reference in find_references(text):
        mention = text[reference.start : reference.end]
        assert reference.number.split("/")[0].split("-")[0] in mention
        assert "\n" not in mention


def test_all_notations_of_one_directive_meet_under_one_key() -> None:
    keys = {r.key for name in MENTIONS for r in find_references(text_of(name)) if r.number.startswith("33/")}
    assert keys == {"33:ct ttg"}


def test_titles_are_what_the_sentence_says() -> None:
    titles = {r.number: r.title for r in find_references(text_of(TAY_SON)) if r.title}
    assert titles["33/CT-TTg"] == (
        "Tiếp tục tăng cường và đổi mới công tác dân vận của cơ quan hành chính Nhà nước, "
        "chính quyền các cấp trong tình hình mới"
    )
    assert titles["114-KL/TW"] == "Nâng cao hiệu quả công tác dân vận của cơ quan nhà nước các cấp"


@pytest.mark.parametrize("name", sorted(MENTIONS))
def test_no_shipped_document_carries_a_secrecy_mark(name: str) -> None:
    assert secrecy_mark(text_of(name)) is None
