"""Whether the values and names of a sentence stand in a clause, bound and paired as there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rag.understanding.bodies import NamedBody, spelled_out
from rag.verification.bodies import LEVELS, Body, same_body
from rag.verification.clause import Clause
from rag.verification.contrasts import contradicts, has_only, substitutes, sweeping_of
from rag.verification.faults import Fault
from rag.verification.segments import exchanges_roles, renames, takes_anothers_value, tells_of_another
from rag.verification.slots import Slot, is_exchanged, is_usurped
from rag.verification.statement import Rest
from rag.verification.tokens import BRIDGING, Token, spelling, tokens_of
from rag.verification.values import UNITS, Value, ValueKind

Pairs = frozenset[tuple[str, str]]

_DAY_OF = 14  # characters between a document's number and its own day: " ban hành ngày"
_IN_WORDS = {"2": "hai", "3": "ba", "4": "bon", "5": "nam", "6": "sau", "7": "bay", "8": "tam", "9": "chin"}
_NAME_OF_MANY = r"[A-ZÀ-ỸĐ][\w']*(?: [A-ZÀ-ỸĐ][\w']*)*"
_LIST_OF_NAMES = re.compile(
    rf"\s+[^\W\d_]+(?: [^\W\d_A-ZÀ-ỸĐ]+)?\s+(?P<names>{_NAME_OF_MANY}(?:(?:, | và ){_NAME_OF_MANY})+)"
)
_BETWEEN_NAMES = re.compile(r", | và ")
_SOON = 5  # words behind a body within which its duty begins
_BEHIND_NAMES = frozenset("bắt phải giữ mở làm chịu họp lập giúp đứng cần sẽ".split())  # they go on with no name
_PERIODS = frozenset({"thang", "quy", "nam"})
_TIMES = frozenset({ValueKind.DAY, ValueKind.MONTH})


def fault_of_values(rest: Rest, clause: Clause) -> Fault | None:
    """Return what is wrong with the values of a sentence, those of its naming of the document left out."""
    values = rest.values
    if clause.bounds and not rest.bounds <= clause.bounds:
        return Fault.VALUE
    often = any(value.kind is ValueKind.FREQUENCY for value in values)
    for value in values:
        if often and value.unit == "lan" and value.key == (1,):
            continue  # "mỗi quý một lần" is "hằng quý"
        if value.kind is ValueKind.NUMBER and not value.bound and _counts(value, rest, clause):
            continue
        if value.kind is not ValueKind.PERIOD and not any(is_same(value, held) for held in clause.values):
            return Fault.DOCUMENT if value.kind is ValueKind.DOCUMENT else Fault.VALUE
    if not all(_paired(a, b, clause.values) for a, b in pairwise(values)):
        return Fault.PAIRING
    return None


def _counts(value: Value, rest: Rest, clause: Clause) -> bool:
    """Tell whether a small number only counts what the sentence lists ("hai xã A và B"), or is a word in the clause."""
    word = _IN_WORDS.get(str(value.key[0]))
    if word is None:
        return False
    if value.unit and re.search(rf"\b{word} {value.unit}\b", clause.folded):
        return True  # "hai thùng rác"
    if value.unit == "lan":
        return str(sum(v.kind is ValueKind.DAY for v in rest.values)) == str(value.key[0])
    listed = _LIST_OF_NAMES.match(rest.text, value.end)
    return listed is not None and str(len(_BETWEEN_NAMES.split(listed.group("names")))) == str(value.key[0])


def fault_of_binding(rest: Rest, clause: Clause) -> Fault | None:
    """Return what is wrong with what values are told of, and with words that the clause has the opposite of."""
    leading = [slot for slot in rest.slots if isinstance(slot.filler, Body) and _leads(slot.filler, clause)]
    ours = [slot for slot in rest.slots if slot not in leading]
    theirs = clause.reading.slots
    if is_exchanged(ours, theirs, _alike):
        return Fault.PAIRING
    held = clause.reading.segments
    if tells_of_another(rest.segments, held, is_same) or exchanges_roles(rest.bodies, rest.tokens, held):
        return Fault.PAIRING
    said, told = frozenset(rest.content), clause.reading.told
    if takes_anothers_value(said, rest.values, told, is_same):
        return Fault.PAIRING
    if renames(rest.tokens, rest.values, told, clause.pairs, is_same):
        return Fault.PAIRING
    bodies = [slot for slot in rest.slots if isinstance(slot.filler, Body) and slot.filler.name[0] not in LEVELS]
    strangers = [s for s in bodies if not any(_alike(s, held) for held in theirs if held.group == s.group)]
    if any(is_usurped(slot, rest.slots, theirs, _alike) for slot in strangers):
        return Fault.PAIRING
    if clause.duty is not None and _takes_over(rest, *clause.duty):
        return Fault.PAIRING
    if substitutes(rest.tokens, clause.pairs) or not _swept(rest.text, clause.said):
        return Fault.WORDS
    return Fault.WORDS if contradicts(rest.opposites, clause.opposites) else None


def _takes_over(rest: Rest, over: Sequence[Body], opening: tuple[str, str]) -> bool:
    """Tell whether a sentence tells a body to do what a clause opens with, and tells to who stands over it."""
    for slot in rest.slots:
        if not slot.acting or not isinstance(slot.filler, Body) or slot.filler.name[0] in LEVELS:
            continue
        body = slot.filler
        behind = [token for token in rest.tokens if token.start >= body.end][:_SOON]
        at = next((n for n, (a, b) in enumerate(pairwise(behind)) if (a.syllable, b.syllable) == opening), None)
        follows = at is not None and not (at and behind[at - 1].low == "được")  # "X được đề nghị …" asks X
        if follows and not any(same_body(body, one) for one in over):
            return True
    return False


def _swept(text: str, clause: str) -> bool:
    """Tell whether the clause has what widens or closes in a sentence."""
    said = sweeping_of(text)
    return not said or said - {"chỉ"} <= sweeping_of(clause) and ("chỉ" not in said or has_only(clause))


def _leads(body: Body, clause: Clause) -> bool:
    return body.name[0] not in LEVELS and any(same_body(body, leading) for leading in clause.leading)


def _alike(slot: Slot, held: Slot) -> bool:
    """Tell whether two slots are filled alike."""
    if isinstance(slot.filler, Value) and isinstance(held.filler, Value):
        return is_same(slot.filler, held.filler)
    if isinstance(slot.filler, Body) and isinstance(held.filler, Body):
        return same_body(slot.filler, held.filler)
    return slot.filler == held.filler


def fault_of_names(tokens: Sequence[Token], bodies: Sequence[NamedBody], clause: Clause) -> Fault | None:
    """Return `Fault.NAME` when a sentence names a body, place or person that neither clause nor document names."""
    pairs, syllables = clause.bridged, clause.named[1]
    for place, token in enumerate(tokens):
        if token.shown[0].isupper() and _is_name(tokens, place, pairs) and not _stands(tokens, place, syllables, pairs):
            return Fault.NAME
    if any(t.shown[0].isupper() and _is_name(tokens, n, pairs) and _misspelt(t, clause) for n, t in enumerate(tokens)):
        return Fault.NAME
    for body in bodies:
        named = [t.syllable for t in tokens_of(spelled_out(body.name)) if t.low not in BRIDGING]
        if any(pair not in pairs for pair in pairwise(named)):
            return Fault.NAME
    return None


def is_same(value: Value, held: Value) -> bool:
    """Tell whether a value of a sentence is one of the clause, in any notation and not bound the other way."""
    if not _bound_alike(value.bound, held.bound):
        return False
    if value.kind is ValueKind.DAY and held.kind is ValueKind.FRACTION:
        return value.key[:2] == held.key and value.key[2] is None
    if value.kind is ValueKind.MONTH and held.kind is ValueKind.DAY:
        return value.key[0] == held.key[1] and value.key[1] in {None, held.key[2]}
    if value.kind is ValueKind.NUMBER and held.kind in _TIMES:
        return value.key[0] == held.key[-1]  # its year
    if {value.kind, held.kind} == {ValueKind.FREQUENCY, ValueKind.NUMBER}:
        often, count = (value, held) if value.kind is ValueKind.FREQUENCY else (held, value)
        return often.key == (count.key[0], count.unit)  # "02 cuộc một năm"
    if _kind(value) is not _kind(held):
        return False
    if value.kind in {*_TIMES, ValueKind.DOCUMENT}:
        return value.key[:-1] == held.key[:-1] and (value.key[-1] is None or value.key[-1] == held.key[-1])
    same_unit = value.unit == held.unit or not {value.unit, held.unit} <= UNITS
    return value.key == held.key and same_unit


def _bound_alike(ours: str, theirs: str) -> bool:
    """Tell whether a value may be bound so where the clause binds it so: "từ 5" is "ít nhất 5", or just five."""
    if "until" in {ours, theirs}:
        return ours in {"", "most", "until"} and theirs in {"", "most", "until"}
    if "from" in {ours, theirs}:
        return "most" not in {ours, theirs}
    return not ours or ours == theirs


def _paired(first: Value, second: Value, held: Sequence[Value]) -> bool:
    """Tell whether a document's number and its day, or a period and its day, belong together in the clause, too.

    A period and a day do when somewhere no third value of either kind stands between them; a day right behind a
    document's number must be right behind it there.
    """
    if first.kind is ValueKind.DOCUMENT and second.kind is ValueKind.DAY and second.start - first.end <= _DAY_OF:
        return any(is_same(first, a) and is_same(second, b) for a, b in pairwise(held))
    told_of = first.kind is ValueKind.PERIOD or first.unit in _PERIODS
    if not (told_of and second.kind is ValueKind.DAY):
        return True
    kinds = (_kind(first), _kind(second))
    firsts = [value for value in held if is_same(first, value)]
    seconds = [value for value in held if is_same(second, value)]
    if ValueKind.PERIOD in {first.kind, second.kind} and not (firsts and seconds):
        return True
    run = [value for value in held if _kind(value) in kinds]
    if len(run) % 2 == 0 and all(_kind(a) is not _kind(b) for a, b in pairwise(run)):
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


def _misspelt(token: Token, clause: Clause) -> bool:
    """Tell whether the letters of a name with marks stand in the clause with other marks only."""
    return not token.shown.isascii() and spelling(token.shown) not in clause.spelled


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
    if following.low in _BEHIND_NAMES:
        return place > 0 and (tokens[place - 1].syllable, token.syllable) in pairs
    after = tokens[place + 2] if place + 2 < len(tokens) else None
    return after is not None and (following.syllable, after.syllable) in pairs
