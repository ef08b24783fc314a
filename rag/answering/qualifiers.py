"""What narrows a question and must not be another in the clause: level, quarter, kind of report, ordinal, bound, year.

"Tổ công tác cấp xã được hỗ trợ bao nhiêu" is not answered by what the cấp huyện gets, however near that clause comes.
A clause that names none of the kind says nothing against the question; one that names only others does.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus.dates import find_years
from corpus.folding import fold
from corpus.model import Level
from corpus.numbers import find_numbers
from rag.answering.ranking import Ranked
from rag.understanding.addresses import lead_of
from rag.understanding.bodies import mentions_body, names_body
from rag.understanding.kinds import Kind
from rag.understanding.periods import periods_named
from rag.understanding.question import Question

_LEVELS = {
    "xa": r"(?<!thi )xa|phuong|thi tran|cap co so",
    "huyen": r"huyen|quan|thi xa|thanh pho",
    "tinh": r"tinh|thanh pho",
}
_OWN_LEVEL = {Level.COMMUNE: "xa", Level.DISTRICT: "huyen", Level.PROVINCE: "tinh"}
_BODY = (
    r"(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan|chu tich(?: ubnd)?|bi thu|ubmttq|mttq|mat tran(?: to quoc)?"
    r"|ban chi dao|to cong tac|to|hoi dong(?: \w+){0,2}|tap the|ca nhan)"
)
_OF_LEVEL = re.compile(r"\b(\w+ \w+) cap (xa|huyen|tinh)\b")
_OFFICE = re.compile(r"\b(chu tich|bi thu)(?: ubnd| uy ban nhan dan)?(?: cap| cac)? (xa|huyen|tinh)\b")
_LEVEL_ASKED = re.compile(rf"\b(?:cap|{_BODY}) (xa|huyen|tinh)\b")
_QUARTER = re.compile(r"\bquy (i{1,3}|iv|[1-4]|mot|hai|ba|bon|tu)\b(?!\w)")
_QUARTERS = {
    "i": 1, "1": 1, "mot": 1, "ii": 2, "2": 2, "hai": 2, "iii": 3, "3": 3, "ba": 3, "iv": 4, "4": 4, "bon": 4, "tu": 4,
}  # fmt: skip
_REPORT = re.compile(
    r"\bbao cao (?:\w+ ){0,3}?(?:0?(\d)|(ba|sau|chin)) thang\b|\bso ket (?:0?(\d)|(ba|sau|chin)) thang\b"
)
_MONTHS = re.compile(r"\b(?:0?(\d)|(ba|sau|chin)) thang\b")
_WORDS = {"nhat": 1, "mot": 1, "dau": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "chin": 9}
_ORDINAL = re.compile(r"\b(lan|dot|ky|khoa|vong|buoc)(?: thu (nhat|hai|ba|bon|tu|nam)| (mot|hai|ba|bon|dau|\d{1,2}))\b")
_BOUND = re.compile(r"\b(tren|duoi) (\d[\d.,]*) ?([a-z]+)")
_GRADE = re.compile(r"\bloai (xuat sac|gioi|tot|kha|trung binh|yeu|kem)\b")
_UNITS = re.compile(r"\b(?:ubnd|uy ban nhan dan|cac (?:so|phong|xa|huyen|co quan|don vi))\b")
# What is paid must be called by its name; folded, "phí" is "phi" and "lương" is half of "chất lượng".
_SUM = re.compile(
    r"(?<!chất )(?<!kinh )(?<!chi )(?<!tiền )\b(tiền lương|lương|lệ phí|phí|mức phạt|tiền phạt|phạt|phụ cấp|thù lao"
    r"|trợ cấp|học phí|học bổng|khoán)\b",
    re.IGNORECASE,
)
_SENDS = r"(?:bao cao|gui|nop)"
_SENT_TO = re.compile(
    rf"\b{_SENDS}(?: cho| len| ve| den)?(?: cap| ubnd| uy ban nhan dan)? (xa|huyen|tinh)"
    r"(?= (?:khi nao|luc nao|bao gio|truoc|ngay|vao|cham nhat|may))"
)
# With their marks: folded, "tình hình" would name a tỉnh.
_RECEIVERS = {"xa": "xã|phường|thị trấn", "huyen": "huyện|quận|thị xã|thành phố", "tinh": "tỉnh|thành phố"}
_SAYS_RECEIVER = re.compile(
    rf"\b{_SENDS}\b[^.;]{{0,80}}?\b(?:ubnd|uy ban nhan dan|phong|so|ban|van phong|thi uy|huyen uy)\b"
)
_COUNTED = frozenset({Kind.HOW_MANY, Kind.PERCENT, Kind.MONEY})
_REPORTS = frozenset({"half year", "quarter", "month", "week"})


def contradicted(question: Question, passage: Ranked) -> str | None:
    """Return what narrows the question and is another in a passage, in the question's words; None when nothing is."""
    told = fold(" ; ".join((*passage.excerpt.headings, passage.text)))
    for rule in (_level, _quarter, _report, _ordinal, _bound, _grade, _sum, _sender, _receiver):
        found = rule(question, passage, told)
        if found is not None:
            return question.text[found[0] : found[1]]
    return _year(question, passage)


Rule = Callable[[Question, Ranked, str], tuple[int, int] | None]


def _level(question: Question, passage: Ranked, told: str) -> tuple[int, int] | None:
    for asked in _OF_LEVEL.finditer(question.folded):
        held = {level for thing, level in _OF_LEVEL.findall(told) if thing == asked.group(1)}
        if held and asked.group(2) not in held:
            return asked.span()
    own = _OWN_LEVEL.get(passage.document.metadata.level or Level.CENTRAL)
    for asked in _OFFICE.finditer(question.folded):
        held = {level for office, level in _OFFICE.findall(told) if office == asked.group(1)}
        named = _names_place(question, asked, passage)
        if held and asked.group(2) not in held and asked.group(2) != own and not named:
            return asked.span()
    for asked in _LEVEL_ASKED.finditer(question.folded):
        if not _names_place(question, asked, passage) and _is_of_another_level(asked.group(1), passage, told):
            return asked.span()
    return None


def _names_place(question: Question, asked: re.Match[str], passage: Ranked) -> bool:
    """Tell whether a level word only belongs to a name: "UBND huyện Tây Sơn", where that is a huyện."""
    stored = [place for place in question.stored_places if 0 <= place.start - asked.end() <= 1]
    if stored:
        return fold(passage.document.metadata.locality or "").startswith(asked.group(1))
    return any(0 <= place.start - asked.end() <= 1 for place in question.other_places)


def _is_of_another_level(level: str, passage: Ranked, told: str) -> bool:
    own = passage.document.metadata.level
    if own is not None and _OWN_LEVEL.get(own) == level or re.search(rf"\b(?:{_LEVELS[level]})\b", told):
        return False
    others = "|".join(words for name, words in _LEVELS.items() if name != level)
    return re.search(rf"\b(?:cap|{_BODY})(?: viet nam)?(?: cac)? (?:{others})\b", told) is not None


def _receiver(question: Question, passage: Ranked, told: str) -> tuple[int, int] | None:
    """Hold "báo cáo tỉnh khi nào" against a clause that says to whom it is reported, and not to a tỉnh."""
    asked = _SENT_TO.search(question.folded)
    printed = " ; ".join((*passage.excerpt.headings, passage.text)).lower()
    if asked is None or re.search(rf"\b(?:{_RECEIVERS[asked.group(1)]})\b", printed):
        return None
    return asked.span() if _SAYS_RECEIVER.search(told) else None


def _quarter(question: Question, _passage: Ranked, told: str) -> tuple[int, int] | None:
    held = {_QUARTERS.get(found) for found in _QUARTER.findall(told)}
    asked = list(_QUARTER.finditer(question.folded))
    other = asked and held and held.isdisjoint(_QUARTERS.get(one.group(1)) for one in asked)
    return asked[0].span() if other else None


def _report(question: Question, _passage: Ranked, told: str) -> tuple[int, int] | None:
    """Hold the months that a report covers, or "báo cáo quý", against those that a passage speaks of."""
    months = _REPORT.search(question.folded)
    if months is not None:
        held = {_numeral(*found) for found in _MONTHS.findall(told)}
        return None if not held or _numeral(*months.groups("")) in held else months.span()
    asked = periods_named(question.folded) & _REPORTS
    spoken = periods_named(told)
    at = re.search(r"\bbao cao (?:quy|thang|tuan)\b", question.folded)
    return at.span() if at is not None and asked and spoken and not asked & spoken else None


def _ordinal(question: Question, _passage: Ranked, told: str) -> tuple[int, int] | None:
    for asked in _ORDINAL.finditer(question.folded):
        held = {_numeral(a, b) for noun, a, b in _ORDINAL.findall(told) if noun == asked.group(1)}
        if held and _numeral(asked.group(2), asked.group(3)) not in held:
            return asked.span()
    return None


def _bound(question: Question, _passage: Ranked, told: str) -> tuple[int, int] | None:
    for asked in _BOUND.finditer(question.folded):
        word, number, unit = asked.groups()
        sides = {side for side, value, of in _BOUND.findall(told) if value == number and of[0] == unit[0]}
        if sides and word not in sides:
            return asked.span()
    return None


def _grade(question: Question, _passage: Ranked, told: str) -> tuple[int, int] | None:
    """Hold a grade that is asked for against those that a passage sets."""
    held = set(_GRADE.findall(told))
    asked = list(_GRADE.finditer(question.folded))
    return asked[0].span() if asked and held and held.isdisjoint(one.group(1) for one in asked) else None


def _sum(question: Question, passage: Ranked, _told: str) -> tuple[int, int] | None:
    held = {found.group(1).lower() for found in _SUM.finditer(" ; ".join((*passage.excerpt.headings, passage.text)))}
    last = {words.split()[-1] for words in held}
    return next((m.span() for m in _SUM.finditer(question.text) if m.group(1).lower().split()[-1] not in last), None)


def _sender(question: Question, passage: Ranked, _told: str) -> tuple[int, int] | None:
    """Tell a body that is asked when it reports from one to which others report: it only receives."""
    over = fold(" ; ".join((*passage.excerpt.headings, lead_of(passage.text))))
    for body in question.bodies:
        reports = re.match(rf"(?: \S+){{0,4}}? {_SENDS}\b", question.folded[body.end :])
        receives = re.search(
            rf"\b{_SENDS}\b(?: [^\s.;]+){{0,14}}? \(?(?:qua )?{re.escape(body.name)}\b", fold(passage.text)
        )
        addressed = names_body(over) or _UNITS.search(over)
        if reports and receives and addressed and not mentions_body(body.name, over):
            return body.start, body.end
    return None


def _year(question: Question, passage: Ranked) -> str | None:
    """Tell a figure of another year, where the year asked for is only that of the document."""
    if not question.kinds & _COUNTED or not question.years:
        return None
    ends = [number.end for number in find_numbers(passage.text)]
    years = {
        found.year
        for found in find_years(passage.text)
        if not found.in_range and not found.in_date and not any(0 <= found.start - end <= 30 for end in ends)
    }
    return f"năm {question.years[0]}" if years and years.isdisjoint(question.years) else None


def _numeral(*forms: str | None) -> int | None:
    word = next((form for form in forms if form), "")
    return int(word) if word.isdigit() else _WORDS.get(word)
