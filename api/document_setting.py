"""A document cut into paragraphs, each with the way it is set. Nothing is added to the text and nothing left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.document_roles import Role, heading_role, is_centred, is_headed, line_role
from corpus.model import Document, Section


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


def paragraphs(document: Document) -> Iterator[Paragraph]:
    """Yield the paragraphs of a document in the order of its text; the lines of a heading are one paragraph."""
    lines = list(_lines(document))
    levels: dict[int, int] = {}
    number, role = 0, Role.WORDS
    while number < len(lines):
        line = lines[number]
        opened = line.opened[-1] if line.opened else None
        taken = _heading_lines(document, lines, number, opened) if opened is not None and is_headed(opened) else 0
        if opened is not None and taken:
            end = lines[number + taken - 1].end
            role = heading_role(opened)
            level = levels[opened.ordinal] = _heading_level(document, opened, levels)
            yield Paragraph(line.start, end, role, line.opened, opened, line.depth, line.indent, level)
        else:
            titled = role in (Role.TITLE, Role.SPEAKER)
            words = document.text[line.start : line.end]
            role = line_role(words, line.inner, opens=bool(line.opened), titled=titled)
            yield Paragraph(line.start, line.end, role, line.opened, line.inner, line.depth, line.indent)
        number += max(taken, 1)


def _heading_level(document: Document, section: Section, levels: Mapping[int, int]) -> int:
    """Return a heading's level: one below the nearest heading around it, so that none is left out.

    `levels` are those of the headings so far, by the ordinal of their sections.
    """
    around = (above.ordinal for above in document.ancestors(section)[1:])
    return min(next((levels[ordinal] for ordinal in around if ordinal in levels), 1) + 1, 6)


def _heading_lines(document: Document, lines: Sequence[_Line], number: int, section: Section) -> int:
    """Return how many lines a section's heading takes, 0 where words of a sentence go on behind it."""
    said = ""
    for taken, line in enumerate(lines[number:], start=1):
        if line.inner is not section or (taken > 1 and line.opened):
            return 0
        printed = document.text[max(line.start, section.body) : line.end]
        said = f"{said} {' '.join(printed.split())}".strip()
        if said.rstrip(" :.;") == section.heading.rstrip(" :.;"):
            return taken
        if not section.heading.startswith(said):
            return 0
    return 0


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
            indent = sum(1 for section in held[:-1] if not is_centred(section))
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
