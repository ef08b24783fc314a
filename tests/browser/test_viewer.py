"""The page of one document in a real browser: reading, finding, citing, printing, by pointer, finger and keyboard."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from api.app import create_app
from api.testing import SampleAssistant, SampleDocuments
from corpus.document import build_document
from corpus.folding import fold
from corpus.model import Document, DocumentId

if TYPE_CHECKING:
    from tests.browser.conftest import Serve, Visitor

FILLER = "Các cơ quan, đơn vị nâng cao trách nhiệm, phối hợp chặt chẽ trong quá trình thực hiện nhiệm vụ được giao. "
PLAN = f"""ỦY BAN NHÂN DÂN
XÃ TÂN MẪU

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 12/KH-UBND

Tân Mẫu, ngày 15 tháng 1 năm 2024

KẾ HOẠCH
Công tác dân vận năm 2024

Thực hiện Kế hoạch số 5/KH-UBND ngày 2/1/2024 của UBND huyện Mẫu, UBND xã ban hành kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU
1. {FILLER * 6}
2. {FILLER * 6}

II. CHẾ ĐỘ BÁO CÁO
1. Định kỳ 6 tháng, các thôn gửi báo cáo về UBND xã trước ngày 05/6. Báo cáo nêu rõ kết quả “dân vận khéo”.
2. {FILLER * 6}
3. {FILLER * 6}

III. TỔ CHỨC THỰC HIỆN
1. {FILLER * 6}
2. {FILLER * 6}
3. {FILLER * 6}

| TT | Nội dung | Thời gian |
|---|---|---|
| 1 | Ban hành kế hoạch | 01/2024 |
| 2 | Tổng kết | 12/2024 |

4. {FILLER * 2}

| Thôn | Người phụ trách |
|---|---|
| Đông | Trần Thị Mẫu |

Nơi nhận:
- Như trên;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Mẫu
"""
ABOVE = """ỦY BAN NHÂN DÂN HUYỆN MẪU

Số: 5/KH-UBND

Mẫu, ngày 2 tháng 1 năm 2024

KẾ HOẠCH
Công tác dân vận năm 2024

1. Các xã xây dựng kế hoạch.
2. Các xã báo cáo kết quả.
"""
FOCUS = """async () => {
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    const held = document.activeElement;
    const name = held.getAttribute('aria-label') ?? held.textContent.trim();
    const box = held.getClientRects()[0];
    if (!box || held === document.body) return [name, ''];
    const [x, y] = [box.left + Math.min(box.width / 2, 40), box.top + Math.min(box.height / 2, 20)];
    const top = document.elementFromPoint(x, y);
    const free = top && (held.contains(top) || top.contains(held));
    return [name, free ? '' : `${x} ${y} ${top?.outerHTML.slice(0, 80)}`];
}"""
QUOTE = "các thôn gửi báo cáo về UBND xã trước ngày 05/6."


def built(name: str, raw: str) -> Document:
    """Return what the readers make of a text."""
    return build_document(raw, f"{name}.txt", fold(name).ljust(64, "0"), DocumentId(name))


PLANNED = built("ke-hoach", PLAN)


def library(*documents: Document) -> FastAPI:
    """Return the application over these documents."""
    held = SampleDocuments(documents)
    return create_app(SampleAssistant(held), held, held.readiness)


@pytest.fixture
def house(serve: Serve) -> str:
    """The address of a server that holds a plan and the plan it follows."""
    return serve(library(PLANNED, built("huyen", ABOVE)))


def address_of(quote: str, anchor: str) -> str:
    """Return where a citation of the plan leads."""
    start = PLANNED.text.index(quote)
    return f"/documents/ke-hoach?start={start}&end={start + len(quote)}#{anchor}"


def found(page: Page) -> int:
    """Return how many places are shown as found."""
    return int(page.evaluate("CSS.highlights.get('danvan-found')?.size ?? 0"))


def sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_a_citation_leads_to_its_words(visitor: Visitor, house: str) -> None:
    visit = visitor(house)
    page = visit.open(address_of(QUOTE, "ii-1"))
    expect(page.locator("mark.quote")).to_have_text([QUOTE])
    expect(page.locator("mark.quote")).to_be_in_viewport(ratio=1)
    expect(page.locator("nav a[aria-current=location]")).to_contain_text("Định kỳ 6 tháng")
    visit.picture("viewer-cited")


def test_each_of_several_quotes_can_be_gone_to(visitor: Visitor, house: str) -> None:
    first, last = PLANNED.text.index(QUOTE), PLANNED.text.index("Tổng kết")
    visit = visitor(house)
    page = visit.open(f"/documents/ke-hoach?start={last}&end={last + 8}&start={first}&end={first + 20}")
    expect(page.locator("#trich-dan")).to_be_in_viewport()
    page.get_by_role("link", name="Đoạn trích thứ 2").click()
    expect(page.locator("#trich-dan-2")).to_be_in_viewport()
    expect(page.locator("#trich-dan-2")).to_have_text("Tổng kết")


def test_the_outline_follows_the_reader_and_leads_to_sections(visitor: Visitor, house: str) -> None:
    page = visitor(house).open("/documents/ke-hoach")
    outline = page.get_by_role("navigation", name="Mục lục")
    outline.get_by_role("link", name="III. TỔ CHỨC THỰC HIỆN").click()
    heading = page.get_by_role("heading", name="III. TỔ CHỨC THỰC HIỆN")
    expect(heading).to_be_in_viewport(ratio=1)
    expect(outline.locator("[aria-current=location]")).to_contain_text("TỔ CHỨC THỰC HIỆN")
    page.evaluate("document.getElementById('i-2').scrollIntoView()")
    expect(outline.locator("[aria-current=location]")).to_have_attribute("href", "#i-2")
    page.evaluate("scrollTo(0, 0)")
    expect(outline.locator("[aria-current=location]")).to_have_count(0)


def test_on_a_phone_the_outline_opens_over_the_text_and_goes_away(visitor: Visitor, house: str) -> None:
    visit = visitor(house, "phone")
    page = visit.open("/documents/ke-hoach")
    summary, outline = page.locator(".outline > summary"), page.get_by_role("navigation", name="Mục lục")
    expect(outline).to_be_hidden()
    summary.click()
    expect(outline).to_be_visible()
    visit.picture("viewer-phone-outline")
    page.keyboard.press("Escape")
    expect(outline).to_be_hidden()
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    outline.get_by_role("link", name="II. CHẾ ĐỘ BÁO CÁO").click()
    expect(outline).to_be_hidden()
    heading = page.get_by_role("heading", name="II. CHẾ ĐỘ BÁO CÁO")
    expect(heading).to_be_in_viewport(ratio=1)
    bar = page.locator(".bar").bounding_box()
    box = heading.bounding_box()
    assert bar is not None
    assert box is not None
    assert box["y"] >= bar["y"] + bar["height"] - 1, "the heading is under the bar"


def test_words_are_found_while_typing_and_gone_through_by_keyboard(visitor: Visitor, house: str) -> None:
    visit = visitor(house)
    page = visit.open("/documents/ke-hoach")
    field = page.get_by_role("searchbox", name="Tìm trong văn bản")
    field.press_sequentially("bao cao")
    expect(page.locator("output")).to_have_text("1/3")
    assert found(page) == 3
    visit.picture("viewer-found")
    field.press("Enter")
    expect(page.locator("output")).to_have_text("2/3")
    field.press("Shift+Enter")
    field.press("Shift+Enter")
    expect(page.locator("output")).to_have_text("3/3")
    page.get_by_role("button", name="Kết quả sau").click()
    expect(page.locator("output")).to_have_text("1/3")
    field.fill("không đâu có")
    field.press("Enter")
    expect(page.locator("output")).to_have_text("Không thấy")
    expect(page.get_by_role("button", name="Kết quả sau")).to_be_hidden()
    field.press("Escape")
    expect(field).to_have_value("")
    assert found(page) == 0


def test_a_place_found_is_brought_into_view(visitor: Visitor, house: str) -> None:
    page = visitor(house).open("/documents/ke-hoach")
    page.get_by_role("searchbox").fill("tong ket")
    expect(page.locator("output")).to_have_text("1/1")
    expect(page.get_by_role("cell", name="Tổng kết")).to_be_in_viewport()


def test_an_address_with_a_search_goes_on_from_where_the_server_left_it(visitor: Visitor, house: str) -> None:
    page = visitor(house).open("/documents/ke-hoach?tim=bao%20cao")
    expect(page.locator("output")).to_have_text("1/3")
    expect(page.locator("mark.hit")).to_have_count(0)
    assert found(page) == 3


def test_letters_are_folded_as_the_server_folds_them(visitor: Visitor, serve: Serve) -> None:
    letters = "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐABCDEFGHIJKLMNOPQRSTUVWXYZ"
    text = f"1. {letters} {letters.lower()} a–b—c‑d ‘e’ 🏛 𝐀 ß ﬁ ẞ I ı k."
    odd = replace(built("chu", "1. Một.\n2. Hai.\n"), text=text, sections=(), passages=(), references=())
    page = visitor(serve(library(odd))).open("/documents/chu")
    field = page.get_by_role("searchbox")
    for wanted in (fold(letters), fold("a–b—c‑d ‘e’ 🏛 𝐀"), "ß ﬁ ẞ i ı k", letters.lower()):
        field.fill(wanted)
        expect(page.locator("output")).to_have_text("1/2" if wanted in fold(letters + letters.lower()) else "1/1")


def test_a_clause_is_copied_with_where_it_stands(visitor: Visitor, house: str) -> None:
    visit = visitor(house, permissions=["clipboard-read", "clipboard-write"])
    page = visit.open("/documents/ke-hoach")
    clause = page.locator("#ii-1")
    clause.hover()
    visit.picture("viewer-citing")
    page.get_by_role("button", name=re.compile("Sao chép trích dẫn: Mục II.1")).first.click()
    expect(page.get_by_role("status")).to_have_text("Đã sao chép trích dẫn: Mục II.1")
    assert page.evaluate("navigator.clipboard.readText()") == (
        "“1. Định kỳ 6 tháng, các thôn gửi báo cáo về UBND xã trước ngày 05/6. Báo cáo nêu rõ kết quả “dân vận khéo”.” "
        "(Kế hoạch số 12/KH-UBND ngày 15/1/2024 của UBND xã Tân Mẫu, Mục II.1)"
    )


def test_a_section_is_copied_by_keyboard_alone(visitor: Visitor, house: str) -> None:
    page = visitor(house, permissions=["clipboard-read", "clipboard-write"]).open("/documents/ke-hoach")
    page.get_by_role("link", name=re.compile("III. TỔ CHỨC")).focus()
    page.keyboard.press("Enter")
    copy = page.locator(".bar .copy")
    expect(copy).to_have_accessible_name("Sao chép trích dẫn: Mục III")
    copy.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Đã sao chép trích dẫn: Mục III")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "Kế hoạch số 12/KH-UBND ngày 15/1/2024 của UBND xã Tân Mẫu, Mục III"  # too long to be quoted whole


def test_the_words_that_are_selected_are_copied_with_where_they_stand(visitor: Visitor, house: str) -> None:
    page = visitor(house, permissions=["clipboard-read", "clipboard-write"]).open(address_of(QUOTE, "ii-1"))
    page.locator("mark.quote").evaluate("quote => getSelection().selectAllChildren(quote)")
    expect(page.locator(".place")).to_have_text("Đang chọn: Mục II.1")
    page.locator(".bar .copy").click()
    expect(page.get_by_role("status")).to_have_text("Đã sao chép trích dẫn: Mục II.1")
    assert page.evaluate("navigator.clipboard.readText()") == (
        f"“{QUOTE}” (Kế hoạch số 12/KH-UBND ngày 15/1/2024 của UBND xã Tân Mẫu, Mục II.1)"
    )
    page.evaluate(
        "getSelection().setBaseAndExtent(document.getElementById('ii-1'), 0, document.getElementById('ii-2'), 1)"
    )
    expect(page.locator(".bar .copy")).to_have_accessible_name("Sao chép trích dẫn: Mục II.1 đến Mục II.2")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.facts'))")
    expect(page.locator(".place")).not_to_contain_text("Đang chọn")


def test_a_clause_is_copied_with_a_finger(visitor: Visitor, house: str) -> None:
    visit = visitor(house, "phone", has_touch=True, permissions=["clipboard-read", "clipboard-write"])
    page = visit.open(address_of(QUOTE, "ii-1"))
    page.locator("#ii-1").tap()
    page.locator(".citing button").tap()
    expect(page.get_by_role("status")).to_contain_text("Đã sao chép")
    assert "Mục II.1)" in page.evaluate("navigator.clipboard.readText()")


def test_a_stored_document_that_is_mentioned_opens_from_the_text_and_from_the_panel(
    visitor: Visitor, house: str
) -> None:
    page = visitor(house).open("/documents/ke-hoach")
    mentions = page.get_by_role("link", name="Kế hoạch số 5/KH-UBND")
    expect(mentions).to_have_count(2)
    page.locator(".paper").get_by_role("link", name="Kế hoạch số 5/KH-UBND").click()
    expect(page).to_have_url(f"{house}/documents/huyen")


def test_what_the_document_says_of_itself_stands_beside_it(visitor: Visitor, house: str) -> None:
    page = visitor(house).open("/documents/ke-hoach")
    panel = page.locator(".facts")
    for words in ("12/KH-UBND", "15/1/2024", "UBND xã Tân Mẫu", "Cấp xã", "Nguyễn Văn Mẫu", "Như trên"):
        expect(panel).to_contain_text(words)
    expect(page.get_by_role("link", name="Hỏi về văn bản này")).to_have_attribute("href", "/?van-ban=ke-hoach")


def test_on_paper_only_the_document_is_left_and_where_it_is_from(visitor: Visitor, house: str) -> None:
    visit = visitor(house, color_scheme="dark")
    page = visit.open(address_of(QUOTE, "ii-1"))
    page.emulate_media(media="print", color_scheme="dark")
    for gone in (".top", ".outline", ".facts", ".bar", ".document-head"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator(".print-source")).to_contain_text("Kế hoạch số 12/KH-UBND ngày 15/1/2024 của UBND xã Tân Mẫu")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_without_a_script_everything_is_there_but_the_comfort(visitor: Visitor, house: str) -> None:
    page = visitor(house, java_script_enabled=False).open("/documents/ke-hoach?start=10&end=30")
    page.get_by_role("searchbox").fill("bao cao")
    page.get_by_role("button", name="Tìm").click()
    expect(page.locator("mark.hit")).to_have_text(["BÁO CÁO", "báo cáo", "Báo cáo"])
    page.locator(".outline > summary").click()
    page.get_by_role("link", name="II. CHẾ ĐỘ BÁO CÁO").click()
    expect(page.get_by_role("heading", name="II. CHẾ ĐỘ BÁO CÁO")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", ["desk", "phone", "narrow", "zoomed"])
def test_nothing_is_in_the_way_of_anybody(visitor: Visitor, house: str, screen: str, scheme: str) -> None:
    visit = visitor(house, screen, color_scheme=scheme)
    page = visit.open(address_of(QUOTE, "ii-1"))
    assert visit.accessibility_faults() == []
    page.locator(".outline > summary").click()
    page.get_by_role("searchbox").fill("báo cáo")
    expect(page.locator("output")).to_contain_text("/3")
    assert visit.accessibility_faults() == []
    assert sideways(page) <= 0
    visit.picture(f"viewer-{screen}-{scheme}")


@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_what_has_the_focus_can_be_seen(visitor: Visitor, house: str, screen: str) -> None:
    page = visitor(house, screen).open(address_of(QUOTE, "ii-1"))
    reached = set()
    page.evaluate("scrollTo(0, 0)")
    for _ in range(40):
        page.keyboard.press("Tab")
        name, covered = page.evaluate(FOCUS)
        reached.add(name)
        assert covered == "", f"{name} is hidden"
    assert {"Đến nội dung chính", "Hỏi về văn bản này", "In văn bản", "Bảng 1", "Kế hoạch số 5/KH-UBND"} <= reached


@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_going_to_the_bar_by_keyboard_does_not_lose_the_place(visitor: Visitor, house: str, screen: str) -> None:
    page = visitor(house, screen).open("/documents/ke-hoach")
    page.evaluate("scrollTo(0, 900)")
    page.locator(".outline > summary").focus()
    page.get_by_role("searchbox").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(100)
    assert page.evaluate("scrollY") == 900


def test_an_address_with_rubbish_behind_it_opens(visitor: Visitor, house: str) -> None:
    page = visitor(house).open("/documents/ke-hoach?start=0&end=5#%E0%A4%A")
    expect(page.get_by_role("button", name="In văn bản")).to_be_visible()
    expect(page.locator("mark.quote")).to_have_text("ỦY BA")
