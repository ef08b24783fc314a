"""Questions that are kept so that the assistant can be made better, and the port of whoever stores them.

What people ask is personal (Law 91/2025/QH15). Nothing here is kept unless the operator has switched it on.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from rag.model import Answer, Citation, Filters, Inquiry, Status, Turn

Verdict = Literal["up", "down"]
Channel = Literal["web", "api", "telegram"]

TURNS_KEPT = 6
CHARS_KEPT = 4_000


@dataclass(frozen=True, slots=True)
class Feedback:
    """An official's verdict on one answer. `comment` is personal text: it is kept with a kept question or nowhere."""

    answer_id: str
    verdict: Verdict
    comment: str | None


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """A place that the answer cited, or that a refusal showed as near: a slice of a stored document."""

    document_id: str
    title: str
    label: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """One question with what was answered. `asked_at` is UTC; `answer_id` is the id that the asker was given.

    `places` are the citations, and of a refusal the nearest sections. `confidence` is the answer's own.
    """

    answer_id: str
    asked_at: datetime
    channel: Channel
    question: str
    history: tuple[Turn, ...]
    filters: Filters
    status: Status
    answer: str
    places: tuple[KeptPlace, ...]
    confidence: float | None = None
    verdict: Verdict | None = None
    comment: str | None = None


class QuestionStore(Protocol):
    """Where kept questions lie. Called from several threads at once; each call is whole or has not happened.

    Raises `corpus.errors.StoreDamaged` or `StoreBusy` when what is kept cannot be reached.
    """

    def put(self, question: KeptQuestion) -> None:
        """Keep a question, in place of the one of the same `answer_id`."""
        ...

    def get(self, answer_id: str) -> KeptQuestion | None:
        """Return the question that was answered under this id, or None."""
        ...

    def questions(self) -> list[KeptQuestion]:
        """Return every kept question, newest first."""
        ...

    def count(self) -> int:
        """Return how many questions are kept."""
        ...

    def erase(self, answer_ids: Collection[str]) -> int:
        """Delete the questions of these ids for good and return how many there were."""
        ...

    def erase_before(self, moment: datetime) -> int:
        """Delete the questions asked before `moment` for good and return how many there were."""
        ...

    def erase_all(self) -> int:
        """Delete every question for good and return how many there were."""
        ...

    def keep_newest(self, most: int) -> int:
        """Delete all but the `most` newest questions and return how many were deleted."""
        ...


def as_kept(inquiry: Inquiry, answer: Answer, channel: Channel, asked_at: datetime) -> KeptQuestion:
    """Return a question and its answer as they are kept: the last six turns, long texts cut at 4,000 characters."""
    near = answer.citations or answer.related
    return KeptQuestion(
        answer_id=answer.id,
        asked_at=asked_at,
        channel=channel,
        question=inquiry.question,
        history=tuple(Turn(turn.role, turn.content[:CHARS_KEPT]) for turn in inquiry.history[-TURNS_KEPT:]),
        filters=inquiry.filters,
        status=answer.status,
        answer=answer.answer[:CHARS_KEPT],
        places=tuple(_place(citation) for citation in near),
        confidence=answer.confidence,
    )


def _place(citation: Citation) -> KeptPlace:
    return KeptPlace(
        document_id=citation.document_id,
        title=citation.metadata.title,
        label=citation.label,
        quote=citation.quote[:CHARS_KEPT],
        start=citation.start,
        end=citation.end,
    )
