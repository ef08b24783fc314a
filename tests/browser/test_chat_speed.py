"""How quickly an answer stands on the screen, and that nothing blocks the page while it comes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.conftest import Visit, Visitor

QUESTIONS = (
    "Gia Lai nộp báo cáo 6 tháng trước ngày nào?",
    "Ai ký kế hoạch?",
    "Nhiệm vụ của Sở Nội vụ?",
    "Mục III.2 của kế hoạch Gia Lai",
    "So sánh hạn báo cáo năm của Gia Lai và Minh Sơn",
)
PAINT_MS = 300
LONG_TASK_MS = 50
ROUNDS = 8

# From the key that sends to the first picture of the screen that shows words of the answer.
_WATCH = """() => {
    const longTasks = window.longTasks = [];
    window.watching?.disconnect();
    window.watching = new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((e) => e.duration)));
    window.watching.observe({ type: "longtask" });
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


def measured(visit: Visit) -> dict[str, list[float]]:
    """Ask every question, and return when the first words of each stood on the screen, and the tasks over 50 ms."""
    page = visit.page
    page.evaluate(_WATCH)
    for question in QUESTIONS:
        visit.ask(question)
    page.wait_for_timeout(200)
    return {
        "first_paint_ms": sorted(page.evaluate("window.paints")),
        "long_tasks_ms": page.evaluate("window.longTasks"),
    }


def is_quick(figures: dict[str, list[float]]) -> bool:
    paints = figures["first_paint_ms"]
    assert len(paints) == len(QUESTIONS)
    return paints[len(paints) // 2] <= PAINT_MS and not [t for t in figures["long_tasks_ms"] if t > LONG_TASK_MS]


def test_answers_are_on_the_screen_within_a_moment_and_nothing_blocks_the_page(visitor: Visitor, shipped: str) -> None:
    """One round in a few must be undisturbed: clocks on the wall also count what other programs take."""
    rounds = []
    for _ in range(ROUNDS):
        visit = visitor(shipped)
        visit.open("/").wait_for_load_state("networkidle")
        visit.ask("Ai ký kế hoạch của xã Minh Sơn?")  # warm
        rounds.append(measured(visit))
        visit.figures("chat-speed", rounds)
        if is_quick(rounds[-1]):
            return
        visit.page.context.close()
    pytest.fail(f"no round was quick: {rounds}")


def test_a_long_answer_of_many_pieces_blocks_nothing(visitor: Visitor, shipped: str) -> None:
    visit = visitor(shipped)
    page = visit.open("/")
    visit.ask("Ai ký kế hoạch?")
    answer = page.evaluate("JSON.parse(sessionStorage.getItem(sessionStorage.key(0))).turns[0].answer")
    long = answer | {"answer": "\n".join([answer["answer"]] * 4), "citations": answer["citations"] * 4}
    pieces = re.findall(r"\s*\S+\s*", long["answer"])
    events = [f"event: token\ndata: {json.dumps({'text': piece})}\n\n" for piece in pieces]
    whole = json.dumps(long)
    stream = "".join([f"event: citations\ndata: {whole}\n\n", *events, f"event: final\ndata: {whole}\n\n"])
    page.route("**/api/v1/ask/stream", lambda route: route.fulfill(content_type="text/event-stream", body=stream))
    rounds = []
    for _ in range(ROUNDS):
        page.evaluate(_WATCH)
        visit.ask("Hỏi")
        page.wait_for_timeout(200)
        rounds.append(page.evaluate("window.longTasks"))
        if not rounds[-1]:
            return
    pytest.fail(f"{len(pieces)} pieces blocked the page: {rounds}")
