"""A circuit breaker: an endpoint that failed several times in a row is left alone for a while."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Breaker:
    """Lets questions through until `most` failed in a row; then one in `rest_s` seconds, until one works again.

    `clock` tells seconds. Safe to use from several threads.
    """

    def __init__(self, clock: Callable[[], float], most: int = 2, rest_s: float = 30.0) -> None:
        self._clock = clock
        self._most = most
        self._rest_s = rest_s
        self._failed = 0
        self._rests_until = 0.0
        self._lock = threading.Lock()

    def lets_through(self) -> bool:
        """Tell whether to ask. Whoever is let through while the endpoint rests is the only one for `rest_s`."""
        with self._lock:
            if self._failed < self._most:
                return True
            if self._clock() < self._rests_until:
                return False
            self._rests_until = self._clock() + self._rest_s
            return True

    def worked(self) -> None:
        """Take note that a question was answered."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """Take note that a question was not answered."""
        with self._lock:
            self._failed += 1
            self._rests_until = self._clock() + self._rest_s
