"""Documents for tests: of a text as the readers make them, and small hand-made ones where readers are not tested."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from corpus.document import build_document
from corpus.model import (
    Document,
    DocumentId,
    Level,
    Metadata,
    Passage,
    Reference,
    Section,
    SectionKind,
    Signer,
)


def read_as(document_id: str, raw: str) -> Document:
    """Return what the readers make of a text, under an id of the test's own."""
    digest = hashlib.sha256(raw.encode()).hexdigest()
    return build_document(raw, f"{document_id}.txt", digest, DocumentId(document_id))


def document_of(document_id: str, clauses: Sequence[str], mentions: Sequence[str] = ()) -> Document:
    """Return a plan whose numbered items are `clauses`, one passage each.

    The document numbers in `mentions` follow, a line each; the key of a mention is its number in upper case.
    """
    lines = [f"{number}. {clause}" for number, clause in enumerate(clauses, start=1)]
    text = "\n".join([*lines, *mentions])
    sections, passages, start = [], [], 0
    for ordinal, line in enumerate(lines):
        marker, end = str(ordinal + 1), start + len(line)
        body = start + len(marker) + 2
        kind, label = SectionKind.ITEM, f"Mục {marker}"
        sections.append(Section(ordinal, None, kind, marker, (marker,), label, "", f"muc-{marker}", start, body, end))
        passages.append(Passage(ordinal, ordinal, label, start, end))
        start = end + 1
    return Document(
        id=DocumentId(document_id),
        source_name=f"{document_id}.txt",
        source_sha256=hashlib.sha256(f"{document_id}\n{text}".encode()).hexdigest(),
        text=text,
        metadata=_metadata(document_id),
        sections=tuple(sections),
        passages=tuple(passages),
        references=tuple(_mention(text, number) for number in mentions),
    )


def _metadata(document_id: str) -> Metadata:
    return Metadata(
        title=f"Kế hoạch {document_id}",
        type_name="Kế hoạch",
        number=None,
        issuer="UBND tỉnh Mẫu",
        level=Level.PROVINCE,
        locality="tỉnh Mẫu",
        issued_on=date(2024, 3, 5),
        year=2024,
        subject=None,
        signers=(Signer("Nguyễn Văn Mẫu", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),),
        recipients=("Như trên;", "Lưu: VT."),
        bases=(),
    )


def _mention(text: str, number: str) -> Reference:
    start = text.index(number)
    return Reference(number, number.upper(), None, None, None, None, start, start + len(number))
