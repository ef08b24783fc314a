"""What is denied, forbidden, allowed or required must stay so: "không được" is not "được", "có thể" is not "phải".

An operator governs the words behind it. It is compared where a sentence and a clause share those words.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from rag.verification.faults import Fault
from rag.verification.tokens import Token

_REACH = 3  # tokens behind an operator that it surely governs
_GOVERNED = 6  # tokens behind an operator of the clause among which one of the sentence's words must stand
_NEAR = 2  # content words right behind an operator of the sentence
_READ = 9  # tokens that are read behind an operator
_READ_OF_ASKED = 24  # behind "đề nghị", where who is asked comes first
_BINDING = frozenset({"phải", "bắt buộc", "buộc phải", "cần phải"})


# Words between an operator and what it is about: "không để xảy ra", "không được thực hiện bằng hình thức".
_LIGHT = frozenset("để xảy ra phát sinh thực hiện tiến hành hình thức trả tiền việc".split())


class Force(Enum):
    """What an operator does to the words that it governs."""

    __hash__ = object.__hash__  # members are single: as quick as can be

    DENIED = "denied"
    NOT_YET = "not yet"
    FORBIDDEN = "forbidden"
    EXEMPT = "exempt"
    ALLOWED = "allowed"
    ADVISED = "advised"
    ASKED = "asked"
    REQUIRED = "required"


# A directive that says "không thu phí" forbids it; "cấm" and "không được" are one.
_ALIKE = (
    frozenset({Force.DENIED, Force.FORBIDDEN}),
    frozenset({Force.DENIED, Force.EXEMPT}),
)
_NEGATIVE = frozenset({Force.DENIED, Force.NOT_YET, Force.FORBIDDEN, Force.EXEMPT})
_OPERATORS = (
    (Force.FORBIDDEN, r"không được phép|không cho phép|không được|nghiêm cấm|cấm"),
    (Force.EXEMPT, r"không bắt buộc(?: phải)?|không nhất thiết|không cần|không phải(?! là)|được miễn"),
    (Force.DENIED, r"không phải là|không hề|không|chẳng"),
    (Force.NOT_YET, r"chưa được|chưa"),
    (Force.ALLOWED, r"có thể|được phép|được quyền|có quyền"),
    (Force.ADVISED, r"khuyến khích|(?<!trở )(?<!tạo )(?<!làm )(?<!xây )nên"),
    (Force.ASKED, r"(?<![a-zà-ỹ,”\"] )(?:đề nghị|kêu gọi|vận động|phấn đấu)"),
    (Force.REQUIRED, r"bắt buộc|buộc phải|phải|cần phải|cần|có trách nhiệm"),
)
_PATTERN = re.compile("|".join(rf"(?P<{force.name}>\b(?:{words})\b)" for force, words in _OPERATORS))
# Words that only hold an operator's letters, and bounds of values, which are compared with their values.
_NO_OPERATOR = re.compile(
    r"\bkhông (?:gian|khí|quân|những|chỉ(?! thị| đạo| định| tiêu)|quá(?! trình)|dưới|ít hơn|vượt quá"
    r"|trễ hơn|nhiều hơn|thấp hơn|cao hơn|lớn hơn|muộn hơn|chậm hơn|được (?:vượt )?quá|được vượt|(?:đến|tới)(?= \d))\b"
    r"|(?<!thứ )(?<!lần )\b(?:hai|ba|bốn|năm|sáu) không\b(?= do| gồm|[:,.”\"]|$)|\bhàng không\b"
    r"|\bkhông(?= [^,;.]{1,40}\bquá \d)"
    r"|\bcần (?:thiết|kiệm|cù|thơ)\b|\bvừa phải\b|\bphải chăng\b|\bbên phải\b|\bcấm (?:khẩu|cung)\b"
)
_UNSETTLED = frozenset({("dự", "kiến"), ("xem", "xét"), ("đề", "xuất"), ("nghiên", "cứu"), ("đề", "nghị")})
_TERMS = frozenset({"khi", "nếu", "nhưng"})
_ENDS = re.compile(r"[.;!?]")


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator and the words that it governs."""

    force: Force
    governed: tuple[Token, ...]  # behind it, up to where the sentence or member ends
    before: Token | None  # right before it
    word: str = ""

    @property
    def content(self) -> tuple[str, ...]:
        """The words that it governs and that say something, as printed, in small letters."""
        return tuple(token.low for token in self.governed if not token.free and token.low not in _LIGHT)


def fault_of_polarity(
    ours: Sequence[Operator], tokens: Sequence[Token], theirs: Sequence[Operator], clause_tokens: Sequence[Token]
) -> Fault | None:
    """Return what was flipped between the operators of a clause and of a sentence about it, None when nothing was."""
    for operator in ours:
        if not _founded(operator, theirs, clause_tokens):
            return Fault.NEGATION if operator.force in _NEGATIVE else Fault.MODALITY
    if _settles(tokens, clause_tokens) or _hardens_preference(tokens, clause_tokens):
        return Fault.MODALITY
    for operator in theirs:
        if _lost(operator, ours, tokens, theirs, clause_tokens):
            return Fault.NEGATION if operator.force in _NEGATIVE else Fault.MODALITY
    return None


def _settles(tokens: Sequence[Token], clause_tokens: Sequence[Token]) -> bool:
    """Tell whether a sentence says as settled what a clause only plans or considers: "dự kiến họp"."""
    ours = {(a.low, b.low) for a, b in pairwise(tokens)}
    if ours & _UNSETTLED:
        return False
    for place, (first, second) in enumerate(pairwise(clause_tokens)):
        behind = clause_tokens[place + 2 : place + 4]
        if (first.low, second.low) not in _UNSETTLED or len(behind) < 2 or any(token.soft for token in behind):
            continue
        settled = behind[0].syllable, behind[1].syllable
        if (behind[0].low, behind[1].low) in ours and _occurrences(settled, clause_tokens) == 1:
            return True
    return False


def _hardens_preference(tokens: Sequence[Token], clause_tokens: Sequence[Token]) -> bool:
    """Tell whether a sentence says of all what a clause says comes first: "chọn xã ven biển", "ưu tiên xã ven biển"."""
    ours = {(a.syllable, b.syllable) for a, b in pairwise(tokens)}
    if ("uu", "tien") in ours or ("truoc", "het") in ours:
        return False
    theirs = [(a.syllable, b.syllable) for a, b in pairwise(clause_tokens)]
    for place, pair in enumerate(theirs):
        if pair != ("uu", "tien"):
            continue
        behind = list(itertools.takewhile(lambda t: not t.soft, clause_tokens[place + 2 : place + 2 + _READ]))
        preferred = [(a.syllable, b.syllable) for a, b in pairwise(behind) if not a.free and not b.free]
        only = [one for one in preferred if theirs.count(one) == 1]
        if len(only) > 1 and sum(one in ours for one in only) > len(only) / 2:
            return True
    return False


def ends_denied(operators: Sequence[Operator], tokens: Sequence[Token]) -> bool:
    """Tell whether the last words of a sentence are denied or forbidden."""
    last = operators[-1] if operators else None
    return bool(last and last.force in _NEGATIVE and tokens and tokens[-1] in last.governed)


def denies_or_limits(text: str, operators: Sequence[Operator]) -> bool:
    """Tell whether a text denies or forbids anything, or says what alone is so."""
    return any(operator.force in _NEGATIVE for operator in operators) or re.search(r"\bchỉ\b", text.lower()) is not None


def operators_of(text: str, tokens: Sequence[Token]) -> tuple[Operator, ...]:
    """Return what denies, forbids, allows, advises or requires in a text, in order."""
    lowered = text.lower()
    found = [(Force[str(match.lastgroup)], *match.span(), match.group()) for match in _PATTERN.finditer(lowered)]
    if not found:
        return ()
    barred = [match.span() for match in _NO_OPERATOR.finditer(lowered)]
    starts = [token.start for token in tokens]
    found = [one for one in found if not any(first <= one[1] < last for first, last in barred)]
    if not found:
        return ()
    ends = [*(bisect_left(starts, start) for _, start, _, _ in found[1:]), len(tokens)]
    return tuple(
        Operator(
            force,
            _governed(text, tokens, bisect_left(starts, end), until, _READ_OF_ASKED if force is Force.ASKED else _READ),
            _before(tokens, bisect_left(starts, start)),
            word,
        )
        for (force, start, end, word), until in zip(found, ends, strict=True)
    )


def _governed(text: str, tokens: Sequence[Token], first: int, until: int, most: int) -> tuple[Token, ...]:
    """Return the tokens from one on, up to where the sentence or member ends or another operator stands."""
    behind = tokens[first : min(first + most, until)]
    if behind and first and _ENDS.search(text[tokens[first - 1].end : behind[0].start]):
        return ()
    end = next((place for place, token in enumerate(behind) if place and token.stop), len(behind))
    return tuple(behind[:end])


def _before(tokens: Sequence[Token], first: int) -> Token | None:
    return tokens[first - 1] if first else None


def _founded(operator: Operator, theirs: Sequence[Operator], clause_tokens: Sequence[Token]) -> bool:
    """Tell whether the clause says something of the same force about the words that an operator governs."""
    if any(_alike(operator.force, o.force) and _over_the_same(operator, o) for o in theirs):
        return True
    if operator.force is Force.ASKED or operator.word == "có thể" and _allowed_on_terms(operator, clause_tokens):
        return True
    if operator.force is not Force.REQUIRED or operator.word in _BINDING and _hardened(operator, theirs, clause_tokens):
        return False
    # A directive requires what it says: "phải" may be added, but not to what is only allowed, advised or denied.
    near = _pair(operator)
    return near is None or not _always_governed(near, theirs, clause_tokens)


def _allowed_on_terms(operator: Operator, clause_tokens: Sequence[Token]) -> bool:
    """Tell whether the clause says "được" of what a sentence says "có thể" of, on terms: "được kéo dài khi …"."""
    pair = _pair(operator)
    for n in range(1, len(clause_tokens) - 1):
        if (clause_tokens[n].syllable, clause_tokens[n + 1].syllable) == pair and clause_tokens[n - 1].low == "được":
            terms = itertools.takewhile(lambda token: not token.stop, clause_tokens[n + 2 : n + 2 + _READ])
            if not _TERMS.isdisjoint(token.low for token in terms):
                return True
    return False


def _hardened(operator: Operator, theirs: Sequence[Operator], clause_tokens: Sequence[Token]) -> bool:
    """Tell whether what must be done was only asked for in the clause, or only allowed ("được tham gia")."""
    near = {*operator.content[:_NEAR]}
    if any(o.force is Force.ASKED and near & {*o.content} for o in theirs):
        return True
    pair = _pair(operator)
    places = [n for n, (a, b) in enumerate(pairwise(clause_tokens)) if (a.syllable, b.syllable) == pair]
    return bool(places) and all(
        n > 1
        and clause_tokens[n - 1].low == "được"
        and operator.before is not None
        and clause_tokens[n - 2].syllable == operator.before.syllable
        for n in places
    )


def _over_the_same(ours: Operator, theirs: Operator) -> bool:
    """Tell whether two operators govern the same: the first words of one are among the words of the other."""
    near, held = ours.content[:_NEAR], theirs.content[:_NEAR]
    if not near or not held:
        return near == held  # "… được miễn."
    if {*near} & {*theirs.content[:_GOVERNED]}:
        return True
    passive = bool(ours.governed) and ours.governed[0].low == "được"  # "có thể được ai mời"
    named = passive or ours.force is Force.FORBIDDEN  # "Nghiêm cấm ai làm gì"
    return named and bool({*held} & {*ours.content[:_GOVERNED]})


def _lost(
    operator: Operator,
    ours: Sequence[Operator],
    tokens: Sequence[Token],
    theirs: Sequence[Operator],
    clause_tokens: Sequence[Token],
) -> bool:
    """Tell whether a sentence repeats the words that an operator of the clause governs, without its like."""
    if operator.force in {Force.REQUIRED, Force.ASKED}:
        return False
    if operator.governed and any(
        _alike(o.force, operator.force) and operator.governed[0].syllable in {t.syllable for t in o.governed}
        for o in ours
    ):
        return False
    if operator.before and operator.governed:
        joined = operator.before.syllable, operator.governed[0].syllable
        if _occurrences(joined, tokens) and not _occurrences(joined, clause_tokens):
            return True
    if operator.force in _NEGATIVE and not any(o.force in _NEGATIVE for o in ours):
        object_ = _only_denied(operator, clause_tokens)
        if object_ and sum(bool(_occurrences(pair, tokens)) for pair in object_) >= max(1, len(object_) / 3):
            return True
    near = _pair(operator)
    if near is None or not _occurrences(near, tokens) or not _always_governed(near, theirs, clause_tokens):
        return False
    kept = [o for o in ours if _alike(o.force, operator.force) and _holds(o, near)]
    return not kept


def _only_denied(operator: Operator, clause_tokens: Sequence[Token]) -> list[tuple[str, str]]:
    """Return the neighbouring content words that a clause has only behind one of its negations."""
    ours = next((n for n, token in enumerate(operator.governed) if n and token.soft), len(operator.governed))
    pairs = [(a.syllable, b.syllable) for a, b in pairwise(operator.governed[:ours]) if not a.free and not b.free]
    return [pair for pair in pairs if _occurrences(pair, clause_tokens) == 1]


def _alike(one: Force, other: Force) -> bool:
    return one is other or any({one, other} <= alike for alike in _ALIKE)


def _pair(operator: Operator) -> tuple[str, str] | None:
    """Return the first two syllables that an operator governs; None when a mark parts them."""
    if len(operator.governed) < 2 or operator.governed[1].soft:
        return None
    return operator.governed[0].syllable, operator.governed[1].syllable


def _occurrences(pair: tuple[str, str], tokens: Sequence[Token]) -> int:
    return sum((a.syllable, b.syllable) == pair for a, b in pairwise(tokens))


def _holds(operator: Operator, pair: tuple[str, str]) -> bool:
    governed = operator.governed
    return any((a.syllable, b.syllable) == pair for a, b in pairwise(governed))


def _always_governed(pair: tuple[str, str], theirs: Sequence[Operator], clause_tokens: Sequence[Token]) -> bool:
    """Tell whether two syllables stand in the clause only right behind operators other than "phải"."""
    governed = {
        a.start
        for o in theirs
        if o.force not in {Force.REQUIRED, Force.ASKED}
        for a, b in zip(o.governed[:_REACH], o.governed[1 : _REACH + 1], strict=False)
        if (a.syllable, b.syllable) == pair
    }
    return len(governed) > 0 and len(governed) == _occurrences(pair, clause_tokens)
