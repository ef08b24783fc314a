"""When something is in the way: no network, a slow server, failures, limits, broken streams, questions too long."""

from __future__ import annotations

import asyncio
import itertools
import json
import queue
import re
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import Route as Intercepted
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from api.app import create_app
from api.rendering import answer_out, json_bytes
from api.testing import SampleAssistant, SampleDocuments
from corpus.errors import StoreDamaged
from corpus.model import DocumentId
from rag.model import Answer, Filters, Inquiry, SearchHit

if TYPE_CHECKING:
    from tests.browser.conftest import Serve, Visit, Visitor

STREAM = "**/api/v1/ask/stream"


@dataclass
class SlowAssistant:
    """Answers as the double does, after a while, which can be changed while it works."""

    seconds: float = 0.0
    inner: SampleAssistant = field(default_factory=SampleAssistant)

    @property
    def documents(self) -> SampleDocuments:
        return self.inner.documents

    def answer(self, inquiry: Inquiry) -> Answer:
        time.sleep(self.seconds)
        return self.inner.answer(inquiry)

    def search(self, query: str, k: int, filters: Filters) -> list[SearchHit]:
        return self.inner.search(query, k, filters)

    def within(self, document_ids: Sequence[DocumentId]) -> SampleAssistant:
        return self.inner.within(document_ids)


def visit_to(visitor: Visitor, serve: Serve, assistant: SampleAssistant | SlowAssistant) -> Visit:
    visit = visitor(serve(create_app(assistant, assistant.documents, assistant.documents.readiness)))
    visit.open("/").wait_for_load_state("networkidle")  # first questions have been drawn
    return visit


def refuse(page: Page, status: int, slug: str, detail: str, headers: dict[str, str] | None = None) -> None:
    """Answer the next questions with a problem instead of the server."""
    problem = {"type": f"urn:danvan:problem:{slug}", "title": "…", "status": status, "detail": detail}

    def fulfil(route: Intercepted) -> None:
        body = json.dumps(problem, ensure_ascii=False)
        route.fulfill(status=status, content_type="application/problem+json", body=body, headers=headers or {})

    page.route(STREAM, fulfil)


def complaint(visit: Visit) -> str:
    expect(visit.last.locator(".complaint")).to_be_visible()
    return visit.last.locator(".complaint").inner_text()


def test_without_a_network_the_question_is_not_lost(visitor: Visitor, serve: Serve) -> None:
    visit = visit_to(visitor, serve, SampleAssistant())
    visit.expect_fault("ERR_INTERNET_DISCONNECTED")
    visit.page.context.set_offline(True)
    visit.send("Báo cáo nộp khi nào?")
    assert complaint(visit) == "Không kết nối được với máy chủ. Hãy kiểm tra mạng rồi thử lại."
    visit.picture("chat-offline")
    visit.page.context.set_offline(False)
    visit.last.get_by_role("button", name="Thử lại").click()
    expect(visit.last.locator(".said")).to_contain_text("Trước ngày 05/6")
    expect(visit.page.locator(".turn")).to_have_count(1)


def test_a_failure_of_the_server_is_told_in_its_own_words(visitor: Visitor, serve: Serve) -> None:
    assistant = SampleAssistant()
    visit = visit_to(visitor, serve, assistant)
    assistant.failure = StoreDamaged("Kho văn bản bị hỏng.")
    visit.send("Báo cáo nộp khi nào?")
    assert "Hệ thống gặp lỗi, không phải do câu hỏi của bạn." in complaint(visit)
    expect(visit.last.locator(".code")).to_have_text(re.compile(r"Mã lỗi: [0-9a-f]{32}"))
    assistant.failure = None
    visit.last.get_by_role("button", name="Thử lại").click()
    expect(visit.last.locator(".said")).to_contain_text("Trước ngày 05/6")


def test_a_failure_before_the_stream_begins_is_told_too(visitor: Visitor, serve: Serve) -> None:
    visit = visit_to(visitor, serve, SampleAssistant())
    visit.expect_fault("status of 500")
    visit.page.route(STREAM, lambda route: route.fulfill(status=500, body="<h1>nginx</h1>", content_type="text/html"))
    visit.send("Báo cáo nộp khi nào?")
    assert complaint(visit) == "Máy chủ gặp lỗi. Hãy thử lại sau."
    visit.picture("chat-failure")


def test_who_asks_too_fast_is_told_how_long_to_wait(visitor: Visitor, serve: Serve) -> None:
    visit = visit_to(visitor, serve, SampleAssistant())
    visit.expect_fault("status of 429")
    refuse(visit.page, 429, "too-many-requests", "Đã vượt số câu hỏi cho phép.", {"Retry-After": "2"})
    visit.send("Báo cáo nộp khi nào?")
    assert complaint(visit) == "Đã vượt số câu hỏi cho phép."
    retry = visit.last.get_by_role("button", name=re.compile("Thử lại"))
    expect(retry).to_be_disabled()
    expect(retry).to_have_text(re.compile(r"Thử lại sau \d giây"))
    visit.picture("chat-limited")
    visit.page.unroute(STREAM)
    expect(retry).to_be_enabled()
    retry.click()
    expect(visit.last.locator(".said")).to_contain_text("Trước ngày 05/6")


@pytest.mark.parametrize("stream", ["", "event: status\ndata: {}\n\n", "event: token\ndata: {not json\n\n", "<html>"])
def test_a_stream_that_breaks_off_is_no_answer(visitor: Visitor, serve: Serve, stream: str) -> None:
    visit = visit_to(visitor, serve, SampleAssistant())
    visit.page.route(STREAM, lambda route: route.fulfill(status=200, content_type="text/event-stream", body=stream))
    visit.send("Báo cáo nộp khi nào?")
    assert complaint(visit) == "Kết nối bị đứt giữa chừng. Hãy thử lại."
    assert visit.page.evaluate("sessionStorage.length") == 0


def test_a_slow_server_is_waited_for_and_can_be_stopped(visitor: Visitor, serve: Serve) -> None:
    assistant = SlowAssistant()
    visit = visit_to(visitor, serve, assistant)
    assistant.seconds = 7.5
    visit.send("Báo cáo nộp khi nào?")
    expect(visit.last.locator(".doing")).to_have_text("Đang tìm trong kho văn bản…")
    visit.picture("chat-searching")
    expect(visit.last.locator(".doing")).to_contain_text("chậm hơn mọi khi")
    expect(visit.last.locator(".said")).to_contain_text("Trước ngày 05/6")
    visit.send("Báo cáo năm nộp khi nào?")
    visit.page.get_by_role("button", name="Dừng").click()
    assert complaint(visit) == "Đã dừng theo yêu cầu."
    expect(visit.page.get_by_role("button", name="Gửi câu hỏi")).to_be_visible()
    assistant.seconds = 0


def test_a_question_of_two_thousand_characters_is_asked_and_a_longer_one_is_kept_back(
    visitor: Visitor, serve: Serve
) -> None:
    assistant = SampleAssistant()
    visit = visit_to(visitor, serve, assistant)
    longest = "Báo cáo nộp khi nào? " + "ế" * 1979
    visit.ask(longest)
    assert assistant.received[-1].question == longest
    expect(visit.last.locator(".said")).to_be_in_viewport()
    visit.field.fill(longest + "ế")
    visit.field.press("Enter")
    expect(visit.page.locator("#count")).to_have_text("Câu hỏi dài 2.001 ký tự; tối đa 2.000 ký tự.")
    expect(visit.field).to_have_attribute("aria-invalid", "true")
    expect(visit.field).to_have_value(longest + "ế")
    expect(visit.page.locator(".turn")).to_have_count(1)
    visit.picture("chat-too-long")


def test_only_one_question_is_under_way_at_a_time(visitor: Visitor, serve: Serve) -> None:
    assistant = SlowAssistant()
    visit = visit_to(visitor, serve, assistant)
    assistant.seconds = 0.5
    before = len(assistant.inner.received)
    visit.send("Báo cáo nộp khi nào?")
    visit.field.fill("Báo cáo năm?")
    visit.field.press("Enter")
    visit.field.press("Enter")
    expect(visit.last.locator(".said")).to_contain_text("Trước ngày 05/6")
    expect(visit.page.locator(".turn")).to_have_count(1)
    expect(visit.field).to_have_value("Báo cáo năm?")
    assert len(assistant.inner.received) == before + 1


def test_an_emptied_or_foreign_memory_of_the_tab_does_no_harm(visitor: Visitor, serve: Serve) -> None:
    visit = visit_to(visitor, serve, SampleAssistant())
    visit.ask("Báo cáo nộp khi nào?")
    for held in ("", "{", "null", '{"conversationId":"c","turns":[{"question":1}]}', '{"turns":5}', "[]"):
        visit.page.evaluate("held => sessionStorage.setItem(sessionStorage.key(0), held)", held)
        visit.page.reload()
        expect(visit.field).to_be_visible()
        expect(visit.page.locator(".turn")).to_have_count(0)


def test_a_stream_is_understood_however_it_is_cut(visitor: Visitor, serve: Serve) -> None:
    """Bytes come in twos and threes, letters are torn, lines end as on other systems, comments stand between."""
    assistant = SampleAssistant()
    final = answer_out(assistant.answer(Inquiry("Báo cáo nộp khi nào?")))
    said = "".join(f'event: token\r\ndata: {{"text":\r\ndata: {json.dumps(c)}}}\r\n\r\n' for c in final["answer"])
    stream = (
        f": chờ\r\n\r\nid: 7\r\nretry: 5\r\n\r\n{said}event:final\r\ndata:{json_bytes(final).decode()}\r\n\r\n".encode()
    )

    async def dribble(_: Request) -> Response:
        async def pieces() -> AsyncIterator[bytes]:
            for start, size in zip(range(0, len(stream), 3), itertools.cycle((2, 1)), strict=False):
                yield stream[start : start + size]
                yield stream[start + size : start + 3]
                if start % 600 == 0:
                    await asyncio.sleep(0.001)

        return StreamingResponse(pieces(), media_type="text/event-stream")

    app = create_app(assistant, assistant.documents, assistant.documents.readiness)
    app.router.routes.insert(0, Route("/api/v1/ask/stream", dribble, methods=["POST"]))
    visit = visitor(serve(app))
    visit.open("/").wait_for_load_state("networkidle")
    turn = visit.ask("Báo cáo nộp khi nào?")
    expect(turn.locator(".said")).to_contain_text("Báo cáo năm: trước ngày 05/12")
    expect(turn.locator(".cards li")).to_have_count(len(final["citations"]))


def test_signs_of_life_keep_a_slow_answer_alive_and_silence_ends_it(visitor: Visitor, serve: Serve) -> None:
    assistant = SampleAssistant()
    final = json_bytes(answer_out(assistant.answer(Inquiry("Báo cáo nộp khi nào?")))).decode()
    told: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    async def told_on(_: Request) -> Response:
        async def pieces() -> AsyncIterator[bytes]:
            while (piece := await asyncio.to_thread(told.get)) is not None:
                yield piece

        return StreamingResponse(pieces(), media_type="text/event-stream")

    app = create_app(assistant, assistant.documents, assistant.documents.readiness)
    app.router.routes.insert(0, Route("/api/v1/ask/stream", told_on, methods=["POST"]))
    visit = visitor(serve(app))
    visit.page.clock.install()
    visit.open("/").wait_for_load_state("networkidle")
    visit.send("Báo cáo nộp khi nào?")
    for sign in (b": ping\n\n", b'event: status\ndata: {"stage": "searching"}\n\n'):
        visit.page.clock.fast_forward(50_000)
        told.put(sign)
        visit.page.wait_for_timeout(300)  # nothing on the screen tells that it has come
    visit.page.clock.fast_forward(50_000)
    told.put(f"event: final\ndata: {final}\n\n".encode())
    expect(visit.last.locator(".said")).to_contain_text("Trước ngày 05/6")
    told.put(None)
    visit.send("Báo cáo năm nộp khi nào?")
    expect(visit.last.locator(".doing")).to_be_visible()
    visit.page.clock.fast_forward(61_000)
    assert complaint(visit) == "Kết nối bị đứt giữa chừng. Hãy thử lại."
    told.put(None)
