"""The Vietnamese words around evidence: the short fact first, then each clause with its place, verbatim."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Document, Metadata, SectionKind
from rag.answering.citing import Evidence, document_line
from rag.answering.draft import Draft

NO_BASIS = "Không tìm thấy căn cứ trong kho văn bản."
NOT_A_QUESTION = "Trợ lý chỉ trả lời câu hỏi về nội dung các văn bản trong kho."
_BLOCKS = frozenset({SectionKind.SIGNATURE, SectionKind.RECIPIENTS, SectionKind.LETTERHEAD, SectionKind.ADDRESSEES})


def answered(
    fact: str | None, evidence: Sequence[Evidence], notices: Sequence[str] = (), lead: str | None = None
) -> Draft:
    """Return an answer about one document: the fact with its marker, then every clause with its place."""
    lines = [lead] if lead else []
    lines += [f"{fact} [1]"] if fact else []
    previous: Document | None = None
    for marker, place in enumerate(evidence, start=1):
        lines.append(_quoted(place, marker, named=place.document is not previous))
        previous = place.document
    return Draft("answered", "\n".join(lines), tuple(evidence), notices=tuple(notices))


def answered_by_document(
    groups: Sequence[tuple[str | None, Sequence[Evidence]]], lead: str | None = None, notices: Sequence[str] = ()
) -> Draft:
    """Return an answer that goes document by document; each group is a short fact and its evidence."""
    lines = [lead] if lead else []
    evidence: list[Evidence] = []
    names = _names([places[0].document for _, places in groups])
    for name, (fact, places) in zip(names, groups, strict=True):
        lines.append(f"{name}: {fact} [{len(evidence) + 1}]" if fact else f"{name}:")
        for place in places:
            evidence.append(place)
            lines.append(_quoted(place, len(evidence), named=place is places[0]))
    return Draft("answered", "\n".join(lines), tuple(evidence), notices=tuple(notices))


def first_of(evidence: Sequence[Evidence], most: int) -> tuple[list[Evidence], str | None]:
    """Return the first places of a list, and the words that it goes on where it does."""
    if len(evidence) <= most:
        return list(evidence), None
    return list(evidence[:most]), f"Phần này có {len(evidence)} đoạn; dưới đây là {most} đoạn đầu."


def refused(reason: str | None, related: Sequence[Evidence], notices: Sequence[str] = ()) -> Draft:
    """Return a refusal with the nearest sections, which are not an answer."""
    text = f"{NO_BASIS} {reason}" if reason else NO_BASIS
    if related:
        text += " Dưới đây là những mục gần nhất để tham khảo, không phải câu trả lời."
    return Draft("refused", text, related=tuple(related), notices=tuple(notices))


def some_of(shown: Sequence[object], found: Sequence[object]) -> str:
    """Return the words that fewer documents are shown than were found; "" when all are."""
    return f"; dưới đây là {len(shown)} văn bản" if len(shown) < len(found) else ""


def place_line(place: Evidence) -> str:
    """Say where a quote stands within its document: label and the heading over it."""
    heading = place.document.heading_of(place.section).rstrip(" :.")
    if heading and place.section.kind not in _BLOCKS and heading not in place.quote:
        return f"{place.label} ({heading})"
    return place.label


def _quoted(place: Evidence, marker: int, *, named: bool) -> str:
    where = place_line(place)
    start = f"Theo {_lower_first(document_line(place.document.metadata))}, {where}" if named else where
    return f"{start}: “{place.quote}” [{marker}]"


def _short_name(document: Document) -> str:
    meta = document.metadata
    place = meta.locality or meta.issuer or meta.title
    return place[:1].upper() + place[1:]


def _names(documents: Sequence[Document]) -> list[str]:
    """Name documents by their places; several of one place by number or year as well."""
    short = {document.id: _short_name(document) for document in documents}
    names = list(short.values())
    return [
        f"{short[d.id]} ({_told_apart(d.metadata)})"
        if names.count(short[d.id]) > 1 and _told_apart(d.metadata)
        else short[d.id]
        for d in documents
    ]


def _told_apart(metadata: Metadata) -> str:
    return f"số {metadata.number}" if metadata.number else f"năm {metadata.year}" if metadata.year else ""


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
