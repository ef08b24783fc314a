"""Dates in official texts and in questions: "ngày 20 tháng 5 năm 2022", "16/5/2016", "trước 30/5", "2021 - 2025"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from corpus.folding import fold


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day and where it stands. `iso` is "2022-05-20", or "--05-30" where no year is printed (ISO 8601)."""

    day: int
    month: int
    year: int | None
    start: int
    end: int

    @property
    def iso(self) -> str:
        """The date in ISO notation."""
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}" if self.year else f"--{self.month:02d}-{self.day:02d}"

    @property
    def date(self) -> date | None:
        """The calendar date, None where no year is printed."""
        return date(self.year, self.month, self.day) if self.year else None


@dataclass(frozen=True, slots=True)
class FoundYear:
    """A year and where it stands; whether it bounds a range ("2021 - 2025"), and whether it is part of a date."""

    year: int
    start: int
    end: int
    in_range: bool
    in_date: bool


_WORDS = re.compile(
    r"(?<![\w/])(?:(?P<cue>ngay|mung|mong)\s*)?(?P<day>\d{1,2})\s*(?:,\s*)?thang\s*(?P<month>\d{1,2})(?![\w/])"
    r"(?:\s*,?\s*nam\s*(?P<year>(?:19|20)\d\d)(?!\d))?"
)
_FIGURES = re.compile(
    r"(?<![\w/.,-])(?P<day>\d{1,2})(?:(?P<slash>\s?/\s?)(?P<month>\d{1,2})\s?/\s?"
    r"|(?P<mark>[-.])(?P<month2>\d{1,2})(?P=mark))(?P<year>(?:19|20)\d\d)(?![\w])"
)
_SHORT = re.compile(r"(?<![\w/.,%-])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\w/%-]|[.,]\d)")
# What makes "15/11" a day and not a fraction.
_CUE = re.compile(
    r"(?:\bngay|\bmung|\btruoc|\bsau|\bden|\btu|\bhan|\bvao|\bdip|\ble|\bqua|\bcham nhat)\s*(?:la\s*|ngay\s*)?$"
)
_COUNTED = re.compile(r"\s*(?:xa|huyen|tinh|thon|tieu chi|chi tieu|nguoi|ho|so|don vi|co quan|diem|phieu|dai bieu)\b")
_YEAR = re.compile(r"(?<![\w/.,-])(?P<year>(?:19|20)\d\d)(?![\w]|/[\w]|[.,]\d)")
_RANGE = re.compile(
    r"(?<![\w/])(?P<from>(?:19|20)\d\d)\s*(?:-|den(?:\s+(?:het\s+)?nam)?)\s*(?P<to>(?:19|20)\d\d)(?![\w/])"
)


def format_date(day: date) -> str:
    """Return a date as citations print it: 24/3/2020."""
    return f"{day.day}/{day.month}/{day.year}"


def find_dates(text: str) -> tuple[FoundDate, ...]:
    """Return the days printed in `text`, accented or not, in order, never overlapping.

    A day without a year counts when a word announces it ("ngày", "trước") or it cannot be a fraction ("30/5").
    Impossible days, ratios and document numbers are left out; "6 tháng 5" is a duration, not a day.
    """
    folded = fold(text)
    found = sorted([*_in_words(folded), *_in_figures(folded), *_short(folded)], key=lambda item: item.start)
    kept: list[FoundDate] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return tuple(kept)


def find_years(text: str) -> tuple[FoundYear, ...]:
    """Return the years printed in `text` in order, each told whether it stands in a range or in a date.

    Years inside document numbers ("04/2015/NĐ-CP") are left out.
    """
    folded = fold(text)
    found: dict[int, FoundYear] = {}
    for item in find_dates(text):
        if item.year:
            found[item.end - 4] = FoundYear(item.year, item.end - 4, item.end, in_range=False, in_date=True)
    for match in _RANGE.finditer(folded):
        for name in ("from", "to"):
            found[match.start(name)] = FoundYear(
                int(match.group(name)), match.start(name), match.end(name), in_range=True, in_date=False
            )
    for match in _YEAR.finditer(folded):
        alone = FoundYear(int(match.group()), match.start(), match.end(), in_range=False, in_date=False)
        found.setdefault(match.start(), alone)
    return tuple(found[start] for start in sorted(found))


def _in_words(folded: str) -> Iterator[FoundDate]:
    for match in _WORDS.finditer(folded):
        if match.group("cue") or match.group("year"):
            yield from _checked(match, int(match.group("month")), match.group("year"))


def _in_figures(folded: str) -> Iterator[FoundDate]:
    for match in _FIGURES.finditer(folded):
        yield from _checked(match, int(match.group("month") or match.group("month2")), match.group("year"))


def _short(folded: str) -> Iterator[FoundDate]:
    for match in _SHORT.finditer(folded):
        day, month = int(match.group("day")), int(match.group("month"))
        announced = _CUE.search(folded, max(0, match.start() - 24), match.start()) is not None
        padded = match.group("day")[0] == "0" or match.group("month")[0] == "0"
        ratio = day <= month or (day, month) == (24, 7) or _COUNTED.match(folded, match.end()) is not None
        if announced or padded or not ratio:
            yield from _checked(match, month, None)


def _checked(match: re.Match[str], month: int, year: str | None) -> Iterator[FoundDate]:
    """Yield the day unless the calendar does not have it."""
    day = int(match.group("day"))
    try:
        date(int(year) if year else 2000, month, day)
    except ValueError:
        return
    yield FoundDate(day, month, int(year) if year else None, match.start(), match.end())
