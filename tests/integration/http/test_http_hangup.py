"""Somebody who hangs up in the middle of a stream leaves nothing behind."""

from __future__ import annotations

import http.client
import json
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from fastapi import FastAPI

from api.app import Limits, create_app
from api.testing import SampleAssistant
from rag.model import Answer, Inquiry


class Waiting(SampleAssistant):
    """Answers when it is told to go."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def answer(self, inquiry: Inquiry) -> Answer:
        self.go.wait(5)
        return super().answer(inquiry)


@pytest.fixture
def waiting() -> Waiting:
    return Waiting()


@contextmanager
def served(app: FastAPI) -> Iterator[int]:
    """Serve an application and yield its port."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, access_log=False, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive()
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)
    assert not thread.is_alive()


@pytest.fixture
def port(waiting: Waiting) -> Iterator[int]:
    limits = Limits(workers=1, queue=0)
    with served(create_app(waiting, waiting.documents, waiting.documents.readiness, limits=limits)) as port:
        yield port
        waiting.go.set()


def _post(connection: http.client.HTTPConnection, path: str) -> http.client.HTTPResponse:
    connection.request("POST", path, json.dumps({"question": "bao cao"}), {"Content-Type": "application/json"})
    return connection.getresponse()


def _status(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    status = _post(connection, "/api/v1/ask").status
    connection.close()
    return status


def test_a_place_is_given_back_when_the_listener_hangs_up(
    port: int, waiting: Waiting, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        assert _post(connection, "/api/v1/ask/stream").readline() == b"event: status\n"
        assert _status(port) == 503
        connection.close()
        waiting.go.set()
        deadline = time.monotonic() + 5
        while (status := _status(port)) == 503 and time.monotonic() < deadline:
            time.sleep(0.02)
        assert status == 200
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []


class Patient(SampleAssistant):
    """Answers as soon as nobody wants an answer any more."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.left = threading.Event(), threading.Event()

    def answer(self, inquiry: Inquiry) -> Answer:
        self.asked.set()
        until = time.monotonic() + 5
        while not inquiry.cancelled() and time.monotonic() < until:
            time.sleep(0.01)
        if inquiry.cancelled():
            self.left.set()
        return super().answer(inquiry)


@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/v1/ask/stream", "/v1/chat/completions"])
@pytest.mark.parametrize("stream", [False, True])
def test_the_assistant_learns_that_an_asker_has_left(path: str, stream: bool) -> None:
    patient = Patient()
    app = create_app(patient, patient.documents, patient.documents.readiness)
    with served(app) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        body = {"question": "bao cao", "messages": [{"role": "user", "content": "bao cao"}], "stream": stream}
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        assert patient.asked.wait(5)
        assert not patient.left.is_set()
        connection.close()
        assert patient.left.wait(3)
