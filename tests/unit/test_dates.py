"""Dates and years in official texts and in questions."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.dates import find_dates, find_years, format_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("ngày 20 tháng 5 năm 2022", ["2022-05-20"]),
        ("ngay 20 thang 5 nam 2022", ["2022-05-20"]),
        ("ngày 9 tháng 01 năm 2015", ["2015-01-09"]),
        ("ngày 16/5/2016 của", ["2016-05-16"]),
        ("05/02/2021", ["2021-02-05"]),
        ("13-02-2018", ["2018-02-13"]),
        ("(trước 30/5), một năm (trước 15/11)", ["--05-30", "--11-15"]),
        ("truoc 15/11", ["--11-15"]),
        ("hạn 5/6", ["--06-05"]),
        ("ngày 20 tháng 5 hằng năm", ["--05-20"]),
        ("nhân dịp 30/4 và 01/5", ["--04-30", "--05-01"]),
    ],
)
def test_days_are_found_in_every_notation(text: str, iso: list[str]) -> None:
    assert [found.iso for found in find_dates(text)] == iso


@pytest.mark.parametrize(
    "text",
    [
        "phục vụ 24/7",
        "đạt 5/10 tiêu chí, 1/3 dân số, 12/9 xã",
        "ngày 31/2/2020",
        "ngày tháng năm 2024",
        "6 tháng 5 lần",
        "04/2015/NĐ-CP và 33/CT-TTg",
        "tỷ lệ 70/30",
        "5/8/KH-UBND",
    ],
)
def test_ratios_durations_and_impossible_days_are_no_dates(text: str) -> None:
    assert find_dates(text) == ()


def test_a_date_knows_where_it_stands() -> None:
    text = "Kế hoạch ngày 24 tháng 3 năm 2020 của"
    (found,) = find_dates(text)
    assert text[found.start : found.end] == "ngày 24 tháng 3 năm 2020"
    assert found.date == date(2020, 3, 24)


def test_a_day_without_year_has_no_calendar_date() -> None:
    (found,) = find_dates("trước 30/5")
    assert found.date is None
    assert found.year is None


def test_a_citation_prints_dates_without_leading_zeros() -> None:
    assert format_date(date(2020, 3, 24)) == "24/3/2020"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("giai đoạn 2021 - 2025", [(2021, True, False), (2025, True, False)]),
        ("2021–2026", [(2021, True, False), (2026, True, False)]),
        ("từ 2021 đến năm 2025", [(2021, True, False), (2025, True, False)]),
        ("năm 2022", [(2022, False, False)]),
        ("ngày 16/5/2016, ngày 20 tháng 5 năm 2022", [(2016, False, True), (2022, False, True)]),
        ("ke hoach 2024", [(2024, False, False)]),
        ("04/2015/NĐ-CP", []),
        ("kinh phí 2.020.000 đồng", []),
    ],
)
def test_years_are_told_apart_by_where_they_stand(text: str, expected: list[tuple[int, bool, bool]]) -> None:
    assert [(found.year, found.in_range, found.in_date) for found in find_years(text)] == expected
