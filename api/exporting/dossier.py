"""What is exported: questions, answers, and quotes that the store vouches for.

The words of an answer are those that were sent. Everything about a quote is the store's: it is a slice of the stored
text, and the names of its document and its section are read there, whatever the sender calls them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from api import problems
from api.exporting.request import ExportedQuote, ExportedTurn, ExportRequest
from api.failures import RefusalError
from corpus.errors import DocumentUnknown
from corpus.model import Document, DocumentId
from rag.answering.citing import document_line
from rag.model import Status

_TITLE = "Kết quả tra cứu văn bản"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote and where it stands: "Kế hoạch số 5/KH-UBND …, Mục II.1". `marker` is its number in the answer."""

    marker: int
    quote: str
    source: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, its answer with markers [1], [2], the quotes behind it, and the nearest places of a refusal."""

    question: str
    status: Status
    answer: str
    quotes: tuple[Quoted, ...]
    related: tuple[Quoted, ...]
    notices: tuple[str, ...]

    @property
    def unsaid(self) -> tuple[Quoted, ...]:
        """The quotes that do not stand in the words of the answer already."""
        return tuple(quoted for quoted in self.quotes if quoted.quote not in self.answer)


@dataclass(frozen=True, slots=True)
class Dossier:
    """A conversation whose quotes have been proven, on the day it is written."""

    title: str
    written_on: date
    exchanges: tuple[Exchange, ...]


def proven(request: ExportRequest, read: Callable[[DocumentId], Document], today: date) -> Dossier:
    """Return the conversation with every quote compared with the stored text.

    `read` returns a stored document or raises `DocumentUnknown`. Raises `RefusalError` (409) when a quote differs.
    """
    held: dict[str, Document] = {}

    def document(name: str) -> Document:
        if name not in held:
            held[name] = read(DocumentId(name))
        return held[name]

    exchanges = tuple(_exchange(turn, document) for turn in request.turns)
    return Dossier(request.title or _TITLE, today, exchanges)


def _exchange(turn: ExportedTurn, document: Callable[[str], Document]) -> Exchange:
    answer = turn.answer
    return Exchange(
        question=" ".join(turn.question.split()),
        status=answer.status,
        answer=answer.answer,
        quotes=_quotes(answer.citations, document),
        related=_quotes(answer.related, document) if answer.status != "answered" else (),
        notices=tuple(notice for notice in answer.notices if notice),
    )


def _quotes(places: Iterable[ExportedQuote], document: Callable[[str], Document]) -> tuple[Quoted, ...]:
    first: dict[int, Quoted] = {}
    for place in places:
        first.setdefault(place.marker, _quoted(place, document))
    return tuple(first.values())


def _quoted(place: ExportedQuote, document: Callable[[str], Document]) -> Quoted:
    try:
        found = document(place.document.id)
    except DocumentUnknown as error:
        raise RefusalError(problems.QUOTE_DIFFERS) from error
    if found.text[place.start : place.end] != place.quote:
        raise RefusalError(problems.QUOTE_DIFFERS)
    label = _label(found, place.start, place.end)
    named = document_line(found.metadata)
    return Quoted(place.marker, place.quote, f"{named}, {label}" if label else named)


def _label(document: Document, start: int, end: int) -> str:
    """Name the place of a quote as its citation does: the passage that holds it, else the smallest such section."""
    for passage in document.passages:
        if passage.start <= start and end <= passage.end:
            return passage.label
    around = [section for section in document.sections if section.start <= start and end <= section.end]
    return min(around, key=lambda section: section.end - section.start).label if around else ""
