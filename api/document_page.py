"""The page of one document: its text laid out in areas and blocks, with what is marked in it.

The blocks hold every character of the text once, in order, but for white space at the edges of paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from api.document_roles import Part, Role, column_of, part_of
from api.document_setting import Paragraph, paragraphs
from api.document_spans import Marks, Piece
from corpus.model import Document, SectionKind

_DEEPEST = 5
_STRETCH = 40  # paragraphs that a browser draws or leaves out together
_LAST_ROW = 9
LONG_TEXT = 60_000


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or table row.

    `anchors` are those of the sections that begin here. `label` is the place in an official's words, "" where none
    begins. `styles` are classes of the style sheet. `level` is that of a heading, 0 for what is none. A row of a
    table has its text in `cells`, anything else in `pieces`.
    """

    role: Role
    anchors: tuple[str, ...]
    label: str
    depth: int
    level: int
    styles: str
    pieces: tuple[Piece, ...]
    cells: tuple[tuple[Piece, ...], ...] = ()

    @property
    def tag(self) -> str:
        """Return the name of the element that holds it."""
        return f"h{self.level}" if self.level else "p"

    @property
    def plain(self) -> str | None:
        """Return its words where nothing in them is marked, else None: most of a long document is drawn from these."""
        if len(self.pieces) != 1:
            return None
        [only] = self.pieces
        return None if only.quote or only.hit or only.href or only.whole else only.text


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that stand below each other.

    `number` counts the tables of the document from 1, `width` the cells of the widest row; `headed` says that the
    first row names the columns.
    """

    number: int
    rows: tuple[Block, ...]
    width: int
    headed: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A signature or a list of recipients."""

    kind: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A stretch of the page that is laid out as one: blocks and tables, or boxes where a document is signed."""

    part: Part
    content: tuple[Block | Table, ...] = ()
    boxes: tuple[Box, ...] = ()


def areas(document: Document, marks: Marks) -> list[Area]:
    """Return the areas of a document's page, in the order of its text."""
    drawn = _Drawing(document, marks)
    made: list[Area] = []
    for part, run in groupby(paragraphs(document), lambda paragraph: part_of(paragraph.inner)):
        if part is Part.SIGNED:
            made.append(Area(part, boxes=tuple(drawn.boxes(run))))
        elif part is Part.LETTERHEAD:
            made.append(Area(part, tuple(drawn.letterhead(list(run)))))
        else:
            content = list(drawn.blocks(run))
            made += [Area(part, tuple(content[n : n + _STRETCH])) for n in range(0, len(content), _STRETCH)]
    return made


class _Drawing:
    """Turns the paragraphs of one document into blocks."""

    def __init__(self, document: Document, marks: Marks) -> None:
        self._text = document.text
        self._marks = marks
        self._tables = 0
        self._labels = {passage.start: passage.label for passage in document.passages}

    def boxes(self, run: Iterable[Paragraph]) -> Iterator[Box]:
        for section, held in groupby(run, lambda paragraph: paragraph.inner):
            kind = section.kind if section is not None else SectionKind.SIGNATURE
            yield Box(kind.value, tuple(self._block(paragraph) for paragraph in held))

    def letterhead(self, run: Sequence[Paragraph]) -> Iterator[Block]:
        places = _letterhead_places([paragraph.role for paragraph in run])
        for paragraph, place in zip(run, places, strict=True):
            yield self._block(paragraph, place)

    def blocks(self, run: Iterable[Paragraph]) -> Iterator[Block | Table]:
        for is_row, held in groupby(run, lambda paragraph: paragraph.role is Role.ROW):
            if is_row:
                self._tables += 1
                yield _table(self._tables, [self._row(paragraph) for paragraph in held])
            else:
                yield from (self._block(paragraph) for paragraph in held)

    def _block(self, paragraph: Paragraph, styles: str = "") -> Block:
        opened, indent = paragraph.opened, min(paragraph.indent, _DEEPEST)
        label = opened[-1].label if opened else self._labels.get(paragraph.start, "")
        return Block(
            role=paragraph.role,
            anchors=tuple(section.anchor for section in opened),
            label=label,
            depth=paragraph.depth,
            level=paragraph.level,
            styles=" ".join(part for part in (paragraph.role.value, f"indent-{indent}", styles) if part),
            pieces=self._marks.pieces(self._text, (paragraph.start, paragraph.end)),
        )

    def _row(self, paragraph: Paragraph) -> Block:
        block = self._block(paragraph)
        cells, start = [], paragraph.start
        for words in self._text[paragraph.start : paragraph.end].split("\t"):
            cells.append(self._marks.pieces(self._text, (start, start + len(words))))
            start += len(words) + 1
        return Block(block.role, block.anchors, block.label, block.depth, 0, block.styles, (), tuple(cells))


def _letterhead_places(roles: Sequence[Role]) -> list[str]:
    """Return column and rows of each line as style classes.

    Bodies stand beside the motto, the number beside place and date, everything else across both columns. The last line
    of the shorter upper column reaches down to the end of the longer one.
    """
    upper = max(roles.count(Role.ISSUER), roles.count(Role.MOTTO))
    taken = {Role.ISSUER: 0, Role.MOTTO: 0, Role.NUMBER: upper, Role.PLACE_AND_DATE: upper}
    taken[Role.LETTER_SUBJECT] = upper + roles.count(Role.NUMBER)
    places = []
    for role in roles:
        place = column_of(role)
        if role in taken:
            taken[role] += 1
            place += f" row-{min(taken[role], _LAST_ROW)}"
            if role in (Role.ISSUER, Role.MOTTO) and taken[role] == roles.count(role) < upper:
                place += f" until-{min(upper, _LAST_ROW)}"
        places.append(place)
    return places


def _table(number: int, rows: Sequence[Block]) -> Table:
    width = max(len(row.cells) for row in rows)
    first = rows[0].cells
    words = ["".join(piece.text for piece in cell).strip() for cell in first]
    headed = len(rows) > 1 and len(first) == width and all(not is_figure(cell) for cell in words)
    return Table(number, tuple(rows), width, headed)


def is_figure(words: str) -> bool:
    """Tell whether a cell holds a number: digits with separators, a sign or a per cent sign."""
    return any(map(str.isdigit, words)) and not words.strip("0123456789.,%+-–/ ")
