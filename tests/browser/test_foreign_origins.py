"""What a browser lets the pages of other origins read: a registered one its answers, a stranger nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from api.access.doorkeeper import AccessRules
from api.app import create_app
from api.testing import MemorySites, SampleAssistant
from corpus.sites import Site

SITE = "0123456789abcdef"
BLOCKED = "TypeError: Failed to fetch"
HIDDEN = r"blocked by CORS policy|net::ERR_FAILED|NotSameOrigin|status of 4(01|03|15)"
# Tries everything that a script of a page may try, and returns what it was allowed to read of it.
TRIES = """async (base) => {
  const tried = {};
  const attempt = async (name, act) => {
    try { tried[name] = await act(); } catch (error) { tried[name] = String(error); }
  };
  const call = (path, init) => fetch(`${base}/api/v1/${path}`, init);
  const json = { "Content-Type": "application/json" };
  let token = "";
  await attempt("trade", async () => {
    const traded = await call("sites/0123456789abcdef/token", { method: "POST" });
    token = (await traded.json()).token;
    return traded.status;
  });
  const shown = { Authorization: `Bearer ${token}` };
  const asked = { method: "POST", headers: { ...shown, ...json }, body: JSON.stringify({ question: "báo cáo?" }) };
  await attempt("suggestions", async () => (await call("suggestions", { headers: shown })).status);
  await attempt("ask", async () => (await (await call("ask", asked)).json()).status);
  await attempt("stream", async () => (await (await call("ask/stream", asked)).text()).includes("event: final"));
  await attempt("no token", async () => (await (await call("ask", { ...asked, headers: json })).json()).type);
  await attempt("documents", async () => (await call("documents", { headers: shown })).status);
  await attempt("with cookies", async () => (await call("ask", { ...asked, credentials: "include" })).status);
  await attempt("as text", async () => (await call("ask", { ...asked, headers: {} })).status);
  await attempt("no-cors", async () => (await (await call("documents", { mode: "no-cors" })).text()).length);
  await attempt("sandboxed frame", () => new Promise((told) => {
    addEventListener("message", (event) => told(event.data), { once: true });
    const frame = document.createElement("iframe");
    frame.sandbox = "allow-scripts";
    frame.srcdoc = `<script>fetch("${base}/api/v1/sites/0123456789abcdef/token", { method: "POST" }).then(
      (r) => parent.postMessage(r.status, "*"), (e) => parent.postMessage(String(e), "*"))<${"/"}script>`;
    document.body.append(frame);
  }));
  return tried;
}"""


@dataclass
class Office:
    """Our server, a portal that is registered with it, and a page of a stranger."""

    server: str
    portal: str
    stranger: str


def page_with_a_frame(framed: str) -> FastAPI:
    """Return a page of somebody else that frames an address."""
    app = FastAPI()

    @app.get("/", response_class=HTMLResponse)
    def page() -> str:
        icon = '<link rel="icon" href="data:,">'
        return f'<!doctype html><title>Trang khác</title>{icon}<body><iframe title="Hỏi đáp" src="{framed}"></iframe>'

    return app


@pytest.fixture
def office(serve: Callable[[FastAPI], str]) -> Office:
    assistant, sites = SampleAssistant(), MemorySites()
    rules = AccessRules(sites, key=b"k" * 32)
    server = serve(create_app(assistant, assistant.documents, assistant.documents.readiness, access=rules))
    portal, stranger = (serve(page_with_a_frame(f"{server}/embed?site={SITE}")) for _ in range(2))
    sites.registered.append(Site(SITE, "Cổng", (portal,)))
    return Office(server, portal, stranger)


def test_a_registered_page_reads_its_answers_and_nothing_else(office: Office, visitor: Any) -> None:
    visit = visitor(office.portal)
    visit.expect_fault(HIDDEN)
    assert visit.open().evaluate(TRIES, office.server) == {
        "trade": 200,
        "suggestions": 200,
        "ask": "answered",
        "stream": True,
        "no token": "urn:danvan:problem:token-missing",
        "documents": BLOCKED,
        "with cookies": BLOCKED,
        "as text": 415,
        "no-cors": BLOCKED,
        "sandboxed frame": BLOCKED,
    }


def test_a_page_of_a_stranger_reads_nothing_at_all(office: Office, visitor: Any) -> None:
    visit = visitor(office.stranger)
    visit.expect_fault(rf"{HIDDEN}|frame-ancestors")
    tried = visit.open().evaluate(TRIES, office.server)
    assert set(tried.values()) == {BLOCKED}, tried


def test_only_a_registered_page_may_frame_the_conversation(office: Office, visitor: Any) -> None:
    visit = visitor(office.portal)
    frame = visit.open().frame_locator("iframe")
    frame.locator("danvan-conversation").wait_for()
    strange = visitor(office.stranger)
    strange.expect_fault("frame-ancestors")
    page = strange.open()
    page.wait_for_function("() => document.querySelector('iframe') !== null")
    assert page.frames[1].url.startswith("chrome-error:")
