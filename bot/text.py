"""Text and what marks it, built together and cut into messages; no markup language, so nothing has to be escaped.

Telegram counts in UTF-16 units and takes at most 4,096 of them and 100 entities a message. It trims white space at both
ends of a message and of an entity, so neither ever has any here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Style = Literal["bold", "italic", "expandable_blockquote", "code"]

MOST_UNITS = 4_096
MOST_ENTITIES = 100
SPARE_UNITS = 96
"""Room that is left in each message for the line that marks one sent twice (`bot.letters.repeated`)."""

_GAP = "\n\n"
_BOUNDARIES = (
    re.compile(r"\n\s*\n"),  # between paragraphs
    re.compile(r"\n"),
    re.compile(r"(?<=[.;:!?…])[”\")]*\s+"),  # between sentences
    re.compile(r"\s+"),
)
_UNSENDABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_REFERENCE = re.compile(r"\[\d+\]")
_LEAST_SHARE = 0.4  # a boundary that leaves less than this in the first message is not worth it


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of a message that is set in a style; `offset` and `length` count UTF-16 units."""

    type: Style
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Message:
    """One message as Telegram takes it."""

    text: str
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mark:
    """A stretch of text that is set in a style, in characters, half-open."""

    style: Style
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """Words that belong together and are cut only when one message cannot hold them."""

    text: str
    marks: tuple[_Mark, ...] = ()

    def __add__(self, other: Block) -> Block:
        moved = tuple(_Mark(m.style, m.start + len(self.text), m.end + len(self.text)) for m in other.marks)
        return Block(self.text + other.text, self.marks + moved)


def plain(text: str) -> Block:
    """Return words without a style; what cannot be sent (lone surrogates, control characters) is left out."""
    return Block(_UNSENDABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def styled(text: str, style: Style) -> Block:
    """Return words in a style."""
    block = plain(text)
    return Block(block.text, (_Mark(style, 0, len(block.text)),)) if block.text.strip() else block


def joined(parts: Iterable[Block], gap: str = "\n") -> Block:
    """Return blocks as one, with `gap` between them; empty ones are left out."""
    whole = Block("")
    for part in parts:
        if part.text:
            whole = whole + Block(gap) + part if whole.text else part
    return whole


def units(text: str) -> int:
    """Return how many UTF-16 units a text has."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def messages(blocks: Sequence[Block], most_units: int = MOST_UNITS - SPARE_UNITS) -> list[Message]:
    """Return blocks as messages of at most `most_units` UTF-16 units and 100 entities, an empty line between blocks.

    A block is begun in a new message rather than cut. One that no message can hold is cut between paragraphs, lines,
    sentences or words, in this order, and its styles go on in the next message. A quote that a message can hold is
    never cut, nor is a marker such as [12].
    """
    pieces = [piece for block in blocks for piece in _cut(_trimmed(block), most_units) if piece.text]
    packed: list[Block] = []
    for piece in pieces:
        both = packed[-1] + Block(_GAP) + piece if packed else piece
        if packed and units(both.text) <= most_units and len(both.marks) <= MOST_ENTITIES:
            packed[-1] = both
        else:
            packed.append(piece)
    return [_message(block) for block in packed]


def _message(block: Block) -> Message:
    ordered = sorted(block.marks, key=lambda m: (m.start, -m.end))
    entities = (Entity(m.style, units(block.text[: m.start]), units(block.text[m.start : m.end])) for m in ordered)
    return Message(block.text, tuple(entities))


def _trimmed(block: Block) -> Block:
    """Return a block without white space at its ends and at the ends of its marks."""
    start = len(block.text) - len(block.text.lstrip())
    return _part(block, start, len(block.text.rstrip()))


def _part(block: Block, start: int, end: int) -> Block:
    marks = []
    for mark in block.marks:
        first, last = max(mark.start, start), min(mark.end, end)
        inside = block.text[first:last]
        first += len(inside) - len(inside.lstrip())
        last = first + len(inside.strip())
        if first < last:
            marks.append(_Mark(mark.style, first - start, last - start))
    return Block(block.text[start:end], tuple(marks))


def _cut(block: Block, most_units: int) -> list[Block]:
    pieces = []
    while units(block.text) > most_units or len(block.marks) > MOST_ENTITIES:
        at = _where(block, most_units)
        pieces.append(_trimmed(_part(block, 0, at)))
        block = _trimmed(_part(block, at, len(block.text)))
    return [*pieces, block]


def _where(block: Block, most_units: int) -> int:
    """Return where to cut a block that is too long: a place after its first character."""
    most = _most_characters(block, most_units)
    for boundary in _BOUNDARIES:
        places = [m.end() for m in boundary.finditer(block.text, 0, most) if m.end() < len(block.text)]
        good = [at for at in places if at > most * _LEAST_SHARE and not _in_quote(block, at, most_units)]
        if good:
            return good[-1]
    starts = [mark.start for mark in block.marks if 0 < mark.start <= most]
    whole = [at for at in starts if not _in_quote(block, at, most_units)]
    return whole[-1] if whole else _anywhere(block.text, most)


def _most_characters(block: Block, most_units: int) -> int:
    """Return how many characters of a block one message can hold, by units and by entities."""
    head = block.text[:most_units].encode("utf-16-le")[: 2 * most_units]
    most = len(head.decode("utf-16-le", "ignore"))  # half of a surrogate pair at the end is left out
    ordered = sorted(block.marks, key=lambda mark: mark.start)
    return min(most, ordered[MOST_ENTITIES].start) if len(ordered) > MOST_ENTITIES else most


def _in_quote(block: Block, at: int, most_units: int) -> bool:
    """Tell whether a cut would part a quote that one message could hold."""
    return any(
        mark.start < at < mark.end and units(block.text[mark.start : mark.end]) <= most_units
        for mark in block.marks
        if mark.style == "expandable_blockquote"
    )


def _anywhere(text: str, most: int) -> int:
    """Return a place at or before `most` that parts no character from its accents and no marker."""
    at = most
    while at > 1 and (unicodedata.category(text[at])[0] == "M" or text[at] in "\u200d\ufe0f"):
        at -= 1
    open_marker = next((m.start() for m in _REFERENCE.finditer(text) if m.start() < at < m.end()), at)
    return max(1, open_marker)
