"""How fast the bot may speak: 30 messages a second in all, one a second in a chat, 20 a minute in a group.

Telegram's figures (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). Edits count as
messages. A place is free again so many seconds after Telegram has answered, not after the call was begun: however long
calls take, no more than the limit reach Telegram within any such stretch of time.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

_MOST_CHATS = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How many messages in how many seconds."""

    overall: int = 30
    overall_s: float = 1.0
    chat: int = 1
    chat_s: float = 1.0
    group: int = 20
    group_s: float = 60.0


class _Window:
    """When the last `most` messages to a chat were answered. Messages to a chat go out one after the other."""

    def __init__(self, most: int, seconds: float) -> None:
        self._moments: deque[float] = deque(maxlen=most)
        self._seconds = seconds

    def free_at(self) -> float:
        full = len(self._moments) == self._moments.maxlen
        return self._moments[0] + self._seconds if full else 0.0

    def take(self, moment: float) -> None:
        self._moments.append(moment)


class Pace:
    """Lets calls through as the limits allow. Belongs to one event loop."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._places = asyncio.Semaphore(self._limits.overall)
        self._chats: dict[int, list[_Window]] = {}

    @asynccontextmanager
    async def turn(self, chat: int) -> AsyncIterator[None]:
        """Wait until a message to a chat may go out, and count it when the context ends.

        Two turns of one chat must not overlap.
        """
        loop = asyncio.get_running_loop()
        windows = self._windows(chat)
        left = max(window.free_at() for window in windows) - loop.time()
        if left > 0:
            await asyncio.sleep(left)
        await self._places.acquire()
        try:
            yield
        finally:
            for window in windows:
                window.take(loop.time())
            loop.call_later(self._limits.overall_s, self._places.release)

    @property
    def is_free(self) -> bool:
        """Return whether something that can be left out, such as a typing sign, fits now."""
        return not self._places.locked()

    def _windows(self, chat: int) -> list[_Window]:
        if chat not in self._chats:
            if len(self._chats) >= _MOST_CHATS:
                now = asyncio.get_running_loop().time()
                self._chats = {c: held for c, held in self._chats.items() if max(w.free_at() for w in held) > now}
            limits = self._limits
            self._chats[chat] = [_Window(limits.chat, limits.chat_s)]
            if chat < 0:  # Telegram numbers groups below zero
                self._chats[chat].append(_Window(limits.group, limits.group_s))
        return self._chats[chat]
