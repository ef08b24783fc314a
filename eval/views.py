"""Robustness views: the same questions as people type them: no diacritics, typos, abbreviations, NFD, old tone marks.

Every view is deterministic: the typos of a question are seeded by its id.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from corpus.folding import fold
from eval.notations import TONE_MARKS
from eval.question_set import Question
from rag.model import Turn

_ABBREVIATIONS = {
    "ủy ban nhân dân": "UBND",
    "hội đồng nhân dân": "HĐND",
    "mặt trận tổ quốc": "MTTQ",
    "ban dân vận": "BDV",
    "quy chế dân chủ": "QCDC",
    "khiếu nại, tố cáo": "KNTC",
    "thủ tục hành chính": "TTHC",
    "cải cách hành chính": "CCHC",
    "cán bộ, công chức, viên chức": "CBCCVC",
    "kinh tế - xã hội": "KT-XH",
    "dân tộc thiểu số": "DTTS",
    "nông thôn mới": "NTM",
    "ban thường vụ": "BTV",
    "công nghệ thông tin": "CNTT",
    "kế hoạch": "KH",
    "chỉ thị": "CT",
    "quyết định": "QĐ",
    "nghị quyết": "NQ",
    "công văn": "CV",
    "báo cáo": "BC",
    "thủ tướng": "TTg",
}
_OPEN_PAIR = re.compile(
    rf"(?<![qQ])([oO])([{TONE_MARKS}])([aeAE])(?![\w\u0302\u0306])|(?<![qQ])([uU])([{TONE_MARKS}])([yY])(?!\w)"
)


def _without_diacritics(text: str, _: random.Random) -> str:
    return fold(unicodedata.normalize("NFC", text))


def _decomposed(text: str, _: random.Random) -> str:
    return unicodedata.normalize("NFD", text)


def _old_tones(text: str, _: random.Random) -> str:
    moved = _OPEN_PAIR.sub(
        lambda m: f"{m[1]}{m[3]}{m[2]}" if m[1] else f"{m[4]}{m[6]}{m[5]}", unicodedata.normalize("NFD", text)
    )
    return unicodedata.normalize("NFC", moved)


def _abbreviated(text: str, _: random.Random) -> str:
    for words, short in _ABBREVIATIONS.items():
        text = re.sub(re.escape(words), short, text, flags=re.IGNORECASE)
    return text


def _slip(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    kind = chance.choice(("swap", "double", "drop", "accent"))
    if kind == "swap":
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if kind == "double":
        return word[:place] + word[place] + word[place:]
    if kind == "drop":
        return word[:place] + word[place + 1 :]
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", word) if c not in TONE_MARKS))


def _mistyped(text: str, chance: random.Random) -> str:
    """Return text with a slip in about one word of seven, at least one; numbers and capitals stay."""
    words = unicodedata.normalize("NFC", text).split(" ")
    open_to_slips = [i for i, word in enumerate(words) if len(word) >= 4 and word.isalpha() and word.islower()]
    for index in chance.sample(open_to_slips, min(len(open_to_slips), max(1, len(words) // 7))):
        words[index] = _slip(words[index], chance)
    return " ".join(words)


VIEWS: dict[str, Callable[[str, random.Random], str]] = {
    "nodiac": _without_diacritics,
    "typo": _mistyped,
    "abbr": _abbreviated,
    "nfd": _decomposed,
    "oldtone": _old_tones,
}


def seen_through(view: str, question: Question) -> Question:
    """Return the question as a view shows it, what the user said before included; `KeyError` for no such view."""
    change, chance = VIEWS[view], random.Random(f"{view} {question.id}")  # noqa: S311
    history = tuple(
        Turn(turn.role, change(turn.content, chance)) if turn.role == "user" else turn for turn in question.history
    )
    return replace(question, question=change(question.question, chance), history=history)
