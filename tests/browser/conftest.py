"""A real browser before a real server: Debian's Chromium, driven by Playwright, on loopback only.

Every visit is watched: a request that leaves the machine, a refusal by the page's own policy, an error of a script and
a dialog fail the test that caused them, unless it says that it expects them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Locator, Page, Request, expect, sync_playwright
from starlette.responses import FileResponse, HTMLResponse, Response

from api.access.doorkeeper import AccessRules
from api.app import create_app
from api.testing import MemorySites, SampleAssistant
from corpus.sites import Site, SiteScope
from danvan.commands.serve import build_app
from danvan.settings import Settings
from danvan.wiring import open_house
from rag.keeping import QuestionKeeper

ROOT = Path(__file__).resolve().parents[2]
SCREENS = ROOT / "var" / "screens"
AXE = ROOT / "api" / "web" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars"
).split()
SCREEN_SIZES = {"desk": (1280, 800), "phone": (390, 844), "narrow": (320, 640), "zoomed": (320, 256)}
PATIENCE_MS = 15_000
FIELD = "Câu hỏi của bạn"
ASK = "Hỏi văn bản"
FRONT = Path(__file__).with_name("portal")

expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, so that `-m "not browser"` leaves it out."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def needed(found: object, what: str) -> None:
    """Skip where a tool of these tests is missing; fail in continuous integration, where all must be there."""
    if found:
        return
    if os.environ.get("CI") == "true":  # noqa: TID251
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of one file. Not for the session: its event loop would be in the way of other tests."""
    path = shutil.which("chromium")
    needed(path, "chromium (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page that is open, where it is served, and what must not happen on it."""

    page: Page
    url: str
    expected: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def expect_fault(self, pattern: str) -> None:
        """Say that a fault whose words fit `pattern` belongs to what is tested."""
        self.expected.append(pattern)

    def unexpected(self) -> list[str]:
        """Return the faults that nobody announced."""
        return [fault for fault in self.faults if not any(re.search(p, fault) for p in self.expected)]

    def open(self, path: str = "/") -> Page:
        """Go to a path of the server."""
        self.page.goto(self.url + path)
        return self.page

    @property
    def field(self) -> Locator:
        """The field that a question is written into."""
        return self.page.get_by_label(FIELD)

    @property
    def last(self) -> Locator:
        """The last turn of the conversation."""
        return self.page.locator(".turn").last

    def send(self, question: str) -> None:
        """Send a question with the keyboard, and wait for nothing."""
        self.field.fill(question)
        self.field.press("Enter")

    def ask(self, question: str) -> Locator:
        """Send a question, wait until its answer is whole, and return its turn."""
        turns = self.page.locator(".turn").count()
        self.send(question)
        expect(self.page.locator(".turn")).to_have_count(turns + 1)
        expect(self.last.get_by_role("button", name="Có ích")).to_be_visible()
        return self.last

    def picture(self, name: str, *, full: bool = False) -> None:
        """Keep a picture of the screen under `var/screens/`, for people to look at."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENS / f"{name}.png", full_page=full)

    def figures(self, name: str, measured: object) -> None:
        """Keep what was measured beside the pictures."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        (SCREENS / f"{name}.json").write_text(json.dumps(measured), encoding="utf-8")

    def accessibility_faults(self) -> list[str]:
        """Return what axe-core finds on the page as it is now: rule, and the first place that breaks it."""
        needed(AXE.exists(), "axe-core (npm ci in api/web)")
        source, found = AXE.read_text(encoding="utf-8"), []
        for frame in self.page.frames:
            frame.evaluate(source)
            found += frame.evaluate("async () => (await axe.run(document, { iframes: false })).violations")
        return [f"{rule['id']}: {rule['nodes'][0]['target']} {rule['nodes'][0]['failureSummary']}" for rule in found]

    def _on_request(self, request: Request) -> None:
        if not re.match(r"(https?|wss?)://127\.0\.0\.1(:\d+)?/|data:|blob:|about:", request.url):
            self.faults.append(f"left the machine: {request.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(f"console: {message.text}")

    def _on_dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def watch(self) -> None:
        """Begin to note what must not happen."""
        self.page.on("request", self._on_request)
        self.page.on("console", self._on_console)
        self.page.on("dialog", self._on_dialog)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))


class Visitor(Protocol):
    """A way to visit a server, with any option of a browser context."""

    def __call__(self, url: str, screen: str = "desk", **options: object) -> Visit:
        """Open an empty page that is watched."""


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """Return a way to visit servers; what nobody expected to happen on the pages fails the test at its end."""
    visits: list[Visit] = []

    def visit(url: str, screen: str = "desk", **options: object) -> Visit:
        width, height = SCREEN_SIZES[screen]
        settings = {"locale": "vi-VN", "viewport": {"width": width, "height": height}, "reduced_motion": "reduce"}
        context = browser.new_context(**settings | options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        visits.append(Visit(context.new_page(), url))
        visits[-1].watch()
        return visits[-1]

    yield visit
    unexpected = [fault for made in visits for fault in made.unexpected()]  # before closing breaks off what still runs
    for made in visits:
        made.page.context.close()
    assert unexpected == []


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Serve an application on a free port of loopback in a thread; yields its address."""
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, lifespan="off", access_log=False, log_config=None)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        assert time.monotonic() < deadline, "the server did not start in time"
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    server.force_exit = True
    thread.join(20)


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real application over the documents that ship, warm."""
    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("store"))
    with open_house(settings, "test", graph=False) as house, served(build_app(house, house.assistant())) as url:
        yield url


Serve = Callable[[FastAPI], str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Return a way to serve an application for the length of a test."""
    with ExitStack() as stack:
        yield lambda app: stack.enter_context(served(app))


@dataclass
class Portal:
    """An office's page on an origin of its own, and the assistant's server that it is registered with, or not."""

    assistant: SampleAssistant
    url: str = ""
    assistant_url: str = ""
    top: str = ""
    body: str = ""
    policy: str = ""

    def script(self, **attributes: str) -> str:
        """Return the line that puts the widget on the page."""
        said = "".join(f' data-{name}="{value}"' for name, value in {"site": "cong", **attributes}.items())
        return f'<script src="{self.assistant_url}/widget.js"{said} defer></script>'

    def opened(self, visitor: Visitor, screen: str = "desk", **options: object) -> Visit:
        """Open the page and press the widget's button."""
        visit = visitor(self.url, screen, **options)
        visit.open("/").get_by_role("button", name=ASK).click()
        expect(visit.field).to_be_focused()
        return visit

    async def page(self) -> Response:
        """Return the page as it is now."""
        headers = {"Content-Security-Policy": self.policy} if self.policy else {}
        front = (FRONT / "index.html").read_text(encoding="utf-8")
        return HTMLResponse(
            front.replace("<title>", f"{self.top}<title>") + (self.body or self.script()), headers=headers
        )

    def app(self) -> FastAPI:
        """Return the portal's own web server."""
        app = FastAPI()
        app.get("/")(self.page)
        app.get("/style.css")(lambda: FileResponse(FRONT / "style.css"))
        app.get("/favicon.ico")(lambda: Response(status_code=204))
        return app


Portals = Callable[..., Portal]


@pytest.fixture
def portal(serve: Serve) -> Portals:
    """Return a way to set up a portal; `registered=False` leaves its origin out of the site.

    `app_of` makes the assistant's server, where it is not to be the one over the double.
    """

    def open_portal(
        *,
        registered: bool = True,
        scope: SiteScope | None = None,
        clock: Callable[[], float] = time.time,
        keeper: QuestionKeeper | None = None,
        app_of: Callable[[AccessRules], FastAPI] | None = None,
    ) -> Portal:
        made = Portal(SampleAssistant())
        made.url = serve(made.app())
        origin = made.url if registered else "https://noi-khac.example"
        site = Site("cong", "Cổng", (origin,), scope or SiteScope())
        rules = AccessRules(MemorySites([site]), key=b"k" * 32, token_s=600, clock=clock)
        documents = made.assistant.documents
        made.assistant_url = serve(
            app_of(rules)
            if app_of is not None
            else create_app(made.assistant, documents, documents.readiness, access=rules, keeper=keeper)
        )
        return made

    return open_portal
