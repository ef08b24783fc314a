"""Whether an endpoint writes JSON after a schema: as it is set, or found out by asking once, and remembered."""

from __future__ import annotations

import re
from typing import Literal

from rag.chat.thought import may_be_thinking, without_thought
from rag.errors import ModelFault

Output = Literal["auto", "json", "text"]
"""How a model is asked: found out, always for JSON after a schema, or never."""

_FENCE = "```json"
_FENCED = re.compile(r"```(?:json)?\s*", re.IGNORECASE)
_UNHEARD_OF: frozenset[ModelFault] = frozenset({"refused", "empty"})


def looks_structured(text: str) -> bool | None:
    """Tell whether a text that is still coming begins as JSON, behind a thought or a fence; None while unsure."""
    if may_be_thinking(text):
        return None
    plain = without_thought(text).lstrip()
    if _FENCE.startswith(plain.lower()):  # nothing yet, or a fence that is being written
        return None
    plain = _FENCED.sub("", plain, count=1) if plain.startswith("```") else plain
    if plain.rstrip() in {"", "["}:
        return None
    return plain[0] == "{" or re.match(r"\[\s*[{\"\]]", plain) is not None


class Structure:
    """What is known of an endpoint while the process lives. Threads may ask and tell at once: the last word counts."""

    def __init__(self, output: Output) -> None:
        self._learns = output == "auto"
        self._takes: bool | None = {"auto": None, "json": True, "text": False}[output]

    @property
    def takes(self) -> bool | None:
        """Whether the endpoint writes after a schema; None while nobody knows."""
        return self._takes

    def may_be_lacking(self, fault: ModelFault) -> bool:
        """Tell whether a fault before the first word may only mean that the schema was not understood."""
        return self._learns and self._takes is None and fault in _UNHEARD_OF

    def wrote(self, text: str) -> None:
        """Take note of how a text began that was asked for after a schema."""
        if self._learns and self._takes is not False:
            self._takes = looks_structured(text) is True

    def lacks(self) -> None:
        """Take note that the endpoint writes only where no schema is given."""
        if self._learns:
            self._takes = False
