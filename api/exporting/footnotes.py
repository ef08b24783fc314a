"""Real footnotes in a Word file: python-docx writes none, so their part is made here, through its package interface.

After ECMA-376, part 1, 17.11: a part of its own that holds the notes, two of them the lines above notes, which the
settings name; a reference in a run; two styles.
"""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph

_LINES = {"-1": ("separator", "w:separator"), "0": ("continuationSeparator", "w:continuationSeparator")}
_TEXT_STYLE, _MARK_STYLE = "footnote text", "footnote reference"


class Footnotes:
    """The footnotes of one document; `attach` them when all are written. They are numbered in the order of adding."""

    def __init__(self, document: Document, size: Pt) -> None:
        """`size` is the size of the notes' letters."""
        self._document = document
        self._notes = _element("w:footnotes")
        for name, (kind, line) in _LINES.items():
            self._notes.append(_note(name, [_run(_element(line))], kind))
        styles = document.styles
        text = styles.add_style(_TEXT_STYLE, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        text.base_style = styles["Normal"]
        text.font.size = size
        text.paragraph_format.first_line_indent = Pt(0)
        text.paragraph_format.space_after = Pt(2)
        mark = styles.add_style(_MARK_STYLE, WD_STYLE_TYPE.CHARACTER, builtin=True)
        mark.font.superscript = True
        self._text_id, self._mark_id = text.style_id, mark.style_id
        self._count = 0

    def add(self, paragraph: Paragraph, text: str) -> int:
        """Put a footnote at the end of a paragraph and return its number, from 1."""
        self._count += 1
        number = str(self._count)
        opened = _element("w:bookmarkStart", {"w:id": number, "w:name": _bookmark(self._count)})
        reference = _element("w:footnoteReference", {"w:id": number})
        closed = _element("w:bookmarkEnd", {"w:id": number})
        paragraph._p.append(opened)
        paragraph._p.append(self._marked(reference))
        paragraph._p.append(closed)
        words = _element("w:t", {"xml:space": "preserve"})
        words.text = f" {text}"
        style = _element("w:pStyle", {"w:val": self._text_id})
        self._notes.append(_note(number, [self._marked(_element("w:footnoteRef")), _run(words)], style=style))
        return self._count

    def again(self, paragraph: Paragraph, number: int) -> None:
        """Refer to an earlier footnote once more; the number follows when notes are moved and fields updated."""
        field = _element("w:fldSimple", {"w:instr": rf" NOTEREF {_bookmark(number)} \f \h "})
        words = _element("w:t")
        words.text = str(number)
        field.append(self._marked(words))
        paragraph._p.append(field)

    def attach(self) -> None:
        """Put the notes into the document's package."""
        if not self._count:
            return
        package = self._document.part.package
        blob = serialize_part_xml(self._notes)
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        named = _element("w:footnotePr")
        for name in _LINES:
            named.append(_element("w:footnote", {"w:id": name}))
        settings = self._document.settings.element
        after = next((child for child in settings if child.tag in _AFTER_NOTES), None)
        settings.append(named) if after is None else after.addprevious(named)

    def _marked(self, holds: BaseOxmlElement) -> BaseOxmlElement:
        properties = _element("w:rPr")
        properties.append(_element("w:rStyle", {"w:val": self._mark_id}))
        return _run(properties, holds)


# The settings that the schema wants behind w:footnotePr.
_AFTER_NOTES = {
    qn(f"w:{name}")
    for name in ("endnotePr", "compat", "docVars", "rsids", "attachedSchema", "themeFontLang", "clrSchemeMapping",
                 "shapeDefaults", "decimalSymbol", "listSeparator")
} | {qn("m:mathPr")}  # fmt: skip


def _bookmark(number: int) -> str:
    return f"_chu_thich_{number}"


def _element(tag: str, attributes: dict[str, str] | None = None) -> BaseOxmlElement:
    return OxmlElement(tag, {qn(name): value for name, value in (attributes or {}).items()})


def _run(*children: BaseOxmlElement) -> BaseOxmlElement:
    run = _element("w:r")
    run.extend(children)
    return run


def _note(
    name: str, runs: list[BaseOxmlElement], kind: str | None = None, style: BaseOxmlElement | None = None
) -> BaseOxmlElement:
    note = _element("w:footnote", {"w:id": name} | ({"w:type": kind} if kind else {}))
    paragraph = _element("w:p")
    if style is not None:
        properties = _element("w:pPr")
        properties.append(style)
        paragraph.append(properties)
    paragraph.extend(runs)
    note.append(paragraph)
    return note
