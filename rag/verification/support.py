"""Whether the values and names of a sentence stand in a clause, bound and paired as there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rag.understanding.bodies import NamedBody, spelled_out
from rag.verification.binding import astray, contradicts, misplaced
from rag.verification.clause import Clause
from rag.verification.faults import Fault
from rag.verification.statement import Rest
from rag.verification.tokens import Token, tokens_of
from rag.verification.values import UNITS, Value, ValueKind

Pairs = frozenset[tuple[str, str]]

_DAY_OF = 14  # characters between a document's number and its own day: " ban hành ngày"
_PERIODS = frozenset({"thang", "quy", "nam"})
_TIMES = frozenset({ValueKind.DAY, ValueKind.MONTH})


def fault_of_values(values: Sequence[Value], bounds: frozenset[str], clause: Clause) -> Fault | None:
    """Return what is wrong with the values of a sentence, those of its naming of the document left out.

    `bounds` are the ways in which it bounds anything ("ít nhất", "trước"), as `bounds_of` finds them.
    """
    if clause.bounds and not bounds <= clause.bounds:
        return Fault.VALUE
    for value in values:
        if value.kind is not ValueKind.PERIOD and not any(is_same(value, held) for held in clause.values):
            return Fault.DOCUMENT if value.kind is ValueKind.DOCUMENT else Fault.VALUE
    if not all(_paired(a, b, clause.values) for a, b in pairwise(values)):
        return Fault.PAIRING
    return None


def fault_of_binding(rest: Rest, clause: Clause) -> Fault | None:
    """Return what is wrong with what values are told of, and with words that the clause has the opposite of."""
    if rest.values and (misplaced(rest.bound_values, clause.bound_values) or astray(rest.parts, clause.parts)):
        return Fault.PAIRING
    return Fault.WORDS if contradicts(rest.contrasts, clause.contrasts) else None


def fault_of_names(tokens: Sequence[Token], bodies: Sequence[NamedBody], clause: Clause) -> Fault | None:
    """Return `Fault.NAME` when a sentence names a body, place or person that neither clause nor document names."""
    pairs, syllables = clause.named
    for place, token in enumerate(tokens):
        if token.shown[0].isupper() and _is_name(tokens, place, pairs) and not _stands(tokens, place, syllables, pairs):
            return Fault.NAME
    for body in bodies:
        named = [t.syllable for t in tokens_of(spelled_out(body.name))]
        if any(pair not in pairs for pair in pairwise(named)):
            return Fault.NAME
    return None


def is_same(value: Value, held: Value) -> bool:
    """Tell whether a value of a sentence is one of the clause, in any notation and not bound the other way."""
    if value.bound and value.bound != held.bound:
        return False
    if value.kind is ValueKind.DAY and held.kind is ValueKind.FRACTION:
        return value.key[:2] == held.key and value.key[2] is None
    if value.kind is ValueKind.MONTH and held.kind is ValueKind.DAY:
        return value.key[0] == held.key[1] and value.key[1] in {None, held.key[2]}
    if value.kind is ValueKind.NUMBER and held.kind in _TIMES:
        return value.key[0] == held.key[-1]  # its year
    if _kind(value) is not _kind(held):
        return False
    if value.kind in {*_TIMES, ValueKind.DOCUMENT}:
        return value.key[:-1] == held.key[:-1] and (value.key[-1] is None or value.key[-1] == held.key[-1])
    same_unit = value.unit == held.unit or not {value.unit, held.unit} <= UNITS
    return value.key == held.key and same_unit


def _paired(first: Value, second: Value, held: Sequence[Value]) -> bool:
    """Tell whether two neighbouring values of different kinds belong together in the clause, too.

    They do when somewhere no third value of either kind stands between them; a day right behind a document's number
    must be right behind it there.
    """
    if first.kind is ValueKind.DOCUMENT and second.kind is ValueKind.DAY and second.start - first.end <= _DAY_OF:
        return any(is_same(first, a) and is_same(second, b) for a, b in pairwise(held))
    kinds = (_kind(first), _kind(second))
    if kinds[0] is kinds[1] or first.kind in _TIMES and second.kind in _TIMES:
        return True
    firsts = [value for value in held if is_same(first, value)]
    seconds = [value for value in held if is_same(second, value)]
    if ValueKind.PERIOD in {first.kind, second.kind} and not (firsts and seconds):
        return True
    run = [value for value in held if _kind(value) in kinds]
    told_of = first.kind is ValueKind.PERIOD or first.unit in _PERIODS
    if (
        told_of
        and second.kind is ValueKind.DAY
        and len(run) % 2 == 0
        and all(_kind(a) is not _kind(b) for a, b in pairwise(run))
    ):
        # "6 tháng (30/5), năm (30/10)": they go two by two.
        return any({a, b} <= {*run[at : at + 2]} for at in range(0, len(run), 2) for a in firsts for b in seconds)
    return any(
        not any(min(a.end, b.end) <= v.start and v.end <= max(a.start, b.start) for v in run)
        for a in firsts
        for b in seconds
    )


def _kind(value: Value) -> ValueKind:
    """Return with which values a value can be mistaken: a period is told in a number of units."""
    return ValueKind.NUMBER if value.kind is ValueKind.PERIOD else value.kind


def _is_name(tokens: Sequence[Token], place: int, pairs: Pairs) -> bool:
    """Tell whether a capital opens a name: not where it only opens a sentence ("Gửi Sở Nội vụ")."""
    token = tokens[place]
    if place and not token.stop and token.start != tokens[0].start:
        return True
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if token.free or following is None or following.soft or not following.shown[0].isupper():
        return False
    after = tokens[place + 2] if place + 2 < len(tokens) else None
    return after is None or (following.syllable, after.syllable) not in pairs


def _stands(tokens: Sequence[Token], place: int, syllables: frozenset[str], pairs: Pairs) -> bool:
    """Tell whether a capitalised syllable stands in the clause or on the document's card, with its neighbour."""
    token = tokens[place]
    known = token.syllable in syllables
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if not known or following is None or following.soft or following.free or not following.syllable.isalpha():
        return known
    if (token.syllable, following.syllable) in pairs:
        return True
    if following.shown[0].isupper():
        return False
    after = tokens[place + 2] if place + 2 < len(tokens) else None
    return after is not None and (following.syllable, after.syllable) in pairs
