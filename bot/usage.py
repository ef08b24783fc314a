"""How much one person may ask. Counted in memory only: who asks how often is personal (Law 91/2025/QH15)."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Literal

_MINUTE_S, _DAY_S = 60.0, 86_400.0

Verdict = Literal["fine", "too fast", "too many"]


class Usage:
    """Counts questions by person over the last minute and the last day. Safe to use from several threads."""

    def __init__(self, per_minute: int, per_day: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._per_day = per_day
        self._clock = clock
        self._asked: dict[int, deque[float]] = {}
        self._changing = threading.Lock()

    def ask(self, person: int) -> Verdict:
        """Count one question, or say why it is one too many."""
        now = self._clock()
        with self._changing:
            moments = self._asked.setdefault(person, deque())
            while moments and moments[0] <= now - _DAY_S:
                moments.popleft()
            if len(moments) >= self._per_day:
                return "too many"
            if sum(moment > now - _MINUTE_S for moment in moments) >= self._per_minute:
                return "too fast"
            moments.append(now)
            self._forget_quiet(now)
        return "fine"

    def _forget_quiet(self, now: float) -> None:
        """Forget people who have not asked for a day. The caller holds the lock."""
        if len(self._asked) > 10_000:
            self._asked = {who: m for who, m in self._asked.items() if m and m[-1] > now - _DAY_S}
