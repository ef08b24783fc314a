"""The short fact of a clause: the date, share, document or body that the question asks for, word for word.

A fact is a slice of the cited document. It is given only when one stands out: where several would fit, the clause
itself is the answer, since a wrong short fact is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from corpus.dates import FoundDate, find_dates
from corpus.folding import fold
from corpus.numbers import find_numbers
from rag.analyser import question_terms, terms
from rag.answering.citing import Evidence, sentences
from rag.answering.expected import asks_about_documents, free_dates
from rag.answering.rarity import Rarity
from rag.understanding.kinds import Kind
from rag.understanding.question import Question

_PERCENT = re.compile(r"\d+(?:[.,]\d+)?\s?%(?: trở lên)?")
_BEFORE_DATE = re.compile(r"(?:trước|chậm nhất|vào|từ|đến|hết)(?: hết)?(?: ngày)?\s*$|ngày\s*$", re.IGNORECASE)
_CHUNK = re.compile(r"[,;]\s+|\s(?=\()")
_ROLE = re.compile(r"^(?:trách nhiệm của|đối với|đề nghị|giao|nhiệm vụ của|phân công)\s+(?:các\s+(?=lực lượng|cơ quan))?", re.IGNORECASE)
_BODY = re.compile(
    r"^(?:so|ban|phong|van phong|ubnd|uy ban|trung tam|dai|cong an|hoi|doan|mat tran|bo chi huy|tu phap|van hoa|ke toan|cac so|cac phong"
    r"|chi cuc|cuc|bo|thanh tra|toa an|vien|luc luong|co quan|bao|truong|dang uy|huyen uy|tinh uy|cac co quan|cac luc luong|chu tich|thu truong)\b"
)
_LEAD = re.compile(r"^(?:\d+(?:\.\d+)*[.)]\s*|-\s*)?([^:.;]{3,90}):\s")


def short_fact(question: Question, place: Evidence, rarity: Rarity) -> str | None:
    """Return the fact that answers first, or None when none stands out."""
    if Kind.PERCENT in question.kinds:
        return _only(_PERCENT.findall(place.quote))
    if Kind.WHEN in question.kinds:
        find = _dates_in if asks_about_documents(question.folded) else _free_dates_in
        return _sentence_case(_best_slice(question, place, rarity, find))
    if Kind.WHICH_DOCUMENT in question.kinds:
        return _best_slice(question, place, rarity, _numbers_in)
    if Kind.WHO in question.kinds:
        return _body_over(place)
    return None


def _body_over(place: Evidence) -> str | None:
    """Return the body whose duties the clause lists: the nearest heading, or the lead before its colon."""
    lead = _LEAD.match(place.quote)
    for printed in (lead.group(1) if lead else "", place.document.heading_of(place.section).rstrip(" :.")):
        name = _ROLE.sub("", printed).strip()
        if name and _BODY.match(fold(name)) and not name.isupper():
            return _sentence_case(name)
    return None


def _best_slice(
    question: Question, place: Evidence, rarity: Rarity, find: Callable[[str], Iterable[str]]
) -> str | None:
    """Return the only slice of a kind in the part of the clause that says most of the question."""
    asked = {t: rarity.weight(t) for t in question_terms(question.core) if t.isalnum()}
    text = place.document.text
    whole = [s for s in sentences(text, place.start, place.end) if any(find(text[s[0] : s[1]]))]
    best = _closest([text[start:end] for start, end in whole], asked)
    if best is None:
        return None
    found = list(dict.fromkeys(find(best)))
    if len(found) > 1:
        chunk = _closest([c for c in _CHUNK.split(best) if any(find(c))], asked)
        found = list(dict.fromkeys(find(chunk))) if chunk else found
    return _only(found)


def _closest(parts: list[str], asked: dict[str, float]) -> str | None:
    """Return the part that says most of what was asked, if no other says as much."""
    if len(parts) < 2:
        return parts[0] if parts else None
    scored = sorted(((sum(w for t, w in asked.items() if t in set(terms(p))), -i, p) for i, p in enumerate(parts)), reverse=True)
    return scored[0][2] if scored[0][0] > scored[1][0] else None


def _dates_in(text: str) -> list[str]:
    return _printed(text, find_dates(text))


def _free_dates_in(text: str) -> list[str]:
    return _printed(text, free_dates(text))


def _printed(text: str, dates: Iterable[FoundDate]) -> list[str]:
    """Return dates with the word before them that makes them a limit: "trước ngày 30/10/2020"."""
    found = []
    for date in dates:
        before = _BEFORE_DATE.search(text[: date.start])
        found.append(text[before.start() if before else date.start : date.end].strip())
    return found


def _numbers_in(text: str) -> list[str]:
    """Return mentions with their type and date as printed: "Kế hoạch số 63/KH-UBND ngày 07/4/2022"."""
    found = []
    for number in find_numbers(text):
        before = re.search(r"[A-ZĐ][\wÀ-ỹ]+(?: [\wÀ-ỹ]+){0,3}(?: số)?\s*$", text[: number.start])
        after = re.match(r",?\s*ngày \d{1,2}(?:[/-]\d{1,2}[/-]\d{4}| tháng \d{1,2} năm \d{4})", text[number.end :])
        start = before.start() if before else number.start
        found.append(text[start : number.end + (after.end() if after else 0)].strip())
    return found


def _only(found: Iterable[str]) -> str | None:
    distinct = list(dict.fromkeys(found))
    return distinct[0] if len(distinct) == 1 else None


def _sentence_case(text: str | None) -> str | None:
    return text[:1].upper() + text[1:] if text else None
