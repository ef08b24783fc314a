"""Talking to the server that owns the store, over its own HTTP contract."""

from __future__ import annotations

from typing import Any

import httpx

from corpus.errors import StoreBusy
from rag.errors import QuestionRejected

_TIMEOUT_S = 30.0


def post(url: str, path: str, body: dict[str, Any], longer_s: float = 0.0) -> dict[str, Any]:
    """Send JSON and return JSON; raises StoreBusy or QuestionRejected with the server's own words.

    `longer_s` is waited beyond the usual time, where a language model may be at work.
    """
    return _answer_of("POST", url, path, body, longer_s)


def get(url: str, path: str) -> dict[str, Any]:
    """Return JSON; raises StoreBusy with the server's own words."""
    return _answer_of("GET", url, path, None)


def _answer_of(method: str, url: str, path: str, body: dict[str, Any] | None, longer_s: float = 0.0) -> dict[str, Any]:
    try:
        # The server is this machine's own: a proxy of the environment has no place in between.
        with httpx.Client(base_url=url, timeout=_TIMEOUT_S + longer_s, trust_env=False) as client:
            response = client.request(method, path, json=body)
            content: dict[str, Any] = response.json()
    except (httpx.HTTPError, ValueError) as error:
        raise StoreBusy(
            f"Máy chủ danvan đang giữ kho văn bản nhưng không trả lời tại {url}. "
            "Xin thử lại, hoặc khởi động lại máy chủ."
        ) from error
    if response.is_success:
        return content
    words = str(content.get("detail") or content.get("title") or "Máy chủ không thực hiện được yêu cầu.")
    if response.is_client_error:
        raise QuestionRejected(words)
    raise StoreBusy(words)
