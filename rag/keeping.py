"""Which questions are kept, and for how long: those that were refused, and those whose answer was called wrong.

A verdict comes after the answer, so the latest answers wait in memory, and only there, until somebody judges them
or the window closes. What nobody complains of never reaches the disk.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from rag.kept import Channel, Feedback, KeptQuestion, QuestionStore, as_kept
from rag.model import Answer, Inquiry

WINDOW = timedelta(hours=1)
MOST_WAITING = 500
MOST_KEPT = 10_000

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)


class QuestionKeeper:
    """Takes note of answers and verdicts, and keeps the questions worth learning from for `days` days.

    Safe to use from several threads. What the store raises passes through.
    """

    def __init__(self, store: QuestionStore, days: int, clock: Clock = utc_now) -> None:
        self._store = store
        self._days = days
        self._clock = clock
        self._waiting: OrderedDict[str, KeptQuestion] = OrderedDict()
        self._changing = threading.Lock()

    @property
    def days(self) -> int:
        """Return for how many days a question is kept."""
        return self._days

    def note(self, inquiry: Inquiry, answer: Answer, channel: Channel) -> None:
        """Keep the question when it was refused; else hold it in memory until it is judged or an hour is over."""
        asked = as_kept(inquiry, answer, channel, self._clock())
        with self._changing:
            self._waiting[asked.answer_id] = asked
            self._close_window()
        if asked.status == "refused":
            self._keep(asked)

    def record(self, feedback: Feedback) -> bool:
        """Take a verdict and return whether its comment is kept: with a kept question, or not at all.

        The latest verdict counts: an answer that is called right after all is forgotten again.
        """
        with self._changing:
            self._close_window()
            waiting = self._waiting.get(feedback.answer_id)
        asked = self._store.get(feedback.answer_id) or waiting
        if asked is None:
            return False
        if feedback.verdict == "up" and asked.status != "refused":
            self._store.erase([asked.answer_id])
            return False
        self._keep(replace(asked, verdict=feedback.verdict, comment=feedback.comment or asked.comment))
        return feedback.comment is not None

    def expire(self) -> int:
        """Delete for good what has been kept long enough, let the window close, and return how many were deleted."""
        with self._changing:
            self._close_window()
        return self._store.erase_before(expiry(self._clock(), self._days))

    def _keep(self, asked: KeptQuestion) -> None:
        self._store.put(asked)
        self._store.keep_newest(MOST_KEPT)

    def _close_window(self) -> None:
        """Forget what nobody judged in time, and the oldest when too many wait. The caller holds the lock."""
        opened = self._clock() - WINDOW
        while self._waiting:
            oldest = next(iter(self._waiting.values()))
            if oldest.asked_at > opened and len(self._waiting) <= MOST_WAITING:
                return
            del self._waiting[oldest.answer_id]


def expiry(moment: datetime, days: int) -> datetime:
    """Return the moment before which a question has been kept for more than `days` days."""
    return moment - timedelta(days=days)
