"""How each paragraph of a document is set, so that its page looks like the document an official knows.

The parts follow Decree 30/2020/NĐ-CP, Annex I: letterhead in two columns, headings, clauses by level, tables,
signature at the right beside a small list of recipients. Nothing is added to the text and nothing left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from corpus import anatomy
from corpus.letterhead_subject import names_body
from corpus.model import Document, Section, SectionKind


class Part(StrEnum):
    """The parts that a page is laid out in, from the top."""

    LETTERHEAD = "letterhead"
    BODY = "body"
    SIGNED = "signed"  # signatures and recipients, side by side


class Role(StrEnum):
    """How one paragraph is set; a style class of the page."""

    ISSUER = "issuer"
    MOTTO = "motto"
    NUMBER = "number"
    LETTER_SUBJECT = "letter-subject"
    PLACE_AND_DATE = "place-and-date"
    TITLE = "title"
    SPEAKER = "speaker"  # the body that decides, named below the title
    DECIDES = "decides"  # "QUYẾT ĐỊNH:" on a line of its own, below the legal bases
    ADDRESSEES = "addressees"
    BASIS = "basis"
    HEADING = "heading"
    CENTRED_HEADING = "centred-heading"
    APPENDIX = "appendix-heading"
    CLAUSE = "clause"
    BULLET = "bullet"
    WORDS = "words"
    ROW = "table-row"
    SIGNATURE = "signature"
    NAME = "name"
    RECIPIENTS = "recipients"
    DEBRIS = "debris"


_LEFT = frozenset({Role.ISSUER, Role.NUMBER, Role.LETTER_SUBJECT})
_RIGHT = frozenset({Role.MOTTO, Role.PLACE_AND_DATE})
_SIGNED = frozenset({SectionKind.SIGNATURE, SectionKind.RECIPIENTS})
_BY_KIND = {
    SectionKind.ADDRESSEES: Role.ADDRESSEES,
    SectionKind.RECIPIENTS: Role.RECIPIENTS,
    SectionKind.DEBRIS: Role.DEBRIS,
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as printed: `text[start:end]`, without the line break behind it.

    `opened` are the sections that begin here, outermost first; `inner` is the section that holds it, None before
    the first one. `depth` counts the sections around the inner one, `indent` those of them that are numbered within a
    part: chapters and appendices, whose headings stand in the middle, indent nothing. `level` is that of a heading
    (2 to 6), 0 for what is no heading.
    """

    start: int
    end: int
    role: Role
    opened: tuple[Section, ...]
    inner: Section | None
    depth: int
    indent: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class _Line:
    """A stretch of text within one line and one section."""

    start: int
    end: int
    opened: tuple[Section, ...]
    inner: Section | None
    depth: int
    indent: int


@dataclass(frozen=True)
class Setting:
    """The setting of one document: `paragraphs` in the order of its text."""

    document: Document
    paragraphs: tuple[Paragraph, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "paragraphs", tuple(self._set(list(_lines(self.document)))))

    @cached_property
    def _levels(self) -> dict[int, int]:
        """The level of each heading: one below the nearest heading around it, so that none is left out."""
        levels: dict[int, int] = {}
        for section in self.document.sections:
            above = levels.get(section.parent, 1) if section.parent is not None else 1
            levels[section.ordinal] = above + 1 if _is_headed(section) else above
        return {ordinal: min(level, 6) for ordinal, level in levels.items()}

    def _set(self, lines: Sequence[_Line]) -> Iterator[Paragraph]:
        number = 0
        titled = False
        while number < len(lines):
            line = lines[number]
            opened = line.opened[-1] if line.opened else None
            if opened is not None and _is_headed(opened) and (taken := self._heading(lines, number, opened)):
                last = lines[number + taken - 1]
                role = _heading_role(opened)
                level = self._levels[opened.ordinal]
                yield Paragraph(line.start, last.end, role, line.opened, opened, line.depth, line.indent, level)
                number += taken
                continue
            role = self._role(line, titled)
            titled = role in (Role.TITLE, Role.SPEAKER)
            yield Paragraph(line.start, line.end, role, line.opened, line.inner, line.depth, line.indent)
            number += 1

    def _heading(self, lines: Sequence[_Line], number: int, section: Section) -> int:
        """Return how many lines a section's heading takes, 0 where words of a sentence go on behind it."""
        said = ""
        for taken, line in enumerate(lines[number:], start=1):
            if line.inner is not section or (taken > 1 and line.opened):
                return 0
            printed = self.document.text[max(line.start, section.body) : line.end]
            said = f"{said} {' '.join(printed.split())}".strip()
            if said.rstrip(" :.;") == section.heading.rstrip(" :.;"):
                return taken
            if not section.heading.startswith(said):
                return 0
        return 0

    def _role(self, line: _Line, titled: bool) -> Role:
        words = self.document.text[line.start : line.end]
        kind = line.inner.kind if line.inner is not None else None
        if "\t" in words:
            return Role.ROW
        if kind is SectionKind.LETTERHEAD:
            return _letterhead_role(words, titled)
        if kind is SectionKind.SIGNATURE:
            return Role.NAME if anatomy.is_person_name(words) else Role.SIGNATURE
        if kind is SectionKind.PREAMBLE:
            return _preamble_role(words)
        if kind in _BY_KIND:
            return _BY_KIND[kind]
        if line.opened and kind is not SectionKind.CLOSING:
            return Role.BULLET if kind is SectionKind.BULLET else Role.CLAUSE
        return Role.WORDS


def _is_headed(section: Section) -> bool:
    return bool(section.heading) and bool(section.path)


def _is_centred(section: Section) -> bool:
    """Tell whether a heading stands in the middle: appendices, and parts that a word names ("Chương II")."""
    if section.kind is SectionKind.APPENDIX:
        return True
    return section.kind is SectionKind.PART and any(letter.islower() for letter in section.marker)


def _heading_role(section: Section) -> Role:
    if section.kind is SectionKind.APPENDIX:
        return Role.APPENDIX
    return Role.CENTRED_HEADING if _is_centred(section) else Role.HEADING


def _preamble_role(words: str) -> Role:
    if anatomy.is_type_line(words):
        return Role.DECIDES
    return Role.BASIS if anatomy.is_strict_basis(words) else Role.WORDS


def _letterhead_role(words: str, titled: bool) -> Role:
    if anatomy.is_motto(words):
        return Role.MOTTO
    if anatomy.is_number_line(words):
        return Role.NUMBER
    if anatomy.is_place_and_date(words):
        return Role.PLACE_AND_DATE
    if titled and words.isupper() and names_body(words):
        return Role.SPEAKER
    if titled or anatomy.opens_with_type(words):
        return Role.TITLE
    return Role.LETTER_SUBJECT if anatomy.is_letter_subject(words) else Role.ISSUER


def _lines(document: Document) -> Iterator[_Line]:
    """Yield the lines of a text, cut where a section begins within one; blank ones only where a section begins."""
    text = document.text
    opening: dict[int, list[Section]] = {}
    for section in document.sections:
        opening.setdefault(section.start, []).append(section)
    held: list[Section] = []
    start = 0
    for end in _ends(text, sorted(opening)):
        opened = opening.get(start, [])
        held = [section for section in held if section.end > start] + opened
        stretch = text[start:end]
        if stretch.strip() or opened:
            first = start + len(stretch) - len(stretch.lstrip()) if stretch.strip() else start
            last = start + len(stretch.rstrip()) if stretch.strip() else start
            indent = sum(1 for section in held[:-1] if not _is_centred(section))
            yield _Line(first, last, tuple(opened), held[-1] if held else None, max(len(held) - 1, 0), indent)
        start = end


def _ends(text: str, starts: Sequence[int]) -> Iterator[int]:
    """Yield where each stretch ends: behind each line break, and where a section begins."""
    place, waiting = 0, iter([start for start in starts if start > 0])
    coming = next(waiting, len(text))
    while place < len(text):
        line_end = text.find("\n", place) + 1 or len(text)
        while coming < line_end:
            yield coming
            coming = next(waiting, len(text))
        if coming == line_end:
            coming = next(waiting, len(text))
        yield line_end
        place = line_end


def part_of(paragraph: Paragraph) -> Part:
    """Return the part of the page that a paragraph belongs to."""
    kind = paragraph.inner.kind if paragraph.inner is not None else None
    if kind is SectionKind.LETTERHEAD:
        return Part.LETTERHEAD
    return Part.SIGNED if kind in _SIGNED else Part.BODY


def column_of(role: Role) -> str:
    """Return the column of the letterhead in which a line stands: "left", "right", or "across" both."""
    return "left" if role in _LEFT else "right" if role in _RIGHT else "across"
