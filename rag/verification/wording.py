"""How much of what a sentence says is said by a clause, and whether a sentence is one: whole, Vietnamese, plain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.verification.clause import Clause
from rag.verification.endings import breaks_off, may_end
from rag.verification.faults import Fault
from rag.verification.restrictions import ends_early, loses_restriction, skips_modifier
from rag.verification.tokens import Token

_MARKUP = re.compile(r"https?:|www\.|\w+://|\]\(|!\[|<[^>\n]{0,200}>|javascript:|data:", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"«](?P<words>[^“”\"«»]{2,400})[”\"»]")
_CLOSES = re.compile(r"[.!?:;…]\s*[”\"’)]*\s*$")
_MARKED_LETTER = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1cff\u1f00-\u1fff\u2c00-\ud7ff\uf900-\ufaff\uff00-\uffef]")
# No Vietnamese sentence ends in one of these.
_DANGLING = frozenset(
    "và của cho với tại theo các những mỗi hoặc thì mà để nếu bị bởi phải cần sẽ đang không chưa vì nhằm gồm".split()
)
_FEWEST = 2  # content syllables of a member of a sentence that are held to a share of their own


@dataclass(frozen=True, slots=True)
class WordLimits:
    """Where words count as unsupported; calibrated by `python -m eval.planted --calibrate` (docs/evaluation.md).

    `covered` is the least share of content syllables that the clause must cover, `run` the most neighbouring content
    syllables that it may leave out. A syllable is covered with a neighbour; one that only occurs counts `alone`.
    `member` is the least share of what stands between two commas.
    """

    covered: float = 0.72
    run: int = 2
    alone: float = 0.4
    member: float = 0.5


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
    held = " ".join(_plain_marks(f"{clause.said}\n{clause.metadata.title}").split()) if quoted else ""
    for match in quoted:
        if " ".join(match.group("words").split()).strip(" .,;") not in held:
            return Fault.QUOTE
    return None


def fault_of_words(tokens: Sequence[Token], clause: Clause, limits: WordLimits) -> Fault | None:
    """Return `Fault.WORDS` when too few of a sentence's content words, or too many in a row, are not the clause's."""
    weights, members = _covered(tokens, clause, limits)
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
        or ends_early(tokens, clause.tokens, clause.reading.places, denied=denied)
    )
    return Fault.HALF if halved else None


def _severed(tokens: Sequence[Token], clause: Clause) -> bool:
    """Tell whether a sentence stops inside a phrase of the clause: its last pair stands there, and goes on at once."""
    if len(tokens) < 2:
        return True
    last = (tokens[-2].syllable, tokens[-1].syllable)
    held = clause.tokens
    goes_on = [
        i + 2 < len(held) and not held[i + 2].soft
        for i in range(len(held) - 1)
        if (held[i].syllable, held[i + 1].syllable) == last
    ]
    return bool(goes_on) and all(goes_on)


def _covered(tokens: Sequence[Token], clause: Clause, limits: WordLimits) -> tuple[list[float], list[list[float]]]:
    """Return how far each content syllable is covered: 1 beside a neighbour, else less; and so for each member.

    Within a member, what stands beyond its marks is no neighbour. Names on the document's card are left out.
    """
    card, pairs, syllables = clause.card.pairs, clause.pairs, clause.syllables
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
        poor = limits.alone if token.syllable in syllables else 0.0
        backed, led = after in pairs, before in pairs
        weights.append(1.0 if backed or led else poor)
        within = backed and follows is not None and not follows.soft or led and not token.soft
        members[-1].append(1.0 if within else poor)
    return weights, members


def _longest_gap(weights: Sequence[float]) -> int:
    longest = run = 0
    for weight in weights:
        run = run + 1 if weight < 1.0 else 0
        longest = max(longest, run)
    return longest


def _plain_marks(text: str) -> str:
    return text.replace("“", '"').replace("”", '"')
