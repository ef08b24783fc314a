"""An OpenAI-compatible server on loopback that says what a test tells it to, right or wrong, at any speed.

    with ScriptedServer() as server:
        server.script(says("Trước ngày ", "30/5 [1]."))
        ... ask server.url ...
        assert server.requests[0].body["model"] == "nho"

Replies are used in turn, the last one again and again; a function of the request may stand in place of a reply.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

STREAM = "text/event-stream; charset=utf-8"
DONE = b"data: [DONE]\n\n"


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing is sent for so long, unless the server is closed before."""

    seconds: float


Step = bytes | Pause | threading.Event
"""Where an event stands, nothing more is sent until it is set."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A status, headers, and what is sent one step after the other; then the connection is closed."""

    steps: tuple[Step, ...] = ()
    status: int = 200
    content_type: str = STREAM
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """One request: its method, path, headers in small letters, and its body."""

    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


Scripted = Reply | Callable[[Received], Reply]


def chunk(delta: dict[str, Any], finish: str | None = None) -> bytes:
    """Return one event of a streamed completion."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    event = {"id": "c-1", "object": "chat.completion.chunk", "created": 1, "model": "nho", "choices": [choice]}
    return b"data: " + json.dumps(event, ensure_ascii=False).encode() + b"\n\n"


def says(*pieces: str, gap_s: float = 0.0, first_s: float = 0.0) -> Reply:
    """Return a streamed completion of these pieces, the first after `first_s`, the others `gap_s` apart."""
    steps: list[Step] = [Pause(first_s), chunk({"role": "assistant", "content": ""})]
    for number, piece in enumerate(pieces):
        steps += [Pause(gap_s)] if number and gap_s else []
        steps.append(chunk({"content": piece}))
    return Reply((*steps, chunk({}, "stop"), DONE))


def fails(status: int, message: str = "no", retry_after: str | None = None) -> Reply:
    """Return an error as OpenAI's servers say it."""
    error = {"error": {"message": message, "type": "invalid_request_error", "code": None, "param": None}}
    headers = (("Retry-After", retry_after),) if retry_after is not None else ()
    return Reply((json.dumps(error).encode(),), status, "application/json", headers)


@dataclass
class ScriptedServer:
    """Serves `POST …/chat/completions` and `GET …/models`. `url` is what a client calls the base URL."""

    requests: list[Received] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)
    """Set when a client left before its reply was over."""
    _replies: Sequence[Scripted] = (says("Không có gì."),)
    _answered: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _closing: threading.Event = field(default_factory=threading.Event)

    def script(self, *replies: Scripted) -> None:
        """Say these from now on, in turn, the last one again and again."""
        with self._lock:
            self._replies, self._answered = replies, 0

    @property
    def asked(self) -> int:
        """Return how many completions were asked for since the script was set."""
        return self._answered

    @property
    def url(self) -> str:
        """Return the base URL."""
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def __enter__(self) -> ScriptedServer:
        self._http = _Http(("127.0.0.1", 0), type("Handler", (_Handler,), {"script": self}))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)

    def reply_to(self, request: Received) -> Reply:
        """Take note of a request and return what is to be said."""
        with self._lock:
            self.requests.append(request)
            scripted = self._replies[min(self._answered, len(self._replies) - 1)]
            self._answered += 1
        return scripted(request) if callable(scripted) else scripted

    def wait(self, waited_for: Pause | threading.Event, connection: socket.socket) -> None:
        """Wait; raise ConnectionError when the client leaves meanwhile or the server is closed."""
        seconds = waited_for.seconds if isinstance(waited_for, Pause) else float("inf")
        until = time.monotonic() + seconds
        while time.monotonic() < until and not (isinstance(waited_for, threading.Event) and waited_for.is_set()):
            if self._closing.wait(min(0.02, seconds)) or _has_left(connection):
                raise ConnectionAbortedError


def _has_left(connection: socket.socket) -> bool:
    """Tell whether the other side closed: a client that waits for its reply sends nothing more."""
    connection.setblocking(False)
    try:
        return connection.recv(1, socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False
    finally:
        connection.setblocking(True)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that leave are part of the plan."""


class _Handler(BaseHTTPRequestHandler):
    script: ScriptedServer

    def do_GET(self) -> None:
        models = {"object": "list", "data": [{"id": "nho", "object": "model", "created": 1, "owned_by": "test"}]}
        self.script.requests.append(Received("GET", self.path, self._headers(), {}))
        self._send(Reply((json.dumps(models).encode(),), 200, "application/json"))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
        self._send(self.script.reply_to(Received("POST", self.path, self._headers(), body)))

    def _headers(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.headers.items()}

    def _send(self, reply: Reply) -> None:
        try:
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Connection", "close")
            for name, value in reply.headers:
                self.send_header(name, value)
            self.end_headers()
            for step in reply.steps:
                if isinstance(step, bytes):
                    self.wfile.write(step)
                else:
                    self.script.wait(step, self.connection)
        except OSError:
            self.script.hung_up.set()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Keep quiet."""
