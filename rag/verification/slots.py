"""Slots: what a text could say otherwise (a value, a body, a level, how often), each with the words that it is told of.

"Sở A rà soát; Sở B theo dõi" has two slots for bodies. A sentence that puts one where the clause has the other is
false though every word of it stands there: its slot then has the company of the other's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from rag.verification.bodies import Body
from rag.verification.tokens import Token, within
from rag.verification.values import UNITS, Value, ValueKind

_REACH = 24  # words with content on each side that a slot may be told of
_REACH_OF_ACTING = 60  # behind a body that is told to act
_VALUE_WEIGHT = 2.0  # of a value beside a slot, which tells more than a word
_ACROSS = 0.5  # of company that stands on the other side: "nộp A trước B", "trước B nộp A"
_JOINS = frozenset({"và", "còn", "nhưng", "hoặc"})
_NEGATIVE = frozenset({"không", "chưa"})
_LEVELS = frozenset({"tỉnh", "huyện", "xã", "phường", "ấp", "thôn", "bản"})
_LEVEL_SYLLABLES = frozenset({"tinh", "huyen", "xa", "phuong", "ap"})
_NO_LEVEL_BEFORE = frozenset({"nông", "hợp", "tác", "thị", "văn"})  # nông thôn, hợp tác xã, thị xã, văn bản
_NO_LEVEL_BEHIND = frozenset({"hội"})  # xã hội
# Who leads and who helps: words that tell the bodies of one duty apart.
_ROLES = frozenset({"chủ", "trì", "phối", "hợp"})
_ASKED = frozenset(
    {"giao", "nghị", "cầu", "do", "đạo", "dẫn", "đốc", "riêng", "được", "bởi"}
)  # before a body that is to do something
_SPANS_OF_TIME = frozenset({"ngay", "tuan", "thang", "quy", "nam"})
_GROUPS = {
    ValueKind.DAY: "time",
    ValueKind.MONTH: "month",
    ValueKind.QUARTER: "quarter",
    ValueKind.NUMBER: "number",
    ValueKind.SHARE: "share",
    ValueKind.FRACTION: "fraction",
    ValueKind.DOCUMENT: "document",
    ValueKind.FREQUENCY: "frequency",
    ValueKind.ROMAN: "roman",
}

_MARGIN = 3.0  # more company of another's than of one's own, that tells of an exchange
_MARGIN_OF_ALL = 2.0  # where everything speaks for the other
_MARGINS = {"body": 3.5, "level": 2.0}
_USURPED = 4.0  # company of an acting body, that tells of its duty
_LEAST = 1.0  # where two keep each other's

_YEARS = range(1945, 2100)

Company = dict[object, float]


@dataclass(frozen=True, slots=True)
class Slot:
    """What fills a slot, and the words and values before and behind it that it is told of, with their weights."""

    group: str
    filler: Value | Body | str
    left: Company
    right: Company
    acting: bool = False  # a body that is told to do something
    before: Slot | None = None  # the slot before it in its sentence, whose company it may leave unsaid


@dataclass(frozen=True, slots=True)
class _Item:
    """One word or value of a text; `gap` tells how it is parted from the one before it: 2 stop, 1 mark, 0 nothing."""

    start: int
    end: int
    feature: object
    weight: float
    gap: int
    hard: bool
    shown: str = ""


def slots_of(text: str, tokens: Sequence[Token], values: Sequence[Value], bodies: Sequence[Body]) -> tuple[Slot, ...]:
    """Return the slots of a text, group by group, in order."""
    items = _items(text, tokens, values)
    places: dict[str, list[tuple[int, int, Value | Body | str]]] = {}
    for value in values:
        if value.kind in _GROUPS and not _is_bare(value):
            group = _GROUPS[value.kind]
            for name in dict.fromkeys((group, f"{group} {value.unit}".strip())):  # beside all, and beside its like
                places.setdefault(name, []).append((value.start, value.end, value))
    for body in bodies:
        places.setdefault("body", []).append((body.start, body.end, body))
    named = within(tokens, [(body.start, body.end) for body in bodies])
    for place, token in enumerate(tokens):
        if token.low in _LEVELS and place not in named and _is_level(tokens, place):
            places.setdefault("level", []).append((token.start, token.end, token.syllable))
    actors = [
        range(inside[0], inside[-1] + 1)
        for body in bodies
        if (inside := [n for n, item in enumerate(items) if body.start <= item.start < body.end])
        and _acts(items, inside[0])
    ]
    found: list[Slot] = []
    for group, filled in places.items():
        found += _with_company(group, filled, items, actors)
    return tuple(found)


def _is_bare(value: Value) -> bool:
    """Tell whether a number is of nothing: a year, the number of a list, a part of a name."""
    return value.kind is ValueKind.NUMBER and (not value.unit or value.key[0] in _YEARS)


def _is_level(tokens: Sequence[Token], place: int) -> bool:
    before = tokens[place - 1].low if place else ""
    behind = tokens[place + 1].low if place + 1 < len(tokens) else ""
    return tokens[place].low in _LEVELS and before not in _NO_LEVEL_BEFORE and behind not in _NO_LEVEL_BEHIND


def is_exchanged(ours: Sequence[Slot], theirs: Sequence[Slot], alike: Callable[[Slot, Slot], bool]) -> bool:
    """Tell whether a slot of a sentence keeps the company of another filler of the clause rather than of its own.

    Less company is enough where two slots each keep the other's, and for a level that the sentence does not name.
    """
    astray = [found for slot in ours if (found := _astray(slot, theirs, alike)) is not None]
    for slot, rival, lead in astray:
        named = any(alike(other, rival) for other in ours if other.group == slot.group)
        if slot.group == "level" and named:
            continue
        if lead >= _MARGINS.get(slot.group, _MARGIN):
            return True
        if lead >= _MARGIN_OF_ALL and slot.group not in {"body", "level"} and _all_tells(slot, rival, theirs, alike):
            return True
    return any(
        alike(slot, other_rival) and alike(other, rival)
        for (slot, rival, _), (other, other_rival, _) in combinations(astray, 2)
        if slot.group == other.group
    )


def is_usurped(body: Slot, ours: Sequence[Slot], theirs: Sequence[Slot], alike: Callable[[Slot, Slot], bool]) -> bool:
    """Tell whether a body that a clause does not name is told to do what the clause has another body do."""
    return body.acting and any(
        held.acting
        and _shared_as_told(_without_levels(body), held) >= _USURPED
        and not any(alike(other, held) for other in ours if other.group == "body")
        for held in theirs
        if held.group == "body"
    )


def _without_levels(slot: Slot) -> Slot:
    left, right = ({f: w for f, w in side.items() if f not in _LEVEL_SYLLABLES} for side in (slot.left, slot.right))
    return Slot(slot.group, slot.filler, left, right, slot.acting)


def _astray(slot: Slot, theirs: Sequence[Slot], alike: Callable[[Slot, Slot], bool]) -> tuple[Slot, Slot, float] | None:
    """Return a slot with the other filler whose company it keeps, and how much more of it than of its own."""
    own, most = -1.0, 0.0
    rival: Slot | None = None
    for held in theirs:
        if held.group != slot.group:
            continue
        if alike(slot, held):
            own = max(own, _shared(slot, held))
        elif _comparable(slot, held) and (shared := _shared(slot, held)) > most:
            rival, most = held, shared
    if own < 0 or rival is None or most - own < _LEAST:
        return None
    return slot, rival, most - own


def _all_tells(slot: Slot, rival: Slot, theirs: Sequence[Slot], alike: Callable[[Slot, Slot], bool]) -> bool:
    """Tell whether nothing in the company of a slot tells it from the rival."""
    kept = {*rival.left, *rival.right}
    said = {*slot.left, *slot.right} - kept
    return not any(
        said & {*held.left, *held.right} for held in theirs if held.group == slot.group and alike(slot, held)
    )


def _comparable(slot: Slot, held: Slot) -> bool:
    """Tell whether two fillers could be taken for each other."""
    if isinstance(slot.filler, Value) and isinstance(held.filler, Value):
        if slot.group == "number" and slot.filler.unit != held.filler.unit:
            return held.filler.unit not in UNITS and slot.filler.unit not in UNITS
        return slot.filler.kind is held.filler.kind
    return True


def _shared(slot: Slot, held: Slot) -> float:
    """Return how much company of a sentence's slot a clause's slot has, too.

    What the clause says once for two slots ("… 02 cuộc đối thoại với dân; xã ít nhất 04 cuộc") counts for the second
    where the sentence has something of the second alone.
    """
    total = _shared_as_told(slot, held)
    if held.before is None:
        return total
    own = {*held.left} - {*held.before.left} - {*held.before.right}
    if own & ({*slot.left} | {*slot.right}):
        unsaid = Slot(held.group, held.filler, held.before.left | held.left, held.before.right | held.right)
        total = max(total, _shared_as_told(slot, unsaid))
    return total


def _shared_as_told(slot: Slot, held: Slot) -> float:
    total = 0.0
    for ours, same, other in ((slot.left, held.left, held.right), (slot.right, held.right, held.left)):
        for feature, weight in ours.items():
            if feature in same:
                total += weight
            elif feature in other:
                total += weight * (1.0 if feature in _LEVEL_SYLLABLES else _ACROSS)
    return total


def _items(text: str, tokens: Sequence[Token], values: Sequence[Value]) -> list[_Item]:
    """Return the words and values of a text in order."""
    items: list[_Item] = []
    spans = {value.start: value for value in values}
    until, mark, hard = -1, 0, False
    last = 0
    for token in tokens:
        gap = text[last : token.start]
        last = max(last, token.end)
        leads_on = gap.strip() in {":", "("}
        marked = token.soft and not leads_on or token.low in _JOINS
        mark = max(mark, 2 if token.stop and not leads_on else 1 if marked else 0)
        hard = hard or token.stop and (". " in gap or "\n" in gap)
        if token.start < until:
            continue
        value = spans.get(token.start)
        if value is not None:
            until = value.end
            items.append(_Item(value.start, value.end, _feature(value), _VALUE_WEIGHT, mark, hard))
        else:
            shown = token.low
            weight = (
                2.0 if shown in _ROLES or shown in _LEVELS else 1.0 if not token.free or shown in _NEGATIVE else 0.0
            )
            items.append(_Item(token.start, token.end, token.syllable, weight, mark, hard, shown))
        mark, hard = 0, False
    return items


def _feature(value: Value) -> object:
    """Return what a value is beside a slot: "báo cáo năm" and "báo cáo 01 năm" are one."""
    if value.kind in {ValueKind.NUMBER, ValueKind.PERIOD} and value.unit in _SPANS_OF_TIME:
        return value.key, value.unit
    return value.kind, value.key[:2]


def _with_company(
    group: str,
    filled: Sequence[tuple[int, int, Value | Body | str]],
    items: Sequence[_Item],
    actors: Sequence[range],
) -> list[Slot]:
    """Return the slots of one group, each with what stands between its neighbours and it."""
    found: list[Slot] = []
    inside = [[n for n, item in enumerate(items) if start <= item.start < end] for start, end, _ in filled]
    if group == "body":  # bodies are no company of each other
        named = {n for where in inside for n in where}
        items = [replace(item, weight=0.0) if n in named else item for n, item in enumerate(items)]
    known = [(where[0], where[-1], filler) for where, (_, _, filler) in zip(inside, filled, strict=True) if where]
    acting = [group == "body" and _acts(items, first) for first, _, _ in known]
    for place, (first, last, filler) in enumerate(known):
        before = known[place - 1][1] + 1 if place else 0
        opens = _cut(items, before, first, opens=place > 0)
        left = _company(items, range(first - 1, opens - 1, -1))
        if group != "body" and found and not any(item.hard for item in items[opens : first + 1]):
            left = left | _actor(items, actors, opens, first) if left else found[-1].left
        follower = next((n for n in range(place + 1, len(known)) if acting[n] or not acting[place]), len(known))
        after = known[follower][0] if follower < len(known) else len(items)
        end = _cut(items, last + 1, after, opens=follower < len(known), closing=True)
        if group == "body" and not acting[place]:
            end = next((n for n in range(last + 1, end) if items[n].gap == 2), end)
        right = _company(items, range(last + 1, end), _REACH_OF_ACTING if acting[place] else _REACH)
        joined = group != "body" and found and not any(item.hard for item in items[known[place - 1][1] + 1 : first + 1])
        found.append(Slot(group, filler, left, right, acting[place], found[-1] if joined else None))
    return found


def _actor(items: Sequence[_Item], actors: Sequence[range], opens: int, first: int) -> Company:
    """Return who acts in what is said from one place to another, when it is not named there but before."""
    if any(actor.start in range(opens, first) for actor in actors):
        return {}
    last = next((actor for actor in reversed(actors) if actor.stop <= opens), None)
    if last is None or any(item.hard for item in items[last.start + 1 : opens + 1]):
        return {}
    return _company(items, last)


def _acts(items: Sequence[_Item], first: int) -> bool:
    """Tell whether a body opens what is said between two stops or marks, or is asked to do something."""
    return first == 0 or items[first].gap > 0 or items[first - 1].shown in _ASKED


def _cut(items: Sequence[_Item], first: int, end: int, *, opens: bool, closing: bool = False) -> int:
    """Return where, between two slots, what belongs to the first ends and what belongs to the second begins."""
    hard = [n for n in range(first, min(end + 1, len(items))) if items[n].hard]
    if not opens:
        return (hard[0] if hard else end) if closing else (hard[-1] if hard else first)
    parted = [(items[n].gap, n) for n in range(first, min(end + 1, len(items))) if items[n].gap]
    if not parted:
        return end if closing else first
    return max(parted)[1]


def _company(items: Sequence[_Item], places: range, reach: int = _REACH) -> Company:
    company: Company = {}
    for place in places:
        item = items[place]
        if item.weight:
            company[item.feature] = max(company.get(item.feature, 0.0), item.weight)
        if len(company) == reach:
            break
    return company
