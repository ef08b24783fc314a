"""Questions made by rule out of clauses: a few of the clause's phrases, a word that asks, and words that say nothing.

What people type repeats some of a clause's words, never all, says in passing which document they mean, and wraps
both in courtesies. An encoder that is only shown sentences of law takes courtesies for rare and telling words.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:/[^\W\d_]+)*")
_DAY = re.compile(r"\bngày\s+\d|\d{1,2}/\d{1,2}|\btháng\s+\d|\bnăm\s+\d{4}")
_COUNT = re.compile(r"\d\s*%|\b\d+\s+[^\W\d_]")
_DUTY = re.compile(
    r"\b(?:chủ trì|phối hợp|chịu trách nhiệm|có trách nhiệm|tham mưu|hướng dẫn|chỉ đạo)\b", re.IGNORECASE
)
_PHRASES = (1, 2, 2, 3)  # how many phrases of the clause, drawn evenly
_SHORTEST, _LONGEST = 2, 6  # words of a phrase
_NAMED, _COURTEOUS = 0.5, 0.4  # share of questions that name their document, that are wrapped in courtesies
_FEWEST = 4  # words of a clause that can be asked for

_WHEN = ("khi nào", "ngày nào", "trước ngày nào", "bao giờ", "hạn chót là ngày mấy", "thời hạn là khi nào")
_HOW_MANY = ("bao nhiêu", "mấy", "là bao nhiêu", "tối thiểu bao nhiêu", "mấy lần")
_WHO = ("ai", "cơ quan nào", "đơn vị nào", "do ai làm", "giao cho ai", "cơ quan nào chịu trách nhiệm", "ai lo")
_WHAT = (
    "là gì",
    "gì",
    "như thế nào",
    "thế nào",
    "ra sao",
    "làm gì",
    "phải làm gì",
    "những gì",
    "có được không",
    "làm sao",
)
_BEFORE = (
    "cho em hỏi", "cho hỏi", "anh chị ơi", "em muốn hỏi", "xin hỏi", "nhờ tra giúp", "giúp mình với", "sếp hỏi",
    "trong văn bản này", "theo kế hoạch", "theo quy định", "tìm giúp đoạn nói về", "mình cần biết", "bên em",
)  # fmt: skip
_AFTER = ("vậy ạ", "ạ", "vậy", "hả", "nhỉ", "thế", "đấy", "với ạ", "hả anh", "em cảm ơn", "vậy bạn", "ta")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a document, with the title and headings over it."""

    context: str
    text: str


def ask(clause: Clause, chance: random.Random) -> str:
    """Return a made question that the clause answers, in order of its words; "" when the clause is too short."""
    words = _WORD.findall(clause.text)
    if len(words) < _FEWEST:
        return ""
    parts = [_phrase(words, chance) for _ in range(chance.choice(_PHRASES))]
    parts.insert(chance.choice((0, len(parts))), chance.choice(_asking(clause.text)))
    if chance.random() < _NAMED:
        named = _phrase(_WORD.findall(clause.context), chance)
        parts.insert(chance.choice((0, len(parts))), named)
    if chance.random() < _COURTEOUS:
        parts = [chance.choice(_BEFORE), *parts]
    if chance.random() < _COURTEOUS:
        parts.append(chance.choice(_AFTER))
    return " ".join(part for part in parts if part)


def _phrase(words: list[str], chance: random.Random) -> str:
    length = chance.randint(_SHORTEST, _LONGEST)
    start = chance.randrange(max(1, len(words) - length + 1))
    return " ".join(words[start : start + length])


def _asking(text: str) -> tuple[str, ...]:
    """Return ways to ask for what the clause says: a day, a number, who does it, or anything."""
    if _DAY.search(text):
        return _WHEN + _WHAT
    if _DUTY.search(text):
        return _WHO + _WHAT
    if _COUNT.search(text):
        return _HOW_MANY + _WHAT
    return _WHAT
