"""The manners of the widget on a page that is not its own: focus, keys, colours, style sheets, phones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Portals, Visit, Visitor

ASK = "Hỏi văn bản"
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


def test_escape_and_the_cross_close_the_panel_and_give_the_focus_back(visitor: Visitor, portal: Portals) -> None:
    visit = portal().opened(visitor)
    visit.page.keyboard.press("Escape")
    expect(visit.field).to_be_hidden()
    expect(visit.page.get_by_role("button", name=ASK)).to_be_focused()
    visit.page.keyboard.press("Enter")
    expect(visit.field).to_be_focused()
    visit.page.get_by_role("button", name="Đóng").click()
    expect(visit.page.get_by_role("button", name=ASK)).to_be_focused()


def test_on_a_desk_the_page_beside_the_panel_stays_in_use(visitor: Visitor, portal: Portals) -> None:
    visit = portal().opened(visitor)
    assert visit.page.locator("dialog:modal").count() == 0
    visit.page.get_by_role("link", name="Xem tin").click()
    assert visit.page.url.endswith("#tin")
    expect(visit.field).to_be_visible()


def test_on_a_phone_the_panel_fills_the_screen_and_holds_the_focus(visitor: Visitor, portal: Portals) -> None:
    visit = portal().opened(visitor, "phone")
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


def test_the_panel_follows_a_screen_that_is_turned(visitor: Visitor, portal: Portals) -> None:
    visit = portal().opened(visitor)
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


def test_a_hostile_style_sheet_changes_nothing(visitor: Visitor, portal: Portals) -> None:
    looks = []
    for style in ("", f"<style>{HOSTILE_STYLE}</style>"):
        set_up = portal()
        set_up.body = style + set_up.script()
        visit = set_up.opened(visitor)
        visit.ask("Báo cáo nộp khi nào?")
        looks.append(boxes(visit))
        visit.picture("widget-hostile-style" if style else "widget-plain-style")
    assert len(looks[0]) > 8
    assert looks[0] == looks[1]


def test_a_strict_policy_needs_only_the_assistants_address(visitor: Visitor, portal: Portals) -> None:
    set_up = portal()
    server = set_up.assistant_url
    set_up.policy = f"default-src 'none'; style-src 'self'; script-src {server}; connect-src {server}"
    visit = set_up.opened(visitor)
    turn = visit.ask("Báo cáo nộp khi nào?")
    expect(turn.locator(".said")).to_contain_text("Trước ngày 05/6")
    visit.page.get_by_role("button", name="In kèm căn cứ").click()
    paper = visit.page.frame_locator("iframe").locator("body")
    expect(paper).to_contain_text("Báo cáo nộp khi nào?")
    expect(paper.locator("h1")).to_have_css("text-align", "center")
    expect(paper).not_to_contain_text("Tin tức")


def test_what_is_typed_is_no_short_cut_of_the_page(visitor: Visitor, portal: Portals) -> None:
    visit = portal().opened(visitor)
    visit.page.evaluate(
        "() => { window.heard = 0; for (const kind of ['keydown', 'keypress', 'keyup'])"
        " document.addEventListener(kind, () => heard++) }"
    )
    visit.page.keyboard.type("báo cáo /?jk")
    assert visit.page.evaluate("heard") == 0


def test_a_page_sets_place_colour_and_words_and_no_more(visitor: Visitor, portal: Portals) -> None:
    set_up = portal()
    words = {"title": "Hỏi đáp xã Tân Mẫu", "greeting": "Chào bà con.", "position": "left", "color": "#ffd400"}
    set_up.body = set_up.script(**words)
    visit = set_up.opened(visitor)
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
def test_what_is_no_colour_is_left_aside(visitor: Visitor, portal: Portals, colour: str) -> None:
    set_up = portal()
    set_up.body = set_up.script(color=colour)
    visit = visitor(set_up.url)
    button = visit.open("/").get_by_role("button", name=ASK)
    assert button.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(143, 29, 29)"


def test_an_element_works_like_the_script_tag_and_english_is_spoken(visitor: Visitor, portal: Portals) -> None:
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


def test_a_conversation_outlives_the_next_page(visitor: Visitor, portal: Portals) -> None:
    visit = portal().opened(visitor)
    visit.ask("Báo cáo nộp khi nào?")
    visit.page.reload()
    visit.page.get_by_role("button", name=ASK).click()
    expect(visit.page.locator(".turn")).to_have_count(1)
    expect(visit.last.locator(".said")).to_contain_text("Trước ngày 05/6")


def test_the_panel_scrolls_itself_and_never_the_page(visitor: Visitor, portal: Portals) -> None:
    set_up = portal()
    set_up.body = "<p>Tin tức</p>" * 200 + set_up.script()
    visit = set_up.opened(visitor)
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


@pytest.mark.parametrize("screen", ["desk", "phone", "narrow", "zoomed"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_button_or_in_the_panel(
    visitor: Visitor, portal: Portals, screen: str, scheme: str
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
