"""A document cut into blocks for its page: every section begins a block, and a quoted range is marked.

The blocks hold every character of the text once, in order, but for line breaks at their edges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.model import Document, Section


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that looks alike: in a heading or not, quoted or not."""

    text: str
    heading: bool
    quoted: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text of one section. `anchors` are those of the sections that begin here; `depth` counts from 0."""

    anchors: tuple[str, ...]
    depth: int
    kind: str
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One line of the page's table of contents."""

    anchor: str
    text: str
    depth: int


def quoted_range(document: Document, start: str | None, end: str | None) -> tuple[int, int]:
    """Return the range to mark, (0, 0) when what was asked is no range of this document."""
    if not (_is_offset(start) and _is_offset(end)):
        return (0, 0)
    first, last = int(start or 0), int(end or 0)
    return (first, last) if first < last <= len(document.text) else (0, 0)


def _is_offset(value: str | None) -> bool:
    return value is not None and value.isascii() and value.isdigit() and len(value) <= 9


def blocks(document: Document, quoted: tuple[int, int]) -> list[Block]:
    """Return the document's blocks in order; blocks of nothing but white space are left out unless anchored."""
    opening: dict[int, list[Section]] = {}
    for section in document.sections:
        opening.setdefault(section.start, []).append(section)
    edges = sorted({0, len(document.text), *opening, *(s.end for s in document.sections)})
    made: list[Block] = []
    open_sections: list[Section] = []
    for start, end in pairwise(edges):
        open_sections = [s for s in open_sections if s.end > start] + opening.get(start, [])
        block = _block(document.text, (start, end), open_sections, opening.get(start, ()), quoted)
        if block.pieces or block.anchors:
            made.append(block)
    return made


def _block(
    text: str,
    span: tuple[int, int],
    open_sections: Sequence[Section],
    opened: Sequence[Section],
    quoted: tuple[int, int],
) -> Block:
    inner = open_sections[-1] if open_sections else None
    heading = _heading_range(text, inner) if inner is not None and inner in opened else (0, 0)
    return Block(
        anchors=tuple(s.anchor for s in opened),
        depth=max(len(open_sections) - 1, 0),
        kind=inner.kind.value if inner is not None else "",
        label=inner.label if inner is not None and opened else "",
        pieces=_pieces(text, _trimmed(text, span), heading, quoted),
    )


def _heading_range(text: str, section: Section) -> tuple[int, int]:
    if section.heading and text.startswith(section.heading, section.body):
        return (section.start, section.body + len(section.heading))
    return (0, 0)


def _trimmed(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    stretch = text[start:end]
    if not stretch.strip():
        return (start, start)
    return (start + len(stretch) - len(stretch.lstrip("\n")), end - len(stretch) + len(stretch.rstrip()))


def _pieces(text: str, span: tuple[int, int], heading: tuple[int, int], quoted: tuple[int, int]) -> tuple[Piece, ...]:
    start, end = span
    cuts = sorted({start, end, *(c for c in (*heading, *quoted) if start < c < end)})
    return tuple(Piece(text[a:b], heading[0] <= a < heading[1], quoted[0] <= a < quoted[1]) for a, b in pairwise(cuts))


def outline(document: Document) -> list[OutlineEntry]:
    """Return the sections with a heading of their own, at most two levels deep."""
    entries = []
    for section in document.sections:
        depth = len(document.ancestors(section)) - 1
        if section.heading and section.path and depth < 2:
            marker = section.marker if not section.marker.startswith("-") else "–"
            entries.append(OutlineEntry(section.anchor, f"{marker}. {section.heading}", depth))
    return entries
