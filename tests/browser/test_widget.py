"""The widget on somebody else's page: its button, its panel, its tokens, and what the page around it cannot do."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from playwright.sync_api import Request, expect

from corpus.sites import SiteScope
from rag.keeping import QuestionKeeper
from rag.testing import MemoryQuestions

if TYPE_CHECKING:
    from tests.browser.conftest import Portals, Visitor

ASK = "Hỏi văn bản"


def test_before_the_first_click_only_the_button_is_loaded(visitor: Visitor, portal: Portals) -> None:
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


def test_a_visitor_asks_on_the_offices_own_page(visitor: Visitor, portal: Portals) -> None:
    set_up = portal()
    visit = set_up.opened(visitor)
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


def test_a_token_stays_out_of_addresses_and_of_the_tabs_memory(visitor: Visitor, portal: Portals) -> None:
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


def test_an_expired_token_is_traded_anew_without_a_word(visitor: Visitor, portal: Portals) -> None:
    passed = 0.0
    visit = portal(clock=lambda: time.time() + passed).opened(visitor)
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


def test_visitors_are_told_when_questions_are_kept(visitor: Visitor, portal: Portals) -> None:
    visit = portal(keeper=QuestionKeeper(MemoryQuestions(), 30)).opened(visitor)
    expect(visit.page.get_by_text("được lưu trong 30 ngày")).to_be_visible()
    assert visit.accessibility_faults() == []
    silent = portal().opened(visitor)
    expect(silent.page.get_by_text("Có thể bắt đầu bằng")).to_be_visible()
    expect(silent.page.get_by_text("được lưu trong")).to_be_hidden()


def test_a_page_that_is_not_registered_is_told_so_and_gets_nothing(visitor: Visitor, portal: Portals) -> None:
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


def test_nothing_on_a_page_widens_what_its_site_may_ask(visitor: Visitor, portal: Portals) -> None:
    set_up = portal(scope=SiteScope(locality="xã An Thử"))
    widening = {"model": "x", "prompt": "x", "filters": "{}", "locality": "xã Tân Mẫu", "documents": "ke-hoach-tan-mau"}
    set_up.body = set_up.script(**widening)
    visit = set_up.opened(visitor)
    with visit.page.expect_request("**/api/v1/ask/stream") as asking:
        visit.ask("Báo cáo nộp khi nào?")
    assert set(asking.value.post_data_json or {}) == {"question", "history"}
    assert set(set_up.assistant.received[-1].filters.document_ids) <= {"ke-hoach-an-thu"}
    expect(visit.last.locator(".document").first).to_contain_text("xã An Thử")


def test_a_frame_holds_the_conversation_of_a_registered_page(visitor: Visitor, portal: Portals) -> None:
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


def test_a_page_that_is_not_registered_may_not_frame_it(visitor: Visitor, portal: Portals) -> None:
    set_up = portal(registered=False)
    set_up.body = f'<iframe title="Trợ lý" src="{set_up.assistant_url}/embed?site=cong"></iframe>'
    visit = visitor(set_up.url)
    visit.expect_fault("frame-ancestors|frame")
    page = visit.open("/")
    page.wait_for_load_state("networkidle")
    expect(page.frame_locator("iframe").locator("danvan-conversation")).to_have_count(0)


def test_the_line_works_wherever_it_stands_and_twice_is_once(visitor: Visitor, portal: Portals) -> None:
    set_up = portal()
    line = set_up.script().replace(" defer", "")
    set_up.body = f"{line}{set_up.script()}"
    set_up.top = line
    visit = set_up.opened(visitor)
    expect(visit.page.locator("danvan-chat")).to_have_count(1)
    visit.ask("Báo cáo nộp khi nào?")


def test_an_unreachable_server_leaves_the_button_to_try_again(visitor: Visitor, portal: Portals) -> None:
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
