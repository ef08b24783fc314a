"""How fast the bot may speak: 30 messages a second in all, one a second in a chat, 20 a minute in a group.

Telegram's figures (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). Edits count as
messages. Every window is kept a little longer than asked, because messages do not travel equally fast.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

_SPARE = 1.06


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
    """The moments of the last `most` messages."""

    def __init__(self, most: int, seconds: float) -> None:
        self._moments: deque[float] = deque(maxlen=most)
        self._seconds = seconds * _SPARE

    def free_at(self) -> float:
        """Return from which moment on the next message fits."""
        full = len(self._moments) == self._moments.maxlen
        return self._moments[0] + self._seconds if full else 0.0

    def take(self, moment: float) -> None:
        """Note a message."""
        self._moments.append(moment)


class Pace:
    """Tells when the next message may go out. Moments are seconds of one clock that never goes back."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._overall = _Window(self._limits.overall, self._limits.overall_s)
        self._chats: dict[int, list[_Window]] = {}

    def chat_free_at(self, chat: int) -> float:
        """Return from which moment on a chat may be sent something."""
        return max(window.free_at() for window in self._windows(chat))

    def take_chat(self, chat: int, moment: float) -> None:
        """Note that a message went to a chat at a moment."""
        for window in self._windows(chat):
            window.take(moment)

    def book(self, now: float) -> float:
        """Take the next free place among all messages and return its moment, `now` or later."""
        moment = max(now, self._overall.free_at())
        self._overall.take(moment)
        return moment

    def is_free(self, now: float) -> bool:
        """Tell whether something that can be left out, such as a typing sign, fits now."""
        return self._overall.free_at() <= now

    def forget_quiet(self, now: float) -> None:
        """Forget chats that may be sent something anyway."""
        self._chats = {chat: held for chat, held in self._chats.items() if max(w.free_at() for w in held) > now}

    def _windows(self, chat: int) -> list[_Window]:
        if chat not in self._chats:
            if len(self._chats) > 10_000:
                self._chats.clear()
            limits = self._limits
            self._chats[chat] = [_Window(limits.chat, limits.chat_s)]
            if chat < 0:  # Telegram numbers groups below zero
                self._chats[chat].append(_Window(limits.group, limits.group_s))
        return self._chats[chat]
