"""Answers to "what does mục III.2 say": the section itself, whole."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Document, Section
from rag.answering.citing import MAX_QUOTE_CHARS, Evidence, document_line, passage_evidence, section_evidence
from rag.answering.composing import answered, answered_by_document, refused
from rag.answering.draft import MOST_OPTIONS, Draft
from rag.model import Option
from rag.understanding.positions import Position, resolve

MOST_PASSAGES = 12
_MOST_APART = 3  # documents that are answered one by one; of more it is asked which is meant


def at_position(position: Position, asked: str, documents: Sequence[Document], *, pinned: bool) -> Draft | None:
    """Answer with the section at a position; None when no document of several has such a place.

    One document that lacks the place gives a refusal; several documents that have it give a question back.
    `asked` are the question's own words for the place.
    """
    found = [(document, places) for document in documents if (places := _places(position, document))]
    if not found and pinned and len(documents) == 1:
        return refused(f"{document_line(documents[0].metadata)} không có {asked}.", ())
    return of_documents(found, asked, pinned=pinned)


def of_documents(found: Sequence[tuple[Document, Sequence[Evidence]]], asked: str, *, pinned: bool) -> Draft | None:
    """Answer with the places of one document, or of a few that are named; ask back for more; None for none."""
    if not found:
        return None
    if len(found) == 1:
        return answered(None, found[0][1])
    if pinned and len(found) <= _MOST_APART:
        return answered_by_document([(None, places) for _, places in found])
    return _ask_which(asked, found)


def _places(position: Position, document: Document) -> list[Evidence]:
    """Return what stands at a position: the sections whole, or the paragraph of them that is asked for."""
    sections = resolve(position, document)
    if position.paragraph is None:
        return [place for section in sections for place in whole_section(document, section)]
    own = [p for section in sections for p in document.passages if p.section == section.ordinal]
    index = position.paragraph - 1 if position.paragraph > 0 else len(own) - 1
    return [passage_evidence(document, own[index], None)] if 0 <= index < len(own) else []


def whole_section(document: Document, section: Section) -> list[Evidence]:
    """Return a section as evidence: in one quote when it fits, else passage by passage."""
    if section.end - section.start <= MAX_QUOTE_CHARS:
        return [section_evidence(document, section, None)]
    inside = [p for p in document.passages if section.start <= p.start and p.end <= section.end]
    return [passage_evidence(document, passage, None) for passage in inside[:MOST_PASSAGES]]


def ask_for_topic(documents: Sequence[Document]) -> Draft | None:
    """Ask back what is to be told of documents that are named and nothing else; None when they have no outline."""
    options = [
        Option(_titled(section), f"{section.label} của {document_line(document.metadata)}"[:200])
        for document in documents
        for section in document.sections
        if len(section.path) == 1
    ]
    if not options:
        return None
    named = "; ".join(document_line(document.metadata) for document in documents)
    text = f"Xin cho biết cần hỏi nội dung gì của {named}."
    return Draft("clarify", text, options=tuple(options[:MOST_OPTIONS]))


def _titled(section: Section) -> str:
    return f"{section.label}: {section.heading}" if section.heading else section.label


def _ask_which(asked: str, found: Sequence[tuple[Document, Sequence[Evidence]]]) -> Draft:
    options = tuple(
        Option(document_line(d.metadata), f"{asked} của {document_line(d.metadata)}"[:200])
        for d, _ in found[:MOST_OPTIONS]
    )
    related = tuple(places[0] for _, places in found[:5])
    text = f"Có nhiều văn bản có {asked}. Xin cho biết cần xem văn bản nào."
    return Draft("clarify", text, related=related, options=options)
