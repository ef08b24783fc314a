"""What a document is, once it has been read: text, sections, passages, metadata, references.

Every offset counts characters of `Document.text` (NFC), half-open: `text[start:end]` is the thing itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

DocumentId = NewType("DocumentId", str)


class SectionKind(StrEnum):
    """What a section is, in the anatomy of Decree 30/2020/NĐ-CP, Annex I, and Guidance 36-HD/VPTW."""

    LETTERHEAD = "letterhead"  # issuer, national motto, number, place and date, type and subject
    ADDRESSEES = "addressees"  # Kính gửi
    PREAMBLE = "preamble"  # căn cứ, "Thực hiện …", the sentence that leads into the body
    PART = "part"  # Phần, Chương, Mục with a word before the numeral; also "I.", "A."
    ARTICLE = "article"  # Điều
    ITEM = "item"  # 1.  1.1.  1)  a)  khoản, điểm
    BULLET = "bullet"  # "-", "+", "•": unnumbered
    CLOSING = "closing"  # "Trên đây là …": the sentence that ends the body
    SIGNATURE = "signature"  # capacity, office and name of who signed
    RECIPIENTS = "recipients"  # Nơi nhận
    APPENDIX = "appendix"  # Phụ lục, Mẫu số
    DEBRIS = "debris"  # page numbers, running heads, table residue: never an answer


class Level(StrEnum):
    """The level of government or Party that issued a document."""

    CENTRAL = "central"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered, bulleted or anatomical unit of a document; a node of its outline.

    `ordinal` is its place in document order from 0; `parent` the ordinal of the section that holds it.
    `marker` is the number as printed without its closing punctuation ("III", "1.9", "a", "Điều 5"), or `-n`
    for the n-th unnumbered bullet of its parent; "" for anatomical blocks. `path` are the markers from the
    root; () for anatomical blocks. `label` says the place in an official's words ("Mục III.2, gạch đầu dòng
    thứ 4"). `heading` is the section's own heading, "" when it opens with a sentence. `anchor` is unique in
    the document and safe in a URL. `start:end` spans the section with all that it holds; `body` is where the
    words after the marker begin.
    """

    ordinal: int
    parent: int | None
    kind: SectionKind
    marker: str
    path: tuple[str, ...]
    label: str
    heading: str
    anchor: str
    start: int
    body: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval: one clause, i.e. a leaf section or one paragraph of a section's own text.

    `section` is the ordinal of the section that holds it. `label` is the section's label, with
    ", đoạn thứ n" when the section has several paragraphs of its own. Passages do not overlap and come
    in document order.
    """

    ordinal: int
    section: int
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One passage read without the rest of its document.

    `text` are its words, `kind` is the kind of the section that holds it, `headings` are those of that section and
    of the sections around it, innermost first, without empty ones.
    """

    document_id: DocumentId
    passage: Passage
    kind: SectionKind
    headings: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed, as printed: `authority` "TM. ỦY BAN NHÂN DÂN", `office` "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"."""

    name: str
    authority: str
    office: str


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention of another document.

    `number` is the canonical notation ("33/CT-TTg"), `key` the form under which all notations of one document
    meet (see `corpus.numbers`). `type_name` is the full Vietnamese name of the type ("Chỉ thị"), or None.
    `title` is what the sentence says the document is about. `start:end` spans the mention from its type to
    its number.
    """

    number: str
    key: str
    type_name: str | None
    issued_on: date | None
    issuer: str | None
    title: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the document says of itself. A blank in the document is None here, and never guessed.

    `title` is what to call it: type and subject in one line. `type_name` is "Kế hoạch", "Công văn", ….
    `issuer` is the issuing body as an official would name it ("UBND tỉnh Lâm Đồng"); `locality` the place it is
    issued for with its level word ("tỉnh Lâm Đồng"); `year` the year it is for or was issued in.
    """

    title: str
    type_name: str | None
    number: str | None
    issuer: str | None
    level: Level | None
    locality: str | None
    issued_on: date | None
    year: int | None
    subject: str | None
    signers: tuple[Signer, ...]
    recipients: tuple[str, ...]
    bases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document as stored: the exact text and everything recognised in it."""

    id: DocumentId
    source_name: str
    source_sha256: str
    text: str
    metadata: Metadata
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    references: tuple[Reference, ...]

    def ancestors(self, section: Section) -> tuple[Section, ...]:
        """Return the section and those that hold it, innermost first."""
        chain = [section]
        while chain[-1].parent is not None:
            chain.append(self.sections[chain[-1].parent])
        return tuple(chain)

    def children(self, section: Section) -> tuple[Section, ...]:
        """Return the sections directly inside `section`, in document order."""
        return tuple(s for s in self.sections if s.parent == section.ordinal)

    def heading_of(self, section: Section) -> str:
        """Return the nearest heading over a section, its own first; "" when there is none."""
        return next((s.heading for s in self.ancestors(section) if s.heading), "")

    def excerpt(self, ordinal: int) -> Excerpt:
        """Return one passage with what stands over it."""
        passage = self.passages[ordinal]
        section = self.sections[passage.section]
        headings = tuple(s.heading for s in self.ancestors(section) if s.heading)
        return Excerpt(self.id, passage, section.kind, headings, self.text[passage.start : passage.end])
