"""One language model made of several endpoints: a second try, then the next endpoint, and rest for those that fail."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from rag.chat.breaker import Breaker
from rag.errors import ModelFault, ModelUnavailable
from rag.ports import ChatMessage, ChatModel, Shaped

_PASSING: frozenset[ModelFault] = frozenset({"unreachable", "busy", "failing", "empty", "broken"})
_LASTING: frozenset[ModelFault] = frozenset(
    {"unreachable", "insecure", "unauthorised", "unknown_model", "busy", "failing", "broken", "silent"}
)
_SLICE_S = 0.05


@dataclass(frozen=True, slots=True)
class Trying:
    """What failed within `quick_s` is tried once more, after `pause_s` or what the server asks, up to `longest_s`.

    An endpoint with `fails_in_a_row` rests for `rest_s`. At most `most_at_once` questions are put at the same time.
    """

    quick_s: float = 1.0
    pause_s: float = 0.2
    longest_s: float = 1.0
    fails_in_a_row: int = 2
    rest_s: float = 30.0
    most_at_once: int = 12


class SteadyChatModel:
    """A `ChatModel` over at least one other, in order of preference.

    A text that has begun is never begun anew: where it breaks off, the error goes to whoever asked. One second try is
    made for a whole question, so that a dead house costs no more than the patience of its endpoints.
    """

    def __init__(
        self,
        endpoints: Sequence[ChatModel],
        trying: Trying | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if not endpoints:
            raise ValueError("at least one endpoint is needed")
        self._trying = trying or Trying()
        self._clock = clock
        self._sleep = sleep
        rules = self._trying
        self._places = threading.BoundedSemaphore(self._trying.most_at_once)
        self._endpoints = [(model, Breaker(clock, rules.fails_in_a_row, rules.rest_s)) for model in endpoints]

    @property
    def name(self) -> str:
        """Name the preferred model."""
        return self._endpoints[0][0].name

    def write(
        self,
        messages: Sequence[ChatMessage],
        *,
        max_tokens: int,
        cancelled: Callable[[], bool],
        shaped: Shaped | None = None,
    ) -> Iterator[str]:
        """Yield the text of the first endpoint that writes; raise `ModelUnavailable` when none does.

        Nobody waits for a place: a slow model must not keep those waiting who can be answered without it.
        """
        if not self._places.acquire(blocking=False):
            raise ModelUnavailable("Đang có quá nhiều câu hỏi chờ mô hình ngôn ngữ.", "busy")
        try:
            yield from self._written(_Question(tuple(messages), max_tokens, cancelled, shaped))
        finally:
            self._places.release()

    def _written(self, question: _Question) -> Iterator[str]:
        last = ModelUnavailable("Mô hình ngôn ngữ vừa gặp lỗi nhiều lần nên tạm thời không được dùng.", "resting")
        for model, breaker in self._endpoints:
            if question.cancelled():
                return
            if not breaker.lets_through():
                continue
            try:
                yield from self._asked(model, question)
            except ModelUnavailable as error:
                if error.fault in _LASTING:  # a request that is not taken says nothing of the next one
                    breaker.failed()
                if question.has_text:
                    raise
                last = error
            else:
                if question.has_text:
                    breaker.worked()
                return
        raise last

    def _asked(self, model: ChatModel, question: _Question) -> Iterator[str]:
        """Yield what one endpoint writes, at the second try if need be and worth it."""
        began = self._clock()
        try:
            yield from question.put_to(model)
        except ModelUnavailable as error:
            pause_s = self._pause(error, self._clock() - began)
            if question.has_text or question.tried_again or pause_s is None:
                raise
            question.tried_again = True
            self._wait(pause_s, question.cancelled)
            yield from question.put_to(model)

    def _pause(self, error: ModelUnavailable, took_s: float) -> float | None:
        """Return after how many seconds the same endpoint is worth a second try; None when it is not."""
        rules = self._trying
        if error.fault not in _PASSING or took_s > rules.quick_s:
            return None
        pause_s = rules.pause_s if error.retry_after_s is None else error.retry_after_s
        return pause_s if pause_s <= rules.longest_s else None

    def _wait(self, seconds: float, cancelled: Callable[[], bool]) -> None:
        until = self._clock() + seconds
        while (left := until - self._clock()) > 0 and not cancelled():
            self._sleep(min(left, _SLICE_S))


@dataclass(slots=True)
class _Question:
    """One question on its way: whether some of its answer is out, and whether its second try is spent."""

    messages: tuple[ChatMessage, ...]
    max_tokens: int
    cancelled: Callable[[], bool]
    shaped: Shaped | None
    has_text: bool = False
    tried_again: bool = False

    def put_to(self, model: ChatModel) -> Iterator[str]:
        pieces = _closable(
            model.write(self.messages, max_tokens=self.max_tokens, cancelled=self.cancelled, shaped=self.shaped)
        )
        with closing(pieces):
            for piece in pieces:
                self.has_text = True
                yield piece


def _closable(pieces: Iterator[str]) -> Generator[str, None, None]:
    yield from pieces
