"""The correlation id: one name for one request, in the response, the problem and the log."""

from __future__ import annotations

import re
from contextvars import ContextVar
from uuid import uuid4

HEADER = "X-Correlation-ID"

_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
_current: ContextVar[str] = ContextVar("danvan_correlation_id", default="-")


def choose(offered: str | None) -> str:
    """Return the id the client offered if it is 8 to 64 harmless ASCII characters, else a new one."""
    if offered is not None and _SANE.fullmatch(offered):
        return offered
    return uuid4().hex


def enter(correlation_id: str) -> None:
    """Make `correlation_id` the current one for this request and the threads that work for it."""
    _current.set(correlation_id)


def current() -> str:
    """Return the id of the request being served, "-" outside of one."""
    return _current.get()
