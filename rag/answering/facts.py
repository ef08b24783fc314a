"""The short fact of a clause: the date, share, document or body that the question asks for, word for word.

A fact is a slice of the cited document. It is given only when one stands out: where several would fit, the clause
itself is the answer, since a wrong short fact is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from corpus.dates import FoundDate, find_dates
from corpus.folding import fold
from corpus.numbers import find_numbers
from rag.analyser import question_terms, terms
from rag.answering.citing import Evidence, sentences
from rag.answering.destinations import receivers_in
from rag.answering.expected import asks_about_documents, free_dates, values_set
from rag.answering.ranking import Ranked
from rag.answering.rarity import Rarity
from rag.understanding.everyday import paraphrases, with_said
from rag.understanding.kinds import Kind
from rag.understanding.periods import periods_named
from rag.understanding.question import Question

_PERCENT = re.compile(r"\d+(?:[.,]\d+)?\s?%(?: trở lên)?")
_BEFORE_DATE = re.compile(r"(?:trước|chậm nhất|vào|từ|đến|hết)(?: hết)?(?: ngày)?\s*$|ngày\s*$", re.IGNORECASE)
_TYPE_BEFORE = re.compile(r"[A-ZĐ][\wÀ-ỹ]+(?: [\wÀ-ỹ]+){0,3}(?: số)?\s*$")
_DATE_AFTER = re.compile(r",?\s*ngày \d{1,2}(?:[/-]\d{1,2}[/-]\d{4}| tháng \d{1,2} năm \d{4})")
_ROLE = re.compile(
    r"^(?:trách nhiệm của|đối với|đề nghị|giao|nhiệm vụ của|phân công)\s+(?:các\s+(?=lực lượng|cơ quan))?",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"^(?:so|ban|phong|van phong|ubnd|uy ban|trung tam|dai|cong an|hoi|doan|mat tran|bo chi huy|tu phap|van hoa"
    r"|ke toan|cac so|cac phong|tram|kho bac|ngan hang|benh vien|lien doan"
    r"|chi cuc|cuc|bo|thanh tra|toa an|vien|luc luong|co quan|bao|truong|dang uy|huyen uy|tinh uy|cac co quan"
    r"|cac luc luong|chu tich|thu truong)\b"
)
# "Cơ quan chủ trì: Sở Nội vụ": what stands before the colon is a label, what stands behind it is the body.
_LABELLED = re.compile(
    r"^(?:\d+(?:\.\d+)*[.)]\s*|[-+*•]\s*)?(?:cơ quan|đơn vị|bộ phận)"
    r" (?:chủ trì|thực hiện|phối hợp|chịu trách nhiệm|tham mưu|đầu mối)(?: \w+){0,2}:\s*"
    r"([^.,;:\n]{3,90}?)(?=\s+(?:chủ trì|phối hợp|tham mưu|và các)\b|[.,;\n]|$)",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^(?:\d+(?:\.\d+)*[.)]\s*|-\s*)?([^:.;]{3,90}):\s")


_AROUND_WORDS = 6  # words before a day that tell what it belongs to; what stands further off belongs to all days
_VALUE_KINDS = frozenset({Kind.WHEN, Kind.PERCENT, Kind.MONEY})
_VALUE_WORDS = frozenset(
    "ti ty le phan tram muc dat bao nhieu ngay thang nam han thoi gian tien dong kinh phi so phai truoc"
    " moi lan cham muon tre nhat hom".split()
)
# "Thời gian hoàn thành: trước ngày …" sets the time of what was said before it.
_TIME_OF_ALL = re.compile(r"^\W*(?:thoi (?:gian|han)|han|tien do)(?: \w+){0,3}:|^\W*(?:hoan thanh|xong) truoc\b")
_MONTH = re.compile(r"\bthang \d{1,2}\b")
_FEWEST = 2  # words that must be asked of a value before its sentence can be held against them
_BEARING = 0.15  # share of the question, by rarity, that the sentence of a value must hold


@dataclass(frozen=True, slots=True)
class _Slice:
    """A slice of a clause, and the words that tell what it belongs to."""

    words: str
    around: str


def short_fact(question: Question, place: Evidence, rarity: Rarity) -> str | None:
    """Return the fact that answers first, or None when none stands out."""
    if Kind.PERCENT in question.kinds:
        return _only(_PERCENT.findall(place.quote))
    if Kind.WHEN in question.kinds:
        find = _dates_in if asks_about_documents(question.folded) else _free_dates_in
        return _sentence_case(_best_slice(question, place, rarity, find))
    if Kind.WHICH_DOCUMENT in question.kinds:
        return _best_slice(question, place, rarity, _numbers_in)
    if Kind.TO_WHOM in question.kinds:
        return _sentence_case(_only(receivers_in(place.quote)))
    if Kind.WHO in question.kinds:
        return _body_over(place)
    return None


def value_bears(question: Question, passage: Ranked, rarity: Rarity) -> bool:
    """Tell whether a value that is asked for stands in a sentence that speaks of what is asked."""
    kinds = question.kinds & _VALUE_KINDS
    beside = _VALUE_WORDS | set(terms(passage.title))
    words = [t for t in question_terms(question.core) if t.isalpha() and t not in beside and rarity.known(t)]
    asked = {t: rarity.weight(t) for t in words}
    total = sum(asked.values())
    if not kinds or len(asked) < _FEWEST:
        return True
    text = passage.text
    spoken = paraphrases(question.core)
    shares = [
        sum(asked.get(t, 0.0) for t in with_said(frozenset(terms(f"{passage.heading} ; {said}")), spoken)) / total
        for said in (_value_of(text, start, end) for start, end in sentences(text, 0, len(text)))
        if values_set(said) & kinds or Kind.WHEN in kinds and _MONTH.search(fold(said))
    ]
    return not shares or max(shares) >= _BEARING


def _value_of(text: str, start: int, end: int) -> str:
    """Return a sentence, or all that is said up to it where it only sets a time for what was said before."""
    return text[:end] if _TIME_OF_ALL.search(fold(text[start:end])) else text[start:end]


def _body_over(place: Evidence) -> str | None:
    """Return the body whose duties the clause lists: the nearest heading, or the lead before its colon."""
    labelled = _LABELLED.match(place.quote)
    if labelled is not None:
        return _sentence_case(labelled.group(1).strip())
    lead = _LEAD.match(place.quote)
    for printed in (lead.group(1) if lead else "", place.document.heading_of(place.section).rstrip(" :.")):
        name = _ROLE.sub("", printed).strip()
        if name and _BODY.match(fold(name)) and not name.isupper():
            return _sentence_case(name)
    return None


def _best_slice(question: Question, place: Evidence, rarity: Rarity, find: Callable[[str], list[_Slice]]) -> str | None:
    """Return the slice whose surroundings say most of the question; None when two say equally much."""
    asked = {t: rarity.weight(t) for t in question_terms(question.core) if t.isalnum()}
    text = place.document.text
    found = [s for start, end in sentences(text, place.start, place.end) for s in find(text[start:end])]
    if len(periods_named(question.folded)) > 1:
        return None  # two limits are asked for; the clause says both
    found = _of_period(question.folded, found)
    if len({s.words for s in found}) < 2:
        return found[0].words if found else None
    scored = sorted((-sum(asked.get(t, 0.0) for t in set(terms(s.around))), i) for i, s in enumerate(found))
    clear = scored[0][0] < scored[1][0] or found[scored[0][1]].words == found[scored[1][1]].words
    return found[scored[0][1]].words if clear else None


def _of_period(folded_question: str, found: list[_Slice]) -> list[_Slice]:
    """Keep the slices of the period asked for ("báo cáo năm"), when slices belong to periods at all."""
    asked = periods_named(folded_question)
    told = [periods_named(fold(s.around)) for s in found]
    if not asked or not any(told):
        return found
    return [s for s, periods in zip(found, told, strict=True) if asked & periods]


def printed_times(text: str) -> list[str]:
    """Return the days and shares that a clause itself sets, as printed, without the dates of documents."""
    return list(dict.fromkeys([*(s.words for s in _free_dates_in(text)), *_PERCENT.findall(text)]))


def _dates_in(text: str) -> list[_Slice]:
    return _printed(text, find_dates(text))


def _free_dates_in(text: str) -> list[_Slice]:
    return _printed(text, free_dates(text))


def _printed(text: str, dates: Iterable[FoundDate]) -> list[_Slice]:
    """Return dates with the word before them that makes them a limit, and what is said between them and the last."""
    found: list[_Slice] = []
    last = 0
    for date in dates:
        before = _BEFORE_DATE.search(text[last : date.start])
        start = last + before.start() if before else date.start
        around = " ".join(text[last:start].split()[-_AROUND_WORDS:])
        found.append(_Slice(text[start : date.end].strip(), around))
        last = date.end
    return found


def _numbers_in(text: str) -> list[_Slice]:
    """Return mentions with their type and date as printed, and the title that follows each."""
    numbers = find_numbers(text)
    if not numbers:
        return []
    ends = [n.start for n in numbers[1:]] + [len(text)]
    return [_mention(text, n.start, n.end, following) for n, following in zip(numbers, ends, strict=True)]


def _mention(text: str, start: int, end: int, following: int) -> _Slice:
    before = _TYPE_BEFORE.search(text[:start])
    after = _DATE_AFTER.match(text[end:])
    first = before.start() if before else start
    last = end + (after.end() if after else 0)
    return _Slice(text[first:last].strip(), text[first:following])


def _only(found: Iterable[str]) -> str | None:
    distinct = list(dict.fromkeys(found))
    return distinct[0] if len(distinct) == 1 else None


def _sentence_case(text: str | None) -> str | None:
    return text[:1].upper() + text[1:] if text else None
