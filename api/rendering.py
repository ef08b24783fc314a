"""From the house's own words to the shapes of the contract. Nothing is added, nothing is left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import orjson
from starlette.responses import Response

from api.schemas import (
    AnswerOut,
    CitationOut,
    DocumentDetailOut,
    DocumentOut,
    OutlineOut,
    ReferenceOut,
    SearchOut,
    SignerOut,
    VerificationOut,
)
from corpus.model import Document, DocumentId, Metadata, Reference, Section, Signer
from rag.model import Answer, Citation, SearchHit, SentenceCheck


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def document_out(document_id: DocumentId, metadata: Metadata) -> DocumentOut:
    """Return which document it is: the short form that stands in citations and lists."""
    return {
        "id": document_id,
        "title": metadata.title,
        "type": metadata.type_name,
        "number": metadata.number,
        "issuer": metadata.issuer,
        "locality": metadata.locality,
        "issued_on": _day(metadata.issued_on),
        "year": metadata.year,
    }


def citation_out(citation: Citation, marker: int | None = None) -> CitationOut:
    """Return a citation as the contract has it, under its own marker or the one given."""
    return {
        "marker": citation.marker if marker is None else marker,
        "document": document_out(citation.document_id, citation.metadata),
        "section": {
            "path": list(citation.section.path),
            "label": citation.label,
            "heading": citation.heading,
            "text": citation.section_text,
        },
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "url": citation.url,
    }


def answer_out(answer: Answer) -> AnswerOut:
    """Return an answer as the contract has it; times to a tenth of a millisecond."""
    return {
        "id": answer.id,
        "status": answer.status,
        "answer": answer.answer,
        "citations": [citation_out(c) for c in answer.citations],
        "related": [citation_out(c) for c in answer.related],
        "options": [{"label": o.label, "question": o.question} for o in answer.options],
        "notices": list(answer.notices),
        "confidence": None if answer.confidence is None else round(float(answer.confidence), 4),
        "verification": _verification_out(answer.verification),
        "mode": answer.mode,
        "conversation_id": answer.conversation_id,
        "timings_ms": {stage: round(float(ms), 1) for stage, ms in answer.timings_ms.items()},
    }


def _verification_out(checks: Sequence[SentenceCheck] | None) -> VerificationOut | None:
    """Return what became of a model's sentences, None where no model was asked."""
    if checks is None:
        return None
    outcomes = [check.outcome for check in checks]
    return {
        "kept": outcomes.count("kept"),
        "recited": outcomes.count("recited"),
        "dropped": outcomes.count("dropped"),
        "sentences": [
            {"text": check.text, "outcome": check.outcome, "marker": check.marker, "fault": check.fault}
            for check in checks
        ],
    }


def search_out(hits: Sequence[SearchHit]) -> SearchOut:
    """Return search hits ranked from 1. Scores stay inside: they tell about the index, not about the text."""
    return {"hits": [citation_out(hit.citation, rank) for rank, hit in enumerate(hits, start=1)]}


def _section_out(section: Section) -> OutlineOut:
    return {
        "path": list(section.path),
        "label": section.label,
        "heading": section.heading,
        "start": section.start,
        "end": section.end,
        "kind": section.kind.value,
        "anchor": section.anchor,
    }


def _signer_out(signer: Signer) -> SignerOut:
    return {"name": signer.name, "authority": signer.authority, "office": signer.office}


def _reference_out(reference: Reference) -> ReferenceOut:
    return {
        "number": reference.number,
        "type": reference.type_name,
        "issued_on": _day(reference.issued_on),
        "issuer": reference.issuer,
        "title": reference.title,
        "start": reference.start,
        "end": reference.end,
    }


def document_detail_out(document: Document) -> DocumentDetailOut:
    """Return a whole document: metadata, text, outline, references."""
    metadata = document.metadata
    return {
        **document_out(document.id, metadata),
        "level": metadata.level.value if metadata.level is not None else None,
        "subject": metadata.subject,
        "signers": [_signer_out(s) for s in metadata.signers],
        "recipients": list(metadata.recipients),
        "bases": list(metadata.bases),
        "references": [_reference_out(r) for r in document.references],
        "text": document.text,
        "sections": [_section_out(s) for s in document.sections],
    }


def json_bytes(content: Any) -> bytes:
    """Return `content` as JSON in UTF-8, non-ASCII letters as they are."""
    return orjson.dumps(content)


def json_response(content: Any, status: int = 200) -> Response:
    """Return a JSON response without validating it again: the types have."""
    return Response(json_bytes(content), status, media_type="application/json")
