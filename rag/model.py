"""What goes into the assistant and what comes out: a question, and a grounded answer.

These are the words of the contract (`docs/api.md`); doors render them and add nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from corpus.model import DocumentId, Metadata, Section

Status = Literal["answered", "refused", "clarify"]
Mode = Literal["auto", "extractive", "generative"]
Role = Literal["user", "assistant"]


def _unheard(_sentence: str) -> None:
    return None


def _unmarked() -> None:
    return None


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of the conversation, oldest first in a history."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What the asker allows as a source. Empty fields allow everything."""

    document_ids: tuple[DocumentId, ...] = ()
    locality: str | None = None
    year: int | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question as a door received it: 1 to 2,000 characters, with what was said before.

    `cancelled` tells whether the asker has left, so that what takes long can be given up. `heard` is called, from the
    thread that answers, with each sentence of a language model as soon as it is proven; an item of a list opens with
    "- ". `wording` is called from there before, when the evidence is found and a language model is asked.
    """

    question: str
    history: tuple[Turn, ...] = ()
    conversation_id: str | None = None
    filters: Filters = field(default_factory=Filters)
    mode: Mode = "auto"
    cancelled: Callable[[], bool] = field(default=_never, compare=False, repr=False)
    heard: Callable[[str], None] = field(default=_unheard, compare=False, repr=False)
    wording: Callable[[], None] = field(default=_unmarked, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim slice of a stored document: `text[start:end] == quote`, always.

    `marker` counts from 1 in order of weight. `section` is the section that holds the quote;
    `label` names the place in an official's words, `url` points into the document viewer.
    """

    marker: int
    document_id: DocumentId
    metadata: Metadata
    section: Section
    section_text: str
    heading: str
    label: str
    quote: str
    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Option:
    """One way to make an unclear question clear: a button's label and the question it asks."""

    label: str
    question: str


@dataclass(frozen=True, slots=True)
class SentenceCheck:
    """What became of one sentence that a language model wrote: "kept", "recited" (cited anew) or "dropped".

    `text` is None for what did not reach the answer: unproven words stay inside. `marker` is the citation that bears
    it, `fault` what was wrong with it, in the words of `rag.verification.faults.Fault`.
    """

    text: str | None
    outcome: Literal["kept", "recited", "dropped"]
    marker: int | None
    fault: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says: plain text with markers [1], [2] and the citations behind them.

    `status` "refused" and "clarify" carry `related`: the nearest sections, which are not an answer.
    `timings_ms` are milliseconds by stage, with "total". `confidence` is the probability, in [0, 1], that the first
    citation answers; None when nothing is cited, or when a rule found it (a position, a signer, a document's own date).
    """

    id: str
    status: Status
    answer: str
    citations: tuple[Citation, ...]
    related: tuple[Citation, ...]
    options: tuple[Option, ...]
    notices: tuple[str, ...]
    mode: Literal["extractive", "generative"]
    conversation_id: str
    timings_ms: dict[str, float]
    confidence: float | None = None
    verification: tuple[SentenceCheck, ...] | None = None  # None where no language model was asked


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One passage found by search, with its fused score in [0, 1]; best first in a list of hits."""

    citation: Citation
    score: float
