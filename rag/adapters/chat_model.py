"""A `ChatModel` over LangChain: any OpenAI-compatible server by its address, and the providers that LangChain knows.

The vendors are imported when a model is opened, never before. Reading happens on an event loop of its own, so that a
silent server can be left at once: a task is cancelled and its connection closed, no thread hangs in a read.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from rag.adapters.own_loop import OwnLoop
from rag.chat.limits import ChatLimits
from rag.chat.structure import Output, Structure
from rag.errors import ConfigurationError, ModelUnavailable
from rag.ports import ChatMessage, Shaped

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

OPENAI = "openai"
_NO_KEY = "khong-dung"  # local servers want none, the client wants some
_TALKATIVE = ("openai", "httpx", "httpx2", "httpcore", "httpcore2", "langchain", "langchain_openai", "langsmith")
_POLL_S = 0.02
_ENDS = ("finish_reason", "stop_reason", "done_reason", "stopReason")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is and what it is called. `url` None is the provider's own address; `key` may be empty.

    `output` tells how it is asked; of OpenAI's protocol alone is it known how a schema is given.
    """

    model: str
    url: str | None = None
    key: str = field(default="", repr=False)
    provider: str = OPENAI
    output: Output = "auto"

    @property
    def host(self) -> str:
        """Name the machine that is asked, without key or path, for people."""
        return (urlsplit(self.url).hostname if self.url is not None else None) or self.provider


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request on its way: `began` tells when its question did, by the monotonic clock."""

    messages: tuple[ChatMessage, ...]
    max_tokens: int
    began: float
    cancelled: Callable[[], bool]
    schema: Mapping[str, object] | None = None


class LangChainChatModel:
    """A `ChatModel` at one endpoint. Nothing is imported or connected before something is asked."""

    def __init__(self, endpoint: Endpoint, limits: ChatLimits | None = None) -> None:
        self._endpoint = endpoint
        self._limits = limits or ChatLimits()
        self._structure = Structure(endpoint.output if endpoint.provider == OPENAI else "text")
        self._loop = OwnLoop()
        self._loading = threading.Lock()
        self._loaded: BaseChatModel | None = None

    def load(self) -> BaseChatModel:
        """Import the library of the provider, which takes a second or two, once.

        Raises ConfigurationError when it is missing or refuses what was set.
        """
        with self._loading:
            if self._loaded is None:
                self._loaded = _open(self._endpoint, self._limits)
            return self._loaded

    @property
    def name(self) -> str:
        """Name the model as it was set."""
        return self._endpoint.model

    def write(
        self,
        messages: Sequence[ChatMessage],
        *,
        max_tokens: int,
        cancelled: Callable[[], bool],
        shaped: Shaped | None = None,
    ) -> Iterator[str]:
        """Yield the text in pieces; raise `ModelUnavailable`.

        An endpoint that does not understand a schema is asked the plain question at once, and from then on.
        """
        if cancelled():
            return
        try:
            self.load()
        except ConfigurationError as error:
            raise ModelUnavailable(error.message_vi) from error
        plain = _Asked(tuple(messages), max_tokens, time.monotonic(), cancelled)
        if shaped is None or self._structure.takes is False:
            yield from self._heard(plain)
            return
        text = ""
        try:
            for piece in self._heard(replace(plain, messages=shaped.messages, schema=shaped.schema)):
                text += piece
                yield piece
        except ModelUnavailable as error:
            if text or not self._structure.may_be_lacking(error.fault):
                raise
        else:
            if text:
                self._structure.wrote(text)
            return
        for piece in self._heard(plain):
            self._structure.lacks()
            yield piece

    def _heard(self, asked: _Asked) -> Iterator[str]:
        """Yield the text of one request in pieces."""
        heard: queue.SimpleQueue[str | ModelUnavailable | None] = queue.SimpleQueue()
        reading = self._loop.start(self._read(asked, heard.put))
        try:
            while not asked.cancelled():
                try:
                    piece = heard.get(timeout=_POLL_S)
                except queue.Empty:
                    continue
                if piece is None:
                    return
                if isinstance(piece, ModelUnavailable):
                    raise piece
                yield piece
        finally:
            self._loop.leave(reading)

    def close(self) -> None:
        """Leave every text that is being written and let go of the connections."""
        self._loop.close()

    async def _read(self, asked: _Asked, say: Callable[[str | ModelUnavailable | None], None]) -> None:
        """Say every piece and at last None, or why there is no more."""
        from rag.adapters.model_faults import told

        try:
            async for piece in self._pieces(asked):
                say(piece)
            say(None)
        except ModelUnavailable as error:
            say(error)
        except Exception as error:  # noqa: BLE001  # whatever a vendor raises: none of it crosses the port
            say(told(error))

    async def _pieces(self, asked: _Asked) -> AsyncIterator[str]:
        from langsmith import tracing_context

        from rag.adapters.model_faults import unavailable

        limits, left = self._limits, self._limits.letters_per_token * asked.max_tokens
        now = asyncio.get_running_loop().time
        gone = time.monotonic() - asked.began  # a second request for one question gets no time of its own
        end, deadline, has_text, is_whole = now() + limits.whole_s - gone, now() + limits.first_s - gone, False, False
        # LangChain would send what is asked to a service of its maker's, where the environment says so.
        with tracing_context(enabled=False):
            told = [(message.role, message.content) for message in asked.messages]
            stream = self.load().astream(told, **self._options(asked))
            async with aclosing(cast("AsyncGeneratorOfChunks", stream)) as chunks:
                while not is_whole:
                    try:
                        async with asyncio.timeout_at(min(deadline, end)):
                            chunk = await anext(chunks, None)
                    except TimeoutError:
                        raise unavailable("endless" if now() >= end else "silent") from None
                    if chunk is None:
                        break
                    is_whole = any(chunk.response_metadata.get(name) for name in _ENDS)
                    if chunk.text:
                        left -= len(chunk.text)
                        if left < 0:
                            raise unavailable("endless")
                        has_text = has_text or not chunk.text.isspace()
                        deadline = now() + limits.gap_s
                        yield str(chunk.text)
        if not has_text:
            raise unavailable("empty")
        if not is_whole:
            raise unavailable("broken")

    def _options(self, asked: _Asked) -> dict[str, Any]:
        """Return how to ask for a text of at most so many tokens, after a schema if there is one."""
        body: dict[str, Any] = {}
        if self._endpoint.provider == OPENAI and self._endpoint.url is not None:
            # Servers that are compatible with OpenAI's know its older name of this at least.
            body["max_tokens"] = asked.max_tokens
        if asked.schema is not None:
            # In the body, not as LangChain's `response_format`: that sends the stream through another reader of
            # OpenAI's library, and what comes is to be read here in the same way whether it is JSON or not.
            schema = {"name": "cau_tra_loi", "strict": True, "schema": asked.schema}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        return {"max_tokens": asked.max_tokens, **({"extra_body": body} if body else {})}


if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    AsyncGeneratorOfChunks = AsyncGenerator[AIMessageChunk, None]


def _open(endpoint: Endpoint, limits: ChatLimits) -> BaseChatModel:
    for name in _TALKATIVE:  # at "debug" they write down what is asked, at "info" where
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        from langchain.chat_models import init_chat_model

        chat: BaseChatModel = init_chat_model(
            endpoint.model, model_provider=endpoint.provider, **_options(endpoint, limits)
        )
    except ImportError as error:
        raise ConfigurationError(
            f"Thiếu thư viện cho DANVAN_LLM_PROVIDER={endpoint.provider}; cài bằng: pip install 'danvan[llm]' "
            f"(nhà cung cấp khác openai: pip install langchain-{endpoint.provider})."
        ) from error
    except Exception as error:
        raise ConfigurationError(
            "Thiết lập mô hình ngôn ngữ (DANVAN_LLM_…) không hợp lệ: "
            f"nhà cung cấp {endpoint.provider} không nhận. Xem docs/settings.md."
        ) from error
    return chat


def _options(endpoint: Endpoint, limits: ChatLimits) -> dict[str, Any]:
    options: dict[str, Any] = {"temperature": 0, "max_retries": 0}
    if endpoint.provider != OPENAI:
        named = {"base_url": endpoint.url, "api_key": endpoint.key or None}
        return options | {name: value for name, value in named.items() if value is not None}
    from rag.adapters.bounded_transport import bounded_client

    return options | {
        # Named even where they are the provider's own, or the library would look for others in the environment.
        "base_url": endpoint.url or "https://api.openai.com/v1",
        "api_key": endpoint.key or _NO_KEY,
        "http_async_client": bounded_client(limits.most_bytes, read_s=limits.whole_s),
        "stream_usage": False,
        "stream_chunk_timeout": None,
        "use_responses_api": False,
    }
