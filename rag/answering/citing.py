"""Turn a place in a document into a citation: a verbatim slice with its label and link."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.dates import format_date
from corpus.model import Document, Metadata, Passage, Section
from rag.model import Citation

MAX_QUOTE_CHARS = 1200
_SENTENCE_END = re.compile(r"(?<=[.;!?])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that answers: `document.text[start:end]`, inside `section`.

    `score` is the probability, in [0, 1], that it answers; None when a rule found it and nothing was weighed.
    """

    document: Document
    section: Section
    label: str
    start: int
    end: int
    score: float | None

    @property
    def quote(self) -> str:
        """The words themselves."""
        return self.document.text[self.start : self.end]


def passage_evidence(document: Document, passage: Passage, score: float | None, at: int | None = None) -> Evidence:
    """Return the evidence that one passage gives: whole, or the sentences around offset `at` when it is too long."""
    start, end = _around(document.text, passage.start, passage.end, passage.start if at is None else at)
    return Evidence(document, document.sections[passage.section], passage.label, start, end, score)


def section_evidence(document: Document, section: Section, score: float | None) -> Evidence:
    """Return the evidence that a whole section gives, cut at the last sentence that fits a quote."""
    end = section.end
    if end - section.start > MAX_QUOTE_CHARS:
        end = _last_break(document.text, section.start, section.start + MAX_QUOTE_CHARS)
    return Evidence(document, section, section.label, section.start, end, score)


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the sentences and semicolon-separated members of `text[start:end]` as offsets, in order."""
    spans: list[tuple[int, int]] = []
    at = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if match.start() > at:
            spans.append((at, match.start()))
        at = match.end()
    if at < end:
        spans.append((at, end))
    return spans


def document_line(metadata: Metadata) -> str:
    """Name a document as an official would: type, number, date, issuer."""
    kind = metadata.type_name or "Văn bản"
    number = f" số {metadata.number}" if metadata.number else " (không ghi số)"
    date = f" ngày {format_date(metadata.issued_on)}" if metadata.issued_on else " (không ghi ngày)"
    if not metadata.number and not metadata.issued_on:
        number, date = " (không ghi số, ngày)", ""
    year = f" năm {metadata.year}" if metadata.year and not metadata.issued_on else ""
    issuer = f" của {metadata.issuer}" if metadata.issuer else ""
    return f"{kind}{number}{date}{year}{issuer}"


def cite(evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
    """Number evidence from 1 in the order given, which is its order of weight."""
    return tuple(_citation(marker, place) for marker, place in enumerate(evidence, start=1))


def _citation(marker: int, place: Evidence) -> Citation:
    document = place.document
    return Citation(
        marker=marker,
        document_id=document.id,
        metadata=document.metadata,
        section=place.section,
        section_text=document.text[place.section.start : place.section.end],
        heading=document.heading_of(place.section),
        label=place.label,
        quote=place.quote,
        start=place.start,
        end=place.end,
        url=f"/documents/{document.id}#{place.section.anchor}",
    )


def _around(text: str, start: int, end: int, at: int) -> tuple[int, int]:
    """Return the run of whole sentences around an offset that fits a quote; all of a span that fits."""
    if end - start <= MAX_QUOTE_CHARS:
        return start, end
    spans = sentences(text, start, end)
    first = last = next((i for i, (_, stop) in enumerate(spans) if at < stop), len(spans) - 1)
    while True:
        after = last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= MAX_QUOTE_CHARS
        before = first > 0 and spans[last][1] - spans[first - 1][0] <= MAX_QUOTE_CHARS
        if not (after or before):
            break
        last, first = (last + 1, first) if after else (last, first - 1)
    if spans[last][1] - spans[first][0] > MAX_QUOTE_CHARS:
        return spans[first][0], _last_break(text, spans[first][0], spans[first][0] + MAX_QUOTE_CHARS)
    return spans[first][0], spans[last][1]


def _last_break(text: str, start: int, limit: int) -> int:
    breaks = [match.start() for match in _SENTENCE_END.finditer(text, start, limit)]
    if breaks and breaks[-1] > (start + limit) // 2:  # not the stop behind the marker: "1."
        return breaks[-1]
    space = text.rfind(" ", (start + limit) // 2, limit)
    return space if space > 0 else limit
