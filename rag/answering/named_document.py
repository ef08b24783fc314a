"""A document that a question names by its type, place or year ("chỉ thị của huyện X", "kế hoạch năm 2019 của xã Y").

Where the store holds another document of that place, it is not the one asked about, however near its words come.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.doctypes import FoundType, find_types
from corpus.folding import fold
from corpus.model import Document, Metadata, Reference
from rag.answering.citing import document_line
from rag.answering.scope import MOST_READ_WHOLE, Scope
from rag.answering.shelf import Shelf
from rag.understanding.question import Question

# Types whose names are no everyday words: "báo cáo", "quy định", "chương trình" may be what a document speaks of.
_NAMED_TYPES = frozenset(
    {"Chỉ thị", "Quyết định", "Nghị quyết", "Công văn", "Kế hoạch", "Kế hoạch phối hợp", "Công điện", "Tờ trình"}
    | {"Nghị định", "Thông tư", "Thông tri"}
)
# Types whose names are everyday words name a document only where the question opens with one that belongs to somebody.
_OPENING_TYPES = frozenset({"Thông báo", "Hướng dẫn", "Kết luận"})
# "Nghị quyết Đại hội … lần thứ mấy" asks which congress; the resolution is spoken of.
_ORDER_ASKED = re.compile(r"\b(?:lan thu|khoa) (?:may|bao nhieu|nao)\b")
_BELONGS = re.compile(r"^(?: \w+){0,2} cua\b")
_EXISTS = re.compile(r"\bco (?:ban hanh |ra )?$")
# What is carried out, cited or still to be written is not the document that is asked.
_SPOKEN_OF = re.compile(
    r"\b(?:theo|thuc hien|trien khai|can cu|quan triet|hoc tap|tuyen truyen|nhac(?: den| toi)?|dan|vien dan|thi hanh"
    r"|cu the hoa|xay dung|ban hanh|ra|lap|lam|tham muu|kem|cac|nhung|moi|so|noi dung|bang|co|hoan thanh|kiem tra"
    r"|tong ket|so ket|gui|trinh|duoc)\s+(?:cac |nhung |mot |cac van ban |noi dung )?$"
)
_OTHER_WORDS = re.compile(
    r"\b(?:nao|gi|ai|may|bao nhieu|dau|sao|yeu cau|giao|neu|noi|quy dinh|nhac|dan(?! (?:van|chu|cu|toc|so|quan|sinh))"
    r"|duoc|phai|dat(?! dai)|thi|la|tren dia ban|trong)\b|[,.;:?!\d]"
)
_OF_BODY = re.compile(r"\bcua\b(?!\s*$)(?! (?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan|huyen|tinh|xa|thi xa|tp)\b)")
_YEAR_AFTER = re.compile(r"^(?P<between>[^,.;:?!]{0,80}?)\bnam (?P<year>20\d\d|19\d\d)\b")
_VERBS = re.compile(
    r"\b(?:nao|gi|ai|giao|yeu cau|neu|dat|phai|trien khai|thuc hien|den|tu|so voi|truoc|sau|trong|ky|cho|cua nam)\b"
)


def lacking_document(question: Question, scope: Scope, shelf: Shelf) -> str | None:
    """Return which document a question names that its place does not have; None when nothing is lacking."""
    if not scope.pinned or scope.groups or question.numbers or not 0 < len(scope.document_ids) <= MOST_READ_WHOLE:
        return None
    if _ORDER_ASKED.search(question.folded):
        return None
    printed = [t for t in find_types(question.text) if t.name in _NAMED_TYPES and not t.abbreviated]
    named = [t for t in printed if _is_asked_for(t, question) or not _is_spoken_of(t, question)]
    named += [t for t in find_types(question.text)[:1] if _opens(t, question)]
    documents = [shelf.document(i) for i in scope.document_ids]
    held = [document.metadata for document in documents]
    for found in named:
        place = _place_after(found, question) or _place_before(found, question)
        if place and not any(_is_of_type(found.name, question.years, d) for d in documents):
            return f"Kho không có {found.name.lower()} của {place}, chỉ có {_told(held)}."
        year = _year_after(found, question)
        if year and all(_is_of_another_year(year, metadata) for metadata in held):
            return f"Kho không có {found.name.lower()} năm {year} như câu hỏi, chỉ có {_told(held)}."
    return None


def _opens(found: FoundType, question: Question) -> bool:
    """Tell "Hướng dẫn của Ban Dân vận X nói gì" from "hướng dẫn xã làm gì": it opens the question and belongs."""
    after = fold(question.text)[found.end :]
    return found.name in _OPENING_TYPES and found.start == 0 and _BELONGS.match(after) is not None


def _is_asked_for(found: FoundType, question: Question) -> bool:
    """Tell "huyện X có chỉ thị về … không": whether there is such a document."""
    folded = fold(question.text)
    before, after = folded[: found.start], folded[found.end :]
    return _EXISTS.search(before) is not None and re.search(r"^(?! nao\b).*\bkhong\b", after) is not None


def _place_before(found: FoundType, question: Question) -> str | None:
    """Return the stored place that is asked whether it has a document of the type."""
    places = [p for p in question.stored_places if p.end <= found.start] if _is_asked_for(found, question) else []
    return question.text[places[0].start : places[0].end] if places else None


def _is_spoken_of(found: FoundType, question: Question) -> bool:
    return _SPOKEN_OF.search(fold(question.text)[: found.start]) is not None


def _place_after(found: FoundType, question: Question) -> str | None:
    """Return the stored place that a type belongs to: "chỉ thị về dân vận của huyện X"."""
    folded, opens = fold(question.text), _opens(found, question)
    for place in question.stored_places:
        between = folded[found.end : place.start]
        if place.start < found.end or not opens and find_types(question.text[found.end : place.start]):
            continue
        of_body = not opens and _OF_BODY.search(between) is not None
        if not _OTHER_WORDS.search(re.sub(r"\bnam \d{4}\b", "", between)) and not of_body:
            return question.text[place.start : place.end]
    return None


def _year_after(found: FoundType, question: Question) -> int | None:
    after = _YEAR_AFTER.match(fold(question.text)[found.end :])
    if after is None or _VERBS.search(after["between"]) or int(after["year"]) not in question.years:
        return None
    return int(after["year"])


def _is_of_type(name: str, years: Sequence[int], document: Document) -> bool:
    """Tell whether a document is of a type, or speaks of one that its own issuer issued."""
    own, issuer = fold(document.metadata.type_name or name), fold(document.metadata.issuer or "")
    asked = fold(name)
    if own.startswith(asked) or asked.startswith(own):
        return True
    return any(
        r.type_name == name and r.issuer and issuer.startswith(fold(r.issuer)) and _may_be_of(years, r)
        for r in document.references
    )


def _may_be_of(years: Sequence[int], reference: Reference) -> bool:
    return not years or reference.issued_on is None or reference.issued_on.year in years


def _is_of_another_year(year: int, metadata: Metadata) -> bool:
    own = {metadata.year, metadata.issued_on.year if metadata.issued_on else None} - {None}
    return bool(own) and year not in own and str(year) not in metadata.title


def _told(held: Sequence[Metadata]) -> str:
    lines = [document_line(metadata) for metadata in held[:3]]
    return "; ".join(line[:1].lower() + line[1:] for line in lines)
