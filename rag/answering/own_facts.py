"""Answers about a stored document itself: who signed, its number, date, issuer, recipients, legal bases.

Each is cited to the block where it stands. What the document leaves blank is said to be blank.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from corpus.dates import format_date
from corpus.folding import fold
from corpus.model import Document, Metadata, Section, SectionKind
from corpus.numbers import parse_number
from rag.answering.citing import Evidence, document_line, passage_evidence, section_evidence
from rag.answering.composing import answered, answered_by_document, refused
from rag.answering.draft import MOST_OPTIONS, Draft
from rag.answering.named_persons import holders_named
from rag.answering.offices import OFFICE, holds, signer_words
from rag.model import Option
from rag.understanding.kinds import Kind

_OFFICE_OF_LEVEL = re.compile(
    rf"\b(?P<office>{OFFICE})(?: (?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan))?"
    r"(?: (?P<level>tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran)\b)?"
)

Fact = tuple[str | None, tuple[Evidence, ...]]

_KINH_GUI = re.compile(r"kính\s+gửi\s*:?", re.IGNORECASE)
_BASIS = re.compile(r"^\W*(?:Căn cứ|Xét|Thực hiện|Theo)\b", re.MULTILINE)
# A law among the bases is named without its number: "Căn cứ Luật … ngày 19 tháng 6 năm 2015".
_LAW = re.compile(
    r"(?:^|[;\n]|Căn cứ)\s*((?:Hiến pháp|Luật|Bộ luật|Pháp lệnh)\b[^;\d\n]*?)"
    r"(?=,?\s+ngày\b|,\s*(?:Luật|Bộ luật|Nghị|Pháp lệnh)|\s*[;,]?\s*(?:\n|$)|;)",
    re.MULTILINE,
)
# An office asked for by itself ("chủ tịch xã là ai"), not one that somebody signs on behalf of.
_OFFICES = {
    "pho chu tich": "phó chủ tịch", "pct": "phó chủ tịch", "chu tich": "chủ tịch", "ct": "chủ tịch",
    "pho bi thu": "phó bí thư", "bi thu": "bí thư", "pho truong ban": "phó trưởng ban", "truong ban": "trưởng ban",
    "giam doc": "giám đốc", "chanh van phong": "chánh văn phòng",
}  # fmt: skip
_OFFICE = re.compile(
    r"(?<=\bai la )(?:pho chu tich|pho bi thu|chu tich|bi thu|giam doc|chanh van phong)\b|"
    r"\b(?:pho chu tich|pho bi thu|pho truong ban|chu tich|bi thu|truong ban|giam doc|chanh van phong|pct"
    r"|ct)\b(?=.{0,90}\b(?:la ai|ten (?:la )?gi|la (?:ong|ba|ong ba|dong chi|nguoi|vi) nao)\b)"
)


def own_fact(kind: Kind, folded_question: str, documents: Sequence[Document]) -> Draft:
    """Answer a question about documents themselves; several documents are answered one by one."""
    found = [(document, _FINDERS[kind](document, folded_question)) for document in documents]
    told = [(fact, places) for _, (fact, places) in found if fact and places]
    if not told and kind is Kind.SIGNER:
        told = [fact for document in documents if (fact := _named_holder(document, folded_question))]
    if not told:
        blanks = "; ".join(f"{document_line(d.metadata)} {_blank(kind, d, folded_question)}" for d, _ in found)
        related = [place for _, (_, places) in found for place in places]
        return refused(f"{blanks}." if blanks else None, related)
    if len(told) == 1:
        return answered(told[0][0], told[0][1])
    return answered_by_document(told)


def which_document(asked: str, documents: Sequence[Metadata]) -> Draft:
    """Ask back which of many documents is meant; the options ask the question of the latest ones."""
    latest = sorted(documents, key=lambda d: d.issued_on or date.min, reverse=True)
    lines = [document_line(metadata) for metadata in latest[:MOST_OPTIONS]]
    options = tuple(Option(line, f"{asked.rstrip(' ?.')} – {line}?") for line in lines)
    text = f"Có {len(documents)} văn bản có thể là văn bản được hỏi. "
    return Draft("clarify", f"{text}Xin cho biết số, ký hiệu, cơ quan ban hành hoặc trích yếu.", options=options)


def _signers(document: Document, asked: str) -> Fact:
    """Return who signed; the one whose office or body the question names first, and nobody of another office."""
    office = _OFFICE.search(asked)
    signers = [s for s in document.metadata.signers if office is None or holds(s, office.group())]
    signers.sort(key=lambda s: -_said(f"{s.authority} {s.office} {s.name}", asked))
    places = sorted(
        _blocks(document, SectionKind.SIGNATURE),
        key=lambda p: -max((s.name in p.quote) * (len(signers) - i) for i, s in enumerate(signers)) if signers else 0,
    )
    return ("Người ký: " + "; ".join(signer_words(s) for s in signers) + "." if signers else None, tuple(places))


def _named_holder(document: Document, asked: str) -> tuple[str, tuple[Evidence, ...]] | None:
    """Return who a document names in an office that none of its signers holds ("Phó Chủ tịch UBND tỉnh …")."""
    office = _OFFICE_OF_LEVEL.search(asked)
    found = holders_named(document, office["office"], office["level"]) if office else []
    if not found:
        return None
    words = "; ".join(f"{held} {name}" for held, name, _, _ in found)
    return f"{words}.", tuple(passage_evidence(document, passage, None, at) for _, _, passage, at in found)


def _said(words: str, asked: str) -> int:
    said = set(asked.split())
    return sum(word in said for word in fold(words).split())


def _number(document: Document, _asked: str) -> Fact:
    number = document.metadata.number
    places = _blocks(document, SectionKind.LETTERHEAD)
    return (f"Số, ký hiệu: {number}." if number else None, places)


def _date(document: Document, _asked: str) -> Fact:
    issued = document.metadata.issued_on
    fact = f"Ngày {format_date(issued)} (ngày {issued.day} tháng {issued.month} năm {issued.year})." if issued else None
    return (fact, _blocks(document, SectionKind.LETTERHEAD))


def _issuer(document: Document, _asked: str) -> Fact:
    issuer = document.metadata.issuer
    places = _blocks(document, SectionKind.PREAMBLE)[-1:] + _blocks(document, SectionKind.SIGNATURE)
    places = places or _blocks(document, SectionKind.LETTERHEAD)
    return (f"Cơ quan ban hành: {issuer}." if issuer else None, places)


def _subject(document: Document, _asked: str) -> Fact:
    title = document.metadata.title
    return (f"{title.rstrip('.')}." if title else None, _blocks(document, SectionKind.LETTERHEAD))


def _recipients(document: Document, asked: str) -> Fact:
    """Return who is listed under "Nơi nhận"; whom a letter is addressed to as well, whom that list calls "như trên"."""
    listed = [r.rstrip(" ;.,") for r in document.metadata.recipients]
    fact = "Nơi nhận: " + "; ".join(listed) + "." if listed else None
    places = _blocks(document, SectionKind.RECIPIENTS)
    if re.search(r"\bgui\b", asked) or any(fold(one).startswith("nhu tren") for one in listed):
        both = [(fact, places), _addressees(document, asked)]
        if "noi nhan" not in asked:
            both.reverse()
        told = " ".join(words for words, _ in both if words)
        return told or None, tuple(place for _, found in both for place in found)
    return fact, places


def _addressees(document: Document, _asked: str) -> Fact:
    places = _blocks(document, SectionKind.ADDRESSEES)
    lines = [line.strip(" -+•;.,") for place in places for line in _KINH_GUI.sub("", place.quote).splitlines()]
    named = "; ".join(line for line in lines if line)
    return (f"Kính gửi: {named}." if named else None, places)


def _bases(document: Document, _asked: str) -> Fact:
    blocks = _blocks(document, SectionKind.PREAMBLE)
    places = tuple(p for p in blocks if _BASIS.search(p.quote)) or blocks
    own = parse_number(document.metadata.number or "")
    cited = [law.strip() for p in places for law in _LAW.findall(p.quote)]
    cited += [
        f"{r.type_name or 'văn bản'} số {r.number}"
        for r in document.references
        if any(p.start <= r.start < p.end for p in places) and (own is None or own.key != r.key)
    ]
    return ("Căn cứ: " + "; ".join(dict.fromkeys(cited)) + "." if cited else "Căn cứ nêu ở phần mở đầu.", places)


_FINDERS: dict[Kind, Callable[[Document, str], Fact]] = {
    Kind.SIGNER: _signers,
    Kind.BASES: _bases,
    Kind.OWN_NUMBER: _number,
    Kind.OWN_DATE: _date,
    Kind.OWN_ISSUER: _issuer,
    Kind.OWN_SUBJECT: _subject,
    Kind.RECIPIENTS: _recipients,
    Kind.ADDRESSEES: _addressees,
}
OWN_KINDS = tuple(_FINDERS)
_BLANK = {
    Kind.SIGNER: "không ghi người ký",
    Kind.OWN_NUMBER: "để trống phần số",
    Kind.OWN_DATE: "để trống ngày ban hành",
    Kind.OWN_ISSUER: "không ghi cơ quan ban hành",
    Kind.OWN_SUBJECT: "không ghi trích yếu",
    Kind.RECIPIENTS: "không có phần nơi nhận",
    Kind.ADDRESSEES: "không có phần kính gửi",
    Kind.BASES: "không nêu căn cứ",
}


# Printed on the page but not made out: two columns on the same lines, as some converters write them.
_UNREAD = {
    Kind.SIGNER: (
        re.compile(
            r"\b(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG BAN|BÍ THƯ|CHÁNH VĂN PHÒNG|BỘ TRƯỞNG|CHỦ NHIỆM)[ \t]*$", re.MULTILINE
        ),
        "có phần ký nhưng chưa đọc được người ký",
    ),
    Kind.RECIPIENTS: (re.compile(r"\bNơi nhận\b", re.IGNORECASE), "có phần nơi nhận nhưng chưa đọc được"),
}


def _blank(kind: Kind, document: Document, asked: str) -> str:
    """Say what a document does not tell; neither others' signatures nor what was not made out count as missing."""
    office = _OFFICE.search(asked)
    if kind is Kind.SIGNER and office is not None and document.metadata.signers:
        return f"không ghi tên {_OFFICES[office.group()]}"
    printed, words = _UNREAD.get(kind, (None, ""))
    return words if printed is not None and printed.search(document.text) else _BLANK[kind]


def _blocks(document: Document, kind: SectionKind) -> tuple[Evidence, ...]:
    return tuple(section_evidence(document, section, None) for section in _sections(document, kind))


def _sections(document: Document, kind: SectionKind) -> list[Section]:
    return [section for section in document.sections if section.kind is kind]
