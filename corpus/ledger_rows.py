"""Between a `Document` and the rows of the ledger: what is written, and the same read back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import RowMapping

from corpus.model import Document, DocumentId, Level, Metadata, Passage, Reference, Section, SectionKind, Signer

Row = dict[str, Any]
Found = RowMapping
"""A row as the database gives it, by column name."""


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A stored document without its text: what a list shows. `ingested_at` is UTC."""

    id: DocumentId
    source_name: str
    source_sha256: str
    ingested_at: datetime
    reader_version: int
    metadata: Metadata
    section_count: int
    passage_count: int
    reference_count: int


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of long work on the store. `finished_at` is None while it runs, and after a crash.

    `counts` are what it did ("added": 5); `error` is the class name of what ended it early, or None.
    Times are UTC.
    """

    id: int
    kind: str
    started_at: datetime
    finished_at: datetime | None
    counts: Mapping[str, int]
    error: str | None


def now() -> str:
    """Return this moment in UTC, as the ledger writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def to_json(value: object) -> str:
    """Return compact JSON that keeps Vietnamese letters readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(iso: str | None) -> date | None:
    return None if iso is None else date.fromisoformat(iso)


def document_row(document: Document) -> Row:
    """Return the row of `documents` but for what the ledger adds: time and versions."""
    metadata = document.metadata
    return {
        "id": document.id,
        "source_name": document.source_name,
        "source_sha256": document.source_sha256,
        "section_count": len(document.sections),
        "passage_count": len(document.passages),
        "reference_count": len(document.references),
        "title": metadata.title,
        "type_name": metadata.type_name,
        "number": metadata.number,
        "issuer": metadata.issuer,
        "level": metadata.level.value if metadata.level else None,
        "locality": metadata.locality,
        "issued_on": _iso(metadata.issued_on),
        "year": metadata.year,
        "subject": metadata.subject,
        "signers": to_json([[s.name, s.authority, s.office] for s in metadata.signers]),
        "recipients": to_json(metadata.recipients),
        "bases": to_json(metadata.bases),
        "text": document.text,
    }


def section_rows(document: Document, row: int) -> list[Row]:
    """Return the rows of `sections` for the document stored as number `row`."""
    return [
        {
            "document": row,
            "ordinal": section.ordinal,
            "parent": section.parent,
            "kind": section.kind.value,
            "marker": section.marker,
            "path": to_json(section.path),
            "label": section.label,
            "heading": section.heading,
            "anchor": section.anchor,
            "start": section.start,
            "body": section.body,
            "end": section.end,
        }
        for section in document.sections
    ]


def passage_rows(document: Document, row: int) -> list[Row]:
    """Return the rows of `passages` for the document stored as number `row`."""
    return [
        {
            "document": row,
            "ordinal": passage.ordinal,
            "section": passage.section,
            "label": passage.label,
            "start": passage.start,
            "end": passage.end,
        }
        for passage in document.passages
    ]


def reference_rows(document: Document, row: int) -> list[Row]:
    """Return the rows of `references`; their ordinal is their place in `document.references`."""
    return [
        {
            "document": row,
            "ordinal": ordinal,
            "number": reference.number,
            "key": reference.key,
            "type_name": reference.type_name,
            "issued_on": _iso(reference.issued_on),
            "issuer": reference.issuer,
            "title": reference.title,
            "start": reference.start,
            "end": reference.end,
        }
        for ordinal, reference in enumerate(document.references)
    ]


def reading_sha256(document: Document) -> str:
    """Return a hash of the text and of everything recognised in it: it changes when the reading changes."""
    rows = [document_row(document)], section_rows(document, 0), passage_rows(document, 0), reference_rows(document, 0)
    values = [[list(row.values()) for row in table] for table in rows]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def metadata_from(found: Found) -> Metadata:
    """Return the metadata that a row of `documents` holds; raises ValueError for what no ledger wrote."""
    return Metadata(
        title=found["title"],
        type_name=found["type_name"],
        number=found["number"],
        issuer=found["issuer"],
        level=Level(found["level"]) if found["level"] is not None else None,
        locality=found["locality"],
        issued_on=_day(found["issued_on"]),
        year=found["year"],
        subject=found["subject"],
        signers=tuple(Signer(*parts) for parts in json.loads(found["signers"])),
        recipients=tuple(json.loads(found["recipients"])),
        bases=tuple(json.loads(found["bases"])),
    )


def summary_from(found: Found) -> DocumentSummary:
    """Return the summary that a row of `documents` holds."""
    return DocumentSummary(
        id=DocumentId(found["id"]),
        source_name=found["source_name"],
        source_sha256=found["source_sha256"],
        ingested_at=datetime.fromisoformat(found["ingested_at"]),
        reader_version=found["reader_version"],
        metadata=metadata_from(found),
        section_count=found["section_count"],
        passage_count=found["passage_count"],
        reference_count=found["reference_count"],
    )


def section_from(values: Sequence[Any]) -> Section:
    """Return a section from the columns of `sections` after `document`, in their order."""
    ordinal, parent, kind, marker, path, label, heading, anchor, start, body, end = values
    return Section(
        ordinal, parent, SectionKind(kind), marker, tuple(json.loads(path)), label, heading, anchor, start, body, end
    )


def passage_from(values: Sequence[Any]) -> Passage:
    """Return a passage from the columns of `passages` after `document`, in their order."""
    return Passage(*values)


def reference_from(values: Sequence[Any]) -> Reference:
    """Return a reference from the columns of `references` after `ordinal`, in their order."""
    number, key, type_name, issued_on, issuer, title, start, end = values
    return Reference(number, key, type_name, _day(issued_on), issuer, title, start, end)


def job_from(found: Found) -> Job:
    """Return the job that a row of `jobs` holds."""
    finished_at = found["finished_at"]
    return Job(
        id=found["id"],
        kind=found["kind"],
        started_at=datetime.fromisoformat(found["started_at"]),
        finished_at=datetime.fromisoformat(finished_at) if finished_at else None,
        counts=json.loads(found["counts"]),
        error=found["error"],
    )


def document_from(
    found: Found, sections: Sequence[Section], passages: Sequence[Passage], references: Sequence[Reference]
) -> Document:
    """Return the document of a row of `documents` with its parts; raises ValueError when parts are missing."""
    counts = len(sections), len(passages), len(references)
    if counts != (found["section_count"], found["passage_count"], found["reference_count"]):
        raise ValueError(f"document {found['id']!r} has lost parts")
    return Document(
        id=DocumentId(found["id"]),
        source_name=found["source_name"],
        source_sha256=found["source_sha256"],
        text=found["text"],
        metadata=metadata_from(found),
        sections=tuple(sections),
        passages=tuple(passages),
        references=tuple(references),
    )
