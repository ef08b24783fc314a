"""The list of documents: folded search, filters with counts, orders with blanks last, pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from api.document_list import PAGE, UNSAID, ListQuery, listing
from api.testing import sample_document
from corpus.model import Document


def plan(name: str, place: str, number: str | None = None, **said: object) -> Document:
    """Return an invented plan of which something else may be said."""
    made = sample_document(name, place, number)
    return replace(made, metadata=replace(made.metadata, **said))  # type: ignore[arg-type]


STORED = (
    plan("a", "xã Bình An", "9/KH-UBND", year=2022),
    plan("b", "huyện Đông Hà", "62/KH-UBND", year=2024, issued_on=date(2024, 5, 3)),
    plan("c", "tỉnh Ân Thi", None, year=None, type_name="Chỉ thị", title="Chỉ thị về “Dân vận khéo”"),
    plan("d", "xã Bình An", "100/CT-UBND", year=2024, type_name="Chỉ thị", issued_on=date(2023, 5, 3)),
)


def shown(**asked: object) -> str:
    """Return the ids on a page of the list, as one word."""
    return "".join(summary.id for summary in listing(STORED, ListQuery(**asked)).shown)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", "abcd"),
        ("binh an", "ad"),
        ("BÌNH   ân", "ad"),
        ("dong ha", "b"),
        ("dan van kheo", "c"),
        ("62/kh", "b"),
        ("/ct-ubnd", "d"),
        ("kh-ubnd", "ab"),
        ("2/kh", ""),
        ("100/ct", "d"),
        ("3/5/2024", "b"),
        ("ubnd 2023", "d"),
        ("inh", ""),
        (" / ", "abcd"),
        ("không có", ""),
    ],
)
def test_words_are_found_at_the_beginning_of_words_without_diacritics(words: str, found: str) -> None:
    assert shown(words=words) == found


def test_filters_narrow_down_and_a_blank_can_be_asked_for() -> None:
    assert shown(type_name="Chỉ thị") == "cd"
    assert shown(type_name="Chỉ thị", year="2024") == "d"
    assert shown(place="xã Bình An") == "ad"
    assert shown(year=UNSAID) == "c"
    assert shown(year="1999") == ""


def test_each_filter_counts_what_the_others_leave() -> None:
    page = listing(STORED, ListQuery(type_name="Chỉ thị"))
    assert [(c.name, c.count) for c in page.types] == [("Chỉ thị", 2), ("Kế hoạch", 2)]
    assert [(c.name, c.count) for c in page.years] == [("2024", 1), ("Không ghi", 1)]
    assert [(c.name, c.count) for c in page.places] == [("tỉnh Ân Thi", 1), ("xã Bình An", 1)]
    assert (page.found, page.total) == (2, 4)


def test_a_chosen_value_that_nothing_meets_stays_to_be_seen() -> None:
    assert [(c.name, c.count) for c in listing(STORED, ListQuery(words="zzz", year="2024")).years] == [("2024", 0)]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", "abcd"),
        ("so", "abdc"),
        ("-so", "dbac"),
        ("loai", "cdba"),
        ("nonsense", "abcd"),
    ],
)
def test_orders_put_blanks_last_either_way(sort: str, order: str) -> None:
    assert shown(sort=sort) == order


def test_days_are_ordered_as_days() -> None:
    assert shown(sort="ngay") == "dabc"  # 3/5/2023, 15/1/2024, 3/5/2024, none
    assert shown(sort="-ngay") == "badc"


def test_a_page_beyond_the_last_is_the_last() -> None:
    many = [plan(f"d{n}", "xã Mẫu") for n in range(PAGE + 1)]
    page = listing(many, ListQuery(page=9))
    assert (page.query.page, page.pages, page.first, len(page.shown)) == (2, 2, PAGE, 1)


def test_an_address_holds_what_is_asked_for_and_begins_at_the_first_page() -> None:
    query = ListQuery(words="dân vận", year="2024", page=3)
    assert query.address(sort="-ngay") == "/documents?tim=d%C3%A2n+v%E1%BA%ADn&nam=2024&xep=-ngay"
    assert query.address(page=4).endswith("&trang=4")
    assert ListQuery().address() == "/documents"
