"""The outlines of the shipped documents, pinned as they were read off the documents by eye.

One line per section: its path (or kind, for the frame of a document) and its first words.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from corpus.model import Section, SectionKind
from corpus.passages import cut
from corpus.reading import read_source
from corpus.structure import outline
from corpus.text import clean_text

DOCUMENTS = Path(__file__).resolve().parents[2] / "corpus" / "documents"

TAY_SON = """
letterhead | Tây Sơn, ngày 20 tháng 5 năm
preamble | Thực hiện Chương trình phối hợp số
I | MỤC ĐÍCH, YÊU CẦU - Nhằm nâng
I/-1 | Nhằm nâng cao nhận thức, trách nhiệm
I/-2 | Cụ thể hóa, thực hiện hiệu quả
I/-3 | Phối hợp triển khai thực hiện đồng
II | NỘI DUNG - Phối hợp thực hiện
II/-1 | Phối hợp thực hiện tốt các chủ
II/-2 | Quan tâm công tác tuyên truyền, vận
II/-3 | Phối hợp chỉ đạo, cụ thể hóa,
II/4 | Tiếp tục đẩy mạnh cải cách hành
III | PHÂN CÔNG TRÁCH NHIỆM 1. Trách nhiệm
III/1 | Trách nhiệm của Ủy ban nhân dân
III/1/1.1 | Chỉ đạo các cơ quan nhà nước,
III/1/1.2 | Chỉ đạo Ủy ban nhân dân các
III/1/1.3 | Ban hành các văn bản thực hiện
III/1/1.4 | Chỉ đạo tăng cường hiệu lực, hiệu
III/1/1.5 | Tiếp tục chỉ đạo đẩy mạnh thực
III/1/1.6 | Tiếp tục nâng cao đạo đức công
III/1/1.7 | Chỉ đạo triển khai thực hiện tốt
III/1/1.8 | Chỉ đạo các cơ quan nhà nước,
III/1/1.9 | Tạo điều kiện để Mặt trận Tổ
III/1/1.10 | Xây dựng kế hoạch và tổ chức
III/2 | Trách nhiệm của Ban Dân vận Huyện
III/2/2.1 | Tham mưu Huyện ủy, Ban Thường vụ
III/2/2.2 | Phối hợp, hướng dẫn Mặt trận Tổ
III/2/2.3 | Phối hợp thực hiện tốt công tác
III/2/2.4 | Chủ trì, phối hợp tổ chức tập
III/2/2.5 | Xây dựng kế hoạch và tổ chức
IV | TỔ CHỨC THỰC HIỆN 1. Ủy ban
IV/1 | Ủy ban nhân dân huyện chỉ đạo
IV/2 | Ban Dân vận Huyện ủy giao cán
IV/3 | Căn cứ Kế hoạch này, Đảng ủy
signature | BAN DÂN VẬN HUYỆN ỦY TRƯỞNG BAN
signature | TM. ỦY BAN NHÂN DÂN CHỦ TỊCH
recipients | Nơi nhận: - Ban Dân vận Tỉnh
debris | ZRH
"""

QUANG_TRI = """
letterhead | Số: /KH-UBND Quảng Trị, ngày tháng năm
preamble | Thực hiện Chỉ thị số 16/CT-TTg ngày
I | MỤC ĐÍCH, YÊU CẦU 1. Đổi mới,
I/1 | Đổi mới, nâng cao hiệu quả công
I/2 | Tiếp tục thực hiện hiệu quả Kế
I/3 | Các sở, ban, ngành cấp tỉnh, Ủy
II | NỘI DUNG NHIỆM VỤ 1. Đẩy mạnh
II/1 | Đẩy mạnh tuyên truyền, giáo dục nhằm
II/2 | Tăng cường lãnh đạo, chỉ đạo công
II/3 | Tiếp tục thực hiện nghiêm túc và
II/4 | Tiếp tục thực hiện tốt Luật Thực
II/5 | Xây dựng, nâng cao hiệu lực, hiệu
II/6 | Nâng cao hiệu quả công tác tiếp
II/7 | Tiếp tục thực hiện tốt các phong
II/8 | Tuyên truyền, vận động Nhân dân trong
II/9 | Chủ động phối hợp, tạo điều kiện
III | TỔ CHỨC THỰC HIỆN 1. Các sở,
III/1 | Các sở, ban, ngành cấp tỉnh, Ủy
III/2 | Giao Sở Nội vụ thường xuyên theo
closing | Trên đây là Kế hoạch thực hiện
recipients | Nơi nhận: - Thường trực Tỉnh ủy;
signature | TM. ỦY BAN NHÂN DÂN KT.CHỦ TỊCH
"""

BINH_SON = """
letterhead | ỦY BAN NHÂN DÂN HUYỆN BÌNH SƠN
addressees | Kính gửi: - Các phòng, ban thuộc
preamble | Thực hiện Công văn số 919-CV/HU ngày
1 | Tiếp tục đổi mới công tác tuyên
2 | Tiếp tục triển khai thực hiện Chương
3 | Tăng cường đi cơ sở, nắm tình
4 | Tiếp tục đẩy mạnh phong trào thi
5 | Tổ chức thực hiện có hiệu quả
6 | Rà soát, xây dựng, triển khai và
7 | Trung tâm Truyền thông - Văn hóa
closing | Yêu cầu Thủ trưởng các cơ quan,
recipients | Nơi nhận: - Như trên; - TT.
signature | KT. CHỦ TỊCH PHÓ CHỦ TỊCH Phạm
"""

GIA_LAI = """
letterhead | Số: 614 /KH-UBND Gia Lai, ngày 24
preamble | Thực hiện Chương trình phối hợp số
I | MỤC ĐÍCH, YÊU CẦU 1. Tiếp tục
I/1 | Tiếp tục triển khai Chương trình phối
I/2 | Triển khai, quán triệt sâu rộng các
I/3 | Thực hiện công tác dân vận chính
I/4 | Tăng cường sự phối hợp giữa chính
II | NỘI DUNG 1. Quán triệt, học tập
II/1 | Quán triệt, học tập các Chỉ thị,
II/2 | Công tác thông tin, tuyên truyền: Tăng
II/3 | Công tác dân vận gắn với thực
II/4 | Công tác dân vận gắn với đẩy
II/5 | Công tác tiếp dân, xử lý đơn
II/6 | Nâng cao hiệu quả công tác dân
II/7 | Thực hiện công tác dân vận gắn
II/8 | Tạo điều kiện để Mặt trận Tổ
II/9 | Công tác đảm bảo an ninh, quốc
II/10 | Tổng kết Quyết định 290-QĐ/TW, Kết luận
III | TỔ CHỨC THỰC HIỆN 1. Sở Nội
III/1 | Sở Nội vụ: - Triển khai, hướng
III/1/-1 | Triển khai, hướng dẫn các cơ quan,
III/1/-2 | Xây dựng kế hoạch kiểm tra, khảo
III/2 | Các Sở, ban, ngành, UBND các huyện,
III/2/-1 | Căn cứ vào tình hình thực tế
III/2/-2 | Tăng cường công tác tự kiểm tra,
III/2/-3 | Phối hợp với Ban Dân vận Tỉnh
III/2/-4 | Chỉ đạo thực hiện nghiêm chế độ
III/3 | Đối với các lực lượng vũ trang:
III/3/-1 | Thường xuyên phối hợp với Ban Dân
III/3/-2 | Thực hiện tốt phong trào toàn dân
III/4 | Đối với các cơ quan Tư pháp:
III/5 | Đài Phát thanh và Truyền hình tỉnh,
closing | Trên đây là Kế hoạch triển khai
recipients | Nơi nhận: - Văn phòng Chính phủ
signature | TM. ỦY BAN NHÂN DÂN CHỦ TỊCH
"""

MINH_SON = """
letterhead | KẾ HOẠCH Thực hiện công tác dân
preamble | Thực hiện Kế hoạch số 62/KH-UBND ngày
I | MỤC ĐÍCH, YÊU CẦU 1. Mục đích
I/1 | Mục đích - Tiếp tục đẩy mạnh
I/1/-1 | Tiếp tục đẩy mạnh công tác vận
I/1/-2 | Nâng cao nhận thức về công tác
I/2 | Yêu cầu - Thực hiện tốt công
I/2/-1 | Thực hiện tốt công tác tiếp công
I/2/-2 | Các nội dung liên quan đến công
I/2/-3 | Kế hoạch thực hiện công tác dân
I/2/-4 | Các cơ quan đơn vị phát huy
II | NỘI DUNG 1. Quán triệt, học tập
II/1 | Quán triệt, học tập các Chỉ thị,
II/1/-1 | Tiếp tục đẩy mạnh việc tổ chức
II/2 | Tiếp tục đẩy mạnh thực hiện cải
II/2/-1 | Đẩy mạnh cải cách chế độ công
II/2/-2 | Tăng cường trách nhiệm của người đứng
II/2/-3 | Thường xuyên kiểm tra, đánh giá chất
II/2/-4 | Tăng cường ứng dụng công nghệ, thông
II/3 | Thực hiện tốt quy chế dân chủ
II/3/-1 | Tập trung tăng cường sự lãnh đạo
II/3/-2 | Tiếp tục đẩy mạnh công tác tuyên
II/3/-3 | Ngăn ngừa và cảnh giác những biểu
II/4 | Thực hiện tốt công tác tiếp dân
II/4/-1 | Tiếp tục tổ chức thực hiện có
II/4/-2 | Nâng cao hiệu quả hoạt động của
II/5 | Rà soát bổ sung quy chế phối
II/5/-1 | Tăng cường sự phối hợp giữa chính
II/5/-2 | Phối hợp tổ chức phát động và
III | TỔ CHỨC THỰC HIỆN 1. Văn phòng
III/1 | Văn phòng UBND - Chủ động phối
III/1/-1 | Chủ động phối hợp với Ban Dân
III/1/-2 | Hướng dẫn triển khai, tổ chức thực
III/1/-3 | Làm đầu mối, giúp UBND xã theo
III/1/-4 | Chủ trì, tham mưu UBND theo dõi
III/1/-5 | Chủ động xây dựng kế hoạch chi
III/1/-6 | Tham mưu giúp UBND cấp xã triển
III/1/-7 | Định kỳ 6 tháng (trước 30/5), một
III/2 | Tư pháp xã - Chủ trì, tham
III/2/-1 | Chủ trì, tham mưu UBND xã xây
III/2/-2 | Chủ trì, tham mưu UBND xã xây
III/3 | Văn hóa xã. - Chủ động phối
III/3/-1 | Chủ động phối hợp với công chức
III/4 | Kế toán ngân sách xã Tham mưu
III/5 | Đề nghị Ban Dân vận Đảng ủy
closing | Trên đây là Kế hoạch thực hiện
recipients | Nơi nhận: - TT Đảng ủy, TT
signature | TM. ỦY BAN NHÂN DÂN CHỦ TỊCH
"""

OUTLINES = {
    "000_1d85cb063a09f93b.txt": TAY_SON,
    "001_dd44387dd9002a19.txt": QUANG_TRI,
    "002_10dca3358ca28552.txt": BINH_SON,
    "003_d8bb7ebbcfc1d3bc.txt": GIA_LAI,
    "004_6c28add34ca07a4e.txt": MINH_SON,
}


def text_of(name: str) -> str:
    return clean_text(read_source(DOCUMENTS / name))


def place(section: Section) -> str:
    return "/".join(section.path) or section.kind.value


def says(text: str, section: Section) -> str:
    return " ".join(text[section.start : section.end].split())


@pytest.mark.parametrize("name", OUTLINES)
def test_the_outline_of_a_shipped_document_is_what_a_reader_sees(name: str) -> None:
    text = text_of(name)
    pinned = [tuple(line.split(" | ", 1)) for line in OUTLINES[name].strip().splitlines()]
    sections = outline(text)
    assert [place(section) for section in sections] == [path for path, _ in pinned]
    for section, (path, words) in zip(sections, pinned, strict=True):
        assert " ".join(text[section.body : section.end].split()).startswith(words), path


@pytest.mark.parametrize("name", OUTLINES)
def test_every_printed_number_stands_at_the_start_of_its_section(name: str) -> None:
    text = text_of(name)
    for section in outline(text):
        if section.kind in (SectionKind.PART, SectionKind.ITEM):
            assert text[section.start :].startswith(f"{section.marker}."), section.path
        if section.kind is SectionKind.BULLET:
            assert text[section.start] == "-", section.path


@pytest.mark.parametrize(
    ("name", "signatures"),
    [
        (
            "000_1d85cb063a09f93b.txt",
            ["BAN DÂN VẬN HUYỆN ỦY TRƯỞNG BAN Nguyễn Thanh Tùng", "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Phan Chí Hùng"],
        ),
        ("001_dd44387dd9002a19.txt", ["TM. ỦY BAN NHÂN DÂN KT.CHỦ TỊCH PHÓ CHỦ TỊCH Hoàng Nam"]),
        ("002_10dca3358ca28552.txt", ["KT. CHỦ TỊCH PHÓ CHỦ TỊCH Phạm Quang Sự"]),
        ("003_d8bb7ebbcfc1d3bc.txt", ["TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Handwritten signature Võ Ngọc Thành"]),
        ("004_6c28add34ca07a4e.txt", ["TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Đặng Sỹ Thu"]),
    ],
)
def test_a_signature_holds_authority_office_and_name_together(name: str, signatures: list[str]) -> None:
    text = text_of(name)
    found = [says(text, section) for section in outline(text) if section.kind is SectionKind.SIGNATURE]
    assert found == signatures


def test_labels_name_a_place_as_an_official_would() -> None:
    labels = {place(s): s.label for name in OUTLINES for s in outline(text_of(name))}
    assert labels["III/1/1.9"] == "Mục III.1, điểm 1.9"
    assert labels["III/2/-4"] == "Mục III.2, gạch đầu dòng thứ 4"
    assert labels["II/4"] == "Mục II.4"
    assert labels["5"] == "Mục 5"
    assert labels["recipients"] == "Nơi nhận"


def test_plain_paragraphs_under_a_heading_are_passages_of_it() -> None:
    text = text_of("003_d8bb7ebbcfc1d3bc.txt")
    sections = outline(text)
    item = next(section for section in sections if section.path == ("II", "2"))
    assert item.heading == "Công tác thông tin, tuyên truyền"
    own = [passage for passage in cut(text, sections) if passage.section == item.ordinal]
    assert [passage.label for passage in own] == [f"Mục II.2, đoạn thứ {number}" for number in (1, 2, 3)]
    assert text[own[1].start : own[1].end].startswith("Gắn kết chặt chẽ công tác tuyên truyền")


@pytest.mark.parametrize(
    ("name", "path", "words"),
    [
        ("002_10dca3358ca28552.txt", "4", 'đô thị văn minh"; phát huy tốt các nguồn lực'),
        ("003_d8bb7ebbcfc1d3bc.txt", "II/3", "theo dõi, phòng, ngừa kịp thời"),
        ("003_d8bb7ebbcfc1d3bc.txt", "II/10", "chính quyền các cấp; sơ kết 05 năm"),
        ("003_d8bb7ebbcfc1d3bc.txt", "III/3/-2", "Chỉ thị số 12-CT/TU, ngày 13 tháng 02 năm 2018"),
        ("004_6c28add34ca07a4e.txt", "III", "III. TỔ CHỨC THỰC HIỆN 1. Văn phòng UBND"),
    ],
)
def test_what_a_page_break_cut_in_two_is_whole_again(name: str, path: str, words: str) -> None:
    text = text_of(name)
    section = next(section for section in outline(text) if place(section) == path)
    assert words in says(text, section)
    if path != "III":
        assert any(words in text[p.start : p.end] for p in cut(text, outline(text)))


@pytest.mark.parametrize("name", OUTLINES)
def test_passages_lie_in_their_sections_in_order_and_apart(name: str) -> None:
    text = text_of(name)
    sections = outline(text)
    passages = cut(text, sections)
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))
    for before, after in pairwise(passages):
        assert before.end <= after.start
    for passage in passages:
        section = sections[passage.section]
        assert section.start <= passage.start < passage.end <= section.end
        assert section.kind is not SectionKind.DEBRIS
