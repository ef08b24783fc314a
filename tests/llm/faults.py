"""Everything that can be wrong with a language model's answer, by name; each with what is made of it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from rag.errors import ModelFault
from tests.llm.scripted_server import DONE, Pause, Reply, Step, chunk, fails, says

SILENCE = Pause(600)
_TEXT = "Trước ngày 30/5/2020 các đơn vị gửi báo cáo [1]."
_HALF = len(_TEXT) // 2


@dataclass(frozen=True, slots=True)
class Fault:
    """What the server says; what is made of it, None when the text is whole nevertheless; whether some text came."""

    reply: Reply
    fault: ModelFault | None
    text: str = ""


def _whole(*steps: Step, text: str = _TEXT) -> Fault:
    return Fault(Reply(steps), None, text)


def _in_bytes(whole: bytes, size: int) -> list[Step]:
    """Return bytes in parts of `size`, with a breath between them, so that each part travels alone."""
    parts: list[Step] = []
    for start in range(0, len(whole), size):
        parts += [whole[start : start + size], Pause(0.005)]
    return parts


def _split_letter() -> list[Step]:
    whole = chunk({"content": _TEXT}) + chunk({}, "stop") + DONE
    cut = whole.index("ư".encode()) + 1
    return [whole[:cut], Pause(0.05), whole[cut:]]


def _crlf(cut: bool) -> list[Step]:
    whole = (chunk({"content": _TEXT}) + chunk({}, "stop") + DONE).replace(b"\n", b"\r\n")
    at = whole.index(b"\r\n") + 1
    return [whole[:at], Pause(0.05), whole[at:]] if cut else [whole]


_TOOL_CALL = {"tool_calls": [{"index": 0, "id": "t", "type": "function", "function": {"name": "f", "arguments": "{}"}}]}
_ERROR_INSIDE = b'data: {"error": {"message": "out of memory", "type": "server_error", "code": 500}}\n\n'
_COMPLETION = {
    "id": "c", "object": "chat.completion", "created": 1, "model": "nho",
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": _TEXT}}],
}  # fmt: skip

FAULTS: dict[str, Fault] = {
    "400": Fault(fails(400), "refused"),
    "401": Fault(fails(401), "unauthorised"),
    "403": Fault(fails(403), "unauthorised"),
    "404 model": Fault(fails(404, "model not found"), "unknown_model"),
    "422": Fault(fails(422), "refused"),
    "429": Fault(fails(429), "busy"),
    "429, wait one second": Fault(fails(429, retry_after="1"), "busy"),
    "429, wait an hour": Fault(fails(429, retry_after="3600"), "busy"),
    "429, wait for nonsense": Fault(fails(429, retry_after="mai"), "busy"),
    "500": Fault(fails(500), "failing"),
    "502 as a page": Fault(Reply((b"<html>Bad gateway</html>",), 502, "text/html"), "failing"),
    "503": Fault(fails(503), "failing"),
    "redirect": Fault(Reply((), 302, "text/html", (("Location", "http://127.0.0.1:9/v1"),)), "refused"),
    "empty stream": Fault(Reply((DONE,)), "empty"),
    "nothing at all": Fault(Reply(()), "empty"),
    "only a role": Fault(says(), "empty"),
    "only spaces": Fault(says("  ", "\n"), "empty"),
    "tool call instead of text": Fault(Reply((chunk(_TOOL_CALL), chunk({}, "tool_calls"), DONE)), "empty"),
    "page instead of a stream": Fault(Reply((b"<html>Welcome</html>",), 200, "text/html"), "empty"),
    "whole completion instead of a stream": Fault(
        Reply((json.dumps(_COMPLETION).encode(),), 200, "application/json"), "empty"
    ),
    "half JSON": Fault(Reply((chunk({"content": _TEXT[:_HALF]}), b'data: {"choices": [{"del', b"\n\n")), "broken", "½"),
    "JSON of another shape": Fault(Reply((b'data: {"hello": [1]}\n\n', DONE)), "empty"),
    "no JSON": Fault(Reply((b"data: hello\n\n", DONE)), "broken"),
    "error in the stream": Fault(Reply((chunk({"content": _TEXT[:_HALF]}), _ERROR_INSIDE)), "failing", "½"),
    "no [DONE]": _whole(chunk({"content": _TEXT}), chunk({}, "stop")),
    "neither an end nor [DONE]": Fault(Reply((chunk({"content": _TEXT[:_HALF]}),)), "broken", "½"),
    "right text of another content type": Fault(
        Reply((chunk({"content": _TEXT}), chunk({}, "stop"), DONE), 200, "text/plain"), None, _TEXT
    ),
    "CRLF": _whole(*_crlf(cut=False)),
    "CRLF cut": _whole(*_crlf(cut=True)),
    "letter cut in two": _whole(*_split_letter()),
    "byte by byte": _whole(*_in_bytes(chunk({"content": _TEXT}) + chunk({}, "stop") + DONE, 7)),
    "not UTF-8": Fault(Reply((b'data: {"choices": [{"delta": {"content": "\xc6 \xff"}}]}\n\n', DONE)), "broken"),
    "silence before the headers": Fault(Reply((SILENCE,), 200), "silent"),
    "silence before the first word": Fault(Reply((chunk({"role": "assistant"}), SILENCE)), "silent"),
    "silence in the middle": Fault(Reply((chunk({"content": _TEXT[:_HALF]}), SILENCE)), "silent", "½"),
    "only heartbeats": Fault(Reply((b": ping\n\n", Pause(0.05)) * 200), "silent"),
    "50 MB in many pieces": Fault(Reply((chunk({"content": "lời " * 500}) * 50,) * 500), "endless", "…"),
    "50 MB in one line": Fault(
        Reply((b'data: {"choices": [{"delta": {"content": "', *(b"a" * 2**20,) * 50)), "endless"
    ),
    "50 MB of nothing": Fault(Reply((b": " + b"x" * 2**20 + b"\n\n",) * 50), "endless"),
    "compressed": Fault(Reply((b"\x1f\x8b\x08\x00",), 200, headers=(("Content-Encoding", "gzip"),)), "broken"),
}
"""`text` is what is written: whole; "½" the first half of it; "…" something."""

HALF = _TEXT[:_HALF]
