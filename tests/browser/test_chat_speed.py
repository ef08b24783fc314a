"""How quickly an answer stands on the screen, and that nothing blocks the page while it comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

QUESTIONS = (
    "Gia Lai nộp báo cáo 6 tháng trước ngày nào?",
    "Ai ký kế hoạch?",
    "Nhiệm vụ của Sở Nội vụ?",
    "Mục III.2 của kế hoạch Gia Lai",
    "So sánh hạn báo cáo năm của Gia Lai và Minh Sơn",
)
PAINT_MS = 300
LONG_TASK_MS = 50

# From the key that sends to the first picture of the screen that shows words of the answer.
_WATCH = """() => {
    window.longTasks = [];
    new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((e) => e.duration)))
        .observe({ type: "longtask" });
    window.paints = [];
    const root = document.querySelector("danvan-conversation").shadowRoot;
    root.addEventListener("keydown", (event) => { if (event.key === "Enter") window.sent = performance.now(); }, true);
    const newest = () => [...root.querySelectorAll(".said")].pop();
    let last = newest();
    const look = () => {
        const said = newest();
        if (said && said !== last && said.textContent) {
            last = said;
            requestAnimationFrame(() => window.paints.push(performance.now() - window.sent));
        }
        requestAnimationFrame(look);
    };
    look();
}"""


def watch(page: Page) -> None:
    page.evaluate(_WATCH)


def test_answers_are_on_the_screen_within_a_moment_and_nothing_blocks_the_page(
    visitor: Visitor, shipped: str, record_property: Callable[[str, object], None]
) -> None:
    visit = visitor(shipped)
    page = visit.open("/")
    visit.ask("Ai ký kế hoạch của xã Minh Sơn?")  # warm
    watch(page)
    for question in QUESTIONS:
        visit.ask(question)
    expect(page.locator(".turn")).to_have_count(len(QUESTIONS) + 1)
    page.wait_for_timeout(200)
    paints = sorted(page.evaluate("window.paints"))
    long_tasks = page.evaluate("window.longTasks")
    record_property("first_paint_ms", paints)
    record_property("tasks_over_50_ms", long_tasks)
    assert len(paints) == len(QUESTIONS)
    assert paints[len(paints) // 2] <= PAINT_MS
    assert [task for task in long_tasks if task > LONG_TASK_MS] == []
