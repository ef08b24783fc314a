"""While a language model writes: proven sentences on the screen as they come, and what becomes of them in the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from api.access.doorkeeper import AccessRules
from api.app import create_app
from api.ports import Readiness
from rag.chat.limits import ChatLimits
from tests.llm.plans import QUESTION, RIGHT_DAY, TRUE, Plans
from tests.llm.scripted_server import DONE, Reply, ScriptedServer, chunk

if TYPE_CHECKING:
    from tests.browser.conftest import Portals, Serve, Visit, Visitor

pytest.importorskip("langchain_openai")

SECOND = "Công chức Văn hóa - Xã hội tổng hợp, trình Chủ tịch UBND xã xem xét [2]."
UNTRUE = "Hạn gửi báo cáo là ngày 1/1 [1]."
FIRST_WORDS = "Các thôn gửi báo cáo quý về Văn phòng UBND xã trước ngày 20/3"
WRITING = "Đang viết"
REPLACED = "Các câu vừa hiện ra đã được thay bằng câu trả lời dưới đây."
WORDED = "Diễn đạt bằng mô hình ngôn ngữ; từng câu đã được đối chiếu với văn bản."

Model = Callable[[AccessRules | None], FastAPI]


@pytest.fixture
def writer() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


@pytest.fixture
def door(tmp_path_factory: pytest.TempPathFactory, writer: ScriptedServer) -> Iterator[Model]:
    """Return a way to make the application over two plans whose answers the scripted server words."""
    from rag.adapters.chat_model import Endpoint, LangChainChatModel

    with ExitStack() as stack:
        plans = Plans(lambda: tmp_path_factory.mktemp("plans"))
        stack.callback(plans.close)
        ledger, _ = plans.store()
        model = LangChainChatModel(Endpoint("nho", writer.url), ChatLimits(30, 30, 60))
        stack.callback(model.close)
        ready = Readiness(2, len(ledger.documents()), "test")

        def made(rules: AccessRules | None = None) -> FastAPI:
            return create_app(plans.assistant(model), ledger, lambda: ready, access=rules)

        yield made


def tells(*parts: str | threading.Event) -> Reply:
    """Return a reply of these words; at an event it waits."""
    steps = [part if isinstance(part, threading.Event) else chunk({"content": f"{part} "}) for part in parts]
    return Reply((chunk({"role": "assistant", "content": ""}), *steps, chunk({}, "stop"), DONE))


def opened(visitor: Visitor, serve: Serve, door: Model, screen: str = "desk", **options: object) -> Visit:
    visit = visitor(serve(door(None)), screen, **options)
    visit.open("/").wait_for_load_state("networkidle")
    return visit


def finished(visit: Visit) -> None:
    expect(visit.last.get_by_role("button", name="Có ích")).to_be_visible()


def places(page: Page) -> list[tuple[str, int, int]]:
    """Return the words of the last answer with where each begins on the screen, in pixels."""
    found = page.evaluate(
        """() => {
            const widget = document.querySelector("danvan-chat");
            const root = (widget?.shadowRoot ?? document).querySelector("danvan-conversation").shadowRoot;
            const said = [...root.querySelectorAll(".said")].pop();
            const walker = document.createTreeWalker(said, NodeFilter.SHOW_TEXT), found = [];
            while (walker.nextNode()) {
                const node = walker.currentNode;
                if (node.parentElement.closest(".mark")) continue;
                for (const word of node.data.matchAll(/\\S+/g)) {
                    const range = document.createRange();
                    range.setStart(node, word.index);
                    range.setEnd(node, word.index + word[0].length);
                    const { left, top } = range.getBoundingClientRect();
                    found.push([word[0], Math.round(left), Math.round(top)]);
                }
            }
            return found;
        }"""
    )
    return [(word, left, top) for word, left, top in found]


@pytest.mark.parametrize("listed", ["", "- "], ids=["running", "listed"])
@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_sentences_are_read_as_they_come_and_stay_where_they_are(
    visitor: Visitor, serve: Serve, door: Model, writer: ScriptedServer, screen: str, listed: str
) -> None:
    first, second, end = threading.Event(), threading.Event(), threading.Event()
    line = "\n" if listed else ""
    writer.script(
        tells(first, f"{listed}{TRUE}{line}", f"{listed}Công", second, f"{SECOND[5:]}{line}", f"{listed}KHÔNG", end)
    )
    visit = opened(visitor, serve, door, screen)
    visit.send(QUESTION)
    expect(visit.last.locator(".doing")).to_contain_text("đang soạn câu trả lời")
    first.set()
    expect(visit.last.locator(".said")).to_contain_text(FIRST_WORDS)
    expect(visit.last.locator(".doing")).to_contain_text(WRITING)
    expect(visit.last.locator(".cards")).to_have_count(0)
    visit.picture(f"chat-writing-first{listed[:1]}-{screen}")
    second.set()
    expect(visit.last.locator(".proven")).to_have_count(2)
    expect(visit.last.locator(".proven").last).to_be_in_viewport()
    assert visit.accessibility_faults() == []
    visit.picture(f"chat-writing{listed[:1]}-{screen}")
    shown = places(visit.page)
    end.set()
    finished(visit)
    assert places(visit.page) == shown
    expect(visit.last.locator(".doing, .proven, .unset")).to_have_count(0)
    expect(visit.last.locator(".said .mark")).to_have_text(["1", "2"])
    expect(visit.last.get_by_text(WORDED)).to_be_visible()
    assert visit.accessibility_faults() == []
    visit.picture(f"chat-written{listed[:1]}-{screen}")


def test_what_is_not_borne_out_in_the_end_is_replaced_and_said_to_be(
    visitor: Visitor, serve: Serve, door: Model, writer: ScriptedServer
) -> None:
    end = threading.Event()
    writer.script(tells(SECOND, "Hạn", end, UNTRUE, UNTRUE, UNTRUE))
    visit = opened(visitor, serve, door, "phone")
    visit.send(QUESTION)
    expect(visit.last.locator(".proven")).to_have_count(1)
    end.set()
    finished(visit)
    said = visit.last.locator(".said")
    expect(said).to_contain_text(RIGHT_DAY)
    expect(said).not_to_contain_text("tổng hợp")
    expect(visit.last.get_by_text(REPLACED)).to_be_visible()
    expect(visit.last.locator(".notices")).to_contain_text("mô hình ngôn ngữ")
    expect(visit.last.get_by_text(WORDED)).to_have_count(0)
    visit.picture("chat-replaced")


def test_an_answer_that_is_stopped_while_it_is_written_leaves_nothing(
    visitor: Visitor, serve: Serve, door: Model, writer: ScriptedServer
) -> None:
    writer.script(tells(TRUE, "Công", threading.Event()))
    visit = opened(visitor, serve, door)
    visit.send(QUESTION)
    expect(visit.last.locator(".proven")).to_have_count(1)
    visit.page.get_by_role("button", name="Dừng").click()
    expect(visit.last.locator(".complaint")).to_have_text("Đã dừng theo yêu cầu.")
    expect(visit.page.get_by_text(FIRST_WORDS)).to_have_count(0)
    assert writer.hung_up.wait(5)  # the model need not write on
    assert visit.page.evaluate("sessionStorage.length") == 0
    writer.script(tells(TRUE))
    visit.last.get_by_role("button", name="Thử lại").click()
    finished(visit)
    expect(visit.page.locator(".turn")).to_have_count(1)
    visit.page.reload()
    expect(visit.last.get_by_text(WORDED)).to_be_visible()


def test_a_model_that_breaks_off_leaves_the_documents_words(
    visitor: Visitor, serve: Serve, door: Model, writer: ScriptedServer
) -> None:
    cut = threading.Event()
    broken = tells(TRUE, "Công", cut)
    writer.script(Reply((*broken.steps[:-2], b"data: {nonsense\n\n")))
    visit = opened(visitor, serve, door)
    visit.send(QUESTION)
    expect(visit.last.locator(".proven")).to_have_count(1)
    cut.set()
    finished(visit)
    expect(visit.last.locator(".lead")).to_contain_text(RIGHT_DAY)
    expect(visit.last.get_by_text(REPLACED)).to_be_visible()


def test_who_listens_hears_the_answer_once_and_nothing_of_the_writing(
    visitor: Visitor, serve: Serve, door: Model, writer: ScriptedServer
) -> None:
    end = threading.Event()
    writer.script(tells(TRUE, "Công", end, SECOND.removeprefix("Công ")))
    visit = opened(visitor, serve, door)
    visit.page.evaluate(
        """() => {
            const root = document.querySelector("danvan-conversation").shadowRoot;
            const live = root.querySelector(".frame > [role=status]");
            window.heard = [];
            new MutationObserver(() => window.heard.push(live.textContent)).observe(live, { childList: true });
        }"""
    )
    visit.send(QUESTION)
    expect(visit.last.locator(".proven")).to_have_count(1)
    expect(visit.last.locator(".answer")).to_have_attribute("aria-busy", "true")
    end.set()
    finished(visit)
    expect(visit.last.locator("[aria-busy]")).to_have_count(0)
    heard = visit.page.evaluate("window.heard")
    assert heard[0] == "Đang tìm trong kho văn bản…"
    assert len(heard) == 2
    assert heard[1].startswith(FIRST_WORDS)
    assert heard[1].endswith("Có 2 căn cứ.")


def test_sentences_fade_in_only_for_those_who_want_motion(
    visitor: Visitor, serve: Serve, door: Model, writer: ScriptedServer
) -> None:
    for wish, name in (("reduce", "none"), ("no-preference", "appear")):
        writer.script(tells(TRUE, "Công", threading.Event()))
        visit = opened(visitor, serve, door, reduced_motion=wish)
        visit.send(QUESTION)
        expect(visit.last.locator(".proven")).to_have_css("animation-name", name)
        visit.page.get_by_role("button", name="Dừng").click()


@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_a_visitor_of_a_portal_reads_along_too(
    visitor: Visitor, portal: Portals, door: Model, writer: ScriptedServer, screen: str
) -> None:
    end = threading.Event()
    writer.script(tells(TRUE, "Công", end, SECOND.removeprefix("Công ")))
    visit = portal(app_of=door).opened(visitor, screen)
    visit.send(QUESTION)
    expect(visit.last.locator(".said")).to_contain_text(FIRST_WORDS)
    assert visit.accessibility_faults() == []
    visit.picture(f"widget-writing-{screen}")
    first = places(visit.page)
    end.set()
    finished(visit)
    assert places(visit.page)[: len(first)] == first
    expect(visit.last.get_by_text(WORDED)).to_be_visible()
    visit.picture(f"widget-written-{screen}")
