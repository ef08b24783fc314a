"""Values in a text in one notation: days, months, quarters, numbers with their units, shares, document numbers.

Both sides of a comparison are read by the same rules, so that "sáu tháng" meets "06 tháng" and "30/5" meets "ngày 30
tháng 5".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from corpus.dates import FoundDate, find_dates
from corpus.folding import fold
from corpus.numbers import FoundNumber, find_numbers
from rag.verification.notation import in_one_notation
from rag.verification.often import find_often


class ValueKind(Enum):
    """What a value is: values of one kind can be mistaken for each other."""

    __hash__ = object.__hash__  # members are single: as quick as can be

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    NUMBER = "number"
    FREQUENCY = "frequency"  # how often: "hằng quý", "mỗi quý một lần", "02 cuộc một năm"
    PERIOD = "period"  # "báo cáo năm": one year, as far as it is paired with a day
    FRACTION = "fraction"
    SHARE = "share"
    ROMAN = "roman"
    ORDINAL = "ordinal"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Value:
    """One value at `text[start:end]` of the text it was read from.

    `key` is what is compared: a day is (day, month, year or None), a month (month, year or None), a document its key
    and year, anything else a number. `unit` is the folded word behind a number, "" for none. `bound` is "most", "least"
    or "" for what stands before it ("trước", "không quá": most; "sau", "ít nhất": least), "from" for "từ", which may be
    either "ít nhất" or no bound, and "until" for "đến". A frequency is (count, unit) of the time between.
    """

    kind: ValueKind
    key: tuple[object, ...]
    start: int
    end: int
    unit: str = ""
    bound: str = ""


_FIGURE = re.compile(r"\d")
_MONTH = re.compile(
    r"\bthang\s+(?P<month>\d{1,2})(?:\s*(?:,?\s*nam\s+|/|-)\s*(?P<year>(?:19|20)\d\d))?(?![\d/.,]*\d|\s+(?:lan|ngay|tuan|cuoc|buoi)\b)"
)
_MONTH_YEAR = re.compile(r"(?<![\w/.,-])(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)(?![\w/])")
_QUARTER = re.compile(r"\bquy\s+(?P<quarter>iv|i{1,3}|[1-4])\b")
_ROMAN = re.compile(r"\b(?:khoa|thu|ky|phan|muc|chuong)\s+(?P<roman>[ivx]{1,5})\b")
_ORDINAL = re.compile(r"\bthu\s+(?P<which>hai|ba|tu|nam|sau|bay|tam|chin|muoi|nhat|nhi)\b")
_PERIOD = re.compile(r"\bbao cao\s+(?:[a-z]+\s+)?(?P<unit>nam|quy|thang|tuan)\b(?!\s+\d)")
_FRACTION = re.compile(
    r"(?<![\w/.,])(?P<top>\d{1,4})(?:\s?/\s?|\s+(?:tren|trong)(?:\s+tong)?(?:\s+so)?\s+)(?P<bottom>\d{1,4})(?![\w/])"
)
_NUMBER = re.compile(
    r"(?<![\d.,])(?P<number>\d{1,3}(?:\.\d{3})+(?!\d)|\d+(?:,\d+)?)"
    r"(?:\s*(?P<share>%|phan tram\b)|\s+(?P<scale>nghin|ngan|trieu|ty)\b)?"
)
_COUNTS = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
}
_FRACTION_IN_WORDS = re.compile(
    rf"\b(?P<top>{'|'.join(_COUNTS)}|[1-9])\s+phan\s+(?P<bottom>{'|'.join(_COUNTS)}|[2-9])\b"
)
_UNTIL = re.compile(r"(?<![\d/.,])(?P<day>\d{1,2})\s*(?:-|den)\s*(?:ngay\s*)?$")
_UNIT = re.compile(r"\s*(?:\(\s*[a-z ]{2,20}\)\s*)?(?P<unit>[a-z]+)")
_SCALES = {"nghin": 1_000, "ngan": 1_000, "trieu": 1_000_000, "ty": 1_000_000_000}
_ROMANS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
# Words that make another thing of a number: "2 lần" is not "2 tháng". Others ("6 thôn", "6 tổ") are content.
UNITS = frozenset(
    "thang ngay tuan nam lan gio quy nguoi dong trieu ty nghin ha km xa huyen thon ban ho don co mo phieu diem"
    " cuoc kien luot can vu bai lop tau xom ap buoi dem phut met kg tan dia to doan".split()
)
_MOST = r"(?<!bao )truoc|cham nhat sau|muon nhat sau|khong duoc (?:vuot )?qua|khong (?:cao|lon|muon|cham) hon"
_MOST += r"|khong den|khong toi|chua den|chua toi|khong duoc vuot"
_MOST += r"|khong qua|khong vuot qua|khong tre hon|khong nhieu hon|toi da|nhieu nhat|cham nhat|muon nhat|duoi"
_MOST += r"|(?<!dung )(?<!qua )(?<!tre )(?<!thoi )han"
_LEAST = r"sau|khong duoi|khong it hon|khong thap hon|toi thieu|it nhat|som nhat|tren|hon|qua|vuot"
_FROM = r"ke tu|(?<![/-])tu"
_BOUND = re.compile(
    rf"\b(?:(?P<most>{_MOST})|(?P<least>{_LEAST})|(?P<from>{_FROM})|(?P<until>den))"
    r"(?:\s+(?:la|vao|het|ngay|moi|nam|cuoi|dau|ca|bang)){0,3}\s*[:(]?\s*$"
)
_BOUND_REACH = 34  # characters before a value in which its bound may stand


_BOUNDING = re.compile(
    r"\b(?:(?P<most>khong qua(?! trinh| khu)|khong vuot qua|toi da|nhieu nhat|cham nhat|truoc(?! het| mat| tien| day))"
    r"|(?P<least>khong duoi|khong it hon|toi thieu|it nhat|som nhat"
    r"|(?<!nhu )(?<!co )(?<!ve )sau(?! sac| rong| day| do)))\b"
)


def bounds_of(folded: str) -> frozenset[str]:
    """Return "most", "least" or both for how a folded text bounds things, with or without a number behind it."""
    return frozenset(str(match.lastgroup) for match in _BOUNDING.finditer(folded))


def in_figures(text: str) -> str:
    """Return a text in the one notation that `find_values` wants."""
    return in_one_notation(text)


def has_figures(text: str) -> bool:
    """Tell whether a text has a digit; without one it has no day and no number."""
    return _FIGURE.search(text) is not None


def find_values(text: str) -> tuple[Value, ...]:
    """Return the values of a text made ready by `in_figures`, in order, never overlapping."""
    return values_of(fold(text), find_numbers(text), find_dates(text))


def values_of(folded: str, numbers: Sequence[FoundNumber], days: Sequence[FoundDate]) -> tuple[Value, ...]:
    """Return the values of a folded text in which document numbers and days were found, in order, never overlapping."""
    found: list[Value] = []
    for value in _candidates(folded, numbers, days):
        if not any(held.start < value.end and value.start < held.end for held in found):
            found.append(value)
    return tuple(sorted(found, key=lambda value: value.start))


def _candidates(folded: str, numbers: Sequence[FoundNumber], days: Sequence[FoundDate]) -> Iterator[Value]:
    """Yield readings of every stretch, the most telling first: the first one that takes a stretch has it."""
    for number in numbers:
        yield Value(ValueKind.DOCUMENT, (number.number.key, number.number.year), number.start, number.end)
    for day in days:
        yield Value(ValueKind.DAY, (day.day, day.month, day.year), day.start, day.end, bound=_bound(folded, day.start))
        until = _UNTIL.search(folded, max(0, day.start - 14), day.start)
        if until:  # "từ 01 đến 18/11"
            yield Value(ValueKind.DAY, (int(until.group("day")), day.month, day.year), *until.span("day"), bound="from")
    for match in _DAY_OF_MONTH.finditer(folded):  # "ngày 25 hằng tháng"
        bound = _bound(folded, match.start())
        yield Value(ValueKind.DAY, (int(match.group("day")), None, None), *match.span(), bound=bound)
    figures = has_figures(folded)
    for pattern in (_MONTH, _MONTH_YEAR) if figures else ():
        for match in pattern.finditer(folded):
            year = match.group("year")
            key = (int(match.group("month")), int(year) if year else None)
            yield Value(ValueKind.MONTH, key, *match.span(), bound=_bound(folded, match.start()))
    yield from _worded(folded)
    if not figures:
        return
    for match in _FRACTION.finditer(folded):
        yield Value(ValueKind.FRACTION, (int(match.group("top")), int(match.group("bottom"))), *match.span())
    yield from _amounts(folded)


_DAY_OF_MONTH = re.compile(r"\bngay\s+(?:mung\s+)?(?P<day>\d{1,2})(?!\d|\s*[/.-]\s*\d|\s*,?\s*thang\s+\d|\s*%)")
_AHEAD = re.compile(r"\s+(?:ngay|tuan|thang|gio)(?:\s+lam viec)?\s+truoc\b")
_LATEST = re.compile(r"\b(?:cham|muon) nhat\b[^.;,]*$")
_OR_MORE = re.compile(r"(?:\s*%)?(?:\s+[a-z]+){0,3}?\s+tro (?P<way>len|xuong)\b")


def _worded(folded: str) -> Iterator[Value]:
    """Yield values that are not written in figures."""
    for count, unit, start, end in find_often(folded):
        yield Value(ValueKind.FREQUENCY, (count, unit), start, end)
    for match in _QUARTER.finditer(folded):
        printed = match.group("quarter")
        yield Value(ValueKind.QUARTER, (_ROMANS.get(printed) or int(printed),), *match.span())
    for match in _ROMAN.finditer(folded):
        yield Value(ValueKind.ROMAN, (match.group("roman"),), *match.span("roman"))
    for match in _FRACTION_IN_WORDS.finditer(folded):
        top, bottom = (int(_COUNTS.get(match.group(name)) or match.group(name)) for name in ("top", "bottom"))
        yield Value(ValueKind.FRACTION, (top, bottom), *match.span())
    for match in _PERIOD.finditer(folded):
        yield Value(ValueKind.PERIOD, (Decimal(1),), *match.span("unit"), match.group("unit"))
    for match in _ORDINAL.finditer(folded):
        yield Value(ValueKind.ORDINAL, (match.group("which"),), *match.span())


def _amounts(folded: str) -> Iterator[Value]:
    """Yield numbers and shares; "1 tỷ 200 triệu" is one."""
    last: Value | None = None
    scaled = False
    for match in _NUMBER.finditer(folded):
        value = _number(folded, match)
        scale = match.group("scale")
        if last is not None:
            joined = scaled and scale and not folded[last.end : value.start].strip()
            if joined and last.key[0] > value.key[0]:  # type: ignore[operator]
                total = Decimal(str(last.key[0])) + Decimal(str(value.key[0]))
                value = replace(value, key=(total.normalize(),), start=last.start, bound=last.bound)
            else:
                yield last
        last, scaled = value, scale is not None
    if last is not None:
        yield last


def _number(folded: str, match: re.Match[str]) -> Value:
    amount = Decimal(match.group("number").replace(".", "").replace(",", "."))
    bound = _bound(folded, match.start())
    more = _OR_MORE.match(folded, match.end())
    if more and bound in {"", "from"}:
        bound = "least" if more.group("way") == "len" else "most"
    if (
        bound == "most"
        and _AHEAD.match(folded, match.end())
        and _LATEST.search(folded, max(0, match.start() - 16), match.start())
    ):
        bound = "least"  # "chậm nhất 07 ngày trước ngày tổ chức"
    if match.group("share"):
        return Value(ValueKind.SHARE, (amount,), *match.span(), bound=bound)
    unit = _UNIT.match(folded, match.end())
    amount *= _SCALES.get(match.group("scale") or "", 1)
    return Value(ValueKind.NUMBER, (amount.normalize(),), *match.span(), unit.group("unit") if unit else "", bound)


_EXCEEDING = re.compile(r"\b(?:qua|vuot|hon)\b")
_NOT = re.compile(r"\bkhong (?!chi)[^,;.:]*$")


def _bound(folded: str, start: int) -> str:
    reach = max(0, start - _BOUND_REACH)
    match = _BOUND.search(folded[reach:start])
    if match is None:
        return ""
    denied = _EXCEEDING.match(match.group()) and _NOT.search(folded, max(0, reach - 10), reach + match.start())
    return "most" if denied else str(match.lastgroup)  # "không được tăng quá 10%"
