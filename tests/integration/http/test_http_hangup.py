"""Somebody who hangs up in the middle of a stream leaves nothing behind."""

from __future__ import annotations

import http.client
import json
import logging
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

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


@pytest.fixture
def port(waiting: Waiting) -> Iterator[int]:
    limits = Limits(workers=1, queue=0)
    app = create_app(waiting, waiting.documents, waiting.documents.readiness, limits=limits)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, access_log=False, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive()
    yield server.servers[0].sockets[0].getsockname()[1]
    waiting.go.set()
    server.should_exit = True
    thread.join(10)
    assert not thread.is_alive()


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
