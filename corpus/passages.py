"""Cutting a document into passages: the clauses that are searched and cited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.anatomy import is_debris, opens_lower
from corpus.labels import paragraph_label
from corpus.model import Passage, Section, SectionKind

_WHOLE_BLOCKS = frozenset(
    {SectionKind.LETTERHEAD, SectionKind.ADDRESSEES, SectionKind.SIGNATURE, SectionKind.RECIPIENTS}
)
_ENDS_SENTENCE = ".!?:"
# A heading that says how many ("có 11 thành viên, gồm:") answers by itself; one with a number or year does not.
_QUANTITY = re.compile(r"(?<=\s)\d+(?: đến \d+)? (?!năm\b|tháng\b)[a-zà-ỹđ]{2,}")
# A table that lost its lines is a run of short paragraphs that end no sentence, a cell each.
_CELL_CHARS = 160
_CELL_ENDS = ".;:!?"
_FEWEST_CELLS = 4
_CELLS_TOGETHER = 600  # characters


@dataclass(frozen=True, slots=True)
class _Span:
    section: int
    start: int
    end: int


def cut(text: str, sections: Sequence[Section]) -> tuple[Passage, ...]:
    """Return the passages of a clean text, in document order, without overlap.

    A leaf is one passage for each of its paragraphs, the first with its number as printed. A section that
    holds more gives its own paragraphs; its heading is one of them only when it says
    how many. Neighbouring cells of a table go together.
    Letterhead, addressees, signature and recipients are one passage each; debris is none.
    """
    spans = sorted(_all_spans(text, sections), key=lambda span: span.start)
    counts: dict[int, int] = {}
    for span in spans:
        counts[span.section] = counts.get(span.section, 0) + 1
    seen: dict[int, int] = {}
    passages: list[Passage] = []
    for ordinal, span in enumerate(spans):
        label = sections[span.section].label
        if counts[span.section] > 1:
            seen[span.section] = seen.get(span.section, 0) + 1
            label = paragraph_label(label, seen[span.section])
        passages.append(Passage(ordinal, span.section, label, span.start, span.end))
    return tuple(passages)


def _all_spans(text: str, sections: Sequence[Section]) -> Iterator[_Span]:
    children: dict[int, list[Section]] = {}
    for section in sections:
        if section.parent is not None:
            children.setdefault(section.parent, []).append(section)
    for section in sections:
        if section.kind is SectionKind.DEBRIS:
            continue
        if section.kind in _WHOLE_BLOCKS:
            yield _Span(section.ordinal, section.start, section.end)
        else:
            yield from _paragraph_spans(text, section, children.get(section.ordinal, []))


def _paragraph_spans(text: str, section: Section, children: Sequence[Section]) -> Iterator[_Span]:
    spans = _joined_over_pages(text, list(_own_lines(text, section, children)), children)
    heading = _heading_lines(text, section, spans)
    holds_more = len(spans) > heading or any(child.kind is not SectionKind.DEBRIS for child in children)
    first = heading if holds_more and not any(_QUANTITY.search(text, *span) for span in spans[:heading]) else 0
    for start, end in _with_cells_together(text, spans[first:]):
        yield _Span(section.ordinal, start, end)


def _with_cells_together(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield spans in order, runs of table cells put together: a cell alone says nothing, and there are thousands."""
    run: list[tuple[int, int]] = []
    for start, end in spans:
        if run and not (_is_cell(text, start, end) and text[run[-1][1] : start].isspace()):
            yield from _grouped(run)
            run = []
        if _is_cell(text, start, end):
            run.append((start, end))
        else:
            yield start, end
    yield from _grouped(run)


def _is_cell(text: str, start: int, end: int) -> bool:
    return end - start <= _CELL_CHARS and text[end - 1] not in _CELL_ENDS


def _grouped(cells: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield a run of cells in pieces of bounded length; a few short paragraphs are no table and stay apart."""
    if len(cells) < _FEWEST_CELLS:
        yield from cells
        return
    first, last = cells[0]
    for start, end in cells[1:]:
        if end - first > _CELLS_TOGETHER:
            yield first, last
            first = start
        last = end
    yield first, last


def _joined_over_pages(
    text: str, spans: Sequence[tuple[int, int]], children: Sequence[Section]
) -> list[tuple[int, int]]:
    """Join a sentence that page numbers and running heads interrupt; they stay inside, as the text has them."""
    resumes = {child.end for child in children if child.kind is SectionKind.DEBRIS}
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        interrupted = joined and text.rfind("\n", 0, start) in resumes
        if interrupted and opens_lower(text[start:end]) and text[joined[-1][1] - 1] not in _ENDS_SENTENCE:
            between = text[joined[-1][1] : start]
            if all(not line or is_debris(line) for line in between.split("\n")):
                joined[-1] = (joined[-1][0], end)
                continue
        joined.append((start, end))
    return joined


def _own_lines(text: str, section: Section, children: Sequence[Section]) -> Iterator[tuple[int, int]]:
    """Yield the lines of a section that lie in none of its children."""
    place = section.start
    for gap_end, resume in [*((child.start, child.end) for child in children), (section.end, section.end)]:
        while place < gap_end:
            line_end = text.find("\n", place, gap_end)
            line_end = gap_end if line_end < 0 else line_end
            start, end = _trimmed(text, place, line_end)
            if start < end:
                yield start, end
            place = line_end + 1
        place = max(place, resume)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _heading_lines(text: str, section: Section, spans: Sequence[tuple[int, int]]) -> int:
    """Return how many of a section's first lines are its number and heading."""
    if section.kind is SectionKind.APPENDIX and not section.path:
        return 0
    count = 0
    for start, end in spans:
        words = text[
            max(start, section.body) if count == 0 and section.kind is not SectionKind.APPENDIX else start : end
        ]
        words = words.strip(" :.;")
        if words and (not section.heading or words not in section.heading):
            break
        count += 1
        if section.heading and section.heading.endswith(words) and words:
            break
    return count
