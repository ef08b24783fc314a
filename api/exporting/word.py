"""A conversation as a Word file, set as Decree 30/2020/NĐ-CP, Annex I, wants office papers: A4, Times New Roman 14."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from api.exporting.dossier import Dossier, Exchange, Quoted
from api.exporting.footnotes import Footnotes
from api.exporting.markers import pieces

_FACE = "Times New Roman"
_BODY, _NOTE = Pt(14), Pt(11)
_INDENT = Mm(12.7)
_BLACK = RGBColor(0, 0, 0)
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_THEMED = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


def as_word(dossier: Dossier) -> bytes:
    """Return the conversation as a .docx file; sources are footnotes of Word."""
    document = docx.Document()
    _lay_out(document)
    _name(document, dossier)
    _Writer(document).write(dossier)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


class _Writer:
    """Writes one dossier into a document that is laid out."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._notes = Footnotes(document, _NOTE)

    def write(self, dossier: Dossier) -> None:
        day = dossier.written_on
        self._centred(dossier.title.upper(), bold=True)
        self._centred(f"(Xuất ngày {day.day} tháng {day.month} năm {day.year} từ trợ lý tra cứu văn bản)", bold=False)
        self._said(
            "Phần trả lời do hệ thống trí tuệ nhân tạo soạn; phần trong ngoặc kép là nguyên văn của văn bản được dẫn, "
            "nguồn ghi ở chú thích cuối trang. Cần kiểm tra lại trước khi sử dụng.",
            italic=True,
        )
        for number, exchange in enumerate(dossier.exchanges, start=1):
            self._document.add_paragraph(_xml(f"{number}. {exchange.question}"), style="Heading 1")
            self._exchange(exchange)
        self._notes.attach()

    def _exchange(self, exchange: Exchange) -> None:
        sources = {quoted.marker: quoted for quoted in exchange.quotes}
        numbers: dict[int, int] = {}
        for words in _paragraphs(exchange.answer):
            paragraph = self._document.add_paragraph()
            _keep_lines(paragraph, words)
            for piece in pieces(words, set(sources)):
                if isinstance(piece, str):
                    paragraph.add_run(_xml(piece))
                else:
                    self._refer(paragraph, sources[piece], numbers)
        for quoted in exchange.quotes:
            if quoted in exchange.unsaid or quoted.marker not in numbers:
                self._refer(self._quote(quoted), quoted, numbers)
        if exchange.related:
            self._said("Các mục gần nhất, không phải câu trả lời:", italic=True)
            for quoted in exchange.related:
                self._notes.add(self._quote(quoted), _xml(f"{quoted.source}."))
        for notice in exchange.notices:
            self._said(f"Lưu ý: {notice}", italic=True)

    def _refer(self, paragraph: Paragraph, quoted: Quoted, numbers: dict[int, int]) -> None:
        """Set the footnote of a quote, or refer to it where it stands in this answer already."""
        if quoted.marker in numbers:
            self._notes.again(paragraph, numbers[quoted.marker])
        else:
            numbers[quoted.marker] = self._notes.add(paragraph, _xml(f"{quoted.source}."))

    def _quote(self, quoted: Quoted) -> Paragraph:
        paragraph = self._document.add_paragraph(style="Quote")
        paragraph.add_run(_xml(f"“{quoted.quote.strip()}”"))
        _keep_lines(paragraph, quoted.quote.strip())
        return paragraph

    def _said(self, words: str, *, italic: bool) -> None:
        self._document.add_paragraph().add_run(_xml(words)).italic = italic

    def _centred(self, words: str, *, bold: bool) -> None:
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.first_line_indent = Pt(0)
        run = paragraph.add_run(_xml(words))
        run.bold, run.italic = bold, not bold


def _paragraphs(answer: str) -> list[str]:
    """Return the lines of an answer; those of one quote stay together, with the line breaks between them."""
    found: list[str] = []
    for line in filter(None, map(str.strip, answer.split("\n"))):
        if found and found[-1].count("“") > found[-1].count("”"):
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return found


def _keep_lines(paragraph: Paragraph, words: str) -> None:
    """Set a paragraph with line breaks of its own flush left: Word would stretch each of its lines to the margin."""
    if "\n" in words:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _lay_out(document: Document) -> None:
    """Set page, margins, page number and styles."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True  # the first page shows no number
    _number_pages(section.header.paragraphs[0])
    _face(_style(document, "Normal"))
    body = _style(document, "Normal").paragraph_format
    body.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    body.first_line_indent, body.space_after, body.line_spacing = _INDENT, Pt(6), 1.15
    heading = _style(document, "Heading 1")
    _face(heading)
    heading.font.bold = True
    heading.paragraph_format.space_before = heading.paragraph_format.space_after = Pt(6)
    heading.paragraph_format.keep_with_next = True
    quote = _style(document, "Quote")
    _face(quote)
    quote.font.italic = False
    quote.paragraph_format.left_indent, quote.paragraph_format.first_line_indent = _INDENT, Pt(0)


def _style(document: Document, name: str) -> ParagraphStyle:
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(name)
    return style


def _face(style: ParagraphStyle) -> None:
    """Set face, size, colour and language, in place of those of the theme."""
    style.font.name, style.font.size, style.font.color.rgb = _FACE, _BODY, _BLACK
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for theme in _THEMED:
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), _FACE)
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(OxmlElement("w:lang", {qn("w:val"): "vi-VN", qn("w:eastAsia"): "vi-VN"}))


def _number_pages(paragraph: Paragraph) -> None:
    """Put the number of the page in the middle of the upper margin."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.first_line_indent = Pt(0)
    field = OxmlElement("w:fldSimple", {qn("w:instr"): " PAGE "})
    run = paragraph.add_run("2")
    field.append(run._r)
    paragraph._p.append(field)


def _name(document: Document, dossier: Dossier) -> None:
    """Say in the file's properties what it is; nobody's name is known, and none is written."""
    about = document.core_properties
    about.title, about.language = _xml(dossier.title), "vi-VN"
    about.author = about.last_modified_by = about.comments = about.keywords = about.subject = ""
    about.created = about.modified = datetime.combine(dossier.written_on, time(), UTC)


def _xml(text: str) -> str:
    """Return text without the characters that XML cannot hold."""
    return _NO_XML.sub("", text)
