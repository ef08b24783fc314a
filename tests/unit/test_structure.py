"""The outline follows the printed numbers, whatever the shape of the text, and invents none."""

from __future__ import annotations

import textwrap
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Section, SectionKind
from corpus.passages import cut
from corpus.structure import outline
from corpus.text import clean_text

FRAME = {SectionKind.LETTERHEAD, SectionKind.ADDRESSEES, SectionKind.PREAMBLE, SectionKind.CLOSING}


def paths(raw: str) -> list[str]:
    return ["/".join(section.path) for section in outline(clean_text(raw)) if section.path]


def kinds(raw: str) -> list[SectionKind]:
    return [section.kind for section in outline(clean_text(raw)) if not section.path]


def first(raw: str, kind: SectionKind) -> str:
    text = clean_text(raw)
    section = next(section for section in outline(text) if section.kind is kind)
    return " ".join(text[section.start : section.end].split())


LEAD = "KẾ HOẠCH\nCông tác năm 2025\n\nThực hiện Chỉ thị số 01/CT-TTg, Ủy ban nhân dân ban hành Kế hoạch như sau:\n\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("I. MỤC ĐÍCH\n- Một điều.\n- Hai điều.\n4. Bốn điều.\n", ["I", "I/-1", "I/-2", "I/4"]),
        ("1. Một.\n2. Hai.\n3. Ba.\n", ["1", "2", "3"]),
        (
            "I. A\n1. Một\n1.1. Con.\n1.2. Con.\n2. Hai\n2.1. Con.\n",
            ["I", "I/1", "I/1/1.1", "I/1/1.2", "I/2", "I/2/2.1"],
        ),
        ("I. A\n1. Một:\na) Con;\nb) Con.\n2. Hai:\na) Con.\n", ["I", "I/1", "I/1/a", "I/1/b", "I/2", "I/2/a"]),
        (
            "I. A\n1. Một:\n- Con:\n+ Cháu.\n+ Cháu.\n- Con.\n",
            ["I", "I/1", "I/1/-1", "I/1/-1/-1", "I/1/-1/-2", "I/1/-2"],
        ),
        ("A. PHẦN\nI. A\n1. Một.\nII. B\nB. PHẦN\nI. A\n", ["A", "A/I", "A/I/1", "A/II", "B", "B/I"]),
        ("1) Một.\n2) Hai.\n", ["1", "2"]),
        ("I. A\n(1) Một.\n(2) Hai.\n", ["I", "I/(1)", "I/(2)"]),
        ("a. Một.\nb. Hai.\n", ["a", "b"]),
        ("a) Một.\nb) Hai.\nc) Ba.\nd) Bốn.\nđ) Năm.\ne) Sáu.\ng) Bảy.\n", ["a", "b", "c", "d", "đ", "e", "g"]),
        ("a) Một.\nb) Hai.\nc) Ba.\nd) Bốn.\ne) Năm.\nf) Sáu.\n", ["a", "b", "c", "d", "e", "f"]),
        ("I.\nMỤC ĐÍCH\n1. Một.\nII.\nNỘI DUNG\n", ["I", "I/1", "II"]),
        ("II. MỤC ĐÍCH\n1. Một.\nIII. NỘI DUNG\n1. Một.\n", ["II", "II/1", "III", "III/1"]),
        ("1. Một.\n2. Hai.\n4. Bốn.\n5. Năm.\n", ["1", "2", "4", "5"]),
        ("H. CHỈ\n", ["H"]),
    ],
)
def test_numbers_are_read_as_printed(body: str, expected: list[str]) -> None:
    assert paths(LEAD + body) == expected


@pytest.mark.parametrize(
    "line",
    [
        "30. 5 là ngày báo cáo.",
        "2025. năm kế hoạch kết thúc.",
        "1.000 đồng mỗi người.",
        "12,5. phần trăm đạt được",
        "250. Chương trình",
        "49/QCPH-UBND và quy định hiện hành.",
        "30/5 hằng năm gửi báo cáo.",
        "C. Mác và Ph. Ăng-ghen.",
        "m) không theo sau chữ nào.",
        "Điều 5 Luật Đất đai quy định việc này.",
        "Mục tiêu của kế hoạch.",
        "Phần lớn các xã đã hoàn thành.",
    ],
)
def test_numbers_inside_a_sentence_are_no_items(line: str) -> None:
    assert paths(f"{LEAD}I. MỤC ĐÍCH\n1. Một điều.\n\n{line}\n\n2. Hai điều.\n") == ["I", "I/1", "I/2"]


def test_a_number_in_a_table_row_is_no_item() -> None:
    assert paths(f"{LEAD}1. Một.\n\n| 1. | Việc |\n|---|---|\n| 2. | Khác |\n\n2. Hai.\n") == ["1", "2"]


def test_numbers_of_a_quoted_amendment_are_no_items() -> None:
    body = (
        "Điều 1. Sửa đổi\n1. Sửa khoản 2 như sau:\n“2. Nội dung mới:\na) Một;\nb) Hai.”\n2. Bỏ khoản 3.\n"
        "Điều 2. Hiệu lực.\n"
    )
    assert paths(LEAD + body) == ["Điều 1", "Điều 1/1", "Điều 1/2", "Điều 2"]


def test_articles_carry_their_chapter_clauses_and_points() -> None:
    body = (
        "Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\nQuy chế này quy định một việc.\nCHƯƠNG II\nNỘI DUNG\n"
        "Điều 2. Trách nhiệm\n1. Sở Nội vụ:\na) Chủ trì;\nb) Báo cáo.\n2. Sở Tài chính cấp kinh phí.\n"
    )
    text = clean_text(LEAD + body)
    sections = {"/".join(s.path): s for s in outline(text) if s.path}
    assert list(sections) == [
        "Chương I",
        "Chương I/Điều 1",
        "Chương II",
        "Chương II/Điều 2",
        "Chương II/Điều 2/1",
        "Chương II/Điều 2/1/a",
        "Chương II/Điều 2/1/b",
        "Chương II/Điều 2/2",
    ]
    assert sections["Chương II"].heading == "NỘI DUNG"
    assert sections["Chương II/Điều 2"].heading == "Trách nhiệm"
    assert sections["Chương II/Điều 2/1/a"].label == "Điểm a khoản 1 Điều 2"


LETTER = """ỦY BAN NHÂN DÂN
TỈNH HÀ TRUNG

Số: 15/UBND-NC
V/v thực hiện quy chế

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Hà Trung, ngày 02 tháng 3 năm 2023

Kính gửi:

- Các sở, ban, ngành;
- Ủy ban nhân dân các huyện.

Thực hiện Công văn số 01/BNV, Ủy ban nhân dân tỉnh yêu cầu:

1. Báo cáo trước ngày 30/5.

2. Kiểm tra.

Yêu cầu các cơ quan thực hiện./.

KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

(Đã ký)

Trần Văn Bình

Nơi nhận:
- Như trên;
- Lưu: VT.

12
"""


def test_the_frame_of_a_letter_is_told_from_its_content() -> None:
    assert kinds(LETTER) == [
        SectionKind.LETTERHEAD,
        SectionKind.ADDRESSEES,
        SectionKind.PREAMBLE,
        SectionKind.CLOSING,
        SectionKind.SIGNATURE,
        SectionKind.RECIPIENTS,
        SectionKind.DEBRIS,
    ]
    assert paths(LETTER) == ["1", "2"]
    assert first(LETTER, SectionKind.ADDRESSEES) == "Kính gửi: - Các sở, ban, ngành; - Ủy ban nhân dân các huyện."
    assert first(LETTER, SectionKind.SIGNATURE) == "KT. CHỦ TỊCH PHÓ CHỦ TỊCH (Đã ký) Trần Văn Bình"
    assert first(LETTER, SectionKind.RECIPIENTS) == "Nơi nhận: - Như trên; - Lưu: VT."


def test_a_telegram_names_its_addressees_in_its_own_way() -> None:
    raw = (
        "CÔNG ĐIỆN\nVề ứng phó bão\n\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH điện:\n\n- Các sở;\n- Các xã.\n\n"
        "Tiếp theo Công điện số 1."
    )
    assert first(raw, SectionKind.ADDRESSEES) == "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH điện: - Các sở; - Các xã."
    assert paths(raw) == []


def test_a_letter_without_numbers_has_its_paragraphs_as_passages() -> None:
    raw = LETTER.replace("1. Báo cáo", "Báo cáo").replace("2. Kiểm tra", "Kiểm tra")
    text = clean_text(raw)
    sections = outline(text)
    assert not [section for section in sections if section.path]
    said = [text[p.start : p.end] for p in cut(text, sections)]
    assert "Báo cáo trước ngày 30/5." in said


def test_an_attached_document_has_its_own_numbers() -> None:
    raw = (
        "QUYẾT ĐỊNH\nBan hành Quy chế\n\nCăn cứ Luật Tổ chức chính quyền địa phương;\n\nQUYẾT ĐỊNH:\n\n"
        "Điều 1. Ban hành Quy chế kèm theo Quyết định này.\n\nĐiều 2. Hiệu lực.\n\nTM. ỦY BAN NHÂN DÂN\n"
        "CHỦ TỊCH\n\nLê Văn Năm\n\nQUY CHẾ\n(Ban hành kèm theo Quyết định số 1/QĐ-UBND)\n\nĐiều 1. Phạm vi.\n\n"
        "PHỤ LỤC I\nBIỂU MẪU BÁO CÁO\n\n1. Số liệu.\n"
    )
    assert paths(raw) == ["Điều 1", "Điều 2", "Quy chế", "Quy chế/Điều 1", "Phụ lục I", "Phụ lục I/1"]


def test_running_heads_between_two_items_belong_to_neither() -> None:
    raw = f"{LEAD}1. Một việc.\n\nCÔNG BÁO/Số 375 + 376/Ngày 03-3-2024\n\n17\n\n2. Hai việc.\n"
    text = clean_text(raw)
    sections = outline(text)
    assert ["/".join(s.path) or s.kind.value for s in sections][2:] == ["1", "debris", "debris", "2"]
    assert all(s.parent is None for s in sections)


def test_a_sentence_that_a_page_number_interrupts_is_one_passage() -> None:
    text = clean_text(f"{LEAD}1. Một việc dài của các cơ quan\n\n17\n\nvà đơn vị liên quan.\n\n2. Hai việc.\n")
    said = [text[p.start : p.end] for p in cut(text, outline(text))]
    assert "1. Một việc dài của các cơ quan\n17\nvà đơn vị liên quan." in said


ROMAN = ["I", "II", "III", "IV", "V", "VI"]
LETTERS = "abcdđeg"
VOCABULARY = "phối hợp thực hiện công tác dân vận của các cơ quan đơn vị trên địa bàn theo quy định và báo cáo"
SENTENCE = st.lists(st.sampled_from(sorted(set(VOCABULARY.split()))), min_size=4, max_size=45).map(
    lambda words: " ".join(["Tăng cường", *words]) + "."
)
SHAPE = st.lists(st.lists(st.integers(0, 4), min_size=0, max_size=4), min_size=1, max_size=5)


def build(shape: list[list[int]], sentences: list[str], below: str) -> list[tuple[str, str, bool]]:
    """Return (path, printed line, is heading) of a random plan."""
    lines: list[tuple[str, str, bool]] = []
    said = iter(sentences * 40)
    for part, items in enumerate(shape):
        lines.append((ROMAN[part], f"{ROMAN[part]}. NỘI DUNG THỰC HIỆN", True))
        for item, leaves in enumerate(items, start=1):
            path = f"{ROMAN[part]}/{item}"
            lines.append((path, f"{item}. Nhiệm vụ chung" if leaves else f"{item}. {next(said)}", bool(leaves)))
            for leaf in range(leaves):
                if below == "letters":
                    lines.append((f"{path}/{LETTERS[leaf]}", f"{LETTERS[leaf]}) {next(said)}", False))
                elif below == "dotted":
                    lines.append((f"{path}/{item}.{leaf + 1}", f"{item}.{leaf + 1}. {next(said)}", False))
                else:
                    lines.append((f"{path}/-{leaf + 1}", f"- {next(said)}", False))
    return lines


def as_markdown(lines: list[tuple[str, str, bool]]) -> str:
    return "\n\n".join(f"## **{line}**" if heading else line for _, line, heading in lines)


def as_plain(lines: list[tuple[str, str, bool]]) -> str:
    return "\n".join(line for _, line, _ in lines)


def as_broken(lines: list[tuple[str, str, bool]]) -> str:
    return "\n".join(" \n".join(textwrap.wrap(line, 80)) for _, line, _ in lines)


def as_torn(lines: list[tuple[str, str, bool]]) -> str:
    return " \n \n\n".join("\n\n".join(textwrap.wrap(line, 80)) for _, line, _ in lines)


@pytest.mark.parametrize("render", [as_markdown, as_plain, as_broken, as_torn])
@pytest.mark.parametrize("below", ["letters", "dotted", "bullets"])
@settings(max_examples=40, deadline=None)
@given(shape=SHAPE, sentences=st.lists(SENTENCE, min_size=5, max_size=12))
def test_an_outline_survives_every_way_of_writing_it_down(render, below, shape, sentences) -> None:  # type: ignore[no-untyped-def]
    lines = build(shape, sentences, below)
    assert paths(LEAD + render(lines)) == [path for path, _, _ in lines]


def test_letters_with_a_slash_are_items() -> None:
    assert paths(LEAD + "1. Một:\na/ Con;\nb/ Con.\n2. Hai.\n") == ["1", "1/a", "1/b", "2"]


def test_a_letter_behind_a_dotted_number_is_part_of_it() -> None:
    body = "2. Hai:\n2.1. Bước một:\n2.1.a. Thành lập.\n2.1.b. Tiếp nhận.\n2.2. Bước hai.\n"
    assert paths(LEAD + "1. Một.\n" + body) == ["1", "2", "2/2.1", "2/2.1/2.1.a", "2/2.1/2.1.b", "2/2.2"]


def test_a_bullet_returns_to_the_list_of_its_sign_across_a_list_inside() -> None:
    body = "1. Hồ sơ:\n* Thành phần:\n(1) Cấp xã gồm:\n- Báo cáo.\n- Tờ trình.\n* Số lượng: 01 bộ.\n"
    found = paths(LEAD + body)
    assert found[-1] == "1/-2"
    assert "1/-1/(1)/-2" in found


def test_a_footnote_with_a_dash_does_not_continue_a_list() -> None:
    body = "1. Một.\n2. Hai.\n\n1 Ghi rõ họ tên.\n\n4 - Ngành, nghề mà luật không cấm.\n"
    assert paths(LEAD + body) == ["1", "2"]


SIGNED = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Văn Năm\n\n"


@pytest.mark.parametrize("title", ["DANH MỤC NHIỆM VỤ\n(Kèm theo Kế hoạch số 01/KH-UBND)", "THUYẾT MINH DỰ TOÁN"])
def test_what_is_attached_under_a_title_alone_holds_its_numbers(title: str) -> None:
    raw = LEAD + "1. Một.\n2. Hai.\n\n" + SIGNED + title + "\n\n1. Việc thứ nhất.\n\n2. Việc thứ hai.\n"
    sections = outline(clean_text(raw))
    held = [section for section in sections if section.kind is SectionKind.ITEM][2:]
    assert [section.marker for section in held] == ["1", "2"]
    assert all(section.parent is not None for section in held)
    assert all(sections[section.parent or 0].kind is SectionKind.APPENDIX for section in held)


@pytest.mark.parametrize("title", ["**VII. CHẾ ĐỘ\nBÁO CÁO**", "**VII. DANH MỤC\nQUY TRÌNH NỘI BỘ**"])
def test_a_bold_heading_torn_before_the_name_of_a_document_type_is_whole(title: str) -> None:
    part = next(s for s in outline(clean_text(LEAD + title + "\n\nCác cơ quan báo cáo.\n")) if s.marker == "VII")
    assert part.heading == " ".join(title.strip("*").split()[1:])


def test_a_number_before_a_figure_with_a_leading_zero_is_an_item() -> None:
    body = "I. LỢI ÍCH\n1. 05 không:\n- Một.\n2. 05 được:\n- Hai.\n"
    assert paths(LEAD + body)[1:] == ["I/1", "I/1/-1", "I/2", "I/2/-1"]


def test_forms_in_a_list_of_forms_are_no_appendices() -> None:
    forms = "Mẫu số 01. Đơn đề nghị\n\nMẫu số 02. Biên bản\n\n"
    raw = LEAD + "1. Tên mẫu đơn:\n\n" + forms + "2. Phí: Không.\n"
    assert paths(raw) == ["1", "2"]
    assert "Mẫu số 03" in paths(LEAD + "1. Một.\n\n2. Hai.\n\n" + "Mẫu số 03. Đơn đề nghị\n\nTên tôi là:\n")


def test_a_file_code_between_recipients_and_signature_is_debris() -> None:
    raw = LEAD + "1. Một.\n2. Hai.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTĐ_QĐCB/2025\n\n" + SIGNED
    assert SectionKind.APPENDIX not in kinds(raw)
    assert first(raw, SectionKind.DEBRIS) == "TĐ_QĐCB/2025"


PIECES = (
    "I. MỤC ĐÍCH|1. Một việc.|2. Hai việc.|1.1. Con.|a) Con;|b) Con.|- Gạch.|+ Cộng.|7|Đoạn văn.|Điều 3. Phạm vi|"
    "Chương II|Nơi nhận:|TM. ỦY BAN NHÂN DÂN|CHỦ TỊCH|Lê Văn Năm|“Trích dẫn|xong”.|PHỤ LỤC II|Kính gửi: Sở Nội vụ|"
    "KẾ HOẠCH|Cột\tHàng|Trên đây là kế hoạch./."
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=40))
def test_sections_nest_stay_in_order_and_start_with_what_is_printed(pieces: list[str]) -> None:
    text = clean_text("\n\n".join(pieces))
    sections = outline(text)
    assert len({section.anchor for section in sections}) == len(sections)
    for ordinal, section in enumerate(sections):
        check(text, sections, ordinal, section)
    ends = [(passage.start, passage.end) for passage in cut(text, sections)]
    assert all(one[1] <= two[0] for one, two in pairwise(ends))


def check(text: str, sections: tuple[Section, ...], ordinal: int, section: Section) -> None:
    assert section.ordinal == ordinal
    assert 0 <= section.start <= section.body <= section.end <= len(text)
    assert ordinal == 0 or sections[ordinal - 1].start < section.start
    if section.parent is not None:
        parent = sections[section.parent]
        assert parent.ordinal < ordinal
        assert parent.start <= section.start
        assert section.end <= parent.end
        if section.path and parent.path:
            assert section.path[:-1] == parent.path
    if section.kind in (SectionKind.ITEM, SectionKind.PART, SectionKind.ARTICLE):
        assert text[section.start :].lower().startswith(section.marker.lower())


def test_what_a_page_says_above_a_letter_leaves_its_address_whole() -> None:
    page = "Trang này do một nhà xuất bản lập ra để bạn đọc tra cứu; " * 4
    raw = f"{page}\n\nKính gửi:\n- Sở Nội vụ;\n- Sở Y tế.\n\nỦy ban nhân dân tỉnh giao:\n\n1. Lập sổ.\n\n2. Nộp sổ.\n"
    assert first(raw, SectionKind.ADDRESSEES) == "Kính gửi: - Sở Nội vụ; - Sở Y tế."
    assert paths(raw) == ["1", "2"]


def test_the_address_of_a_letter_broken_by_a_page_ends_where_its_text_begins() -> None:
    raw = (
        "Kính gửi: Độc\ngiả Trần Văn An\nCục Đò ngang nhận được đơn của độc\ngiả Trần Văn An hỏi về phí qua\n"
        "đò và giờ chạy đò trên sông. Về việc\nnày, Cục Đò ngang có ý kiến như sau:\n"
        "- Phí do tỉnh\nđặt ra.\n- Giờ do xã\nđặt ra.\n"
    )
    assert first(raw, SectionKind.ADDRESSEES) == "Kính gửi: Độc giả Trần Văn An"


def test_a_list_counted_inside_a_bullet_does_not_swallow_the_next_bullet() -> None:
    raw = f"{LEAD}1. Bến đò:\n- Bến gồm:\n(1) Cầu tàu;\n(2) Nhà chờ.\n- Giờ mở: 5 giờ.\n2. Phí.\n"
    assert paths(raw) == ["1", "1/-1", "1/-1/(1)", "1/-1/(2)", "1/-2", "2"]


def test_an_item_that_announces_bullets_keeps_them() -> None:
    raw = f"{LEAD}1. Bến đò:\n- Bến gồm:\n(1) Cầu tàu:\n- Dài 5 m.\n2. Phí.\n"
    assert paths(raw) == ["1", "1/-1", "1/-1/(1)", "1/-1/(1)/-1", "2"]


def test_a_letterhead_in_a_table_row_is_found_by_the_partys_name() -> None:
    raw = (
        "Lời của một trang tra cứu.\n\n"
        * 7
        + "| ĐẢNG BỘ TỈNH HÀ NAM HUYỆN ỦY AN LỘC | ĐẢNG CỘNG SẢN VIỆT NAM --- |\n|---|---|\n"
        "Số 14-TB/HU\n\nTHÔNG BÁO\nvề đò ngang\n\nHuyện ủy thông báo:\n\n1. Lập bến.\n\n2. Giữ bến.\n"
    )
    assert first(raw, SectionKind.LETTERHEAD).startswith("ĐẢNG BỘ TỈNH HÀ NAM")
