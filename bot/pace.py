"""How fast the bot may speak: 30 messages a second in all, one a second in a chat, 20 a minute in a group.

Telegram's figures (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). Edits count as
messages. A place is free again so many seconds after Telegram has answered, not after the call was begun: however long
calls take, no more than the limit reach Telegram within any such stretch of time.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

_MOST_CHATS = 10_000
_SPARE_SHARE = 2 / 3  # of all places: what can be left out leaves the others to letters


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
    """When the last `most` messages to a chat were answered."""

    def __init__(self, most: int, seconds: float) -> None:
        self._moments: deque[float] = deque(maxlen=most)
        self._seconds = seconds

    def free_at(self) -> float:
        full = len(self._moments) == self._moments.maxlen
        return self._moments[0] + self._seconds if full else 0.0

    def take(self, moment: float) -> None:
        self._moments.append(moment)


@dataclass(slots=True)
class _Chat:
    """What is known of a chat: when it was last written to, and whether something is on its way to it."""

    windows: tuple[_Window, ...]
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def free_at(self) -> float:
        return max(window.free_at() for window in self.windows)


class Pace:
    """Lets calls through as the limits allow. Belongs to one event loop."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._places = asyncio.Semaphore(self._limits.overall)
        self._taken = 0
        self._chats: dict[int, _Chat] = {}

    @asynccontextmanager
    async def turn(self, number: int) -> AsyncIterator[None]:
        """Wait until a message to a chat may go out, and count it when the context ends."""
        chat = self._chat(number)
        async with chat.turn:
            left = chat.free_at() - asyncio.get_running_loop().time()
            if left > 0:
                await asyncio.sleep(left)
            await self._places.acquire()
            with self._counted(chat):
                yield

    @asynccontextmanager
    async def spare_turn(self, number: int) -> AsyncIterator[bool]:
        """Yield whether something that can be left out may go out to a chat now; it is counted as a message is.

        It may not while a letter waits for the chat, nor when fewer places are left than letters may soon need.
        """
        chat = self._chat(number)
        late = chat.free_at() > asyncio.get_running_loop().time()
        if late or chat.turn.locked() or self._taken >= _SPARE_SHARE * self._limits.overall:
            yield False
            return
        async with chat.turn:
            await self._places.acquire()
            with self._counted(chat):
                yield True

    @property
    def is_free(self) -> bool:
        """Return whether something that can be left out, such as a typing sign, fits now."""
        return not self._places.locked()

    @contextmanager
    def _counted(self, chat: _Chat) -> Iterator[None]:
        """Count a message when the context ends; its place was taken before and is free again after a while."""
        loop = asyncio.get_running_loop()
        self._taken += 1
        try:
            yield
        finally:
            for window in chat.windows:
                window.take(loop.time())
            loop.call_later(self._limits.overall_s, self._give_back)

    def _give_back(self) -> None:
        self._taken -= 1
        self._places.release()

    def _chat(self, number: int) -> _Chat:
        if number not in self._chats:
            if len(self._chats) >= _MOST_CHATS:
                now = asyncio.get_running_loop().time()
                self._chats = {n: one for n, one in self._chats.items() if one.free_at() > now or one.turn.locked()}
            limits = self._limits
            windows = [_Window(limits.chat, limits.chat_s)]
            if number < 0:  # Telegram numbers groups below zero
                windows.append(_Window(limits.group, limits.group_s))
            self._chats[number] = _Chat(tuple(windows))
        return self._chats[number]
