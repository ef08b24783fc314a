"""Nothing that is asked reaches a log, with the server that the product runs with, every logger wide open."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

ROOT = Path(__file__).resolve().parents[3]
CANARIES = ("canary-question", "canary-history", "canary-search", "canary-comment", "canary-path", "canary-failure")

SERVER = """
import logging, socket, sys, uvicorn
from api.access.doorkeeper import AccessRules
from api.access.throttle import RateRules
from api.app import create_app
from api.testing import MemorySites, SampleAssistant
from corpus.sites import Site
from rag.keeping import QuestionKeeper
from rag.model import Answer, Inquiry
from rag.testing import MemoryQuestions

class Failing(SampleAssistant):
    def answer(self, inquiry: Inquiry) -> Answer:
        if "hỏng" in inquiry.question:
            raise RuntimeError("canary-failure " + inquiry.question)
        return super().answer(inquiry)

logging.basicConfig(level="DEBUG")
assistant = Failing()
keeper = QuestionKeeper(MemoryQuestions(), 30) if sys.argv[1] == "failed" else None
sites = MemorySites([Site("0123456789abcdef", "canary-site", ("https://portal.example",))])
access = AccessRules(sites, RateRules(visitor="2/minute"), b"canary-key-canary-key-canary-key")
documents = assistant.documents
app = create_app(assistant, documents, documents.readiness, keeper=keeper, access=access)
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(app, access_log=False, log_config=None, log_level="debug")).run(sockets=[listener])
"""


@dataclass
class Running:
    """A server in a process of its own, and where it writes what it has to say."""

    process: subprocess.Popen[str]
    port: int
    log: Path

    def call(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        content = None if body is None else json.dumps(body)
        connection.request(method, path, content, {"Content-Type": "application/json"} | (headers or {}))
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return response.status, text

    def stop(self) -> str:
        self.process.terminate()
        self.process.wait(20)
        return self.log.read_text(encoding="utf-8")


@pytest.fixture(params=["off", "failed"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Running]:
    log = tmp_path / "log"
    with log.open("w", encoding="utf-8") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-c", SERVER, request.param],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )
    assert process.stdout is not None
    try:
        yield Running(process, int(process.stdout.readline()), log)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_no_log_line_and_no_metric_holds_a_word_of_what_was_sent(server: Running) -> None:
    turn = {"role": "user", "content": "canary-history"}
    calls: list[tuple[str, str, object, int]] = [
        ("POST", "/api/v1/ask", {"question": "báo cáo canary-question", "history": [turn]}, 200),
        ("POST", "/api/v1/ask", {"question": "hỏng canary-question"}, 500),
        ("POST", "/api/v1/ask", {"question": "canary-question không ai biết", "history": [turn]}, 200),
        ("POST", "/api/v1/feedback", {"answer_id": "a-1", "verdict": "down", "comment": "canary-comment"}, 202),
        ("POST", "/api/v1/ask/stream", {"question": "hỏng canary-question"}, 200),
        ("POST", "/api/v1/ask", {"question": ["canary-question"]}, 422),
        ("POST", "/api/v1/ask", {"question": "canary-question" * 200}, 422),
        ("GET", "/api/v1/search?q=canary-search", None, 200),
        ("GET", "/api/v1/search?q=" + quote("canary-search" * 400), None, 422),
        ("GET", "/api/v1/documents/canary-path", None, 404),
        ("GET", "/canary-path?q=canary-search", None, 404),
        ("POST", "/api/v1/feedback", {"answer_id": "a-1", "verdict": "up", "comment": "canary-comment"}, 202),
    ]
    for method, path, body, status in calls:
        assert server.call(method, path, body)[0] == status, path
    metrics = server.call("GET", "/metrics")[1]
    logged = server.stop()
    assert [canary for canary in CANARIES if canary in logged + metrics] == []
    # The log is not silent either: each request has its line, each failure its class.
    assert logged.count(":danvan.api.access:") == len(calls) + 1
    assert logged.count("builtins.RuntimeError correlation_id=") == 2
    assert "Traceback" not in logged


def test_no_log_line_and_no_metric_holds_a_token_or_the_key(server: Running) -> None:
    portal = {"Origin": "https://portal.example"}
    status, traded = server.call("POST", "/api/v1/sites/0123456789abcdef/token", headers=portal)
    assert status == 200
    token = json.loads(traded)["token"]
    assert token not in server.call("POST", "/api/v1/sites/0123456789abcdef/token", headers=portal)[1]
    shown = {"Authorization": f"Bearer {token}"}
    expected = [
        (portal | shown, 200), (portal | shown, 200), (portal | shown, 429), (shown, 403),
        ({"Origin": "https://evil.example"} | shown, 403), (portal | {"Authorization": f"Bearer {token}x"}, 401),
    ]  # fmt: skip
    for headers, status in expected:
        assert server.call("POST", "/api/v1/ask", {"question": "báo cáo"}, headers)[0] == status
    metrics = server.call("GET", "/metrics")[1]
    logged = server.stop()
    secrets = [token, *token.split(".")[1:], "canary-key", "canary-site", "portal.example", "evil.example"]
    assert [secret for secret in secrets if secret in logged + metrics] == []
    assert logged.count("POST /api/v1/sites/{site_id}/token 200") == 2
