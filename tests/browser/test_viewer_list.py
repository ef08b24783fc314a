"""The list of documents in a real browser: searched and filtered without leaving it, and without a script at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from playwright.sync_api import expect

from api.app import create_app
from api.testing import SampleAssistant, SampleDocuments, sample_document
from corpus.model import Document

if TYPE_CHECKING:
    from tests.browser.conftest import Serve, Visitor


def library(*documents: Document) -> FastAPI:
    """Return the application over these documents."""
    held = SampleDocuments(documents)
    return create_app(SampleAssistant(held), held, held.readiness)


def letter(name: str) -> Document:
    """Return an invented letter of which neither number nor day is known."""
    made = sample_document(name, "tỉnh Vĩnh Điền", None)
    return replace(made, metadata=replace(made.metadata, type_name="Công văn", title="Công văn về việc tiếp công dân"))


def plans() -> list[Document]:
    """Return sixty plans, one a day, and a letter."""
    made = [sample_document(f"mau-{n:02}", f"xã Mẫu {n}", f"{n}/KH-UBND") for n in range(1, 61)]
    return [
        *(
            replace(d, metadata=replace(d.metadata, issued_on=date.fromordinal(738_000 + n)))
            for n, d in enumerate(made)
        ),
        letter("thu"),
    ]


@pytest.fixture
def house(serve: Serve) -> str:
    """The address of a server with sixty plans and a letter."""
    return serve(library(*plans()))


def test_the_list_narrows_while_typing_and_says_how_much_is_left(visitor: Visitor, house: str) -> None:
    visit = visitor(house)
    page = visit.open("/documents")
    expect(page.get_by_role("status")).to_have_text("Kho có 61 văn bản – trang 1/2.")
    visit.picture("list-desk")
    page.evaluate("window.kept = true")
    page.get_by_role("searchbox").press_sequentially("tiep cong dan")
    expect(page.get_by_role("status")).to_contain_text("1 trong 61 văn bản")
    expect(page.get_by_role("rowheader")).to_have_text(["Công văn về việc tiếp công dân"])
    expect(page.get_by_role("searchbox")).to_be_focused()
    assert page.evaluate("window.kept") is True, "the page was left"
    assert page.url.endswith("/documents?tim=tiep+cong+dan")
    page.reload()
    expect(page.get_by_role("rowheader")).to_have_count(1)
    page.get_by_role("link", name="Bỏ lọc").click()
    expect(page.get_by_role("rowheader")).to_have_count(50)


def test_a_filter_counts_what_the_words_leave(visitor: Visitor, house: str) -> None:
    page = visitor(house).open("/documents")
    page.get_by_label("Loại văn bản").select_option("Công văn")
    expect(page.get_by_role("rowheader")).to_have_count(1)
    expect(page.get_by_label("Địa phương").locator("option")).to_have_text(["Mọi nơi", "tỉnh Vĩnh Điền (1)"])
    expect(page.get_by_label("Loại văn bản")).to_have_value("Công văn")
    page.get_by_role("searchbox").fill("khong co dau")
    expect(page.get_by_text("Không có văn bản nào khớp.")).to_be_visible()


def test_columns_are_sorted_by_their_heads_and_pages_go_on(visitor: Visitor, house: str) -> None:
    page = visitor(house).open("/documents")
    page.get_by_role("columnheader").get_by_role("link", name="Ngày ban hành").click()
    page.get_by_role("columnheader").get_by_role("link", name="Ngày ban hành").click()
    expect(page.get_by_role("columnheader", name="Ngày ban hành")).to_have_attribute("aria-sort", "descending")
    expect(page.get_by_role("rowheader").first).to_contain_text("xã Mẫu 60")
    page.get_by_role("link", name="Trang sau").click()
    expect(page.get_by_role("rowheader").last).to_have_text("Công văn về việc tiếp công dân")  # blank days come last
    expect(page.get_by_role("status")).to_contain_text("trang 2/2")


def test_without_a_script_the_form_does_the_same(visitor: Visitor, house: str) -> None:
    page = visitor(house, java_script_enabled=False).open("/documents")
    page.get_by_role("searchbox").fill("TIEP CONG DAN")
    page.get_by_label("Loại văn bản").select_option("Công văn")
    page.get_by_role("button", name="Tìm").click()
    expect(page.get_by_role("rowheader")).to_have_count(1)
    page.get_by_role("rowheader").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Công văn về việc tiếp công dân")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", ["desk", "phone", "narrow", "zoomed"])
def test_nothing_is_in_the_way_of_anybody(visitor: Visitor, house: str, screen: str, scheme: str) -> None:
    visit = visitor(house, screen, color_scheme=scheme)
    page = visit.open("/documents?tim=mau&xep=-ngay")
    assert visit.accessibility_faults() == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    visit.picture(f"list-{screen}-{scheme}")


def test_an_empty_store_and_an_empty_result_can_be_read_by_all(visitor: Visitor, serve: Serve, house: str) -> None:
    visit = visitor(house)
    visit.open("/documents?tim=khongco")
    assert visit.accessibility_faults() == []
    empty = visitor(serve(library()))
    empty.open("/documents")
    assert empty.accessibility_faults() == []
    empty.picture("list-empty")
