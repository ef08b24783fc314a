"""Doubles of the door's ports: two invented documents and an assistant that answers by a word. Deterministic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from api.ports import Readiness
from corpus.errors import DocumentUnknown
from corpus.folding import fold
from corpus.model import Document, DocumentId, Level, Metadata, Passage, Section, SectionKind, Signer
from corpus.sites import Site
from rag.model import Answer, Citation, Filters, Inquiry, Option, SearchHit

_LINES = (
    ("I", SectionKind.PART, (), "Mục I", "MỤC ĐÍCH, YÊU CẦU"),
    ("1", SectionKind.ITEM, ("I",), "Mục I.1", "Nâng cao nhận thức của cán bộ về công tác dân vận."),
    ("II", SectionKind.PART, (), "Mục II", "CHẾ ĐỘ BÁO CÁO"),
    ("1", SectionKind.ITEM, ("II",), "Mục II.1", "Định kỳ 6 tháng (trước ngày 05/6), các đơn vị báo cáo UBND xã."),
    ("2", SectionKind.ITEM, ("II",), "Mục II.2", "Báo cáo năm gửi trước ngày 05/12 <script>alert(1)</script>."),
)


def _metadata(place: str, number: str | None) -> Metadata:
    return Metadata(
        title=f"Kế hoạch công tác dân vận năm 2024 của {place}",
        type_name="Kế hoạch",
        number=number,
        issuer=f"UBND {place}",
        level=Level.COMMUNE,
        locality=place,
        issued_on=date(2024, 1, 15) if number else None,
        year=2024,
        subject="Công tác dân vận năm 2024",
        signers=(Signer("Nguyễn Văn Mẫu", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),),
        recipients=("Như trên;", "Lưu: VT."),
        bases=(),
    )


def sample_document(document_id: str, place: str, number: str | None) -> Document:
    """Return an invented plan of two parts and three items, one of them with HTML in its words."""
    text = f"UBND {place.upper()}\n\n"
    sections: list[Section] = []
    passages: list[Passage] = []
    parent: int | None = None
    for ordinal, (marker, kind, above, label, words) in enumerate(_LINES):
        start = len(text)
        body = start + len(marker) + 2
        text += f"{marker}. {words}\n"
        is_part = kind is SectionKind.PART
        parent = ordinal if is_part else parent
        heading = words if is_part else ""
        path = (*above, marker)
        anchor = "muc-" + "-".join(path).lower()
        holder = None if is_part else parent
        sections.append(
            Section(ordinal, holder, kind, marker, path, label, heading, anchor, start, body, len(text) - 1)
        )
        if not is_part:
            passages.append(Passage(len(passages), ordinal, label, start, len(text) - 1))
    return Document(
        id=DocumentId(document_id),
        source_name=f"{document_id}.txt",
        source_sha256="0" * 64,
        text=text,
        metadata=_metadata(place, number),
        sections=tuple(sections),
        passages=tuple(passages),
        references=(),
    )


class SampleDocuments:
    """Stored documents held in memory."""

    def __init__(self, documents: Sequence[Document] | None = None) -> None:
        invented = [
            sample_document("ke-hoach-tan-mau", "xã Tân Mẫu", "12/KH-UBND"),
            sample_document("ke-hoach-an-thu", "xã An Thử", None),
        ]
        self._documents = {d.id: d for d in (invented if documents is None else documents)}

    def document(self, document_id: DocumentId) -> Document:
        """Return a document; raise DocumentUnknown when there is none."""
        if document_id not in self._documents:
            raise DocumentUnknown("Không có văn bản này trong kho.")
        return self._documents[document_id]

    def __contains__(self, document_id: object) -> bool:
        return document_id in self._documents

    def documents(self) -> list[Document]:
        """Return all documents, in the order given."""
        return list(self._documents.values())

    def readiness(self) -> Readiness:
        """Return counts, and a fingerprint that says that this is a double."""
        held = self._documents.values()
        return Readiness(len(held), sum(len(d.passages) for d in held), "double")


@dataclass
class MemorySites:
    """Registered sites held in memory; change `registered` and it is another register."""

    registered: list[Site] = field(default_factory=list)

    def sites(self) -> list[Site]:
        """Return the sites, in the order given."""
        return list(self.registered)


@dataclass
class SampleAssistant:
    """Answers "báo cáo" with the clause on reports, asks back at "kế hoạch nào", and refuses the rest.

    `failure` is raised instead of an answer when it is set; `received` holds every inquiry; `sentences` are heard
    before an answer is there, as those of a language model are.
    """

    documents: SampleDocuments = field(default_factory=SampleDocuments)
    failure: Exception | None = None
    received: list[Inquiry] = field(default_factory=list)
    sentences: tuple[str, ...] = ()

    def answer(self, inquiry: Inquiry) -> Answer:
        """Return the answer that the words of the question ask for."""
        self.received.append(inquiry)
        if self.failure is not None:
            raise self.failure
        if self.sentences:
            inquiry.wording()
        for sentence in self.sentences:
            inquiry.heard(sentence)
        asked = fold(inquiry.question)
        if "bao cao" in asked:
            return self._say(inquiry, "answered", "Trước ngày 05/6 [1].\nBáo cáo năm: trước ngày 05/12 [2].")
        if "ke hoach nao" in asked:
            return self._say(inquiry, "clarify", "Bạn hỏi kế hoạch của địa phương nào?")
        return self._say(inquiry, "refused", "Không tìm thấy căn cứ trong kho văn bản.")

    def search(self, query: str, k: int, filters: Filters) -> list[SearchHit]:
        """Return the items of every allowed document in order, whatever the query."""
        if self.failure is not None:
            raise self.failure
        self.received.append(Inquiry(query, filters=filters))
        cited = [c for d in self._allowed(filters) for c in self._citations(d)]
        return [SearchHit(citation, 1.0 / rank) for rank, citation in enumerate(cited[:k], start=1)]

    def within(self, document_ids: Sequence[DocumentId]) -> SampleAssistant:
        """Return the same double over some of its documents; what it receives is noted here too."""
        return replace(self, documents=SampleDocuments([self.documents.document(d) for d in document_ids]))

    def _allowed(self, filters: Filters) -> list[Document]:
        return [d for d in self.documents.documents() if not filters.document_ids or d.id in filters.document_ids]

    def _citations(self, document: Document) -> list[Citation]:
        places = [document.sections[p.section] for p in document.passages]
        return [self._citation(document, s, marker) for marker, s in enumerate(places, start=1)]

    def _citation(self, document: Document, section: Section, marker: int) -> Citation:
        return Citation(
            marker=marker,
            document_id=document.id,
            metadata=document.metadata,
            section=section,
            section_text=document.text[section.start : section.end],
            heading=document.heading_of(section),
            label=section.label,
            quote=document.text[section.body : section.end],
            start=section.body,
            end=section.end,
            url=f"/documents/{document.id}#{section.anchor}",
        )

    def _say(self, inquiry: Inquiry, status: str, words: str) -> Answer:
        document = self._allowed(inquiry.filters)[0]
        places = [s for s in document.sections if s.path[:1] == ("II",) and s.parent is not None]
        cited = tuple(self._citation(document, s, n) for n, s in enumerate(places, start=1))
        answered, unclear = status == "answered", status == "clarify"
        return Answer(
            id="a-1",
            status="answered" if answered else "clarify" if unclear else "refused",
            answer=words,
            citations=cited if answered else (),
            related=() if answered else cited[:1],
            options=(Option("Xã Tân Mẫu", "Báo cáo của xã Tân Mẫu nộp khi nào?"),) if unclear else (),
            notices=("Kế hoạch năm 2024 đã hết thời gian thực hiện.",) if answered else (),
            mode="extractive",
            conversation_id=inquiry.conversation_id or "c-1",
            timings_ms={"total": 0.25},
            confidence=0.93 if answered else None,
        )
