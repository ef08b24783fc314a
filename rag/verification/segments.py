"""What a clause says in one stretch between two stops, and of whom: a sentence must not tell it of another stretch's.

"Phòng A bố trí 640 triệu đồng; Hạt B quyết toán trước ngày 30/6": nothing is said of when A does anything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.verification.bodies import LEVELS, Body, same_body
from rag.verification.tokens import Token
from rag.verification.values import UNITS, Value, ValueKind

_OPENING = 3  # words before a body that still opens a stretch: "3. Giao Sở …"
_FEWEST = 2  # things that a stretch must have of a sentence to be where it is from
_DAY_OF = 14  # characters between a document's number and its own day
_TIMES = frozenset({ValueKind.DAY, ValueKind.MONTH, ValueKind.QUARTER})
_YEARS = range(1945, 2100)
_RECEIVES = frozenset({"nhận", "tiếp", "được", "là", "nghe", "bị", "do", "có"})

Alike = Callable[[Value, Value], bool]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a text between two stops: its words, its values, its bodies, and the body that opens it."""

    tokens: Sequence[Token]
    values: Sequence[Value]
    bodies: Sequence[Body]
    subject: Body | None

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Its neighbouring syllables with content."""
        return frozenset((a.syllable, b.syllable) for a, b in pairwise(self.tokens) if not a.free and not b.free)


@dataclass(frozen=True, slots=True)
class Told:
    """A value and the words with content before it, back to the value before or the stop."""

    value: Value
    words: frozenset[str]
    member: tuple[str, ...] = ()  # with what the member opens in which it stands


def segments_of(text: str, tokens: Sequence[Token], values: Sequence[Value], bodies: Sequence[Body]) -> list[Segment]:
    """Return the stretches of a text between stops; a colon is none."""
    opens = [
        n for n, token in enumerate(tokens) if n and token.stop and text[tokens[n - 1].end : token.start].strip() != ":"
    ]
    found = []
    for first, end in pairwise([0, *opens, len(tokens)]):
        inside = tokens[first:end]
        if not inside:
            continue
        start, close = inside[0].start, inside[-1].end
        named = [body for body in bodies if start <= body.start < close]
        lead = sum(token.start < named[0].start and not token.syllable.isdigit() for token in inside) if named else 0
        subject = named[0] if named and lead <= _OPENING else None
        found.append(Segment(inside, [v for v in values if start <= v.start < close], named, subject))
    return found


def tells_of_another(ours: Sequence[Segment], theirs: Sequence[Segment], alike: Alike) -> bool:
    """Tell whether a sentence tells of one stretch's body what another stretch of the clause tells of its own."""
    said = ours[0] if len(ours) == 1 else None
    if said is None or said.subject is None or said.subject.name[0] in LEVELS:
        return False
    subject = said.subject
    own = [segment for segment in theirs if any(same_body(subject, body) for body in segment.bodies)]
    strange = [
        segment
        for segment in theirs
        if segment not in own
        and segment.subject is not None
        and segment.subject.name[0] not in LEVELS
        and not any(same_body(segment.subject, body) for body in said.bodies)
    ]
    if not own or not strange:
        return False
    for value in said.values:
        holders = [] if _is_bare(value) else [segment for segment in theirs if _has(segment, value, alike)]
        if holders and all(segment in strange for segment in holders):
            return True
    behind = [token for token in said.tokens if token.start >= subject.end]
    pairs = {(a.syllable, b.syllable) for a, b in pairwise(behind) if not a.free and not b.free}
    most = max(len(pairs & segment.pairs) for segment in strange)
    rest = max(len(pairs & segment.pairs) for segment in theirs if segment not in strange)
    return most >= _FEWEST and rest * 3 <= most


def exchanges_roles(ours: Sequence[Body], acting: Sequence[Token], theirs: Sequence[Segment]) -> bool:
    """Tell whether a sentence has one body do to another what a clause has the other do to it."""
    if len(ours) < 2 or not acting or acting[0].start != ours[0].start:
        return False
    behind = next((token for token in acting if token.start >= ours[0].end), None)
    if behind is None or behind.low in _RECEIVES:
        return False
    turned = False
    for segment in theirs:
        subject = segment.subject
        if subject is None:
            continue
        if same_body(subject, ours[0]):
            return False
        objects = [body for body in segment.bodies[1:] if same_body(body, ours[0])]
        turned = turned or bool(objects) and any(same_body(subject, body) for body in ours[1:])
    return turned


def takes_anothers_value(said: frozenset[str], values: Sequence[Value], theirs: Sequence[Told], alike: Alike) -> bool:
    """Tell whether a sentence tells one value with all the words that a clause has before a later one of its like."""
    for value in values:
        own = [n for n, told in enumerate(theirs) if alike(value, told.value)]
        if not own or _is_bare(value):
            continue
        for n, told in enumerate(theirs):
            if not _are_like(value, told.value) or any(alike(one, told.value) for one in values):
                continue
            others = frozenset().union(*(theirs[m].words for m in own))
            apart, lacking = told.words - others, others - told.words
            if apart and apart <= said and (n > max(own) or lacking and not lacking & said):
                return True
    return False


def renames(
    tokens: Sequence[Token],
    values: Sequence[Value],
    theirs: Sequence[Told],
    pairs: frozenset[tuple[str, str]],
    alike: Alike,
) -> bool:
    """Tell whether a value of "báo cáo đầy đủ" is told of "báo cáo nhanh", which the clause has, too."""
    said = {token.syllable for token in tokens}
    threes = list(zip(tokens, tokens[1:], tokens[2:], strict=False))
    for value in values:
        own = [told for told in theirs if alike(value, told.value)]
        if len(own) != 1 or not own[0].member or own[0].member[2] in said:
            continue
        first, second, _ = own[0].member
        for a, b, c in threes:
            named = (a.syllable, b.syllable) == (first, second) and not c.free and not c.soft
            if named and (b.syllable, c.syllable) in pairs:
                return True
    return False


def told_of(segments: Sequence[Segment]) -> tuple[Told, ...]:
    """Return the values of a text that are of something, each with the words that lead to it."""
    found = []
    for segment in segments:
        for place, value in enumerate(segment.values):
            before = segment.values[place - 1] if place else None
            issued = before is not None and before.kind is ValueKind.DOCUMENT and value.start - before.end <= _DAY_OF
            if _is_bare(value) or issued:
                continue
            end = max((one.end for one in segment.values[:place] if _are_like(one, value)), default=-1)
            leading = [token for token in segment.tokens if end <= token.start < value.start]
            parted = [n for n, token in enumerate(leading) if n and token.soft] if end >= 0 else []
            if parted:
                leading = leading[parted[0] :]  # what still belongs to the value before
            found.append(Told(value, frozenset(t.syllable for t in leading if not t.free), _member(leading)))
    return tuple(found)


def _member(leading: Sequence[Token]) -> tuple[str, ...]:
    """Return the first three syllables behind the last mark, when all have content: "báo cáo nhanh"."""
    opens = max((n for n, token in enumerate(leading) if token.soft), default=0)
    first = leading[opens : opens + 3]
    return tuple(t.syllable for t in first) if len(first) == len([t for t in first if not t.free]) == 3 else ()


def _are_like(value: Value, other: Value) -> bool:
    if value.kind in _TIMES:
        return other.kind in _TIMES
    return value.kind is other.kind and value.unit == other.unit


def _is_bare(value: Value) -> bool:
    if value.kind is ValueKind.NUMBER:
        return not value.unit or value.unit not in UNITS and value.key[0] in _YEARS
    return value.kind not in {*_TIMES, ValueKind.SHARE}


def _has(segment: Segment, value: Value, alike: Alike) -> bool:
    return any(alike(value, held) for held in segment.values)
