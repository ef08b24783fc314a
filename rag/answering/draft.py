"""An answer before it is numbered and signed: words, evidence, and what may be asked next."""

from __future__ import annotations

from dataclasses import dataclass

from rag.answering.citing import Evidence
from rag.model import Option, Status

MOST_OPTIONS = 8  # to choose from, where it is asked back


@dataclass(frozen=True, slots=True)
class Draft:
    """What one way of answering found. Markers in `text` count `evidence` from 1."""

    status: Status
    text: str
    evidence: tuple[Evidence, ...] = ()
    related: tuple[Evidence, ...] = ()
    options: tuple[Option, ...] = ()
    notices: tuple[str, ...] = ()
