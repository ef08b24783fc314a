"""The wire below a language model's client: bounded, uncompressed, straight to the address that was set.

Settings of the environment (proxies, and the like) do not reach it, but for the authorities that are trusted
(`SSL_CERT_FILE`). Redirects are not followed: a key is for one address.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2


class OverlongAnswer(httpx2.ReadError):
    """More bytes came than an answer may have."""


class UnreadableAnswer(httpx2.ReadError):
    """The answer is compressed although that was not asked for: its true size is not known."""


class _Bounded(httpx2.AsyncByteStream):
    """The bytes of an answer until they are too many.

    An iterator and no generator: another thread's garbage collection could find that half read, and complain of it.
    """

    def __init__(self, stream: httpx2.AsyncByteStream, most_bytes: int) -> None:
        self._stream = stream
        self._parts = aiter(stream)
        self._left = most_bytes

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        part = await anext(self._parts)
        self._left -= len(part)
        if self._left < 0:
            raise OverlongAnswer("answer too long")
        return part

    async def aclose(self) -> None:
        await self._stream.aclose()


class BoundedTransport(httpx2.AsyncBaseTransport):
    """HTTP whose answers have at most `most_bytes`."""

    def __init__(self, most_bytes: int) -> None:
        self._inner = httpx2.AsyncHTTPTransport(retries=0)
        self._most_bytes = most_bytes

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request. Reading the answer raises `OverlongAnswer`; a compressed one raises `UnreadableAnswer`."""
        request.headers["Accept-Encoding"] = "identity"
        response = await self._inner.handle_async_request(request)
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            await response.aclose()
            raise UnreadableAnswer("compressed answer")
        if not isinstance(response.stream, httpx2.AsyncByteStream):
            raise TypeError("an asynchronous transport answers with an asynchronous stream")
        return httpx2.Response(
            response.status_code,
            headers=response.headers,
            stream=_Bounded(response.stream, self._most_bytes),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._inner.aclose()


def bounded_client(most_bytes: int, connect_s: float = 5.0, read_s: float = 60.0) -> httpx2.AsyncClient:
    """Return a client over a `BoundedTransport`; `read_s` without a byte ends a request in any case."""
    return httpx2.AsyncClient(
        transport=BoundedTransport(most_bytes),
        timeout=httpx2.Timeout(read_s, connect=connect_s),
        follow_redirects=False,
        trust_env=False,
    )
