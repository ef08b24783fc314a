"""The Word file: real footnotes, the layout of office papers, words that XML cannot hold left out."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import docx
import pytest
from docx.shared import Mm, Pt

from api.exporting.dossier import Dossier, Exchange, Quoted
from api.exporting.word import as_word

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FIRST = Quoted(1, "Nộp trước ngày 05/6.", "Kế hoạch số 12/KH-UBND, Mục II.1")
SECOND = Quoted(2, "Nộp trước ngày 05/12.", "Kế hoạch số 12/KH-UBND, Mục II.2")
ASKED = Exchange("Khi nào?", "answered", "Trước ngày 05/6 [1].\nXem [1] và [9].", (FIRST, SECOND), (), ("Đã qua.",))


def written(*exchanges: Exchange, title: str = "Tra cứu") -> bytes:
    return as_word(Dossier(title, date(2026, 11, 21), exchanges))


def part(file: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(BytesIO(file)) as package:
        return ElementTree.fromstring(package.read(name))


def words(element: ElementTree.Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def notes(file: bytes) -> dict[str, str]:
    found = part(file, "word/footnotes.xml").iter(f"{W}footnote")
    return {n.attrib[f"{W}id"]: words(n).strip() for n in found if f"{W}type" not in n.attrib}


def test_every_source_is_a_footnote_that_the_text_refers_to_once() -> None:
    file = written(ASKED, ASKED)
    told = notes(file)
    assert told == {
        "1": f"{FIRST.source}.",
        "2": f"{SECOND.source}.",
        "3": f"{FIRST.source}.",
        "4": f"{SECOND.source}.",
    }
    body = part(file, "word/document.xml")
    assert [r.attrib[f"{W}id"] for r in body.iter(f"{W}footnoteReference")] == ["1", "2", "3", "4"]


def test_a_source_that_is_named_again_points_to_its_footnote() -> None:
    body = part(written(ASKED), "word/document.xml")
    fields = [f.attrib[f"{W}instr"].split() for f in body.iter(f"{W}fldSimple")]
    assert [field[:2] for field in fields] == [["NOTEREF", "_chu_thich_1"], ["NOTEREF", "_chu_thich_1"]]
    assert "_chu_thich_1" in {b.attrib[f"{W}name"] for b in body.iter(f"{W}bookmarkStart")}


def test_the_part_of_the_footnotes_is_known_to_package_and_settings() -> None:
    file = written(ASKED)
    with zipfile.ZipFile(BytesIO(file)) as package:
        types = package.read("[Content_Types].xml").decode()
        relations = package.read("word/_rels/document.xml.rels").decode()
    assert 'PartName="/word/footnotes.xml"' in types
    assert "wordprocessingml.footnotes+xml" in types
    assert "relationships/footnotes" in relations
    lines = part(file, "word/settings.xml").find(f"{W}footnotePr")
    assert lines is not None
    assert [line.attrib[f"{W}id"] for line in lines] == ["-1", "0"]
    kinds = [n.attrib.get(f"{W}type") for n in part(file, "word/footnotes.xml").iter(f"{W}footnote")]
    assert kinds[:2] == ["separator", "continuationSeparator"]


def test_without_a_source_there_is_no_part_of_footnotes() -> None:
    with zipfile.ZipFile(BytesIO(written(Exchange("x", "refused", "Không có.", (), (), ())))) as package:
        assert "word/footnotes.xml" not in package.namelist()


def test_quotes_that_the_answer_does_not_hold_stand_below_it_and_others_are_not_written_twice() -> None:
    holding = Exchange("x", "answered", f"“{FIRST.quote}” [1]", (FIRST, SECOND), (), ())
    text = [p.text for p in docx.Document(BytesIO(written(holding))).paragraphs]
    assert [line for line in text if FIRST.quote in line] == [f"“{FIRST.quote}”"]
    assert f"“{SECOND.quote}”" in text


def test_the_nearest_places_of_a_refusal_are_set_apart() -> None:
    file = written(Exchange("x", "refused", "Không có.", (), (FIRST,), ()))
    text = [p.text for p in docx.Document(BytesIO(file)).paragraphs]
    assert text[-2:] == ["Các mục gần nhất, không phải câu trả lời:", f"“{FIRST.quote}”"]
    assert notes(file) == {"1": f"{FIRST.source}."}


def test_the_paper_is_set_as_office_papers_are() -> None:
    document = docx.Document(BytesIO(written(ASKED)))
    section = document.sections[0]
    assert (round(section.page_width or 0, -4), round(section.page_height or 0, -4)) == (
        round(Mm(210), -4),
        round(Mm(297), -4),
    )
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round((m or 0) / Mm(1)) for m in margins] == [20, 20, 30, 15]
    assert section.different_first_page_header_footer
    for name in ("Normal", "Heading 1", "Quote"):
        fonts = document.styles[name].element.rPr.find(f"{W}rFonts")
        assert {fonts.get(f"{W}{script}") for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
        assert not [a for a in fonts.attrib if "heme" in a]
        assert document.styles[name].font.size == Pt(14)
    assert "PAGE" in section.header._element.xml


def test_the_file_says_that_an_ai_wrote_it_and_names_nobody() -> None:
    document = docx.Document(BytesIO(written(ASKED)))
    assert "trí tuệ nhân tạo" in "".join(p.text for p in document.paragraphs[:3])
    about = document.core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert (about.title, about.language, about.created.date()) == ("Tra cứu", "vi-VN", date(2026, 11, 21))


def test_the_lines_of_one_quote_stay_together() -> None:
    signed = Exchange("Ai ký?", "answered", "Phần ký: “CHỦ TỊCH\nNguyễn Văn Mẫu” [1]\nHết.", (FIRST,), (), ())
    text = [p.text for p in docx.Document(BytesIO(written(signed))).paragraphs]
    assert "Phần ký: “CHỦ TỊCH\nNguyễn Văn Mẫu”" in text
    assert "Hết." in text


@pytest.mark.parametrize("evil", ["\x00\x08\x1b", "\ufffe\uffff", "]]>", "<w:p/>", "&amp;", "\u202e", "😀", "a\u0301"])
def test_no_word_breaks_the_file(evil: str) -> None:
    quoted = Quoted(1, f"x{evil}y", f"Văn bản {evil}")
    file = written(Exchange(evil, "answered", f"{evil} [1]", (quoted,), (quoted,), (evil,)), title=evil)
    docx.Document(BytesIO(file))
    kept = re.sub("[\x00\x08\x1b\ufffe\uffff]", "", evil)
    assert f"Văn bản {kept}." in notes(file).values()
