"""What documents say of their own force: from which day they are in effect, and which documents they replace.

The day of effect is not the day of issue, and a clause that replaces another document names that one's day: each is
told from the sentence that says it of "this" document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.dates import FoundDate, find_dates, format_date
from corpus.doctypes import DOC_TYPES
from corpus.folding import fold
from corpus.model import Document, Passage, SectionKind
from rag.analyser import question_terms, terms
from rag.answering.citing import Evidence, document_line, passage_evidence, section_evidence
from rag.answering.composing import answered, answered_by_document, refused
from rag.answering.draft import Draft
from rag.answering.premises import telling_words
from rag.understanding.kinds import Kind
from rag.understanding.question import Question

_WHEN = (
    r"(?:khi nao|bao gio|luc nao|hom nao|tu dau|ngay (?:thang )?(?:nao|may|bao nhieu)|thoi diem nao"
    r"|thang (?:nao|may)|nam nao)"
)
_FORCE = r"(?<!het )(?<!con )\bhieu luc\b"
_FROM_ASKED = re.compile(rf"{_FORCE}.{{0,50}}?\b{_WHEN}\b|\b{_WHEN}\b.{{0,80}}?{_FORCE}")
_UNTIL_ASKED = re.compile(
    r"\bcon (?:gia tri|hieu luc|duoc ap dung)\b"
    r"|\bhet hieu luc (?:chua|khi nao|tu (?:khi nao|bao gio)|ngay nao|hay chua)\b"
    rf"|\bhieu luc (?:den|toi) {_WHEN}\b|\bdang (?:co|con) hieu luc\b"
)
_ON_DAY_ASKED = re.compile(rf"\bnao\b.{{0,30}}{_FORCE}")
_REPLACED_ASKED = re.compile(
    r"(?<!bi )(?<!duoc )\b(?:thay the|bai bo|huy bo|lam het hieu luc)(?: cho)?(?! (?:bang|boi))"
    r"(?: (?:nhung|cac|may))?(?: [a-z]+){1,4}? (?:nao|so may|so bao nhieu|so nao|gi)\b"
)
_ABOUT_FORCE = frozenset(
    "hieu luc thi hanh ke tu ap dung bat dau thay the bai bo huy het lam luc chinh thuc khi nao ve viec cua"
    " o tai van ban so co con gia tri den toi khong chua hay da dang thoi han duoc".split()
)
_ISSUED_BY_OTHERS = frozenset({"Quy định", "Quy chế", "Quy trình", "Điều lệ", "Quy tắc", "Nội quy", "Đề án"})
_TYPES = "|".join(sorted({fold(kind.name) for kind in DOC_TYPES} | {"van ban", "phu luc"}, key=len, reverse=True))
_THIS = re.compile(rf"\b(?:{_TYPES}) nay\b")
_SAYS_FROM = re.compile(r"(?<!het )\bhieu luc(?: thi hanh| ap dung)?,? (?:ke tu|tu|sau|vao)\b")
_SAYS_UNTIL = re.compile(r"\bhieu luc\b[^.;]{0,60}?\b(?:den|toi) (?:het )?(?:ngay|thang|nam|khi)\b|\bhet hieu luc\b")
_REPLACES = re.compile(
    rf"\b(?:thay the|bai bo|huy bo)(?: cho)?(?: toan bo)?(?: (?:cac|nhung))? (?:{_TYPES})\b"
    rf"|\b(?:{_TYPES})(?: sau(?: day)?)? het hieu luc\b"
)
_DOCUMENTS_REPLACED_ASKED = re.compile(
    rf"\b(?:thay the|bai bo|huy bo)(?: cho)?(?: (?:nhung|cac|may))? (?:{_TYPES}) (?:nao|so|gi)\b"
)
_DAY = re.compile(
    r"hiệu\s+lực(?:\s+thi\s+hành|\s+áp\s+dụng)?,?\s+(?P<day>(?:kể\s+từ|từ|sau|vào)\s[^.;(]{3,80})", re.IGNORECASE
)
_ON_SIGNING = re.compile(r"ngày\s+(?:được\s+)?(?:ký(?:\s+ban\s+hành)?|ban\s+hành|thông\s+qua|công\s+bố)", re.IGNORECASE)
_MOST_TOLD = 8
_MOST_CLAUSES = 3


Finder = Callable[[Question, Document], tuple[str | None, list[Evidence]] | None]


@dataclass(frozen=True, slots=True)
class _Force:
    """One clause in which a document says from when it is in effect; `day` is the slice that says it, or None."""

    place: Evidence
    day: str | None


def asks_of_force(question: Question) -> bool:
    """Tell whether a question may be about the force of documents; most are not, and then none need be read."""
    on_day = bool(question.free_dates) and _ON_DAY_ASKED.search(question.folded) is not None
    return on_day or any(asked.search(question.folded) for asked in (_FROM_ASKED, _UNTIL_ASKED, _REPLACED_ASKED))


def asks_from_when(question: Question) -> bool:
    """Tell whether a question asks from which day a document is in effect."""
    return _FROM_ASKED.search(question.folded) is not None


def replaces_at(document: Document, at: int) -> bool:
    """Tell whether the clause around an offset replaces or repeals what it names."""
    passage = next((p for p in document.passages if p.start <= at < p.end), None)
    return passage is not None and _replaces(document, passage)


def about_force(question: Question, documents: Sequence[Document]) -> Draft | None:
    """Answer from when documents are in effect or which documents they replace; None when neither is asked of them."""
    if question.position is not None:
        return None
    if question.free_dates and _ON_DAY_ASKED.search(question.folded):
        return _in_force_on(question, documents)
    finder = _finder(question)
    if finder is None:
        return None
    named = [d for d in documents if _is_named(question, d)]
    meant = _meant(question, named)
    if not meant and named and not _speak_of_it(question, named):
        return refused("Văn bản trong kho không nói về nội dung được hỏi.", _letterhead(named[0]))
    if not meant or len(meant) > _MOST_TOLD:
        return None
    told = [draft for document in meant if (draft := finder(question, document)) is not None]
    if len(told) > 1:
        return answered_by_document(told)
    if told:
        return answered(*told[0])
    return _silent(question, meant[0], finder) if len(meant) == 1 else None


def _finder(question: Question) -> Finder | None:
    """Return what is asked of a document's force: until when, from when, or what it replaces."""
    asked = ((_UNTIL_ASKED, _end), (_FROM_ASKED, _effect), (_REPLACED_ASKED, _replaced))
    return next((finder for pattern, finder in asked if pattern.search(question.folded)), None)


def _meant(question: Question, named: Sequence[Document]) -> list[Document]:
    """Return of documents whose type a question names those whose titles hold most of its words."""
    beside = _beside_topic(question)
    asked = [t for t in telling_words(question) if t not in beside]
    pairs = _topic(question)
    fitting = [d for d in named if 2 * sum(t not in _frame(d) for t in asked) <= len(asked)]
    held = [len(frozenset(terms(d.metadata.title)).intersection(pairs)) for d in fitting]
    return [d for d, count in zip(fitting, held, strict=True) if count == max(held)]


def _topic(question: Question) -> list[str]:
    """Return the pairs of words that tell what a document is about."""
    pairs = [t for t in dict.fromkeys(question_terms(question.core)) if "_" in t]
    beside = _beside_topic(question)
    return [pair for pair in pairs if beside.isdisjoint(pair.split("_"))]


def _beside_topic(question: Question) -> frozenset[str]:
    """Return the words that name the type and ask about its force."""
    return _ABOUT_FORCE.union(*(fold(name).split() for name in question.types))


def _speak_of_it(question: Question, named: Sequence[Document]) -> bool:
    pairs = _topic(question)
    return not pairs or any(not frozenset(terms(d.text)).isdisjoint(pairs) for d in named)


def _is_named(question: Question, document: Document) -> bool:
    if question.numbers:
        return True
    if not question.types:
        return "van ban" in question.folded
    title = fold(document.metadata.title)
    issued = [fold(name) for name in question.types if name in _ISSUED_BY_OTHERS]
    return document.metadata.type_name in question.types or any(re.search(rf"\b{name}\b", title) for name in issued)


def _frame(document: Document) -> frozenset[str]:
    metadata = document.metadata
    return frozenset(terms(" ; ".join([metadata.title, metadata.issuer or "", metadata.locality or ""])))


def _effect(question: Question, document: Document) -> tuple[str | None, list[Evidence]] | None:
    forces = _forces(document)
    if not forces:
        return None
    day = forces[0].day
    fact = f"{day[:1].upper()}{day[1:]}." if day else None
    places = [force.place for force in forces[:_MOST_CLAUSES]]
    issued = document.metadata.issued_on
    if fact and issued and (_ON_SIGNING.search(fact) or Kind.OWN_DATE in question.kinds):
        fact = f"{fact} Văn bản ghi ngày {format_date(issued)}."
        places += _letterhead(document)
    return fact, places


def _end(_question: Question, document: Document) -> tuple[str | None, list[Evidence]] | None:
    """Return the clauses in which a document says until when it is in effect, or that it has ended."""
    own = [p for p in document.passages if _says_until(document, p)]
    return (None, [passage_evidence(document, p, None) for p in own[:_MOST_CLAUSES]]) if own else None


def _says_until(document: Document, passage: Passage) -> bool:
    said = _SAYS_UNTIL.search(fold(_said(document, passage)))
    return said is not None and _says_it_of_this(document, passage)


def _forces(document: Document) -> list[_Force]:
    """Return the clauses in which a document says from when it is in effect, those that say "this" first."""
    found = [p for p in document.passages if _SAYS_FROM.search(fold(_said(document, p)))]
    own = [p for p in found if _says_it_of_this(document, p)]
    return [_Force(passage_evidence(document, p, None), _day(_said(document, p))) for p in own]


def _says_it_of_this(document: Document, passage: Passage) -> bool:
    folded = fold(_said(document, passage))
    said = _SAYS_FROM.search(folded) or _SAYS_UNTIL.search(folded)
    before = folded[: said.start()] if said else ""
    bare = len(before) < 20 and "hieu luc" in fold(" ".join(document.excerpt(passage.ordinal).headings))
    return bare or _THIS.search(before) is not None


def _day(said: str) -> str | None:
    """Return the slice that says from when: down to the day, or to "ngày ký"."""
    found = _DAY.search(said)
    if found is None:
        return None
    words = found["day"]
    signing = _ON_SIGNING.search(words)
    dates = find_dates(words)
    ends = [signing.end()] if signing else [date.end for date in dates[:1]]
    return " ".join(words[: ends[0]].split()) if ends else None


def documents_replaced(document: Document) -> tuple[str | None, list[Evidence]] | None:
    """Return which documents a document replaces or repeals, with the clauses that say so; None for none."""
    passages = [p for p in document.passages if _replaces(document, p)]
    inside = [r for r in document.references if any(p.start <= r.start < p.end for p in passages)]
    if not inside:
        return None
    places = [passage_evidence(document, p, None) for p in passages if any(p.start <= r.start < p.end for r in inside)]
    told = [
        f"{r.type_name or 'văn bản'} số {r.number}" + (f" ngày {format_date(r.issued_on)}" if r.issued_on else "")
        for r in inside
    ]
    return f"Thay thế, bãi bỏ: {'; '.join(dict.fromkeys(told))}.", places[:_MOST_TOLD]


def _replaced(_question: Question, document: Document) -> tuple[str | None, list[Evidence]] | None:
    return documents_replaced(document)


def _replaces(document: Document, passage: Passage) -> bool:
    excerpt = document.excerpt(passage.ordinal)
    if excerpt.kind in {SectionKind.PREAMBLE, SectionKind.LETTERHEAD, SectionKind.RECIPIENTS}:
        return False
    own = fold(excerpt.text)
    return any(_REPLACES.search(words) for words in (own, fold(excerpt.headings[0] if excerpt.headings else "")))


def _in_force_on(question: Question, documents: Sequence[Document]) -> Draft | None:
    """Answer which documents are in effect from a day."""
    day = question.free_dates[0]
    told: list[tuple[str | None, list[Evidence]]] = []
    for document in documents:
        of_type = document.metadata.type_name in question.types or "van ban" in question.folded
        for force in _forces(document)[:1] if of_type else []:
            begins = find_dates(force.day or "")
            if any(_is_same(day, begin) for begin in begins):
                told.append((None, [force.place]))
    if not told:
        return None
    lead = f"{len(told)} văn bản có hiệu lực từ ngày này."
    return answered_by_document(told[:_MOST_TOLD], lead=lead)


def _is_same(asked: FoundDate, found: FoundDate) -> bool:
    return (asked.day, asked.month) == (found.day, found.month) and asked.year in {None, found.year}


def _silent(question: Question, document: Document, finder: Finder) -> Draft | None:
    """Say of a document that it sets no day of effect, or no end, or replaces no other: nothing else is passed off so.

    None when it speaks of replacing somewhere, if not in a clause of its own, or when no document was asked for.
    """
    line = document_line(document.metadata)
    speaks_of_others = _REPLACES.search(fold(document.text)) is not None
    if finder is _end:
        if speaks_of_others:
            return None
        words = "không nêu thời hạn hiệu lực; cần kiểm tra xem đã có văn bản thay thế chưa"
        return refused(f"{line} {words}.", _letterhead(document))
    if finder is _effect:
        return refused(f"{line} không nêu ngày có hiệu lực.", _letterhead(document))
    if speaks_of_others or not _DOCUMENTS_REPLACED_ASKED.search(question.folded):
        return None
    return refused(f"{line} không nêu thay thế hay bãi bỏ văn bản nào.", _letterhead(document))


def _letterhead(document: Document) -> list[Evidence]:
    heads = [section for section in document.sections if section.kind is SectionKind.LETTERHEAD]
    return [section_evidence(document, section, None) for section in heads[:1]]


def _said(document: Document, passage: Passage) -> str:
    return document.text[passage.start : passage.end]
