"""A document's page shows every character once, sets each part as officials know it and marks what is asked for."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.document_outline import OutlineEntry, outline
from api.document_page import Area, Block, Table, areas
from api.document_roles import Part, Role
from api.document_spans import Link, Marks, Piece, found_spans, quoted_spans
from api.testing import sample_document
from corpus.document import build_document
from corpus.model import Document, DocumentId

DOCUMENT = sample_document("mau", "xã Tân Mẫu", "12/KH-UBND")
LENGTH = len(DOCUMENT.text)
PLAIN = Marks()

LETTER = """ỦY BAN NHÂN DÂN
XÃ TÂN MẪU

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 12/QĐ-UBND

Tân Mẫu, ngày 15 tháng 1 năm 2024

QUYẾT ĐỊNH
Ban hành Quy chế tiếp công dân

Căn cứ Luật Tổ chức chính quyền địa phương;
Theo đề nghị của Văn phòng.

Điều 1. Ban hành kèm theo Quyết định này Quy chế tiếp công dân.

Điều 2. Quyết định này có hiệu lực từ ngày ký.

Nơi nhận:
- Như Điều 2;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Mẫu

QUY CHẾ
TIẾP CÔNG DÂN
(Kèm theo Quyết định số 12/QĐ-UBND)

Chương I
QUY ĐỊNH CHUNG

Điều 1. Phạm vi điều chỉnh
1. Quy chế này quy định việc tiếp công dân; việc tiếp được ghi sổ. Sổ do Văn phòng giữ, gồm:
a) Tiếp thường xuyên;
2. Chủ tịch tiếp công dân hai ngày mỗi tháng. Lịch tiếp cụ thể được niêm yết như sau:

| TT | Ngày | Người tiếp |
|---|---|---|
| 1 | 05/02 | Chủ tịch |
| 2 | 15/02 | |
"""


def built(raw: str) -> Document:
    """Return what the readers make of a text."""
    return build_document(raw, "thu.txt", "0" * 64, DocumentId("thu"))


def blocks(document: Document, marks: Marks = PLAIN) -> list[Block]:
    """Return the blocks of a page in order, rows of tables among them."""
    found: list[Block] = []
    for area in areas(document, marks):
        for box in area.boxes:
            found += box.blocks
        for held in area.content:
            found += held.rows if isinstance(held, Table) else (held,)
    return found


def pieces(document: Document, marks: Marks = PLAIN) -> list[Piece]:
    """Return every piece of a page in order."""
    return [p for b in blocks(document, marks) for run in (b.pieces, *b.cells) for p in run]


def words(block: Block) -> str:
    return "".join(piece.text for piece in block.pieces)


def squeezed(text: str) -> str:
    return "".join(text.split())


def area(document: Document, part: Part) -> Area:
    return next(one for one in areas(document, PLAIN) if one.part is part)


@given(st.integers(0, LENGTH), st.integers(0, LENGTH), st.text("abnàđ ", max_size=3))
def test_every_character_is_shown_once_and_in_order(start: int, end: int, wanted: str) -> None:
    marks = Marks(quoted_spans(DOCUMENT.text, [str(start)], [str(end)]), found_spans(DOCUMENT.text, wanted))
    assert squeezed("".join(p.text for p in pieces(DOCUMENT, marks))) == squeezed(DOCUMENT.text)


@given(st.integers(0, LENGTH - 1), st.integers(1, LENGTH))
def test_exactly_the_quoted_span_is_marked(start: int, end: int) -> None:
    marks = Marks(quoted_spans(DOCUMENT.text, [str(start)], [str(end)]))
    marked = "".join(p.text for p in pieces(DOCUMENT, marks) if p.quote)
    assert squeezed(marked) == squeezed(DOCUMENT.text[start:end] if start < end else "")


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=300), st.integers(0, 300), st.integers(0, 300))
def test_any_text_at_all_is_shown_whole_and_marked_by_its_characters(text: str, start: int, end: int) -> None:
    odd = replace(DOCUMENT, text=text, sections=(), passages=())
    marks = Marks(quoted_spans(text, [str(start)], [str(end)]))
    shown = pieces(odd, marks)
    assert squeezed("".join(p.text for p in shown)) == squeezed(text)
    quoted = text[start:end] if start < end <= len(text) else ""
    assert squeezed("".join(p.text for p in shown if p.quote)) == squeezed(quoted)


LINES = st.sampled_from(
    [
        *LETTER.split("\n"),
        "I. MỤC ĐÍCH",
        "1. Nội dung thứ nhất; nội dung thứ hai.",
        "1.1. Việc nhỏ",
        "- Gạch đầu dòng",
        "a) Điểm a",
        "PHỤ LỤC II",
        "Mục 2. TÊN MỤC",
        "| a | b |",
        "🏛 Lời\tvà\tlời",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=40), st.integers(0, 400), st.integers(1, 200))
def test_whatever_the_readers_make_of_a_text_it_is_shown_whole_and_in_order(
    lines: list[str], start: int, length: int
) -> None:
    document = built("\n".join([*lines, "Hết."]))
    quotes = quoted_spans(document.text, [str(start)], [str(start + length)])
    shown = blocks(document, Marks(quotes))
    said = "".join(p.text for b in shown for run in (b.pieces, *b.cells) for p in run)
    assert squeezed(said) == squeezed(document.text)
    marked = "".join(p.text for b in shown for run in (b.pieces, *b.cells) for p in run if p.quote)
    assert squeezed(marked) == squeezed("".join(document.text[a:b] for a, b in quotes))
    anchors = [anchor for b in shown for anchor in b.anchors]
    assert anchors == [section.anchor for section in document.sections]
    levels = [1, *(b.level for b in shown if b.level)]
    assert all(below <= above + 1 for above, below in pairwise(levels)), "a level of headings is left out"


def test_characters_beyond_the_basic_plane_count_as_one() -> None:
    odd = replace(DOCUMENT, text="🏛🏛 Điều 𝐀 của xã", sections=(), passages=())
    marks = Marks(quoted_spans(odd.text, ["3"], ["9"]))
    assert [p.text for p in pieces(odd, marks) if p.quote] == ["Điều 𝐀"]


def test_several_quoted_spans_are_numbered_and_each_opens_once() -> None:
    text = DOCUMENT.text
    spans = quoted_spans(text, ["40", "114"], ["60", "176"])
    marked = [p for p in pieces(DOCUMENT, Marks(spans)) if p.quote]
    assert [p.quote for p in marked if p.opens] == [1, 2]
    for number, (start, end) in enumerate(spans, start=1):
        assert squeezed("".join(p.text for p in marked if p.quote == number)) == squeezed(text[start:end])


def test_spans_that_touch_are_one_and_bad_pairs_are_left_out() -> None:
    text = "Một hai ba bốn năm"
    assert quoted_spans(text, ["8", "0", "4", "x", "3"], ["10", "5", "7", "9"]) == ((0, 7), (8, 10))
    assert quoted_spans(text, ["3"], ["8"]) == ((4, 7),)
    assert quoted_spans(text, ["0"] * 60, ["3"] * 60) == ((0, 3),)


@pytest.mark.parametrize(
    ("start", "end"),
    [("-1", "4"), ("a", "b"), ("5", "5"), ("9", "3"), ("0", "99999999999"), ("٣", "٩"), ("", ""), ("3", "4")],
)
def test_a_span_that_is_none_marks_nothing(start: str, end: str) -> None:
    assert quoted_spans("Một hai ba bốn năm", [start], [end]) == ()


def test_a_span_up_to_the_end_of_the_text_is_a_span() -> None:
    assert quoted_spans("Một hai", ["0"], ["7"]) == ((0, 7),)
    assert quoted_spans("Một hai", ["0"], ["8"]) == ()


def test_words_are_found_without_case_and_diacritics() -> None:
    text = "Dân vận khéo; DÂN VẬN; dan van; dân  vận"
    assert [text[a:b] for a, b in found_spans(text, " dan  VAN ")] == ["Dân vận", "DÂN VẬN", "dan van"]
    assert found_spans(text, "v") == ()
    assert found_spans("a" * 9000, "aa")[-1] == (3998, 4000)


def test_each_section_is_an_anchor_of_the_block_where_it_begins() -> None:
    for document in (DOCUMENT, built(LETTER)):
        by_anchor = {a: b for b in blocks(document) for a in b.anchors}
        assert list(by_anchor) == [s.anchor for s in document.sections]
        for section in document.sections:
            shown = squeezed("".join(p.text for run in (by_anchor[section.anchor].pieces,) for p in run))
            assert squeezed(document.text[section.start :]).startswith(shown)


def test_headings_begin_at_the_second_level_and_skip_none() -> None:
    headings = [(words(b), b.level) for b in blocks(built(LETTER)) if b.level]
    assert headings == [
        ("QUY CHẾ\nTIẾP CÔNG DÂN\n(Kèm theo Quyết định số 12/QĐ-UBND)", 2),
        ("Chương I\nQUY ĐỊNH CHUNG", 3),
        ("Điều 1. Phạm vi điều chỉnh", 4),
    ]


def test_the_letterhead_is_set_in_two_columns() -> None:
    head = [
        (words(b), b.styles.split(" ", 2)[2])
        for b in area(built(LETTER), Part.LETTERHEAD).content
        if isinstance(b, Block)
    ]
    assert head == [
        ("ỦY BAN NHÂN DÂN", "left row-1"),
        ("XÃ TÂN MẪU", "left row-2"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "right row-1"),
        ("Độc lập - Tự do - Hạnh phúc", "right row-2"),
        ("Số: 12/QĐ-UBND", "left row-3"),
        ("Tân Mẫu, ngày 15 tháng 1 năm 2024", "right row-3"),
        ("QUYẾT ĐỊNH", "across"),
        ("Ban hành Quy chế tiếp công dân", "across"),
    ]


def test_recipients_and_signature_stand_side_by_side() -> None:
    boxes = area(built(LETTER), Part.SIGNED).boxes
    assert [box.kind for box in boxes] == ["recipients", "signature"]
    assert [b.role for b in boxes[0].blocks] == [Role.RECIPIENTS_HEAD, Role.RECIPIENTS, Role.RECIPIENTS]
    assert [(words(b), b.role) for b in boxes[1].blocks] == [
        ("TM. ỦY BAN NHÂN DÂN", Role.SIGNATURE),
        ("CHỦ TỊCH", Role.SIGNATURE),
        ("Nguyễn Văn Mẫu", Role.NAME),
    ]


def test_notes_on_a_signature_are_neither_office_nor_name() -> None:
    signed = LETTER.replace("CHỦ TỊCH\n\nNguyễn", "CHỦ TỊCH\n(Đã ký và đóng dấu)\nNguyễn")
    roles = [(words(b), b.role) for b in area(built(signed), Part.SIGNED).boxes[1].blocks]
    assert ("(Đã ký và đóng dấu)", Role.NOTE) in roles
    assert roles[-1] == ("Nguyễn Văn Mẫu", Role.NAME)


def test_rows_of_a_table_are_a_table_whose_first_row_names_the_columns() -> None:
    [table] = [held for a in areas(built(LETTER), PLAIN) for held in a.content if isinstance(held, Table)]
    cells = [["".join(p.text for p in cell) for cell in row.cells] for row in table.rows]
    assert cells == [["TT", "Ngày", "Người tiếp"], ["1", "05/02", "Chủ tịch"], ["2", "15/02"]]
    assert (table.width, table.headed) == (3, True)


def test_clauses_are_indented_by_level_but_not_by_chapter() -> None:
    indents = {words(b)[:8]: b.styles.split()[1] for b in blocks(built(LETTER)) if b.role is Role.CLAUSE}
    assert indents["1. Quy c"] == "indent-1"
    assert indents["a) Tiếp "] == "indent-2"


def test_legal_bases_are_told_from_other_words() -> None:
    assert [words(b)[:12] for b in blocks(built(LETTER)) if b.role is Role.BASIS] == ["Căn cứ Luật ", "Theo đề nghị"]


def test_a_link_keeps_its_address_where_a_quote_cuts_it() -> None:
    marks = Marks(quotes=((0, 4),), links=(Link((2, 6), "/documents/a"),))
    assert marks.pieces("abcdefgh", (0, 8)) == (
        Piece("ab", quote=1, opens=True),
        Piece("cd", quote=1, href="/documents/a"),
        Piece("ef", href="/documents/a"),
        Piece("gh"),
    )


def test_the_outline_is_a_tree_of_headings_and_of_opening_words() -> None:
    assert outline(DOCUMENT) == (
        OutlineEntry(
            "muc-i",
            "I",
            "MỤC ĐÍCH, YÊU CẦU",
            (OutlineEntry("muc-i-1", "1", "Nâng cao nhận thức của cán bộ về công tác dân vận.", ()),),
        ),
        OutlineEntry(
            "muc-ii",
            "II",
            "CHẾ ĐỘ BÁO CÁO",
            (
                OutlineEntry("muc-ii-1", "1", "Định kỳ 6 tháng (trước ngày 05/6), các đơn vị báo cáo UBND xã.", ()),
                OutlineEntry("muc-ii-2", "2", "Báo cáo năm gửi trước ngày 05/12 <script>alert(1)</script>.", ()),
            ),
        ),
    )


def test_every_line_of_the_shipped_outlines_leads_to_a_block(shipped_documents: Path) -> None:
    for path in sorted(shipped_documents.glob("*.txt")):
        document = built(path.read_text(encoding="utf-8"))
        anchors = {anchor for block in blocks(document) for anchor in block.anchors}
        held = list(outline(document))
        assert held
        while held:
            entry = held.pop()
            assert entry.anchor in anchors
            assert len(entry.text) <= 92
            held += entry.children


def test_shipped_documents_are_shown_whole(shipped_documents: Path) -> None:
    for path in sorted(shipped_documents.glob("*.txt")):
        document = built(path.read_text(encoding="utf-8"))
        shown = "".join("".join(p.text for p in b.pieces) for b in blocks(document))
        assert squeezed(shown) == squeezed(document.text)
