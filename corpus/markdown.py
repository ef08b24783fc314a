"""Taking Markdown's marks off a text, line by line; the wording stays.

What remains are `Line`s: what each says, how many blank lines stood above it, and what its marks tell about
joining it with its neighbours. Tables become one line per row, the cells apart by a tab.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from corpus.anatomy import (
    is_authority,
    is_capacity,
    is_motto,
    is_number_line,
    is_place_and_date,
    opens_appendix,
    opens_recipients,
)
from corpus.numbering import PART_STYLES, Style, marker_readings

_CONTROLS = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb]"
)
_SPACES = re.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_HEADING = re.compile(r"\s{0,3}#{1,6}(?:\s+|$)")
_RULE = re.compile(r"[\s\-_=*─━—–~]{2,}")
_TABLE_RULE = re.compile(r"[\s\-=+|:]+")
_FENCE = re.compile(r"\s{0,3}(?:```+|~~~+)\s*\w*\s*")
_QUOTE = re.compile(r"\s{0,3}>\s?")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~\"'&$%<])")
_UNDERSCORED = re.compile(r"(?<![\w_])(_)(?=[^\s_])([^\n_]{0,400}?[^\s_])\1(?![\w_])")
_DOUBLE_LOW = re.compile(r"(?<![_\\])__(?!_)")
_CODE = re.compile(r"(`+)([^`\n]+)\1")
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BAR = re.compile(r"(?<!\\)\|")
_STARS = re.compile(r"\*+")
_STAR_NOTE = re.compile(r"\(\s*\*+\s*\)")
_LONGEST_DATA_CELL = 2500


@dataclass(frozen=True, slots=True)
class Line:
    """One line without marks. `gap` counts the blank lines above it.

    `strong`: the source sets the whole line in bold or as a heading. `row`: it is a table row.
    `hard`: the source asks for a line break before it. `run`: it begins inside bold that began above.
    """

    text: str
    gap: int = 0
    strong: bool = False
    row: bool = False
    hard: bool = False
    run: bool = False


def plain_lines(raw: str) -> list[Line]:
    """Return the lines of a text without Markdown's marks, control characters and doubled spaces."""
    raw = _LINE_ENDS.sub("\n", raw)
    raw = _CONTROLS.sub("", raw).replace("&nbsp;", " ")
    chunks = _without_stars(_SPACES.sub(" ", _mark_hard_breaks(raw)).split("\n"))
    return [line for line in _gapped(_tabled(chunks)) if line.text]


_HARD = "\u001c"  # stands for Markdown's two trailing spaces while the marks come off


def _mark_hard_breaks(raw: str) -> str:
    lines = raw.split("\n")
    spaced = sum(1 for line in lines if line.endswith("  "))
    if spaced * 4 > sum(1 for line in lines if line.strip()):
        return raw
    return "\n".join(line.rstrip() + _HARD if line.endswith("  ") and line.strip() else line for line in lines)


class _Marked(NamedTuple):
    """A line on its way to becoming a `Line`."""

    text: str
    bold: bool = False
    run: bool = False
    row: bool = False


def _without_stars(lines: list[str]) -> list[_Marked]:
    """Take emphasis off paragraph by paragraph, since it may run over line ends; tell whole bold lines."""
    result: list[_Marked] = []
    held: list[str] = []
    for line in [*lines, ""]:
        if line.strip(" |" + _HARD) and not line.lstrip().startswith("|"):
            held.append(line)
            continue
        result.extend(_paragraph_without_stars(held))
        held = []
        result.append(_Marked(_STARS.sub("", line) if "*" in line else line))
    return result[:-1]


def _paragraph_without_stars(lines: list[str]) -> Iterator[_Marked]:
    if sum(len(_DOUBLE_LOW.findall(line)) for line in lines) % 2 == 0:
        lines = [_DOUBLE_LOW.sub("", line) for line in lines]
    if not any("*" in line for line in lines):
        yield from (_Marked(line) for line in lines)
        return
    singles = sum(1 for line in lines for star in _loose_stars(line) if len(star[0]) % 2)
    inside = False
    for line in lines:
        run = inside
        text, inside, bold = _line_without_stars(line, inside, drop_all=singles % 2 == 0)
        yield _Marked(text, bold, run)


def _loose_stars(line: str) -> list[re.Match[str]]:
    body = _bullet_width(line)
    notes = [(m.start(), m.end()) for m in _STAR_NOTE.finditer(line)]
    return [
        star
        for star in _STARS.finditer(line, body)
        if not any(start <= star.start() < end for start, end in notes)
        and not (star.start() > 0 and line[star.start() - 1] == "\\")
    ]


def _bullet_width(line: str) -> int:
    found = re.match(r"\s*\*\s+(?=[^\s*])", line)
    if not found:
        return 0
    rest = line[found.end() :]
    return found.end() if sum(len(star) for star in _STARS.findall(rest)) % 2 == 0 else 0


def _line_without_stars(line: str, inside: bool, drop_all: bool) -> tuple[str, bool, bool]:
    stars = _loose_stars(line)
    if not stars:
        return line, inside, inside
    pieces: list[str] = []
    plain = not inside and bool(line[: stars[0].start()].strip())
    last = 0
    for star in stars:
        piece = line[last : star.start()]
        plain = plain or (not inside and bool(piece.strip(" .:" + _HARD)))
        pieces.append(piece)
        if len(star[0]) == 1 and not drop_all and _stands_alone(line, star):
            pieces.append("*")
        elif len(star[0]) > 1:
            inside = not inside
        last = star.end()
    pieces.append(line[last:])
    plain = plain or (not inside and bool(line[last:].strip(" .:" + _HARD)))
    return "".join(pieces), inside, not plain


def _stands_alone(line: str, star: re.Match[str]) -> bool:
    before = line[star.start() - 1 : star.start()]
    after = line[star.end() : star.end() + 1]
    return (not before or before.isspace()) == (not after or after.isspace())


def _tabled(lines: list[_Marked]) -> Iterator[_Marked]:
    """Turn tables into rows. They come in two shapes: `| a | b |`, and a bar on a line of its own."""
    cells: list[list[_Marked]] = []
    widths: list[int] = []
    in_cell = False
    for line in lines:
        stripped = line.text.strip(" " + _HARD)
        if stripped == "|":
            if in_cell and cells and not cells[-1]:
                yield from _row(cells[:-1])
                widths.append(len(cells) - 1)
                cells = []
            cells.append([])
            in_cell = True
        elif in_cell and (cells[-1] or stripped) and not _is_past_table(cells, line, widths):
            cells[-1].append(line)
        else:
            if in_cell:
                yield from _row(cells[:-1])
                yield _Marked("")
                cells, widths = [], []
                in_cell = False
            yield from _bar_row(line, stripped)
    if in_cell:
        yield from _row([cell for cell in cells if cell])


def _is_past_table(cells: list[list[_Marked]], line: _Marked, widths: list[int]) -> bool:
    """Tell whether what follows the last bar of a row is no further cell but the text below the table.

    `widths` counts the cells of the rows so far: a row longer than the three before it has ended.
    """
    text = line.text.strip()
    if cells[-1] or not text:
        return False
    if len(cells) < 3:
        return bool(widths) and line.bold and text.isupper() and _opens_heading(text, PART_STYLES)
    if (text.isupper() and opens_appendix(text)) or _is_signed(cells):
        return True
    if line.bold and _opens_heading(text, frozenset(Style) - {Style.BULLET}):
        return True
    return len(widths) > 2 and len(set(widths[-3:])) == 1 and len(cells) > widths[-1]


def _opens_heading(text: str, styles: frozenset[Style]) -> bool:
    return any(m.style in styles and (m.body < len(text) or m.style is Style.ROMAN) for m in marker_readings(text))


def _is_signed(cells: list[list[_Marked]]) -> bool:
    """Tell whether a row holds recipients and, last, the signature: nothing stands beside these."""
    lists = any(opens_recipients(line.text.strip()) for cell in cells[:-1] for line in cell)
    return lists and any(is_capacity(line.text.strip()) for line in cells[-2])


def _bar_row(line: _Marked, stripped: str) -> Iterator[_Marked]:
    if not (stripped.startswith("|") and stripped.endswith("|") and len(stripped) > 2):
        yield line
        return
    if _TABLE_RULE.fullmatch(stripped):
        return
    yield from _row([[_Marked(part) for part in _BREAK_TAG.split(cell)] for cell in _BAR.split(stripped[1:-1])])


def _row(cells: list[list[_Marked]]) -> Iterator[_Marked]:
    said = [[line._replace(text=line.text.strip()) for line in cell] for cell in cells]
    filled = [cell for cell in said if any(line.text for line in cell)]
    if not filled:
        return
    if len(filled) == 1 or _is_layout(filled):
        for cell in filled:
            yield _Marked("")
            yield from cell
        yield _Marked("")
        return
    yield _Marked("\t".join(" ".join(line.text for line in cell if line.text) for cell in filled), row=True)


def _is_layout(cells: list[list[_Marked]]) -> bool:
    """Tell a letterhead or signature set as a table from a table of data."""
    for cell in cells:
        if sum(len(line.text) for line in cell) > _LONGEST_DATA_CELL:
            return True
        for text in (line.text for line in cell):
            if is_motto(text) or opens_recipients(text) or is_place_and_date(text) or is_authority(text):
                return True
            if is_number_line(text) or is_capacity(text):
                return True
    return False


def _gapped(lines: Iterator[_Marked]) -> Iterator[Line]:
    gap = 0
    hard = False
    for marked in lines:
        line = _unmarked(marked)
        if not line.text:
            gap += 1 if not marked.text.strip(" #*_-=|`~" + _HARD) else 0
            hard = False
            continue
        for number, piece in enumerate(line.text.split("\n")):
            yield replace(line, text=piece.strip(), gap=gap, hard=hard or number > 0)
            gap = 0
        hard = marked.text.endswith(_HARD)


def _unmarked(marked: _Marked) -> Line:
    text, bold, run, row = marked
    text = text.replace(_HARD, "").strip(" ")
    if not row and (_FENCE.fullmatch(text) or _is_rule(text)):
        return Line("")
    quoted = _QUOTE.match(text)
    if quoted:
        text = text[quoted.end() :]
    heading = _HEADING.match(text)
    if heading:
        text = re.sub(r"\s#+\s*$", "", text[heading.end() :])
    if "`" in text:
        text = _CODE.sub(r"\2", text)
    if "_" in text:
        text = _UNDERSCORED.sub(r"\2", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    if "<" in text:
        text = _BREAK_TAG.sub(" " if row else "\n", text)
    text = _tabs(text) if "\t" in text and not row else text
    is_row = row or "\t" in text
    text = _SPACES.sub(" ", text) if "  " in text else text
    return Line(text.strip(), 0, bold or heading is not None, is_row, run=run)


def _is_rule(text: str) -> bool:
    return _RULE.fullmatch(text) is not None


def _tabs(text: str) -> str:
    """Keep the tabs that part the cells of a row; a tab after a number or between single words is a space."""
    fields = [field.strip() for field in text.split("\t")]
    fields = [field for field in fields if field]
    if len(fields) == 2 and re.fullmatch(r"[-–+•*]|(?:[IVX]{1,4}|[\d.]{1,7}|[a-zđ])[.)]|\(\w\)", fields[0]):
        return " ".join(fields)
    if len(fields) > 4 and sum(field.isalpha() and field.islower() for field in fields) > 0.5 * len(fields):
        return " ".join(fields)
    return "\t".join(fields)
