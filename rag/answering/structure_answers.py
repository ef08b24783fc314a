"""Answers to "what does mục III.2 say": the section itself, whole."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Document, Section
from rag.answering.citing import MAX_QUOTE_CHARS, Evidence, document_line, passage_evidence, section_evidence
from rag.answering.composing import answered, answered_by_document, refused
from rag.answering.draft import Draft
from rag.model import Option
from rag.understanding.positions import Position, resolve

_MOST_PASSAGES = 12


def at_position(position: Position, asked: str, documents: Sequence[Document], *, pinned: bool) -> Draft | None:
    """Answer with the section at a position; None when no document of several has such a place.

    One document that lacks the place gives a refusal; several documents that have it give a question back.
    `asked` are the question's own words for the place.
    """
    found = [(document, sections) for document in documents if (sections := resolve(position, document))]
    if not found:
        if pinned and len(documents) == 1:
            return refused(f"{document_line(documents[0].metadata)} không có {asked}.", ())
        return None
    if len(found) == 1:
        document, sections = found[0]
        return answered(None, [place for section in sections for place in whole_section(document, section)])
    if pinned and len(found) <= 3:
        return answered_by_document(
            [(None, [p for s in sections for p in whole_section(d, s)]) for d, sections in found]
        )
    return _ask_which(asked, found)


def whole_section(document: Document, section: Section) -> list[Evidence]:
    """Return a section as evidence: in one quote when it fits, else passage by passage."""
    if section.end - section.start <= MAX_QUOTE_CHARS:
        return [section_evidence(document, section, 1.0)]
    inside = [p for p in document.passages if section.start <= p.start and p.end <= section.end]
    return [passage_evidence(document, passage, 1.0) for passage in inside[:_MOST_PASSAGES]]


def _ask_which(asked: str, found: Sequence[tuple[Document, Sequence[Section]]]) -> Draft:
    options = tuple(
        Option(document_line(d.metadata), f"{asked} của {document_line(d.metadata)}"[:200]) for d, _ in found[:8]
    )
    related = tuple(place for d, sections in found[:5] for place in whole_section(d, sections[0])[:1])
    text = f"Có nhiều văn bản có {asked}. Xin cho biết cần xem văn bản nào."
    return Draft("clarify", text, related=related, options=options)
