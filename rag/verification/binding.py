"""Whether a value is told of the thing that it belongs to: "115 căn" are mended where "360 căn" are built."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.verification.tokens import Token
from rag.verification.values import Value, ValueKind

_BOUND_KINDS = frozenset({ValueKind.DAY, ValueKind.MONTH, ValueKind.NUMBER, ValueKind.SHARE})
_BEFORE = 5  # content syllables before a value that tell what it is of
_SURE = 2  # of them must stand before another value of the clause, none before its own

_JOINS = frozenset({"và", "còn", "nhưng"})

# Words of which a clause that has one, and not the other, says something else.
_CONTRASTS = tuple(
    frozenset(words.split("|"))
    for words in (
        "sang|chieu|toi",
        "cap xa|cap huyen|cap tinh|cap trung uong",
        "tang cuong|giam bot",
        "tang|giam",
        "rut ngan|keo dai",
        "mo rong|thu hep",
        "bat dau|ket thuc",
        "bi thu|chu tich",
        "truc tiep|gian tiep",
        "cong khai|bi mat",
        "hang ngay|hang tuan|hang thang|hang quy|hang nam",
    )
)
_WORD = re.compile(r"[a-z0-9]+")


def before(values: Sequence[Value], tokens: Sequence[Token]) -> tuple[frozenset[str], ...]:
    """Return for each value the content syllables right before it, up to a stop or another value of its kind."""
    return tuple(_near(value, values, tokens) for value in values)


def misplaced(ours: Sequence[tuple[Value, frozenset[str]]], theirs: Sequence[tuple[Value, frozenset[str]]]) -> bool:
    """Tell whether a value of a sentence stands behind words that the clause has before another value, not before it.

    Each value comes with the syllables before it. Values without words of their own in the clause are let be.
    """
    return any(_belongs_elsewhere(value, near, theirs) for value, near in ours if value.kind in _BOUND_KINDS)


@dataclass(frozen=True, slots=True)
class Part:
    """What a text says between two stops or, of a sentence, between two marks: its content and its values."""

    said: frozenset[str]
    values: tuple[Value, ...]


def parts_of(values: Sequence[Value], tokens: Sequence[Token], *, soft: bool) -> tuple[Part, ...]:
    """Return the parts of a text between its stops; with `soft`, between all marks and joining words."""
    opens = [t.start for t in tokens if (t.soft or t.shown.lower() in _JOINS if soft else t.stop)]
    cuts = [0, *opens, tokens[-1].end if tokens else 0]
    return tuple(
        Part(
            frozenset(t.syllable for t in tokens if start <= t.start < end and not t.free),
            tuple(v for v in values if start <= v.start < end),
        )
        for start, end in pairwise(cuts)
    )


def astray(ours: Sequence[Part], theirs: Sequence[Part]) -> bool:
    """Tell whether a value is said of what the clause says in another sentence, with another value of its kind."""
    for part in ours:
        for value in part.values:
            holding = [len(part.said & one.said) for one in theirs if any(_equal(value, v) for v in one.values)]
            rivals = [
                len(part.said & one.said)
                for one in theirs
                if any(_rival(value, v) for v in one.values) and not any(_equal(value, v) for v in one.values)
            ]
            if holding and rivals and max(rivals) - max(holding) >= _SURE:
                return True
    return False


def _equal(value: Value, other: Value) -> bool:
    return value.kind is other.kind and value.key[:2] == other.key[:2]


def _rival(value: Value, other: Value) -> bool:
    """Tell whether two values could be taken for each other."""
    alike = value.kind is other.kind and value.kind in _BOUND_KINDS and value.key[:2] != other.key[:2]
    return alike and value.unit == other.unit


def contrasts_of(folded: str) -> tuple[frozenset[str], ...]:
    """Return for each contrast which of its words a folded text has."""
    said = f" {' '.join(_WORD.findall(folded))} "
    return tuple(frozenset(word for word in words if f" {word} " in said) for words in _CONTRASTS)


def contradicts(ours: Sequence[frozenset[str]], theirs: Sequence[frozenset[str]]) -> bool:
    """Tell whether a sentence has one word of a contrast, and a clause only the other."""
    return any(said and held and not said <= held for said, held in zip(ours, theirs, strict=True))


def _near(value: Value, values: Sequence[Value], tokens: Sequence[Token]) -> frozenset[str]:
    last = max((v.end for v in values if v.kind is value.kind and v.end <= value.start), default=0)
    near: list[str] = []
    behind = [token for token in tokens if last <= token.start < value.start]
    for token in reversed(behind):
        if not token.free:
            near.append(token.syllable)
        if token.stop or len(near) == _BEFORE:
            break
    return frozenset(near)


def _belongs_elsewhere(value: Value, near: frozenset[str], theirs: Sequence[tuple[Value, frozenset[str]]]) -> bool:
    own = [words for held, words in theirs if held.kind is value.kind and held.key[:2] == value.key[:2]]
    others = [words for held, words in theirs if held.kind is value.kind and held.key[:2] != value.key[:2]]
    if not own or not all(own) or any(near & words for words in own):
        return False
    return any(len(near & words) >= _SURE for words in others)
