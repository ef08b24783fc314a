"""What a model thinks aloud, in <think>, before or beside its answer: no part of it."""

from __future__ import annotations

import re

_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|$)", re.DOTALL | re.IGNORECASE)
_UNCLOSED = re.compile(r"<think(?:ing)?>(?!.*</think)", re.DOTALL | re.IGNORECASE)
_OPENS = re.compile(r"<(?:t(?:h(?:i(?:n(?:k(?:ing)?)?)?)?)?)?$", re.IGNORECASE)


def without_thought(text: str) -> str:
    """Return a text without its thoughts, one that has not ended among them."""
    return _THOUGHT.sub("", text)


def may_be_thinking(text: str) -> bool:
    """Tell whether a text that is still coming ends inside a thought, or perhaps in the tag that opens one."""
    return _UNCLOSED.search(text) is not None or _OPENS.search(text) is not None
