"""The tree of numbers and bullets: which printed marker is the child, sibling or parent of which.

One pass over the content lines with a stack of open sections. A number belongs beside the open number that it
directly follows; the first of a kind opens a list under the section above it; a number that fits nowhere is
taken for a part of the sentence. Nothing is ever counted that is not printed, bullets excepted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.model import SectionKind
from corpus.numbering import LETTER_STYLES, PART_STYLES, Marker, Style, follows, marker_readings, opens_list

_RANK = {Style.PHAN: 0, Style.CHUONG: 1, Style.MUC: 2, Style.TIEU_MUC: 3, Style.ARTICLE: 6, Style.NUMBER: 8}
_LARGEST_GAP = 3
_DASHED_NUMBER = re.compile(r"\d+\s*[-–]")  # "4 - Hộ …" is a footnote as often as an item
_UNSURE_ABOVE = 30  # a number larger than this at the start of a line must continue a list


@dataclass(slots=True)
class Node:
    """A section while the outline is read.

    `line` is its first line and `text` what that says, `lines` the further lines of its own, `last` its last
    line with all that it holds, `bullets` how many bullets it holds so far.
    """

    ordinal: int
    line: int
    parent: int | None
    kind: SectionKind
    path: tuple[str, ...]
    marker: Marker | None
    text: str
    last: int
    bullets: int = 0
    lines: list[int] = field(default_factory=list)


def kind_of(marker: Marker) -> SectionKind:
    """Return the kind of section that a marker opens."""
    if marker.style in PART_STYLES:
        return SectionKind.PART
    if marker.style is Style.ARTICLE:
        return SectionKind.ARTICLE
    return SectionKind.BULLET if marker.style is Style.BULLET else SectionKind.ITEM


def choose(line: str, stack: list[Node]) -> tuple[Marker, int] | None:
    """Return the marker that a line opens with and how many nodes of `stack` stay open above it.

    None when the line opens no section here. `stack` holds the open nodes, outermost first; those that come
    before any marker (an appendix) are never closed.
    """
    readings = marker_readings(line)
    for marker in readings:
        depth = _beside(marker, line, stack)
        if depth is not None:
            return marker, depth
    for marker in readings:
        if opens_list(marker) and _may_open(marker, line):
            return marker, _under(marker, stack)
    for marker in readings:
        depth = _after_gap(marker, line, stack)
        if depth is not None:
            return marker, depth
    return None


def _beside(marker: Marker, line: str, stack: list[Node]) -> int | None:
    """Return the depth of the open node that `marker` directly follows."""
    if marker.style is Style.BULLET:
        return _beside_bullet(marker, stack)
    for depth in range(len(stack) - 1, -1, -1):
        before = stack[depth].marker
        if before is None:
            return None
        if follows(marker, before) and _reads_as_item(marker, line):
            return depth
    return None


def _beside_bullet(marker: Marker, stack: list[Node]) -> int | None:
    """Return the depth of the open bullet with the same sign; only other bullets lie between, or lists in one."""
    inside_other = False
    for depth in range(len(stack) - 1, -1, -1):
        before = stack[depth].marker
        if before is None or before.style in _RANK or before.style in PART_STYLES:
            return None
        if before.style is Style.BULLET:
            if before.printed == marker.printed:
                return depth
            inside_other = True
        elif not inside_other and not _is_aside(stack[depth]):
            return None
    return None


def _is_aside(node: Node) -> bool:
    """Tell whether an open item only counts what a bullet says ("(1) …; (2) …") and holds no bullets itself."""
    numbered = node.marker is not None and node.marker.style in (Style.PAREN_NUMBER, Style.SMALL_ROMAN)
    return numbered and not node.text.endswith(":")


def _reads_as_item(marker: Marker, line: str) -> bool:
    rest = line[marker.body :]
    if marker.style is Style.NUMBER and rest[:1].isdigit() and not line[marker.body - 1].isspace():
        return False
    return bool(rest) or marker.style in PART_STYLES or marker.style is Style.ARTICLE


def _may_open(marker: Marker, line: str) -> bool:
    rest = line[marker.body :]
    if marker.style in (Style.ROMAN, Style.CAPITAL):
        return not rest[:1].islower() and len(marker.printed) <= 2
    if marker.style is Style.NUMBER:
        return _reads_as_item(marker, line) and (not rest[0].islower() or line[marker.body - 1].isspace())
    if marker.style is Style.SMALL_ROMAN:
        return bool(rest)
    return _reads_as_item(marker, line)


def _under(marker: Marker, stack: list[Node]) -> int:
    """Return how many open nodes may hold a list that opens with `marker`."""
    depth = len(stack)
    while depth > 0:
        holder = stack[depth - 1]
        if holder.marker is None or _may_hold(holder.marker, holder.text, marker):
            return _above_restart(marker, stack, depth)
        depth -= 1
    return 0


def _may_hold(inside: Marker, text: str, marker: Marker) -> bool:
    """Tell whether a list that opens with `marker` may stand under the section `inside`, whose line is `text`."""
    if marker.style is Style.BULLET:
        return True
    if inside.style is Style.BULLET:
        listed = marker.style is Style.NUMBER or marker.style not in _RANK
        return listed and marker.style not in PART_STYLES and text.endswith(":")
    if marker.style is Style.DOTTED:
        return inside.values == marker.values[:-1] or inside.style in PART_STYLES or inside.style is Style.ARTICLE
    if marker.style in _RANK and inside.style in _RANK:
        return _RANK[inside.style] < _RANK[marker.style]
    if marker.style in _RANK and marker.style not in (Style.NUMBER, Style.ARTICLE):
        return False
    if marker.style in (Style.ROMAN, Style.CAPITAL):
        return inside.style in PART_STYLES or inside.style is Style.ARTICLE
    if marker.style is Style.NUMBER:
        return inside.style in PART_STYLES or inside.style is Style.ARTICLE
    if marker.style is Style.ARTICLE:
        return inside.style in PART_STYLES
    return True


def _above_restart(marker: Marker, stack: list[Node], depth: int) -> int:
    """A list of the same style that is still open inside the chosen holder starts anew beside itself."""
    for higher in range(depth - 1, -1, -1):
        open_marker = stack[higher].marker
        if open_marker is None or (open_marker.style is Style.BULLET and higher == depth - 1):
            break
        if open_marker.style is marker.style and marker.style is not Style.BULLET and marker.style is not Style.DOTTED:
            return higher
    return depth


def _after_gap(marker: Marker, line: str, stack: list[Node]) -> int | None:
    """Return the depth for a number that follows no open one: a gap in a list, or a list without its beginning."""
    rest = line[marker.body :]
    if rest[:1].islower() or _DASHED_NUMBER.match(line) or not _reads_as_item(marker, line):
        return None
    for depth in range(len(stack) - 1, -1, -1):
        before = stack[depth].marker
        if before is None:
            break
        if before.style is marker.style and before.values[:-1] == marker.values[:-1]:
            step = marker.value - before.value
            if 0 <= step <= _LARGEST_GAP + (marker.style in LETTER_STYLES):
                return depth
    if marker.style in (Style.ROMAN, Style.CAPITAL) and rest.isupper():
        return _under(marker, stack)
    if marker.style in LETTER_STYLES or marker.style in (Style.CAPITAL, Style.SMALL_ROMAN, Style.ROMAN):
        return None
    if marker.value > _UNSURE_ABOVE:
        return None
    return _under(marker, stack)
