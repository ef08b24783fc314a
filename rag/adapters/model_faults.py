"""What the libraries of language models raise, as `ModelUnavailable`: why, and what an official or operator reads."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Iterator
from typing import Any

from rag.adapters.bounded_transport import OverlongAnswer, UnreadableAnswer
from rag.errors import ModelFault, ModelUnavailable

_SAID: dict[ModelFault, str] = {
    "unreachable": "Không kết nối được với máy chủ mô hình ngôn ngữ; kiểm tra địa chỉ và máy chủ có đang chạy không.",
    "insecure": "Không kết nối an toàn (TLS) được với máy chủ mô hình ngôn ngữ; kiểm tra http hay https, chứng chỉ.",
    "refused": "Máy chủ mô hình ngôn ngữ không nhận yêu cầu.",
    "unauthorised": "Máy chủ mô hình ngôn ngữ từ chối: khóa thiếu, sai hoặc không được dùng mô hình này.",
    "unknown_model": "Máy chủ mô hình ngôn ngữ không có mô hình này, hoặc sai địa chỉ (thường kết thúc bằng /v1).",
    "busy": "Máy chủ mô hình ngôn ngữ đang quá tải.",
    "failing": "Máy chủ mô hình ngôn ngữ gặp lỗi.",
    "empty": "Mô hình ngôn ngữ không viết gì.",
    "broken": "Câu trả lời của mô hình ngôn ngữ bị đứt hoặc không đọc được.",
    "silent": "Mô hình ngôn ngữ im lặng quá lâu.",
    "endless": "Mô hình ngôn ngữ viết quá dài hoặc quá lâu.",
    "other": "Không dùng được mô hình ngôn ngữ.",
}
_BY_STATUS: dict[int, ModelFault] = {401: "unauthorised", 403: "unauthorised", 404: "unknown_model", 429: "busy"}
_INSIDE: tuple[tuple[type[BaseException], ModelFault], ...] = (
    (OverlongAnswer, "endless"),
    (UnreadableAnswer, "broken"),
    (ssl.SSLError, "insecure"),
    (socket.gaierror, "unreachable"),
    (ConnectionRefusedError, "unreachable"),
    (TimeoutError, "silent"),
    (ConnectionResetError, "broken"),
    (json.JSONDecodeError, "broken"),
    (UnicodeDecodeError, "broken"),
)
# httpx's and httpcore's own classes have their like in several vendors: they are known by name.
_BY_NAME: dict[str, ModelFault] = {
    "ConnectError": "unreachable",
    "ConnectTimeout": "unreachable",
    "RemoteProtocolError": "broken",
    "ReadError": "broken",
    "ReadTimeout": "silent",
}


def unavailable(fault: ModelFault, retry_after_s: float | None = None) -> ModelUnavailable:
    """Return the error of a fault, with what is said of it."""
    return ModelUnavailable(_SAID[fault], fault, retry_after_s)


def told(error: BaseException) -> ModelUnavailable:
    """Return what a vendor's error means. Its words go nowhere: they may quote the question, or a key."""
    status = _status(error)
    if status is not None:
        return unavailable(_of_status(status), _retry_after(error))
    inside = list(_chain(error))
    for known, fault in _INSIDE:
        if any(isinstance(cause, known) for cause in inside):
            return unavailable(fault)
    names = [_BY_NAME[type(cause).__name__] for cause in inside if type(cause).__name__ in _BY_NAME]
    if names:
        return unavailable(names[0])
    if isinstance(error, ValueError) and "No generation" in str(error):  # LangChain's word for a stream without events
        return unavailable("empty")
    # An error that came inside the stream has no status: OpenAI's library raises its bare base class.
    return unavailable("failing" if type(error).__name__ == "APIError" else "other")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _status(error: BaseException) -> int | None:
    status: Any = getattr(error, "status_code", None)
    return status if isinstance(status, int) else None


def _of_status(status: int) -> ModelFault:
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    return "failing" if status >= 500 else "refused"


def _retry_after(error: BaseException) -> float | None:
    """Return the seconds that the server asks to wait; None when it does not say, or says it in another way."""
    headers: Any = getattr(getattr(error, "response", None), "headers", {})
    try:
        seconds = float(headers.get("retry-after", ""))
    except ValueError:
        return None
    return seconds if seconds >= 0 else None
