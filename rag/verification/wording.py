"""How much of what a sentence says is said by a clause, and whether a sentence is one: whole, Vietnamese, plain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.verification.clause import Clause
from rag.verification.endings import breaks_off, may_end
from rag.verification.faults import Fault
from rag.verification.restrictions import (
    drops_last_word,
    ends_early,
    loses_restriction,
    skips_bound,
    skips_modifier,
    widens,
)
from rag.verification.sayings import Saying
from rag.verification.tokens import Token, within

_MARKUP = re.compile(r"https?:|www\.|\w+://|\]\(|!\[|<[^>\n]{0,200}>|javascript:|data:", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"«](?P<words>[^“”\"«»]{2,400})[”\"»]")
_CLOSES = re.compile(r"[.!?:;…]\s*[”\"’)]*\s*$")
_MARKED_LETTER = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1cff\u1f00-\u1fff\u2c00-\ud7ff\uf900-\ufaff\uff00-\uffef]")
# No Vietnamese sentence ends in one of these.
_DANGLING = frozenset(
    "và của cho với tại theo các những mỗi hoặc thì mà để nếu bị bởi phải cần sẽ đang không chưa vì nhằm gồm".split()
)
_PARTS = frozenset({"trong", "tại", "vào", "ở", "từ", "trước", "sau", "theo", "đối"})  # words with which a phrase opens
_FULL = 0.8  # from which a word counts as the clause's
_MOST_FRAMING = 4
_AHEAD = 6  # words behind the last ones of a sentence that are looked at in a clause
_FEWEST = 2  # content syllables of a member of a sentence that are held to a share of their own


@dataclass(frozen=True, slots=True)
class WordLimits:
    """Where words count as unsupported; calibrated by `python -m eval.planted --calibrate` (docs/evaluation.md).

    `covered` is the least share of content syllables that the clause must cover, `run` the most neighbouring content
    syllables that it may leave out. A syllable is covered with a neighbour; one that only occurs counts `alone`.
    One between words without content, which has no neighbour, counts `single`. `member` is the least share of what
    stands between two commas.
    """

    covered: float = 0.72
    run: int = 2
    alone: float = 0.4
    member: float = 0.5
    single: float = 0.8


def fault_of_form(sentence: str) -> Fault | None:
    """Return what keeps a text from being a plain Vietnamese sentence, whatever it rests on."""
    if _MARKUP.search(sentence) or _OTHER_SCRIPT.search(sentence):
        return Fault.FOREIGN
    if len(sentence) > 12 and not _MARKED_LETTER.search(sentence):
        return Fault.FOREIGN
    words = re.findall(r"\w+", sentence)
    if not words:
        return Fault.UNFINISHED
    dangles = words[-1].lower() in _DANGLING and not may_end(words)
    return Fault.UNFINISHED if dangles or sentence.rstrip().endswith((",", "-", "–", "(")) else None


def closes(sentence: str) -> bool:
    """Tell whether a sentence ends with a mark that ends sentences."""
    return _CLOSES.search(sentence) is not None


def fault_of_quotes(sentence: str, clause: Clause) -> Fault | None:
    """Return `Fault.QUOTE` when words in quotation marks do not stand in the clause, letter for letter."""
    quoted = list(_QUOTED.finditer(sentence))
    held = " ".join(_plain_marks(f"{clause.said}\n{clause.metadata.title}").lower().split()) if quoted else ""
    for match in quoted:
        if " ".join(match.group("words").lower().split()).strip(" .,;") not in held:
            return Fault.QUOTE
    return None


def fault_of_words(
    tokens: Sequence[Token], clause: Clause, limits: WordLimits, sayings: Sequence[Saying] = ()
) -> Fault | None:
    """Return `Fault.WORDS` when too few of a sentence's content words, or too many in a row, are not the clause's.

    `sayings` are those of its phrases that the clause may have in other words, or need not have.
    """
    weights, members = _covered(tokens, clause, limits, sayings)
    if not weights:
        return Fault.WORDS
    if sum(weights) / len(weights) < limits.covered or _longest_gap(weights) > limits.run:
        return Fault.WORDS
    thin = any(len(own) >= _FEWEST and sum(own) / len(own) < limits.member for own in members)
    return Fault.WORDS if thin else None


def fault_of_end(sentence: str, tokens: Sequence[Token], clause: Clause) -> Fault | None:
    """Return `Fault.UNFINISHED` when a sentence without a closing mark stops inside a phrase.

    It does where the clause goes on at once behind its last words, and with a word with which no sentence ends.
    """
    severed = not closes(sentence) and (_severed(tokens, clause) or breaks_off(tokens, clause.tokens))
    return Fault.UNFINISHED if severed else None


def fault_of_half(tokens: Sequence[Token], clause: Clause, *, denied: bool) -> Fault | None:
    """Return `Fault.HALF` when a sentence leaves out what restricts in the clause what it tells.

    `denied` says that what its last words tell is denied or forbidden.
    """
    halved = (
        loses_restriction(tokens, clause.restrictions)
        or skips_modifier(tokens, clause.tokens, clause.reading.places)
        or widens(tokens, clause.tokens, clause.reading.places)
        or drops_last_word(tokens, clause.tokens, clause.reading.places)
        or skips_bound(tokens, clause.tokens, clause.reading.places)
        or ends_early(tokens, clause.tokens, clause.reading.places, denied=denied)
    )
    return Fault.HALF if halved else None


def _severed(tokens: Sequence[Token], clause: Clause) -> bool:
    """Tell whether a sentence stops inside a phrase of the clause: its last pair stands there, and goes on at once.

    Where the sentence has told before with what the clause goes on, it only tells it in another order.
    """
    if len(tokens) < 2:
        return True
    held = clause.tokens
    behind = [place + 2 for place in clause.reading.places.get((tokens[-2].syllable, tokens[-1].syllable), ())]
    if not behind or any(n >= len(held) or held[n].soft for n in behind):
        return False
    said = [(a.syllable, b.syllable) for a, b in pairwise(tokens)]
    told = sum(_told_before(held, n, {*said}) for n in behind)
    return told <= said.count(said[-1]) - 1  # of a pair that it has twice, the first goes on as in the clause


def _told_before(held: Sequence[Token], first: int, said: set[tuple[str, str]]) -> bool:
    """Tell whether a sentence has told already with what a clause goes on: it tells the same in another order."""
    if held[first].free and held[first].low not in _PARTS or (held[first - 1].syllable, held[first].syllable) in said:
        return False
    content = [n for n in range(first, min(first + _AHEAD, len(held) - 1)) if not held[n].free]
    return bool(content) and (held[content[0]].syllable, held[content[0] + 1].syllable) in said


def _covered(
    tokens: Sequence[Token], clause: Clause, limits: WordLimits, sayings: Sequence[Saying]
) -> tuple[list[float], list[list[float]]]:
    """Return how far each content syllable is covered: 1 beside a neighbour, else less; and so for each member.

    Within a member, what stands beyond its marks is no neighbour. Names on the document's card are left out, and so
    are words that only frame, where the clause does not have them.
    """
    card, pairs, syllables = clause.card.pairs, clause.pairs, clause.syllables
    otherwise, framing = _said_otherwise(tokens, clause, sayings)
    weights: list[float] = []
    members: list[list[float]] = [[]]
    last = len(tokens) - 1
    for place, token in enumerate(tokens):
        if token.soft:
            members.append([])
        if token.free:
            continue
        before = (tokens[place - 1].syllable if place else "", token.syllable)
        follows = tokens[place + 1] if place < last else None
        after = (token.syllable, follows.syllable if follows else "")
        if token.shown[0].isupper() and (before in card or after in card):
            continue  # a name: held to clause and card elsewhere, and no sign of what is said of it
        poor = 1.0 if place in otherwise else 0.0
        if not poor and token.syllable in syllables:
            poor = limits.single if _stands_alone(tokens, place) else limits.alone
        backed, led = after in pairs, before in pairs
        whole = 1.0 if backed or led else poor
        if whole < _FULL and place in framing:
            continue
        weights.append(whole)
        inside = backed and follows is not None and not follows.soft or led and not token.soft
        members[-1].append(1.0 if inside else poor)
    return weights, members


def _stands_alone(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a word stands between words without content, or at marks."""
    opens = not place or tokens[place].soft or tokens[place - 1].free
    return opens and (place + 1 == len(tokens) or tokens[place + 1].soft or tokens[place + 1].free)


def _said_otherwise(tokens: Sequence[Token], clause: Clause, sayings: Sequence[Saying]) -> tuple[set[int], set[int]]:
    """Return the places of tokens that the clause has in other words, and of those that only frame."""
    held = [(one.start, one.end) for one in sayings if one.groups & clause.sayings]
    framing = [(one.start, one.end) for one in sayings if one.frames][:_MOST_FRAMING]
    return within(tokens, held), within(tokens, framing)


def _longest_gap(weights: Sequence[float]) -> int:
    longest = run = 0
    for weight in weights:
        run = run + 1 if weight < _FULL else 0
        longest = max(longest, run)
    return longest


def _plain_marks(text: str) -> str:
    return text.replace("“", '"').replace("”", '"')
