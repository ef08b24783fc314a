"""Questions for what a term means: "thế nào là X", "X nghĩa là gì", "X là gì".

A clause that only uses the term is no answer, however near it comes; one that says "X là …" is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.folding import fold
from rag.answering.ranking import Ranked
from rag.understanding.question import Question

_TAIL = r"(?: (?:a|vay|the|nhi|ha|nhe|nha|anh|chi|em|ban))*\W*$"
_EXPLICIT = re.compile(
    r"^(?:(?:nhu )?the nao la (?P<a>.+?)|(?:dinh nghia|khai niem)(?: cua| ve)? (?P<b>.+?)(?: la gi)?"
    rf"|(?P<c>.+?)(?: co)? (?:nghia la (?:gi|sao|the nao)|duoc hieu (?:la gi|nhu the nao|the nao|ra sao))){_TAIL}"
)
_PLAIN = re.compile(rf"^(?P<term>.+?) la gi{_TAIL}")
# "Phương châm … là gì" asks which it is, not what the word means.
_ATTRIBUTE = re.compile(
    r"^(?:(?:cac|nhung|toan bo) )?(?:muc|yeu cau|phuong|chu de|khau hieu|nhiem vu|noi dung|nguyen tac|quan diem"
    r"|chi tieu|ten|so|ly do|nguyen nhan|can cu|hinh thuc|bien phap|giai phap|trach nhiem|quyen|nghia vu|thoi|han"
    r"|ket qua|dieu kien|doi tuong|pham vi|thanh phan|co quan|don vi|tieu|ho so|thu tuc|trinh tu|cach|viec|dieu|cai"
    r"|chuc|vai tro|vi tri|y kien|diem|trong tam|trong diem|nguon|che do|khen|hanh vi|san pham|danh hieu|giai)\b"
)
_FEWEST_WORDS, _MOST_WORDS = 2, 8
_MEANS = r"(?:\s*\([^)]*\))?\s*[”\"’']?\s*(?:la|duoc hieu la|co nghia la|nghia la|bao gom)\b"


def term_asked(question: Question) -> str | None:
    """Return the term, as printed, whose meaning a question asks for, None when it asks for anything else."""
    named = question.stored_places or question.types or question.numbers or question.years or question.bodies
    explicit = _EXPLICIT.search(question.folded)
    asked = explicit or (None if named else _PLAIN.search(question.folded))
    if asked is None:
        return None
    name, words = next((name, words) for name, words in asked.groupdict().items() if words)
    if name == "term" and _ATTRIBUTE.search(words):
        return None
    at = asked.start(name)
    return _as_term(question.text[at : at + len(words)])


def defining(term: str, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Return the passages that say what a term is."""
    said = re.compile(rf"[“\"‘']?\b{re.escape(fold(term))}\b{_MEANS}")
    return [r for r in ranked if said.search(fold(r.text))]


def _as_term(words: str) -> str | None:
    term = words.strip(' ,.?!:;"“”')
    return term if _FEWEST_WORDS <= len(term.split()) <= _MOST_WORDS else None
