"""What restricts a statement of a clause: told without it, the statement says more than the clause does.

"Đốt rác bị phạt, trừ trường hợp …", "… khi người dân đồng ý", "Nếu …, …", "không quá hai lần trong một quý".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.verification.tokens import Token
from rag.verification.values import Value, ValueKind

_BEHIND = re.compile(
    r"(?<![\w-])(?:trừ khi|ngoại trừ|trừ|nếu|chỉ khi|(?<!trong )(?<!từ )(?<!đến )khi|với điều kiện|trong trường hợp"
    r"|mà (?:không|chưa)|sau khi|riêng|nhưng|quá (?=một|hai|ba|bốn|năm|\d))(?![\w-])"
)
_BEFORE = re.compile(r"(?:^|[.;:\n]\s*|\d\.\s+|[a-zđ]\)\s+|-\s+)(?:nếu|khi|trường hợp|trong trường hợp|chỉ khi)\s")
_FULL_STOP = re.compile(r"[.\n]")
_THEN = re.compile(r",|\bthì\b")
_CONDITION = frozenset({"khi", "nếu"})
_PREDICATES = frozenset({"được", "bị", "thì", "phải", "không", "chỉ", "có"})
_BOUNDING = frozenset({"dưới", "trên", "quá"})
_RELATIVE = frozenset(
    {"có", "trên", "dưới", "từ", "quá", "mà", "đã", "chưa", "không", "đang", "bị", "đúng", "so"}
)  # behind a thing
_HOLDING = frozenset({"thì", "mà", "nếu", "khi"})
_JOINS = frozenset({"và", "hoặc", "cùng", "hay"})
Places = Mapping[tuple[str, str], Sequence[int]]

_EVERY = frozenset({"mỗi", "các", "mọi", "những", "từng"})
_BOUNDS = frozenset({"tối", "không", "chậm", "ít", "nhiều"})
_LONGEST_NARROWING = 5  # words that narrow a thing
_HOST = 5  # content syllables of a statement next to what restricts it
_FEW = 3  # content syllables of a statement that are enough where it pauses
_HOST_OF_CASE = 12  # behind "thì", where who acts comes first
_TOLD = 0.7  # of them a sentence must hold to tell the statement
_TOLD_OF_MANY = 0.8
_KEPT = 0.34  # of what restricts it must be held, with a pair of neighbours, to keep it
_SURELY_KEPT = 0.67  # is enough without
_LONGEST_GAP = 9  # words that are left out between two words of a sentence


@dataclass(frozen=True, slots=True)
class Restriction:
    """What a clause restricts: the content words next to it, the pair of words at its edge; and by what."""

    host: tuple[str, ...]
    edge: tuple[str, str] | None
    by: frozenset[str | tuple[str, str]]
    joined: frozenset[tuple[str, str]] = frozenset()  # neighbours among the words by which it is restricted


def restrictions_of(text: str, tokens: Sequence[Token], values: Sequence[Value]) -> tuple[Restriction, ...]:
    """Return what restricts anything in a text."""
    lowered = text.lower()
    starts = [token.start for token in tokens]
    found = [*_trailing(lowered, tokens, starts), *_leading(lowered, tokens, starts), *_often(tokens, starts, values)]
    found += _before_then(tokens)
    return tuple(one for one in found if one.host and one.by)


def loses_restriction(tokens: Sequence[Token], restrictions: Sequence[Restriction]) -> bool:
    """Tell whether a sentence tells a statement of a clause without what restricts it there."""
    said: set[str | tuple[str, str]] = {token.syllable for token in tokens}
    said |= {(a.syllable, b.syllable) for a, b in pairwise(tokens)}
    for one in restrictions:
        if one.edge is not None and one.edge not in said and len(one.host) < _HOST:
            continue
        told = sum(word in said for word in one.host) / len(one.host)
        if told >= (_TOLD if len(one.host) <= _HOST else _TOLD_OF_MANY) and not _kept(one, said):
            return True
    return False


def _kept(one: Restriction, said: set[str | tuple[str, str]]) -> bool:
    """Tell whether a sentence says what restricts: most of its words, or some with their neighbours."""
    share = sum(word in said for word in one.by) / len(one.by)
    return share >= _SURELY_KEPT or share >= _KEPT and (not one.joined or any(pair in said for pair in one.joined))


def skips_modifier(ours: Sequence[Token], theirs: Sequence[Token], places: Places) -> bool:
    """Tell whether a sentence joins a thing and what is said of it, where the clause narrows the thing between them.

    "Hộ gia đình được hỗ trợ", where "Hộ gia đình phân loại rác tại nguồn được hỗ trợ" stands. `places` are those of
    the clause's neighbouring syllables.
    """
    pairs = [(a.syllable, b.syllable) for a, b in pairwise(ours)]
    for n in range(len(pairs) - 2):
        if pairs[n + 1] in places or ours[n + 2].soft or pairs[n] not in places or pairs[n + 2] not in places:
            continue
        gaps = [
            theirs[p + 2 : q] for p in places[pairs[n]] for q in places[pairs[n + 2]] if 0 < q - p - 2 <= _LONGEST_GAP
        ]
        if gaps and _narrows(min(gaps, key=len), ours[n + 2], {*pairs}):
            return True
    return False


def widens(ours: Sequence[Token], theirs: Sequence[Token], places: Places) -> bool:
    """Tell whether a sentence says of each thing what the clause says of a narrower one.

    "Mỗi hộ nhận đỡ đầu …", where "mỗi hộ khá, giàu nhận đỡ đầu …" stands.
    """
    said = {token.syllable for token in ours}
    for every, thing, what in zip(ours, ours[1:], ours[2:], strict=False):
        joined = (thing.syllable, what.syllable)
        if every.low not in _EVERY or thing.free or thing.soft or what.soft or what.low in _BOUNDS or joined in places:
            continue
        for first in (n for n, token in enumerate(theirs) if token.syllable == thing.syllable):
            gap = list(theirs[first + 1 : first + 2 + _LONGEST_NARROWING])
            end = next((n for n, token in enumerate(gap) if token.syllable == what.syllable or token.stop), 0)
            left_out = [token for token in gap[:end] if not token.free]
            told = any(token.syllable.isdigit() for token in gap[:end]) or all(t.syllable in said for t in left_out)
            if end and not gap[end].stop and left_out and not told:
                return True
    return False


def skips_bound(ours: Sequence[Token], theirs: Sequence[Token], places: Places) -> bool:
    """Tell whether a sentence joins two words between which the clause has a bound: "có trên 40% tổ dân phố"."""
    for first, second in pairwise(ours):
        if second.soft or second.free or (first.syllable, second.syllable) in places:
            continue
        for n, token in enumerate(theirs[:-3]):
            if token.syllable != first.syllable or theirs[n + 1].low not in _BOUNDING or theirs[n + 1].soft:
                continue
            if theirs[n + 2].syllable.isdigit() and theirs[n + 3].syllable == second.syllable:
                return True
    return False


def _narrows(gap: Sequence[Token], following: Token, said: set[tuple[str, str]]) -> bool:
    """Tell whether words that were left out between a thing and what is said of it narrow the thing."""
    shown = [token.low for token in gap]
    listed = next((n for n, token in enumerate(gap) if token.soft), 0)
    if listed and following.low in _PREDICATES:  # "học sinh mặc đồng phục, người khuyết tật nặng được miễn vé"
        words = {word for pair in said for word in pair}
        own = [token.syllable for token in gap[:listed] if not token.free]
        return bool(own) and words.isdisjoint(own)
    if (
        any(token.soft for token in gap)
        or shown[0] in _JOINS
        or all(token.free or token.shown == "chỉ" for token in gap)
    ):
        return False
    if shown == ["đề", "nghị"] or shown[0] in _BOUNDING:
        return True
    if len(gap) == 1 and gap[0].syllable in {word for pair in said for word in pair}:
        return False
    pairs = [(a.syllable, b.syllable) for a, b in pairwise(gap)]
    if pairs and sum(pair in said for pair in pairs) / len(pairs) > 0.5:
        return False
    return following.low in _PREDICATES or bool(_HOLDING & set(shown))


def ends_early(ours: Sequence[Token], theirs: Sequence[Token], places: Places, *, denied: bool) -> bool:
    """Tell whether a sentence ends with a thing that the clause at once narrows: "doanh nghiệp có hợp đồng riêng".

    What is denied or forbidden must not end before the clause does: "không cưỡng chế" is more than "không cưỡng chế
    trước khi thu hoạch".
    """
    if len(ours) < 3:
        return False
    words = {token.syllable for token in ours}
    behind = [place + 2 for place in places.get((ours[-2].syllable, ours[-1].syllable), ())]
    if not behind or not all(_opens_relative(theirs, n) or denied and _goes_on(theirs, n, words) for n in behind):
        return False
    said = {(a.syllable, b.syllable) for a, b in pairwise(ours)}
    return not any((theirs[n].syllable, theirs[n + 1].syllable) in said for n in behind)


def drops_last_word(ours: Sequence[Token], theirs: Sequence[Token], places: Places) -> bool:
    """Tell whether a sentence ends one word before the clause pauses: "khi có cháy", where "khi có cháy lớn" stands."""
    if len(ours) < 3:
        return False
    words = {token.syllable for token in ours}
    behind = [place + 2 for place in places.get((ours[-2].syllable, ours[-1].syllable), ())]
    return bool(behind) and all(
        n < len(theirs)
        and not theirs[n].soft
        and not theirs[n].free
        and theirs[n].syllable not in words
        and (n + 1 == len(theirs) or theirs[n + 1].soft)
        for n in behind
    )


def _goes_on(tokens: Sequence[Token], place: int, said: set[str]) -> bool:
    """Tell whether words follow at once that a sentence does not have; behind what opens a sentence they tell of it."""
    if place < 3 or place + 1 >= len(tokens) or tokens[place].soft or tokens[place].low in _JOINS:
        return False
    follows = [token.syllable for token in tokens[place : place + 5] if not token.free][:2]
    return not tokens[place - 2].stop and bool(follows) and not any(word in said for word in follows)


def _opens_relative(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a word goes on to say which of a thing is meant; behind what opens a sentence it tells of it."""
    if place + 1 < len(tokens) and tokens[place].low in _BOUNDING and tokens[place + 1].syllable.isdigit():
        return not tokens[place].soft  # "vụ cháy trên 1 ha"
    if place < 3 or place + 1 >= len(tokens) or tokens[place].low not in _RELATIVE:
        return False
    return not any(token.soft for token in tokens[place - 2 : place + 1])


def _trailing(lowered: str, tokens: Sequence[Token], starts: Sequence[int]) -> Iterator[Restriction]:
    for match in _BEHIND.finditer(lowered):
        first = bisect_left(starts, match.start())
        apart = match.group() == "riêng"
        if first < 2 or first >= len(tokens) or (not tokens[first].soft if apart else tokens[first].stop):
            continue
        if apart and _FULL_STOP.search(lowered[tokens[first - 1].end : tokens[first].start]):
            continue
        edge = (tokens[first - 2].syllable, tokens[first - 1].syllable)
        behind = bisect_left(starts, match.end())
        host = edge if apart else _backwards(tokens, first - 1)
        yield Restriction(host, edge, _said_behind(tokens, behind), _joined_behind(tokens, behind))
        if match.group().split()[-1] in _CONDITION:
            yield from _second_condition(tokens, behind)


def _second_condition(tokens: Sequence[Token], first: int) -> Iterator[Restriction]:
    """Yield what a condition adds with "và": "khi có hai phần ba dự họp và trên 60% tán thành"."""
    end = next((n for n in range(first + 1, len(tokens)) if tokens[n].stop), len(tokens))
    for place in range(first + 2, end - 1):
        if tokens[place].low in {"và", "hoặc"} and not tokens[place].soft:
            edge = (tokens[place - 2].syllable, tokens[place - 1].syllable)
            added = _said_behind(tokens, place + 1)
            yield Restriction(edge, edge, added - {*edge} or added)


def _leading(lowered: str, tokens: Sequence[Token], starts: Sequence[int]) -> Iterator[Restriction]:
    for match in _BEFORE.finditer(lowered):
        then = _THEN.search(lowered, match.end())
        stop = re.search(r"[.;\n]", lowered[match.end() :])
        if then is None or stop is not None and match.end() + stop.start() < then.start():
            continue
        first, end = bisect_left(starts, match.end()), bisect_left(starts, then.start())
        main = _forwards(tokens, bisect_left(starts, then.end()))
        yield Restriction(main, None, _content(tokens[first:end]))


def _joined_behind(tokens: Sequence[Token], first: int) -> frozenset[tuple[str, str]]:
    end = next((n for n in range(first + 1, len(tokens)) if tokens[n].soft), len(tokens))
    return frozenset((a.syllable, b.syllable) for a, b in pairwise(tokens[first:end]) if not (a.free and b.free))


def _before_then(tokens: Sequence[Token]) -> Iterator[Restriction]:
    """Yield what is said only for a case: "hộ không ký thì mời hai người làm chứng"."""
    opened = 0
    for place, token in enumerate(tokens):
        if token.stop:
            opened = place
        if token.low == "thì" and place - opened >= 2 and place + 2 < len(tokens):
            edge = (tokens[place + 1].syllable, tokens[place + 2].syllable)
            yield Restriction(_forwards(tokens, place + 1, _HOST_OF_CASE), edge, _content(tokens[opened:place]))


def _often(tokens: Sequence[Token], starts: Sequence[int], values: Sequence[Value]) -> Iterator[Restriction]:
    """Yield counts that hold for a time: "không quá hai lần trong một quý"."""
    for value, often in pairwise(values):
        counted = value.kind is ValueKind.NUMBER and value.bound in {"most", "least"}
        if not counted or often.kind is not ValueKind.FREQUENCY:
            continue
        end, first = bisect_left(starts, value.end), bisect_left(starts, often.start)
        if 0 <= first - end <= 3 and not any(t.soft for t in tokens[end : first + 1]):
            at = bisect_left(starts, value.start)
            edge = (tokens[at].syllable, tokens[at + 1].syllable)
            yield Restriction(edge, edge, frozenset({str(often.key[1])}))


def _backwards(tokens: Sequence[Token], last: int) -> tuple[str, ...]:
    host: list[str] = []
    for place in range(last, -1, -1):
        if not tokens[place].free:
            host.append(tokens[place].syllable)
        if host and tokens[place].soft or tokens[place].stop or len(host) == _HOST:
            break
    return tuple(host)


def _forwards(tokens: Sequence[Token], first: int, most: int = _HOST) -> tuple[str, ...]:
    host: list[str] = []
    for place in range(first, len(tokens)):
        if place > first and tokens[place].stop or len(host) == most:
            break
        if len(host) >= _FEW and (tokens[place].soft or tokens[place].low in _JOINS):
            break
        if not tokens[place].free:
            host.append(tokens[place].syllable)
    return tuple(host)


def _said_behind(tokens: Sequence[Token], first: int) -> frozenset[str | tuple[str, str]]:
    end = next((n for n in range(first + 1, len(tokens)) if tokens[n].soft), len(tokens))
    return _content(tokens[first:end])


def _content(tokens: Sequence[Token]) -> frozenset[str | tuple[str, str]]:
    """Return the content words; where there is none, as in "riêng tháng 12 …", the pairs of all words."""
    words = frozenset(token.syllable for token in tokens if not token.free)
    return words or frozenset((a.syllable, b.syllable) for a, b in pairwise(tokens))
