"""The widget on somebody else's page: its button, its panel, its manners, and what the page around it cannot do."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from playwright.sync_api import Request, expect
from starlette.requests import Request as WebRequest
from starlette.responses import HTMLResponse, Response

from api.access.doorkeeper import AccessRules
from api.app import create_app
from api.testing import MemorySites, SampleAssistant
from corpus.sites import Site, SiteScope
from rag.keeping import QuestionKeeper
from rag.testing import MemoryQuestions

if TYPE_CHECKING:
    from tests.browser.conftest import Serve, Visit, Visitor

ASK = "Hỏi văn bản"
FRONT_PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Cổng thông tin điện tử xã Tân Mẫu</title><link rel="stylesheet" href="/style.css">
<header><p>ỦY BAN NHÂN DÂN XÃ TÂN MẪU</p><p class="name">Cổng thông tin điện tử</p></header>
<main><h1>Tin tức</h1>
<article id="tin"><h2>Ra quân “Ngày thứ bảy tình nguyện”</h2>
<p>Sáng nay, cán bộ, công chức xã cùng bà con thôn 3 làm 400 m đường bê tông. <a href="#tin">Xem tin</a></p></article>
<article><h2>Lịch tiếp công dân tháng 6</h2><p>Chủ tịch UBND xã tiếp công dân vào thứ năm hằng tuần.</p></article>
<article><h2>Thông báo về chế độ báo cáo</h2><p>Các đơn vị gửi báo cáo sáu tháng đúng hạn theo kế hoạch.</p></article>
</main>"""
FRONT_STYLE = """
body { margin: 0; font: 17px/1.5 "Liberation Sans", Arial, sans-serif; color: #222; background: #eef3f8; }
header { background: #0b4a8f; color: #fff; padding: 22px 60px; } header p { margin: 0; } .name { font-size: 28px; }
main { padding: 10px 60px; max-width: 760px; } a { color: #0b4a8f; }
article { background: #fff; border: 1px solid #cfd9e4; padding: 4px 22px; margin-bottom: 16px; }
h2 { font-size: 20px; margin-bottom: 0; }
"""
# A page that means no good to anything on it.
HOSTILE_STYLE = """
* { all: revert !important; color: lime !important; font: 40px/3 cursive !important; letter-spacing: 1em !important;
    text-transform: uppercase !important; transform: rotate(3deg) !important; direction: rtl !important; }
danvan-chat, danvan-chat * { display: none !important; visibility: hidden !important; opacity: 0 !important; }
danvan-chat { position: static !important; width: 1px !important; height: 1px !important; zoom: 4 !important;
    filter: blur(9px) !important; clip-path: circle(1px) !important; pointer-events: none !important; }
button, dialog, textarea, svg { display: none !important; }
html { font-size: 3px !important; } body { margin: 0 !important; }
"""


@dataclass
class Portal:
    """An office's page on an origin of its own, and the assistant's server that it is registered with, or not."""

    url: str
    assistant_url: str
    assistant: SampleAssistant
    body: str = ""
    policy: str = ""

    def script(self, **attributes: str) -> str:
        """Return the line that puts the widget on the page."""
        said = "".join(f' data-{name}="{value}"' for name, value in {"site": "cong", **attributes}.items())
        return f'<script src="{self.assistant_url}/widget.js"{said} defer></script>'

    def page(self) -> Response:
        """Return the page as it is now."""
        headers = {"Content-Security-Policy": self.policy} if self.policy else {}
        return HTMLResponse(FRONT_PAGE + (self.body or self.script()), headers=headers)


Open = Callable[..., Portal]


@pytest.fixture
def portal(serve: Serve) -> Open:
    """Return a way to set up a portal; `registered=False` leaves its origin out of the site."""

    def open_portal(
        *,
        registered: bool = True,
        scope: SiteScope | None = None,
        clock: Callable[[], float] = time.time,
        keeper: QuestionKeeper | None = None,
    ) -> Portal:
        held: list[Portal] = []
        around = FastAPI()

        @around.get("/")
        async def front(_: WebRequest) -> Response:
            return held[0].page()

        @around.get("/style.css")
        async def style() -> Response:
            return Response(FRONT_STYLE, media_type="text/css")

        @around.get("/favicon.ico")
        async def icon() -> Response:
            return Response(status_code=204)

        url = serve(around)
        assistant = SampleAssistant()
        origins = (url if registered else "https://noi-khac.example",)
        site = Site("cong", "Cổng", origins, scope or SiteScope())
        rules = AccessRules(MemorySites([site]), key=b"k" * 32, token_s=600, clock=clock)
        documents = assistant.documents
        server = serve(create_app(assistant, documents, documents.readiness, access=rules, keeper=keeper))
        held.append(Portal(url, server, assistant))
        return held[0]

    return open_portal


def opened(visitor: Visitor, portal: Portal, screen: str = "desk", **options: object) -> Visit:
    """Open the portal and press the widget's button."""
    visit = visitor(portal.url, screen, **options)
    visit.open("/")
    visit.page.get_by_role("button", name=ASK).click()
    expect(visit.field).to_be_focused()
    return visit


def test_before_the_first_click_only_the_button_is_loaded(visitor: Visitor, portal: Open) -> None:
    set_up = portal()
    visit = visitor(set_up.url)
    asked: list[Request] = []
    visit.page.on("request", lambda request: asked.append(request))
    page = visit.open("/")
    expect(page.get_by_role("button", name=ASK)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert [r.url for r in asked if r.url.startswith(set_up.assistant_url)] == [f"{set_up.assistant_url}/widget.js"]
    visit.picture("widget-button")
    page.get_by_role("button", name=ASK).click()
    expect(visit.field).to_be_focused()
    assert f"{set_up.assistant_url}/static/web/chat.js" in [request.url for request in asked]


def test_a_visitor_asks_on_the_offices_own_page(visitor: Visitor, portal: Open) -> None:
    set_up = portal()
    visit = opened(visitor, set_up)
    expect(visit.page.get_by_text("Có thể bắt đầu bằng")).to_be_visible()
    visit.picture("widget-first")
    with visit.page.expect_request("**/api/v1/ask/stream") as asking:
        turn = visit.ask("Báo cáo 6 tháng nộp trước ngày nào?")
    expect(turn.locator(".said")).to_contain_text("Trước ngày 05/6")
    assert asking.value.headers["authorization"].startswith("Bearer ")
    assert "cookie" not in asking.value.headers
    link = turn.get_by_role("link", name="Mở văn bản").first
    assert (link.get_attribute("href") or "").startswith(f"{set_up.assistant_url}/documents/ke-hoach-tan-mau?start=")
    assert link.get_attribute("target") == "_blank"
    visit.picture("widget-answered")


def test_a_token_stays_out_of_addresses_and_of_the_tabs_memory(visitor: Visitor, portal: Open) -> None:
    set_up = portal()
    visit = visitor(set_up.url)
    asked: list[Request] = []
    visit.page.on("request", lambda request: asked.append(request))
    visit.open("/")
    visit.page.get_by_role("button", name=ASK).click()
    visit.ask("Báo cáo nộp khi nào?")
    shown = {
        request.headers["authorization"].removeprefix("Bearer ")
        for request in asked
        if "authorization" in request.headers
    }
    assert len(shown) == 1
    token = shown.pop()
    assert not any(token in request.url for request in asked)
    assert token not in visit.page.evaluate("JSON.stringify([sessionStorage, localStorage, document.cookie])")


def test_an_expired_token_is_traded_anew_without_a_word(visitor: Visitor, portal: Open) -> None:
    passed = 0.0
    visit = opened(visitor, portal(clock=lambda: time.time() + passed))
    visit.expect_fault("status of 401")
    visit.page.wait_for_load_state("networkidle")
    trades: list[str] = []
    visit.page.on("request", lambda r: trades.append(r.method) if r.url.endswith("/token") else None)
    visit.ask("Báo cáo nộp khi nào?")
    assert trades == []
    passed = 601.0
    turn = visit.ask("Báo cáo năm nộp khi nào?")
    expect(turn.locator(".said")).to_contain_text("Trước ngày 05/6")
    assert trades.count("POST") == 1
    expect(visit.page.locator(".complaint")).to_have_count(0)


def test_visitors_are_told_when_questions_are_kept(visitor: Visitor, portal: Open) -> None:
    visit = opened(visitor, portal(keeper=QuestionKeeper(MemoryQuestions(), 30)))
    expect(visit.page.get_by_text("được lưu trong 30 ngày")).to_be_visible()
    assert visit.accessibility_faults() == []
    silent = opened(visitor, portal())
    expect(silent.page.get_by_text("Có thể bắt đầu bằng")).to_be_visible()
    expect(silent.page.get_by_text("được lưu trong")).to_be_hidden()


def test_a_page_that_is_not_registered_is_told_so_and_gets_nothing(visitor: Visitor, portal: Open) -> None:
    set_up = portal(registered=False)
    visit = visitor(set_up.url)
    visit.expect_fault("CORS policy|ERR_FAILED")
    visit.open("/")
    visit.page.get_by_role("button", name=ASK).click()
    expect(visit.page.get_by_role("alert")).to_contain_text("trang này chưa được đăng ký")
    visit.send("Báo cáo nộp khi nào?")
    expect(visit.last.locator(".complaint")).to_contain_text("trang này chưa được đăng ký")
    assert set_up.assistant.received == []
    visit.picture("widget-refused-origin")


def test_nothing_on_a_page_widens_what_its_site_may_ask(visitor: Visitor, portal: Open) -> None:
    set_up = portal(scope=SiteScope(locality="xã An Thử"))
    widening = {"model": "x", "prompt": "x", "filters": "{}", "locality": "xã Tân Mẫu", "documents": "ke-hoach-tan-mau"}
    set_up.body = set_up.script(**widening)
    visit = opened(visitor, set_up)
    with visit.page.expect_request("**/api/v1/ask/stream") as asking:
        visit.ask("Báo cáo nộp khi nào?")
    assert set(asking.value.post_data_json or {}) == {"question", "history"}
    assert set(set_up.assistant.received[-1].filters.document_ids) <= {"ke-hoach-an-thu"}
    expect(visit.last.locator(".document").first).to_contain_text("xã An Thử")


def test_escape_and_the_cross_close_the_panel_and_give_the_focus_back(visitor: Visitor, portal: Open) -> None:
    visit = opened(visitor, portal())
    visit.page.keyboard.press("Escape")
    expect(visit.field).to_be_hidden()
    expect(visit.page.get_by_role("button", name=ASK)).to_be_focused()
    visit.page.keyboard.press("Enter")
    expect(visit.field).to_be_focused()
    visit.page.get_by_role("button", name="Đóng").click()
    expect(visit.page.get_by_role("button", name=ASK)).to_be_focused()


def test_on_a_desk_the_page_beside_the_panel_stays_in_use(visitor: Visitor, portal: Open) -> None:
    visit = opened(visitor, portal())
    assert visit.page.locator("dialog:modal").count() == 0
    visit.page.get_by_role("link", name="Xem tin").click()
    assert visit.page.url.endswith("#tin")
    expect(visit.field).to_be_visible()


def test_on_a_phone_the_panel_fills_the_screen_and_holds_the_focus(visitor: Visitor, portal: Open) -> None:
    visit = opened(visitor, portal(), "phone")
    panel = visit.page.locator("dialog:modal")
    expect(panel).to_be_visible()
    assert panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    visit.ask("Báo cáo nộp khi nào?")
    for _ in range(25):
        visit.page.keyboard.press("Tab")
        assert visit.page.evaluate("document.activeElement.localName") in {"danvan-chat", "body"}
    visit.picture("widget-phone")
    visit.page.keyboard.press("Escape")
    expect(visit.page.get_by_role("button", name=ASK)).to_be_focused()


def test_the_panel_follows_a_screen_that_is_turned(visitor: Visitor, portal: Open) -> None:
    visit = opened(visitor, portal())
    visit.ask("Báo cáo nộp khi nào?")
    visit.page.set_viewport_size({"width": 390, "height": 700})
    expect(visit.page.locator("dialog:modal")).to_be_visible()
    visit.page.set_viewport_size({"width": 1280, "height": 800})
    expect(visit.page.locator("dialog:not(:modal)")).to_be_visible()
    expect(visit.last.locator(".said")).to_contain_text("Trước ngày 05/6")


def boxes(visit: Visit) -> dict[str, object]:
    """Return where the parts of the open panel are, and how some of them look."""
    seen: dict[str, object] = visit.page.evaluate(
        """() => {
            const chat = document.querySelector("danvan-chat"), dialog = chat.shadowRoot.querySelector("dialog");
            const root = dialog.firstChild.shadowRoot;
            const chosen = ".bar, .title, .log, .asked, .said, .card, .composer, textarea, .send";
            const parts = [dialog, ...root.querySelectorAll(chosen)];
            return Object.fromEntries(parts.map((part, place) => {
                const { x, y, width, height } = part.getBoundingClientRect();
                const { color, fontFamily, fontSize, letterSpacing, opacity } = getComputedStyle(part);
                const look = [x, y, width, height, color, fontFamily, fontSize, letterSpacing, opacity];
                return [`${place} ${part.className || part.localName}`, look];
            }));
        }"""
    )
    return seen


def test_a_hostile_style_sheet_changes_nothing(visitor: Visitor, portal: Open) -> None:
    looks = []
    for style in ("", f"<style>{HOSTILE_STYLE}</style>"):
        set_up = portal()
        set_up.body = style + set_up.script()
        visit = opened(visitor, set_up)
        visit.ask("Báo cáo nộp khi nào?")
        looks.append(boxes(visit))
        visit.picture("widget-hostile-style" if style else "widget-plain-style")
    assert len(looks[0]) > 8
    assert looks[0] == looks[1]


def test_a_strict_policy_needs_only_the_assistants_address(visitor: Visitor, portal: Open) -> None:
    set_up = portal()
    server = set_up.assistant_url
    set_up.policy = f"default-src 'none'; style-src 'self'; script-src {server}; connect-src {server}"
    visit = opened(visitor, set_up)
    turn = visit.ask("Báo cáo nộp khi nào?")
    expect(turn.locator(".said")).to_contain_text("Trước ngày 05/6")


def test_what_is_typed_is_no_short_cut_of_the_page(visitor: Visitor, portal: Open) -> None:
    visit = opened(visitor, portal())
    visit.page.evaluate(
        "() => { window.heard = 0; for (const kind of ['keydown', 'keypress', 'keyup'])"
        " document.addEventListener(kind, () => heard++) }"
    )
    visit.page.keyboard.type("báo cáo /?jk")
    assert visit.page.evaluate("heard") == 0


def test_a_page_sets_place_colour_and_words_and_no_more(visitor: Visitor, portal: Open) -> None:
    set_up = portal()
    words = {"title": "Hỏi đáp xã Tân Mẫu", "greeting": "Chào bà con.", "position": "left", "color": "#ffd400"}
    set_up.body = set_up.script(**words)
    visit = opened(visitor, set_up)
    page = visit.page
    expect(page.get_by_role("heading", name="Hỏi đáp xã Tân Mẫu")).to_be_visible()
    expect(page.get_by_text("Chào bà con.")).to_be_visible()
    box = page.locator("dialog").bounding_box()
    assert box is not None
    assert box["x"] < 100
    bar = page.locator(".bar")
    assert bar.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(255, 212, 0)"
    assert bar.evaluate("node => getComputedStyle(node).color") == "rgb(0, 0, 0)"
    assert visit.accessibility_faults() == []
    visit.picture("widget-own-colours")


@pytest.mark.parametrize("colour", ["red", "url(//x)", "#12", "var(--x)", "#8f1d1d;display:none"])
def test_what_is_no_colour_is_left_aside(visitor: Visitor, portal: Open, colour: str) -> None:
    set_up = portal()
    set_up.body = set_up.script(color=colour)
    visit = visitor(set_up.url)
    button = visit.open("/").get_by_role("button", name=ASK)
    assert button.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(143, 29, 29)"


def test_an_element_works_like_the_script_tag_and_english_is_spoken(visitor: Visitor, portal: Open) -> None:
    set_up = portal()
    set_up.body = (
        f'<danvan-chat site="cong" lang="en"></danvan-chat><script src="{set_up.assistant_url}/widget.js"></script>'
    )
    visit = visitor(set_up.url)
    visit.open("/").get_by_role("button", name="Ask the documents").click()
    visit.page.get_by_label("Your question").fill("Báo cáo nộp khi nào?")
    visit.page.keyboard.press("Enter")
    expect(visit.page.get_by_text("Sources", exact=True)).to_be_visible()
    expect(visit.page.locator("danvan-chat")).to_have_count(1)


def test_a_conversation_outlives_the_next_page(visitor: Visitor, portal: Open) -> None:
    visit = opened(visitor, portal())
    visit.ask("Báo cáo nộp khi nào?")
    visit.page.reload()
    visit.page.get_by_role("button", name=ASK).click()
    expect(visit.page.locator(".turn")).to_have_count(1)
    expect(visit.last.locator(".said")).to_contain_text("Trước ngày 05/6")


def test_the_panel_scrolls_itself_and_never_the_page(visitor: Visitor, portal: Open) -> None:
    set_up = portal()
    set_up.body = "<p>Tin tức</p>" * 200 + set_up.script()
    visit = opened(visitor, set_up)
    visit.page.evaluate("scrollTo(0, 300)")
    for _ in range(3):
        visit.ask("Báo cáo nộp khi nào?")
    visit.last.locator(".mark").first.click()
    assert visit.page.evaluate("scrollY") == 300
    top = visit.page.locator(".log").bounding_box()
    asked = visit.last.locator(".cards li").first.bounding_box()
    assert top is not None
    assert asked is not None
    assert top["y"] - 1 <= asked["y"] <= top["y"] + top["height"]


def test_a_frame_holds_the_conversation_of_a_registered_page(visitor: Visitor, portal: Open) -> None:
    set_up = portal(scope=SiteScope(locality="xã An Thử"))
    frame = f'<iframe title="Trợ lý" src="{set_up.assistant_url}/embed?site=cong" width="400" height="600"></iframe>'
    set_up.body = frame
    visit = visitor(set_up.url)
    inside = visit.open("/").frame_locator("iframe")
    expect(inside.get_by_text("Có thể bắt đầu bằng")).to_be_visible()
    inside.get_by_label("Câu hỏi của bạn").fill("Báo cáo nộp khi nào?")
    inside.get_by_label("Câu hỏi của bạn").press("Enter")
    expect(inside.locator(".document").first).to_contain_text("xã An Thử")
    visit.picture("embed-framed")
    assert visit.accessibility_faults() == []


def test_a_page_that_is_not_registered_may_not_frame_it(visitor: Visitor, portal: Open) -> None:
    set_up = portal(registered=False)
    set_up.body = f'<iframe title="Trợ lý" src="{set_up.assistant_url}/embed?site=cong"></iframe>'
    visit = visitor(set_up.url)
    visit.expect_fault("frame-ancestors|frame")
    page = visit.open("/")
    page.wait_for_load_state("networkidle")
    expect(page.frame_locator("iframe").locator("danvan-conversation")).to_have_count(0)


def test_an_unreachable_server_leaves_the_button_to_try_again(visitor: Visitor, portal: Open) -> None:
    set_up = portal()
    visit = visitor(set_up.url)
    visit.expect_fault("ERR_")
    page = visit.open("/")
    page.route("**/static/web/chat.js", lambda route: route.abort())
    page.get_by_role("button", name=ASK).click()
    again = page.get_by_role("button", name=re.compile("Chưa tải được"))
    expect(again).to_be_enabled()
    page.unroute("**/static/web/chat.js")
    again.click()
    expect(visit.field).to_be_focused()


@pytest.mark.parametrize("screen", ["desk", "phone", "narrow", "zoomed"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_button_or_in_the_panel(
    visitor: Visitor, portal: Open, screen: str, scheme: str
) -> None:
    visit = visitor(portal().url, screen, color_scheme=scheme)
    visit.open("/")
    assert visit.accessibility_faults() == []
    visit.page.get_by_role("button", name=ASK).click()
    expect(visit.page.get_by_text("Có thể bắt đầu bằng")).to_be_visible()
    assert visit.accessibility_faults() == []
    visit.ask("Báo cáo nộp khi nào?")
    visit.ask("kế hoạch nào")
    visit.ask("chuyện khác")
    assert visit.accessibility_faults() == []
    visit.picture(f"widget-{screen}-{scheme}")
