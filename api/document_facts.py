"""What a document says of itself, for the panel beside its text: every field, a blank said to be one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from api.document_links import Numbered, links, numbers_in
from api.document_spans import Marks, Piece
from corpus.dates import format_date
from corpus.model import Document, Level, Signer
from corpus.references import find_references

_LEVELS = {
    Level.CENTRAL: "Trung ương",
    Level.PROVINCE: "Cấp tỉnh",
    Level.DISTRICT: "Cấp huyện",
    Level.COMMUNE: "Cấp xã",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the panel; `values` is empty where the document leaves the field blank."""

    name: str
    values: tuple[tuple[Piece, ...], ...]


def facts(document: Document, numbered: Numbered) -> tuple[Fact, ...]:
    """Return the panel's lines. Legal bases that are stored lead to their pages."""
    said = document.metadata
    return (
        _fact("Loại văn bản", [said.type_name]),
        _fact("Số, ký hiệu", [said.number]),
        _fact("Ngày ban hành", [format_date(said.issued_on) if said.issued_on else None]),
        _fact("Cơ quan ban hành", [said.issuer]),
        _fact("Cấp ban hành", [_LEVELS[said.level] if said.level else None]),
        _fact("Địa phương", [said.locality]),
        _fact("Người ký", [_signer(signer) for signer in said.signers]),
        Fact("Căn cứ", tuple(_linked(basis, document, numbered) for basis in said.bases)),
        _fact("Nơi nhận", said.recipients),
    )


def _fact(name: str, values: Iterable[str | None]) -> Fact:
    return Fact(name, tuple((Piece(value),) for value in values if value))


def _signer(signer: Signer) -> str:
    standing = ", ".join(part for part in (signer.authority, signer.office.replace(" / ", ", ")) if part)
    return f"{signer.name} ({standing})" if standing else signer.name


def _linked(basis: str, document: Document, numbered: Numbered) -> tuple[Piece, ...]:
    mentioned = find_references(basis)
    marks = Marks(links=links(mentioned, document.id, numbered), whole=numbers_in(basis, mentioned))
    return marks.pieces(basis, (0, len(basis)))
