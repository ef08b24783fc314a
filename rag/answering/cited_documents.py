"""Which documents of a body are stored or cited: "UBND tỉnh đã ban hành những kế hoạch nào".

The list is read off the references, which give type, number, day and issuer as printed; it is whole for the documents
that are read, and no more than they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.dates import format_date
from corpus.doctypes import DOC_TYPES
from corpus.folding import fold
from corpus.model import Document, Reference
from corpus.numbers import parse_number
from rag.analyser import terms
from rag.answering.citing import Evidence, document_line, passage_evidence, section_evidence
from rag.answering.composing import answered
from rag.answering.draft import Draft
from rag.understanding.question import Question

_TYPE = (
    r"(?P<type>van ban|ke hoach|cong van|chi thi|quyet dinh|nghi quyet|ket luan|chuong trinh|nghi dinh|quy dinh"
    r"|huong dan|thong bao)"
)
_ISSUES = re.compile(
    rf"^(?P<who>.{{4,80}}?) (?:da |co )*(?:ban hanh|ra)(?: duoc)? "
    rf"(?:nhung |cac |may |bao nhieu ){_TYPE}(?: nao| gi)?\W*$"
)
_CITED = re.compile(
    rf"^(?:liet ke |ke ten |nhung |cac |co )*{_TYPE} (?:nao )?(?:cua|do) (?P<who>.{{4,80}}?) "
    r"(?:ban hanh )?(?:da |co )?(?:duoc )+(?:nhac|neu|vien dan|dan|trich)(?: den| toi| ra| dan)*(?: o dau)?\W*$"
)
_LEVEL = re.compile(r"^(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn) ")
_OF_A_LEVEL = re.compile(r"\b(?:tinh|thanh pho|thanh uy|huyen|quan|thi xa|thi uy|xa|phuong|thi tran|dang uy|so)\b")
_ORGAN = re.compile(r"^(?:ban thuong vu|ban chap hanh dang bo|thuong truc) ")
_MOST_TOLD = 12


@dataclass(frozen=True, slots=True)
class _Line:
    """A document that was found, named, and the place that says it."""

    named: str
    place: Evidence


def cited_of(question: Question, documents: Sequence[Document]) -> Draft | None:
    """Return the documents of the body and type asked for that some documents are or cite; None when not asked."""
    issued = _ISSUES.search(question.folded)
    asked = issued or _CITED.search(question.folded)
    if asked is None or question.numbers or question.dates or question.years:
        return None
    body = _named(question, *asked.span("who"))
    if _OF_A_LEVEL.search(body) and len({document.metadata.locality for document in documents}) > 1:
        return None  # "UBND tỉnh" of which province?
    lines = _own(body, asked["type"], documents) if issued else []
    lines += _cited(body, asked["type"], documents)
    return _told(lines, asked["type"], question.text[slice(*asked.span("who"))].strip()) if lines else None


def _own(body: str, type_asked: str, documents: Sequence[Document]) -> list[_Line]:
    """Return the stored documents that the body issued itself."""
    own = [d for d in documents if _is_of(type_asked, d.metadata.type_name) and body in _issuers(d)]
    return [_Line(f"{document_line(d.metadata)}, có trong kho", section_evidence(d, d.sections[0], None)) for d in own]


def _cited(body: str, type_asked: str, documents: Sequence[Document]) -> list[_Line]:
    """Return the documents of the body that the stored ones cite, each once, as it is named most fully."""
    found: dict[tuple[str, str], list[tuple[Document, Reference]]] = {}
    for document in documents:
        for reference in document.references:
            number = parse_number(reference.number)
            if number and body in _names_of(reference.issuer or "") and _is_of(type_asked, reference.type_name):
                found.setdefault((number.serial, number.symbol), []).append((document, reference))
    return [_line(*mention) for mentions in found.values() for mention in _one_of_each(mentions)]


def _one_of_each(mentions: Sequence[tuple[Document, Reference]]) -> Iterable[tuple[Document, Reference]]:
    """Return a mention for each day that a number is given, or the first where no mention gives one."""
    dated = {reference.issued_on: (document, reference) for document, reference in reversed(mentions)}
    return [mention for day, mention in reversed(dated.items()) if day or len(dated) == 1]


def _named(question: Question, start: int, end: int) -> str:
    """Return the body that a question names, as folded syllables without the name of its place."""
    letters = list(question.text)
    for place in question.stored_places:
        letters[place.start : place.end] = " " * (place.end - place.start)
    return " ".join(_syllables("".join(letters)[start:end]))


def _names_of(issuer: str) -> Iterable[str]:
    """Return what an issuer may be called: "Huyện ủy" for its Ban Thường vụ, "Thủ tướng" for Thủ tướng Chính phủ."""
    whole = " ".join(_syllables(issuer))
    return {whole, _ORGAN.sub("", whole), re.sub(r"^(thu tuong) chinh phu$", r"\1", whole)}


def _syllables(text: str) -> list[str]:
    return [t for t in terms(fold(text)) if t.isalpha()]


def _issuers(document: Document) -> Iterable[str]:
    """Return who issued a document, each without the name of its place."""
    place = _syllables(_LEVEL.sub("", document.metadata.locality or ""))
    for issuer in re.split(r" và ", document.metadata.issuer or ""):
        words = _syllables(issuer)
        yield " ".join(words[: -len(place)] if place and words[-len(place) :] == place else words)


def _is_of(type_asked: str, type_name: str | None) -> bool:
    return type_asked == "van ban" or fold(type_name or "").startswith(type_asked)


def _line(document: Document, reference: Reference) -> _Line:
    passage = next(p for p in document.passages if p.start <= reference.start < p.end)
    day = f" ngày {format_date(reference.issued_on)}" if reference.issued_on else ""
    named = f"{reference.type_name or 'Văn bản'} số {reference.number}{day} của {reference.issuer}"
    return _Line(named, passage_evidence(document, passage, None, reference.start))


def _told(found: Sequence[_Line], type_asked: str, body: str) -> Draft:
    """List what was found, each with the marker of the place that says it."""
    shown = found[:_MOST_TOLD]
    places = {(line.place.document.id, line.place.start): line.place for line in shown}
    markers = {key: n for n, key in enumerate(places, start=1)}
    lines = [f"- {line.named} [{markers[line.place.document.id, line.place.start]}]" for line in shown]
    noun = next((kind.name.lower() for kind in DOC_TYPES if fold(kind.name) == type_asked), "văn bản")
    more = f"; dưới đây là {len(shown)} văn bản đầu" if len(shown) < len(found) else ""
    lead = f"Kho có hoặc nhắc đến {len(found)} {noun} của {body}{more}:"
    return answered(None, list(places.values()), lead="\n".join([lead, *lines]))
