"""For every hand, eye and ear: keyboard, input methods, zoom, contrast, what is read out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

DEADLINE = "Gia Lai nộp báo cáo 6 tháng trước ngày nào?"


@pytest.mark.parametrize("screen", ["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(visitor: Visitor, shipped: str, screen: str, scheme: str) -> None:
    visit = visitor(shipped, screen, color_scheme=scheme)
    page = visit.open("/")
    expect(page.locator(".holdings li").first).to_be_attached()
    assert visit.accessibility_faults() == []
    visit.picture(f"chat-first-{screen}-{scheme}")
    visit.ask(DEADLINE)
    visit.ask("Ai ký kế hoạch?")
    assert visit.accessibility_faults() == []
    visit.picture(f"chat-answers-{screen}-{scheme}")
    turn = visit.ask("Ai ký kế hoạch của Cà Mau?")
    turn.locator("summary").click()
    turn.get_by_role("button", name="Chưa đúng").click()
    expect(turn.locator(".reason")).to_be_visible()
    visit.field.fill("ạ" * 2001)
    page.get_by_role("button", name="Cuộc trao đổi mới").click()
    if screen == "phone":
        page.locator(".scope summary").click()
    assert visit.accessibility_faults() == []
    visit.picture(f"chat-everything-{screen}-{scheme}", full=True)


@pytest.mark.parametrize("screen", ["narrow", "zoomed"])
def test_nothing_is_cut_off_on_a_narrow_or_much_enlarged_screen(visitor: Visitor, shipped: str, screen: str) -> None:
    visit = visitor(shipped, screen)
    page = visit.open("/")
    visit.ask(DEADLINE)
    visit.ask("Ai ký kế hoạch?")
    page.locator(".scope summary").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visit.accessibility_faults() == []
    visit.picture(f"chat-{screen}", full=True)


def pressed_until(page: Page, key: str, role: str, name: str, times: int = 60) -> None:
    """Press a key until the thing with that role and name has the focus."""
    wanted = page.get_by_role(role, name=re.compile(name))  # type: ignore[arg-type]
    for _ in range(times):
        page.keyboard.press(key)
        if wanted.last.evaluate("node => node.getRootNode().activeElement === node"):
            return
    pytest.fail(f"{name} is not reached with {key}")


def test_everything_can_be_done_without_a_mouse(visitor: Visitor, shipped: str) -> None:
    visit = visitor(shipped)
    page = visit.open("/")
    expect(page.locator(".holdings li").first).to_be_attached()
    pressed_until(page, "Tab", "button", "^tỉnh Gia Lai")
    page.keyboard.press("Space")
    expect(page.locator(".chosen")).to_have_text("tỉnh Gia Lai")
    expect(page.locator(".chips").get_by_role("button", name="tỉnh Gia Lai")).to_be_focused()
    pressed_until(page, "Tab", "textbox", "Câu hỏi")
    page.keyboard.type("Nộp báo cáo 6 tháng trước ngày nào?")
    page.keyboard.press("Enter")
    expect(visit.last.locator(".lead")).to_contain_text("30/5/2020")
    expect(visit.field).to_be_focused()
    pressed_until(page, "Shift+Tab", "button", "Căn cứ 1")
    page.keyboard.press("Enter")
    expect(visit.last.locator(".cards li").first).to_be_focused()
    pressed_until(page, "Tab", "link", "Mở văn bản")
    pressed_until(page, "Tab", "button", "Có ích")
    page.keyboard.press("Enter")
    expect(visit.last.get_by_text("Đã ghi nhận")).to_be_visible()


def test_a_focused_thing_is_never_hidden_behind_the_field(visitor: Visitor, shipped: str) -> None:
    visit = visitor(shipped, "phone")
    page = visit.open("/")
    visit.ask("Ai ký kế hoạch?")
    page.locator(".answer .mark").first.focus()
    for _ in range(14):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => {
                const root = document.querySelector("danvan-conversation").shadowRoot;
                const focused = root.activeElement, composer = root.querySelector(".composer");
                if (!focused || composer.contains(focused)) return false;
                const box = focused.getBoundingClientRect(), over = composer.getBoundingClientRect();
                return box.top >= over.top || box.bottom <= 0;
            }"""
        )
        assert not hidden


def test_enter_that_belongs_to_an_input_method_sends_nothing(visitor: Visitor, shipped: str) -> None:
    visit = visitor(shipped)
    page = visit.open("/")
    visit.field.fill("Ai ky ke hoach")
    for event in ({"isComposing": True, "key": "Enter"}, {"keyCode": 229, "key": "Enter"}):
        visit.field.dispatch_event("keydown", event | {"bubbles": True, "cancelable": True})
    page.keyboard.press("Shift+Enter")
    expect(page.locator(".turn")).to_have_count(0)
    expect(visit.field).to_have_value("Ai ky ke hoach\n")
    visit.field.press("Enter")
    expect(page.locator(".turn")).to_have_count(1)


def test_words_composed_by_an_input_method_arrive_whole(visitor: Visitor, shipped: str) -> None:
    visit = visitor(shipped)
    page = visit.open("/")
    visit.field.focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "báo", "selectionStart": 3, "selectionEnd": 3})
    keyboard.send("Input.insertText", {"text": "báo cáo"})
    expect(visit.field).to_have_value("báo cáo")
    visit.field.press("Enter")
    expect(visit.last.locator(".asked")).to_contain_text("báo cáo")


def test_an_answer_is_read_out_once_and_only_when_it_is_whole(visitor: Visitor, shipped: str) -> None:
    visit = visitor(shipped)
    page = visit.open("/")
    page.evaluate(
        """() => {
            const root = document.querySelector("danvan-conversation").shadowRoot;
            const live = root.querySelector(".frame > [role=status]");
            window.heard = [];
            new MutationObserver(() => window.heard.push(live.textContent)).observe(live, { childList: true });
            window.loud = [...root.querySelectorAll("[aria-live]")].length;
        }"""
    )
    visit.ask(DEADLINE)
    heard = page.evaluate("window.heard")
    assert heard[0] == "Đang tìm trong kho văn bản…"
    assert len(heard) == 2
    assert heard[1].startswith("Trước ngày 30/5/2020")
    assert heard[1].endswith("Có 1 căn cứ.")
    assert "[1]" not in heard[1]
    assert page.evaluate("window.loud") == 0


def test_motion_is_shown_only_to_those_who_want_it(visitor: Visitor, shipped: str) -> None:
    for wish, moving in (("reduce", False), ("no-preference", True)):
        visit = visitor(shipped, reduced_motion=wish)
        page = visit.open("/")
        smooth = page.evaluate("getComputedStyle(document.documentElement).scrollBehavior === 'smooth'")
        assert smooth is moving


def test_the_words_speak_vietnamese_and_quotes_keep_their_language(visitor: Visitor, shipped: str) -> None:
    visit = visitor(shipped)
    page = visit.open("/")
    turn = visit.ask(DEADLINE)
    assert page.locator(".frame[lang]").get_attribute("lang") == "vi"
    expect(turn.locator("blockquote").first).to_have_attribute("lang", "vi")
