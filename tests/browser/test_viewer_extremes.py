"""The page of one document in a real browser, where texts are hostile, very long, very wide or bare."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from fastapi import FastAPI
from playwright.sync_api import Page, expect

from api.app import create_app
from api.testing import SampleAssistant, SampleDocuments
from corpus.document import build_document
from corpus.folding import fold
from corpus.model import Document, DocumentId, SectionKind

if TYPE_CHECKING:
    from tests.browser.conftest import Serve, Visitor

FILLER = "Các cơ quan, đơn vị nâng cao trách nhiệm, phối hợp chặt chẽ trong quá trình thực hiện nhiệm vụ được giao. "
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><iframe src=//ac.vn>',
    "javascript:alert(1)",
    "</article></main><form action=//ac.vn>",
    "<style>*{display:none}</style>",
    "[x](javascript:alert(1))",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<meta http-equiv=refresh content='0;//ac.vn'>",
    "<base href=//ac.vn>",
)
LONG_TASKS = (
    "new PerformanceObserver(l => window.long = (window.long ?? []).concat(l.getEntries().map(e => e.duration)))"
)
AT_THE_TOP = """anchor => {
    const { top } = document.getElementById(anchor).getBoundingClientRect();
    const lowest = scrollY + innerHeight > document.documentElement.scrollHeight - 4;
    return top > 50 && (top < 200 || (lowest && top < innerHeight));
}"""
IN_SIGHT = """() => {
    const box = [...CSS.highlights.get('danvan-here')][0].getBoundingClientRect();
    return box.top > 50 && box.bottom < innerHeight;
}"""
LEADS = "[...document.querySelectorAll('a, form, img, iframe, base')].map(e => e.href ?? e.action ?? e.tagName)"


def built(name: str, raw: str) -> Document:
    """Return what the readers make of a text."""
    return build_document(raw, f"{name}.txt", fold(name).ljust(64, "0"), DocumentId(name))


def library(*documents: Document) -> FastAPI:
    """Return the application over these documents."""
    held = SampleDocuments(documents)
    return create_app(SampleAssistant(held), held, held.readiness)


def sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_a_text_without_sections_is_shown_across(visitor: Visitor, serve: Serve) -> None:
    bare = replace(built("tron", "Một đoạn.\n"), text=FILLER * 9, sections=(), passages=(), references=())
    for screen in ("desk", "narrow"):
        visit = visitor(serve(library(bare)), screen)
        page = visit.open("/documents/tron")
        expect(page.get_by_role("article")).to_be_in_viewport()
        assert sideways(page) <= 0
        assert visit.accessibility_faults() == []
        visit.picture(f"viewer-bare-{screen}")


def test_the_table_scrolls_within_itself_on_a_narrow_screen(visitor: Visitor, serve: Serve) -> None:
    cells = " | ".join(f"Cộtrấtdàikhôngcóchỗngắt{number}" for number in range(8))
    document = built("rong", f"KẾ HOẠCH\nCông tác\n\n1. Một.\n\n| {cells} |\n|{'---|' * 8}\n| {cells} |\n\n2. Hai.\n")
    page = visitor(serve(library(document)), "narrow").open("/documents/rong")
    table = page.get_by_role("region", name="Bảng 1")
    assert table.evaluate("table => table.scrollWidth > table.clientWidth")
    assert sideways(page) <= 0


def test_hostile_texts_run_nothing_and_lead_nowhere(visitor: Visitor, serve: Serve) -> None:
    lines = [f"{number}. Nội dung {evil} thực hiện.\n" for number, evil in enumerate(HOSTILE * 40, start=1)]
    document = built("ac", "KẾ HOẠCH\nCông tác\n\nI. MỤC ĐÍCH <b onclick=alert(1)>ĐẬM</b>\n" + "".join(lines))
    said = replace(
        document.metadata, title=HOSTILE[0], number=HOSTILE[1], issuer=HOSTILE[2], recipients=HOSTILE, bases=HOSTILE
    )
    url = serve(library(replace(document, metadata=said)))
    visit = visitor(url)
    page = visit.open("/documents/ac?start=20&end=900")
    expect(page.locator("h1")).to_have_text(HOSTILE[0])
    page.get_by_role("searchbox").fill("<script>alert(1)")
    expect(page.locator("output")).to_contain_text("/")
    page.locator(".paper .block").nth(5).hover()
    leads = page.evaluate(LEADS)
    assert all(lead.startswith(url) for lead in leads)
    visit.open("/documents?tim=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")


def long_document() -> Document:
    """Return a document of more than half a million characters."""
    items = "".join(f"{number}. {FILLER * 4}Việc thứ {number} của năm.\n" for number in range(1, 40))
    parts = "".join(
        f"Chương {numeral}\nNỘI DUNG\n{items}"
        for numeral in ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
    )
    document = built("dai", "QUYẾT ĐỊNH\nBan hành Quy chế\n\n" + parts * 3)
    assert len(document.text) > 500_000
    return document


def test_a_long_document_opens_and_is_searched_quickly(visitor: Visitor, serve: Serve) -> None:
    page = visitor(serve(library(long_document())), "phone").open("/documents/dai")
    page.evaluate(f"{LONG_TASKS}.observe({{type: 'longtask'}})")
    page.get_by_role("searchbox").fill("viec thu 38 cua nam")
    expect(page.locator("output")).to_have_text(re.compile(r"^\d+/30$"))
    for _ in range(5):
        page.get_by_role("searchbox").press("Enter")
        page.wait_for_function(IN_SIGHT)
    page.mouse.wheel(0, 20_000)
    page.wait_for_timeout(500)
    assert max(page.evaluate("window.long ?? []"), default=0) < 1500


def test_far_places_of_a_long_document_are_reached_exactly(visitor: Visitor, serve: Serve) -> None:
    document = long_document()
    start = document.text.rindex("Việc thứ 20 của năm")
    anchors = [section.anchor for section in document.sections if section.kind is SectionKind.PART]
    visit = visitor(serve(library(document)), reduced_motion="no-preference")
    page = visit.open(f"/documents/dai?start={start}&end={start + 19}")
    expect(page.locator("mark.quote")).to_be_in_viewport(ratio=1)
    for anchor in (anchors[20], anchors[2], anchors[-1]):
        page.locator(f".outline a[href='#{anchor}']").click()
        page.wait_for_function(AT_THE_TOP, arg=anchor)
        expect(page.locator(".outline [aria-current]")).to_have_attribute("href", f"#{anchor}")
